"""Drafts that were made in Teams: listing them, and writing one into the editors' folder."""

import argparse
import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.clock import swedish_day, utc_now
from core.errors import DomainError
from editor.command import Command, Failed, tell
from editor.saving import EditorsFolder, NoSuchPlace, NotSaved
from editor.schema import with_schema_line
from editor.yaml_edit import Edit, add_passage, add_phrasings
from editor.yaml_splice import NotEditable
from knowledge.source.files import PASSAGES
from questions.closing import mark_taken
from questions.gap import Gap, Handling, PassageDraft
from storage.schema import existing_database
from storage.unit_of_work import SqlTransactions
from texts.catalogue import Catalogue


class NotTaken(Exception):
    """The folder was left as it is; `code` names the sentence that says why."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class TakenDraft:
    """What was written into which file; nothing was added where all of it stood there already."""

    file: str
    added: int


async def waiting_in(database_url: str) -> list[Gap]:
    """Return the gaps whose drafts nobody has taken, latest first; raise `NoDatabase`."""
    async with existing_database(database_url) as database:
        gaps = await SqlTransactions(database).read(lambda uow: uow.gaps.all())
    return [gap for gap in gaps if gap.has_draft_to_take]


async def take(database_url: str, gap_id: str, folder: Path) -> tuple[Gap, TakenDraft]:
    """Write the draft of a gap into *folder*, and then note in the database that it is taken.

    Raises:
        NoDatabase: where there is no database to read.
        NotTaken: where there is no such draft, or it can't stand there.
    """
    async with existing_database(database_url) as database:
        transactions = SqlTransactions(database)
        gap = await transactions.read(lambda uow: uow.gaps.get(gap_id))
        if gap is None or gap.draft is None or not gap.has_draft_to_take:
            raise NotTaken("draft_unknown", id=gap_id)
        if gap.handling is Handling.PHRASING:
            taken = take_phrasings(folder, gap.draft, gap.language)
        else:
            taken = take_passage(folder, gap.draft)
        await _note(transactions, gap_id)
    return gap, taken


def take_passage(folder: Path, draft: PassageDraft) -> TakenDraft:
    """Put the draft's passage last in its topic's file, or into a new one.

    Raises:
        NotTaken: where a passage has its id, or the file can't be used.
    """
    own = EditorsFolder(folder)
    if _file_with(own, draft) is not None:
        raise NotTaken("draft_there", passage=draft.passage)
    file = with_schema_line(draft.text, PASSAGES, folder)
    return _edit(own, f"passages/{draft.topic}.yaml", lambda text: add_passage(text, file))


def take_phrasings(folder: Path, draft: PassageDraft, language: str) -> TakenDraft:
    """Add the draft's phrasings to its passage; those that stand there already are left out.

    Raises:
        NotTaken: where there is no such passage, or the file can't be used.
    """
    own = EditorsFolder(folder)
    name = _file_with(own, draft)
    if name is None:
        raise NotTaken("draft_no_passage", passage=draft.passage)

    def change(text: str) -> Edit:
        return add_phrasings(text, draft.passage, language, "asked_as", draft.phrasings)

    return _edit(own, name, change)


def _edit(own: EditorsFolder, name: str, change: Callable[[str], Edit]) -> TakenDraft:
    try:
        seen = own.content(name)
        if seen == b"":
            raise NotEditable("an empty file is no base file")
        edit = change((seen or b"").decode())
        if edit.added:
            own.save(name, edit.text.encode(), seen=seen)
    except (NotSaved, NotEditable, UnicodeDecodeError):
        raise NotTaken("draft_no_place", name=name) from None
    return TakenDraft(name, edit.added)


def _file_with(own: EditorsFolder, draft: PassageDraft) -> str | None:
    try:
        return own.file_with(draft.passage)
    except NoSuchPlace as refusal:
        raise NotTaken("draft_no_place", name=refusal.name) from None


async def _note(transactions: SqlTransactions, gap_id: str) -> None:
    # Closed or taken back this very moment: the file is there all the same.
    with suppress(DomainError):
        await transactions.write(lambda uow: mark_taken(uow, gap_id, at=utc_now()))


def _list(options: argparse.Namespace, texts: Catalogue) -> int:
    gaps = asyncio.run(waiting_in(options.database))
    if not gaps:
        tell([texts.say("editor.drafts_none")])
    for gap in gaps:
        facts = {
            "id": gap.id,
            "kind": texts.say(f"editor.draft_kind_{gap.handling}"),
            "passage": gap.draft.passage if gap.draft else "",
            "day": swedish_day(gap.handled_at),
            "question": gap.examples[0] if gap.examples else "",
        }
        tell([texts.say("editor.draft_row", **facts)])
    return 0


def _take(options: argparse.Namespace, texts: Catalogue) -> int:
    try:
        gap, taken = asyncio.run(take(options.database, options.id, options.base))
    except NotTaken as refused:
        raise Failed(texts.say(f"editor.{refused.code}", **refused.facts)) from None
    key = "draft_added" if gap.handling is Handling.PHRASING else "draft_taken"
    tell([texts.say(f"editor.{key}", name=taken.file, count=taken.added)])
    return 0


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    take_it = texts.say("editor.help.drafts_take")
    parser.add_argument("action", nargs="?", choices=("take",), help=take_it)
    parser.add_argument("id", nargs="?", default="", help=texts.say("editor.help.drafts_id"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    return _take(options, texts) if options.action else _list(options, texts)


COMMAND = Command(_run, _arguments)
