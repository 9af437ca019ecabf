"""python -m editor document: the whole base as one page to read, with a form to confirm it by."""

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from cards.ground import ground_sentence, place_of
from core.clock import swedish_day, utc_now
from core.language import FIRST, Language
from editor.command import Command, Failed, require_languages, tell
from knowledge.base import Base
from knowledge.passage import CLOSED, Line, Passage, PassageText, Topic
from knowledge.routine import Routine
from knowledge.source.loader import load
from texts.catalogue import Catalogue
from texts.page_templates import PageTemplates

_TEMPLATES = Path(__file__).parent / "templates"
_render = PageTemplates(_TEMPLATES).render
_FINGERPRINT = 12


@dataclass(frozen=True, slots=True)
class TickedText:
    """What somebody has ticked at one text of the document."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: str
    fingerprint: str
    """Of the text as it was read."""
    is_right: bool
    words: str = ""
    """What is to be changed."""


@dataclass(frozen=True, slots=True)
class TickedForm:
    """What the document's form saves: who has read which texts, and what they say of each."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    by: Line
    """The role, not the name of a person."""
    on: date
    texts: tuple[TickedText, ...]


_FORM = TypeAdapter(TickedForm)


class UnreadableForm(Exception):
    """The file isn't one that the document's form has saved."""


def ticked_form(saved: bytes) -> TickedForm:
    """Return what the form has saved; raise `UnreadableForm`."""
    try:
        return _FORM.validate_json(saved)
    except ValidationError:
        raise UnreadableForm from None


def fingerprint(passage: Passage) -> str:
    """Return what changes whenever something changes that somebody may have confirmed."""
    said = [passage.id, passage.basis, passage.source.id]
    for language in passage.given_in():
        side = passage.text_in(language)
        said += [side.title, side.short or "", side.text]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:_FINGERPRINT]


def document(base: Base, texts: Catalogue, languages: Sequence[Language], *, today: date) -> str:
    """Return the page: every text of *base* by routine and topic, with its ground and sources."""
    entries = {
        topic.slug: [_entry(each, base, texts, languages) for each in passages]
        for topic in base.topics()
        if (passages := base.passages_about(topic.slug))
    }

    def with_texts(topics: Sequence[Topic]) -> list[tuple[str, str, list[_Entry]]]:
        return [
            (topic.slug, topic.text_in(texts.language), entries[topic.slug])
            for topic in topics
            if topic.slug in entries
        ]

    def groups_with_texts(
        routine: Routine,
    ) -> list[tuple[str, list[tuple[str, str, list[_Entry]]]]]:
        groups = ((each, with_texts(each.topics)) for each in base.groups_of(routine))
        return [(group.text_in(texts.language), topics) for group, topics in groups if topics]

    language = texts.language
    named = [routine.text_in(language) for routine in base.routines]
    return _render(
        "document.html",
        texts,
        name=texts.joined([each.name for each in named]),
        owner=texts.joined([*dict.fromkeys(each.owner for each in named)]),
        routines=[
            (routine.text_in(language).name, groups_with_texts(routine))
            for routine in base.routines
        ],
        today=today,
        count=len(base.passages),
        style=(_TEMPLATES / "document.css").read_text("utf-8"),
        script=(_TEMPLATES / "document.js").read_text("utf-8"),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    passage: Passage
    fingerprint: str
    sides: Sequence[tuple[Language, PassageText]]
    ground_line: str
    sources: Sequence[tuple[str, str | None]]
    """The name and the address of each; the one that is quoted comes first."""


def _entry(passage: Passage, base: Base, texts: Catalogue, languages: Sequence[Language]) -> _Entry:
    return _Entry(
        passage,
        fingerprint(passage),
        [(language, passage.text_in(language)) for language in languages],
        ground_sentence(passage, base, texts),
        [
            (place_of(each, base, texts.language), base.sources[each.id].url)
            for each in (passage.source, *passage.see_also)
        ],
    )


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("file", type=Path, help=texts.say("editor.help.document_file"))
    parser.add_argument(
        "--languages",
        nargs="+",
        default=[FIRST],
        help=texts.say("editor.help.document_languages"),
    )


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    base = load(options.base)
    require_languages(options.languages, base.languages, texts)
    today = swedish_day(utc_now())
    page = document(base, texts, options.languages, today=today)
    try:
        options.file.write_text(page, "utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Failed(
            texts.say("editor.document.not_written", file=options.file, reason=reason)
        ) from None
    tell([texts.say("editor.document.written", file=options.file, count=len(base.passages))])
    return 0


COMMAND = Command(_run, _arguments)
