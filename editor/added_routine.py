"""Add a routine to a base: its own file, a source, a group of topics, and an example text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from core.language import Language
from editor.passage_fields import set_in_file
from editor.rearranging import Changed, Files, IdTaken
from editor.saving import EditorsFolder, FileChange
from editor.schema import with_schema_line
from editor.starters import STARTER_ROUTINE, facts_of, filled_in, name_key, quoted
from editor.yaml_edit import add_entries
from editor.yaml_splice import document_of
from knowledge.base import Base
from knowledge.languages import place_of
from knowledge.passage import SLUG
from knowledge.source.files import MORE_ROUTINES, PASSAGES, ROUTINE, SOURCES, TOPICS, FileKind

LONGEST_ID = 40
NAMES = ("name", "owner", "definite_name", "matter")
"""What a routine beside others must be called, in each language of the base."""
REACHED_BY = ("phone", "email", "url")
"""What may be told of its contact, and last where its document is."""


@dataclass(frozen=True, slots=True)
class NewRoutine:
    id: str
    names: Mapping[Language, Mapping[str, str]]
    """Each of `NAMES`, by the languages of the base."""
    reached: Mapping[str, str]
    """Some of `REACHED_BY`."""
    first: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)
    """What the first routine is called from now on, so that the two are told apart."""


def is_routine_id(text: str) -> bool:
    return len(text) <= LONGEST_ID and re.fullmatch(SLUG, text) is not None


def with_routine(
    files: Files, base: Base, new: NewRoutine, *, today: date, folder: Path
) -> Changed:
    """Return the files of *base* that change as *new* is added to it, and those that come.

    *folder* says whether the new ones are to name their schemas.

    Raises:
        IdTaken: where a routine, topic, group, source, contact or file has the id.
        NotEditable: where a file isn't as expected.
    """
    facts = _facts(base, new, today)
    begun = {
        path.name: _reached(filled_in(path, facts, base.languages), new)
        for path in STARTER_ROUTINE.glob("*.yaml")
    }
    changed: Changed = {}
    for kind, name in ((MORE_ROUTINES, "routine.yaml"), (PASSAGES, "passages.yaml")):
        changed[file_of(kind, new.id)] = with_schema_line(begun[name], kind, folder)
    if new.id in _taken_in(base) or changed.keys() & files.keys():
        raise IdTaken(new.id)
    first = files.get(ROUTINE.pattern, "")
    for place, words in _told_of_first(new):
        if not document_of(first).value(place):  # somebody else may have said it since
            first = changed[ROUTINE.pattern] = set_in_file(first, place, words)
    for kind in (SOURCES, TOPICS):
        old = files.get(kind.pattern, "")
        changed[kind.pattern] = add_entries(old, kind.entries or "", begun[kind.pattern])
    return changed


def add_routine(folder: Path, base: Base, new: NewRoutine, *, today: date) -> list[str]:
    """Add *new* to *base*, which stands in *folder*, all at once; return the files' names.

    Raises:
        IdTaken: as `with_routine`.
        NotSaved, NotEditable: where a file isn't as expected.
    """
    own = EditorsFolder(folder)
    seen = {name: own.content(name) for name in own.names()}
    files = {name: content.decode() for name, content in seen.items() if content is not None}
    changed = with_routine(files, base, new, today=today, folder=folder)
    own.save_together(
        [
            FileChange(name, text.encode() if text is not None else None, seen.get(name))
            for name, text in changed.items()
        ]
    )
    return list(changed)


def file_of(kind: FileKind[Any], routine: str) -> str:
    """Return the name of the file of *kind* that is named for *routine*."""
    return kind.pattern.replace("*", routine)


def _taken_in(base: Base) -> set[str]:
    taken = {each.id for each in (*base.routines, *base.contacts(), *base.groups)}
    return taken | {*base.sources, *(topic.slug for topic in base.topics())}


def _facts(base: Base, new: NewRoutine, today: date) -> dict[str, str]:
    names = {"id": new.id}
    for language in base.languages:
        municipality = base.routine.text_in(language).municipality
        said = {**new.names[language], "municipality": municipality}
        names |= {name_key(name, language): words for name, words in said.items()}
    return facts_of(names, today)


def _told_of_first(new: NewRoutine) -> Iterator[tuple[tuple[str, ...], str]]:
    for language, said in new.first.items():
        for name, words in said.items():
            yield (*place_of(language), name), words


def _reached(text: str, new: NewRoutine) -> str:
    """Return *text* with how the contact is reached in place of the example of it."""
    for name, words in new.reached.items():
        told = f"{name}: {quoted(words)}"
        text = re.sub(rf"^( *)# {name}: .*", lambda at, told=told: at[1] + told, text, flags=re.M)
    return text
