"""Drafts that were made in Teams: which there are, and taking one into the editors' folder."""

import argparse
import asyncio
import sys
from contextlib import suppress
from pathlib import Path

from core.errors import DomainError
from editor.books import NoDatabase, now, transactions_of
from editor.command import Command
from editor.taking import NotTaken, Taken, take_passage, take_phrasings
from questions.gap import Gap, Handling
from questions.gap_service import mark_taken
from storage.unit_of_work import Transactions
from texts.catalogue import Catalogue


async def waiting_in(database_url: str) -> list[Gap]:
    """Return the gaps whose drafts nobody has taken, latest first; raise `NoDatabase`."""
    async with transactions_of(database_url) as transactions:
        gaps = await transactions.read(lambda uow: uow.gaps.all())
    return [gap for gap in gaps if gap.has_draft_to_take]


async def take(database_url: str, gap_id: str, folder: Path) -> tuple[Gap, Taken]:
    """Write the draft of a gap into *folder* and note that; the file comes first, to be sure.

    Raises:
        NoDatabase: where there are no books to read.
        NotTaken: where there is no such draft, or it can't stand there.
    """
    async with transactions_of(database_url) as transactions:
        gap = await transactions.read(lambda uow: uow.gaps.get(gap_id))
        if gap is None or gap.draft is None or not gap.has_draft_to_take:
            raise NotTaken("draft_unknown", id=gap_id)
        if gap.handling is Handling.PHRASING:
            taken = take_phrasings(folder, gap.draft, gap.language)
        else:
            taken = take_passage(folder, gap.draft)
        await _note(transactions, gap_id)
    return gap, taken


async def _note(transactions: Transactions, gap_id: str) -> None:
    # Closed or taken back this very moment: the file is there all the same.
    with suppress(DomainError):
        await transactions.write(lambda uow: mark_taken(uow, gap_id, at=now()))


def _list(options: argparse.Namespace, texts: Catalogue) -> int:
    gaps = asyncio.run(waiting_in(options.database))
    if not gaps:
        sys.stdout.write(texts.say("editor.drafts_none") + "\n")
    for gap in gaps:
        facts = {
            "id": gap.id,
            "kind": texts.say(f"editor.draft_kind_{gap.handling}"),
            "passage": gap.draft.passage if gap.draft else "",
            "day": gap.handled_at.date().isoformat(),
            "question": gap.examples[0] if gap.examples else "",
        }
        sys.stdout.write(texts.say("editor.draft_row", **facts) + "\n")
    return 0


def _take(options: argparse.Namespace, texts: Catalogue) -> int:
    try:
        gap, taken = asyncio.run(take(options.database, options.id, options.base))
    except NotTaken as refused:
        sys.stderr.write(texts.say(f"editor.{refused.code}", **refused.facts) + "\n")
        return 1
    key = "draft_added" if gap.handling is Handling.PHRASING else "draft_taken"
    facts = {"name": taken.name, "count": taken.added}
    sys.stdout.write(texts.say(f"editor.{key}", **facts) + "\n")
    return 0


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    take_it = texts.say("editor.help.drafts_take")
    parser.add_argument("action", nargs="?", choices=("take",), help=take_it)
    parser.add_argument("id", nargs="?", default="", help=texts.say("editor.help.drafts_id"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    act = _take if options.action else _list
    try:
        return act(options, texts)
    except NoDatabase:
        sys.stderr.write(texts.say("editor.no_database") + "\n")
        return 1


COMMAND = Command("drafts", _run, _arguments)
