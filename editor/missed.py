"""What people have asked that the base has no good answer to, read from the bot's books."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from core.clock import utc_now
from editor.books import NoDatabase, transactions_of
from editor.command import Command
from knowledge.live.acceptance import open_snapshot
from knowledge.search.gap_reading import GapReading
from knowledge.search.snapshot import Snapshot
from questions.asked import AskedQuestion
from questions.clustering import LOOKED_BACK, Cluster, OpenGaps
from texts.catalogue import Catalogue

EXAMPLES = 5


async def groups_in(database_url: str, snapshot: Snapshot) -> list[Cluster]:
    """Return the gaps that nobody has handled and *snapshot* doesn't answer, the largest first.

    Raises:
        NoDatabase: where there are no books to read.
    """
    gaps = OpenGaps(lambda: GapReading(snapshot), utc_now)
    async with transactions_of(database_url) as transactions:
        read = await transactions.read(gaps.read)
    return await gaps.groups(read)


async def questions_in(database_url: str) -> Sequence[AskedQuestion]:
    """Return every question of the last year, oldest first; raise `NoDatabase`."""
    async with transactions_of(database_url) as transactions:
        return await transactions.read(lambda uow: uow.gaps.asked(since=utc_now() - LOOKED_BACK))


def as_json(groups: Sequence[Cluster]) -> list[dict[str, Any]]:
    """Return *groups* as plain values, for a page to show."""
    return [
        {
            "question": group.typical.question,
            "language": group.typical.language,
            "count": group.count,
            "latest": group.latest.isoformat(),
            "examples": list(group.examples(EXAMPLES)),
        }
        for group in groups
    ]


def _report(groups: Sequence[Cluster], texts: Catalogue) -> Iterator[str]:
    if not groups:
        yield texts.say("editor.missed_none")
    for group in groups:
        typical, *others = group.examples(EXAMPLES)
        day = group.latest.date().isoformat()
        facts = {"count": group.count, "day": day, "question": typical}
        key = "missed_group_one" if group.count == 1 else "missed_group"
        yield texts.say(f"editor.{key}", **facts)
        yield from (f"    {other}" for other in others)


def _json_lines(questions: Sequence[AskedQuestion]) -> Iterator[str]:
    """Yield one line for each question, as `diff --log` and `coverage --log` read them."""
    for asked in questions:
        told = {"question": asked.question, "language": asked.language, "outcome": asked.outcome}
        yield json.dumps(told, ensure_ascii=False)


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("--jsonl", action="store_true", help=texts.say("editor.help.missed_jsonl"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    try:
        if options.jsonl:
            lines = _json_lines(asyncio.run(questions_in(options.database)))
        else:
            snapshot = open_snapshot(options.base, options.cache)
            groups = asyncio.run(groups_in(options.database, snapshot))
            lines = _report(groups, texts)
    except NoDatabase:
        sys.stderr.write(texts.say("editor.no_database") + "\n")
        return 1
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 0


COMMAND = Command("missed", _run, _arguments)
