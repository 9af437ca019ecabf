"""What people have asked that the base has no good answer to, read from the bot's database."""

import argparse
import asyncio
import json
from collections.abc import Iterator, Sequence
from typing import Any

from core.clock import swedish_day, utc_now
from editor.command import Command, tell
from knowledge.live.acceptance import open_snapshot
from knowledge.passage import Passage
from knowledge.search.answers import Nothing, find
from knowledge.search.gap_reading import GapReading
from knowledge.search.snapshot import Snapshot
from questions.asked import AskedQuestion
from questions.clustering import LOOKED_BACK, Cluster, OpenGaps
from questions.gap import GapKind
from questions.masking import without_markers
from storage.schema import existing_database
from storage.unit_of_work import SqlTransactions
from texts.catalogue import Catalogue

EXAMPLES = 5
NEAREST = 3
SHOWN = 100
"""So many groups a page gets; whoever has closed those reads the next."""


async def groups_in(database_url: str, snapshot: Snapshot) -> list[Cluster]:
    """Return the gaps that nobody has handled and *snapshot* doesn't answer, work first.

    Raises:
        NoDatabase: where there is no database to read.
    """
    gaps = OpenGaps(lambda: GapReading(snapshot), utc_now)
    async with existing_database(database_url) as database:
        read = await SqlTransactions(database).read(gaps.read)
    return await gaps.groups(read)


async def questions_in(database_url: str) -> Sequence[AskedQuestion]:
    """Return every question of the last year, oldest first; raise `NoDatabase`."""
    since = utc_now() - LOOKED_BACK
    async with existing_database(database_url) as database:
        return await SqlTransactions(database).read(lambda uow: uow.gaps.asked(since=since))


def gaps_as_json(groups: Sequence[Cluster], snapshot: Snapshot) -> dict[str, Any]:
    """Return the first groups of work for a page to show, each with the nearest passages."""
    work = [group for group in groups if group.kind is GapKind.WORK]
    return {"count": len(work), "groups": [_as_json(each, snapshot) for each in work[:SHOWN]]}


def _as_json(group: Cluster, snapshot: Snapshot) -> dict[str, Any]:
    language = snapshot.base.language_of(group.typical.language)
    finding = find(snapshot, without_markers(group.typical.question), language)
    nearest = [match.passage for match in finding.matches[:NEAREST] if match.score > 0]
    area = finding.area if isinstance(finding, Nothing) else None
    return {
        "question": group.typical.question,
        "asked": group.typical.answer_id,
        "answers": [question.answer_id for question in group.questions],
        "language": language,
        "count": group.count,
        "latest": group.latest.isoformat(),
        "examples": list(group.examples(EXAMPLES)),
        "nearest": [passage_as_json(each) for each in nearest],
        "area": area.id if area else None,
        "routine": group.routine,
    }


def passage_as_json(passage: Passage) -> dict[str, Any]:
    titles = {language: passage.text_in(language).title for language in passage.given_in()}
    return {"id": passage.id, "topic": passage.topic, "titles": titles}


def _report(groups: Sequence[Cluster], texts: Catalogue) -> Iterator[str]:
    if not groups:
        yield texts.say("editor.missed_none")
    kind = GapKind.WORK
    for group in groups:
        if group.kind is not kind:
            kind = group.kind
            yield f"\n{texts.say(f'gap.kind_{kind}')}"
        typical, *others = group.examples(EXAMPLES)
        facts = {"count": group.count, "day": swedish_day(group.latest), "question": typical}
        yield texts.say("editor.missed_group", **facts)
        yield from (f"    {other}" for other in others)


def _json_lines(questions: Sequence[AskedQuestion]) -> Iterator[str]:
    """Yield one line for each question, as `diff --log` and `coverage --log` read them."""
    for asked in questions:
        told = {"question": asked.question, "language": asked.language, "outcome": asked.outcome}
        yield json.dumps(told, ensure_ascii=False)


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("--jsonl", action="store_true", help=texts.say("editor.help.missed_jsonl"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    if options.jsonl:
        tell(_json_lines(asyncio.run(questions_in(options.database))))
    else:
        snapshot = open_snapshot(options.base, options.cache)
        tell(_report(asyncio.run(groups_in(options.database, snapshot)), texts))
    return 0


COMMAND = Command(_run, _arguments)
