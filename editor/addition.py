"""A passage on its way into the base: the files as they will be, with nothing written yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from editor.round_trip import loaded, mapping, on_one_line, written
from editor.saving import EditorsFolder
from editor.schema import line_for
from knowledge.passage import LANGUAGES, Language, Source
from knowledge.source.files import PASSAGES, SOURCES, TOPICS


@dataclass(slots=True)
class Side:
    """A passage in one language, as far as it is written."""

    title: str
    text: str
    asked_as: list[str] = field(default_factory=list[str])
    must_answer: list[str] = field(default_factory=list[str])

    @classmethod
    def not_written(cls, language: Language) -> "Side":
        """Return what stands for the texts until they are written, and breaks no rule."""
        return cls(f"(utan rubrik, {language})", f"(texten är inte skriven, {language})")


@dataclass(slots=True)
class Entry:
    """A passage as far as it is written."""

    id: str
    source: str
    basis: str
    sides: dict[Language, Side] = field(
        default_factory=lambda: {language: Side.not_written(language) for language in LANGUAGES}
    )


class Addition:
    """The files of a base with what an editor adds; comments and order stay as they are."""

    def __init__(self, folder: Path, topic: str, *, source: Source, today: date) -> None:
        """Begin a passage on *topic* that rests on *source*, until another is named.

        Raises:
            NoSuchPlace: where *topic* is no name of a file of the base.
        """
        self.entry = Entry("utkast", source.id, source.basis)
        self._folder = EditorsFolder(folder)
        self._topic = topic
        self._today = today
        self._passages = f"passages/{topic}.yaml"
        self._seen: dict[str, bytes | None] = {}
        self._changed: dict[str, bytes] = {}
        self._look(self._passages)

    def add_topic(self, group: int, names: Mapping[Language, str]) -> None:
        """Put the topic last in the group with that number."""
        start = self._look(TOPICS.pattern) or b""
        data = loaded(start)
        topic = on_one_line({"slug": self._topic, **names})
        data["groups"][group]["topics"].append(topic)
        self._changed[TOPICS.pattern] = written(data, like=start)

    def add_source(self, source: Mapping[str, Any]) -> None:
        """Put *source* last among the sources, as it was told: it may yet be withdrawn."""
        start = self._look(SOURCES.pattern) or b""
        data = loaded(start)
        told = {key: value for key, value in source.items() if value is not None}
        data["sources"].append(mapping(told))
        self._changed[SOURCES.pattern] = written(data, like=start)

    def withdraw_source(self) -> None:
        """Leave the sources as they were."""
        self._changed.pop(SOURCES.pattern, None)

    def unsaved(self) -> dict[str, bytes]:
        """Return every changed file as it will be, what isn't written yet filled in."""
        return {**self._changed, self._passages: self._with_entry()}

    def save(self) -> list[str]:
        """Write the files, the passage's last, and return their names.

        Raises:
            NotSaved: where a file has changed meanwhile or can't stand where it would.
        """
        unsaved = self.unsaved()
        for name in unsaved:  # all or none: a topic without its passage would be left behind
            self._folder.must_be(name, self._seen[name])
        for name, content in unsaved.items():
            self._folder.save(name, content, seen=self._seen[name])
        return list(unsaved)

    def _look(self, name: str) -> bytes | None:
        if name not in self._seen:
            self._seen[name] = self._folder.content(name)
        return self._seen[name]

    def _with_entry(self) -> bytes:
        start = self._look(self._passages)
        if start is None:
            start = f"{line_for(PASSAGES)}\ntopic: {self._topic}\npassages:\n".encode()
        data = loaded(start)
        data["passages"] = data["passages"] or []
        data["passages"].append(self._as_mapping())
        whole = written(data, like=start)
        first = f"  - id: {self.entry.id}\n".encode()
        return whole.replace(b"\n" + first, b"\n\n" + first) if start.count(b"- id:") else whole

    def _as_mapping(self) -> Mapping[str, Any]:
        entry = self.entry
        sides = {language: _side(entry.sides[language], language) for language in LANGUAGES}
        return mapping(
            {
                "id": entry.id,
                "basis": entry.basis,
                "confirmed": False,
                "reviewed": self._today,
                "source": {"id": entry.source},
                **sides,
            }
        )


def _side(side: Side, language: Language) -> Mapping[str, Any]:
    return mapping(
        {
            "title": side.title,
            "text": side.text,
            "asked_as": side.asked_as or [f"(ingen formulering, {language})"],
            "must_answer": side.must_answer or [f"(ingen provfråga, {language})"],
        }
    )
