"""A passage on its way into the base: the files as they will be, with nothing written yet."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from editor.rules.traps import is_read_as_text
from editor.saving import ChangedMeanwhile, content_of, save
from editor.schema import line_for
from knowledge.files import PASSAGES, SOURCES, TOPICS
from knowledge.passage import LANGUAGES, Language, Source


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


class Draft:
    """The files of a base with what an editor adds; comments and order stay as they are."""

    def __init__(self, folder: Path, topic: str, *, source: Source, today: date) -> None:
        """Begin a passage on *topic* that rests on *source*, until another is named.

        Raises:
            NoSuchPlace: where *topic* is no name of a file of the base.
        """
        self.entry = Entry("utkast", source.id, source.basis)
        self._folder = folder
        self._topic = topic
        self._today = today
        self._passages = f"passages/{topic}.yaml"
        self._seen: dict[str, bytes | None] = {}
        self._changed: dict[str, bytes] = {}
        self._look(self._passages)

    def add_topic(self, group: int, names: Mapping[Language, str]) -> None:
        """Put the topic last in the group with that number."""
        yaml, data = self._open(TOPICS.pattern)
        topic = _flow(slug=self._topic, **names)
        data["groups"][group]["topics"].append(topic)
        self._changed[TOPICS.pattern] = _written(yaml, data, like=self._seen[TOPICS.pattern])

    def add_source(self, source: Mapping[str, Any]) -> None:
        """Put *source* last among the sources, as it was told: it may yet be withdrawn."""
        yaml, data = self._open(SOURCES.pattern)
        told = {key: value for key, value in source.items() if value is not None}
        data["sources"].append(_mapping(told))
        self._changed[SOURCES.pattern] = _written(yaml, data, like=self._seen[SOURCES.pattern])

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
            if content_of(self._folder, name) != self._seen[name]:
                raise ChangedMeanwhile(name)
        for name, content in unsaved.items():
            save(self._folder, name, content, seen=self._seen[name])
        return list(unsaved)

    def _look(self, name: str) -> bytes | None:
        if name not in self._seen:
            self._seen[name] = content_of(self._folder, name)
        return self._seen[name]

    def _open(self, name: str) -> tuple[YAML, Any]:
        yaml = _yaml()
        return yaml, yaml.load(self._look(name) or b"")

    def _with_entry(self) -> bytes:
        start = self._look(self._passages)
        if start is None:
            start = f"{line_for(PASSAGES)}\ntopic: {self._topic}\npassages:\n".encode()
        yaml = _yaml()
        data = yaml.load(start)
        if not data["passages"]:
            data["passages"] = CommentedSeq()
        data["passages"].append(self._as_mapping())
        written = _written(yaml, data, like=start)
        first = f"  - id: {self.entry.id}\n".encode()
        return written.replace(b"\n" + first, b"\n\n" + first) if start.count(b"- id:") else written

    def _as_mapping(self) -> CommentedMap:
        entry = self.entry
        sides = {language: _side(entry.sides[language], language) for language in LANGUAGES}
        return _mapping(
            {
                "id": entry.id,
                "basis": entry.basis,
                "confirmed": False,
                "reviewed": self._today,
                "source": _flow(id=entry.source),
                **sides,
            }
        )


def _side(side: Side, language: Language) -> CommentedMap:
    return _mapping(
        {
            "title": side.title,
            "text": side.text,
            "asked_as": side.asked_as or [f"(ingen formulering, {language})"],
            "must_answer": side.must_answer or [f"(ingen provfråga, {language})"],
        }
    )


def _yaml() -> YAML:
    """Return a reader and writer that leaves a file of ours byte for byte as it is."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _written(yaml: YAML, data: Any, *, like: bytes | None) -> bytes:
    """Return *data* as YAML, its lines ended as they are in *like*."""
    stream = io.BytesIO()
    yaml.dump(data, stream)
    written = stream.getvalue()
    return written.replace(b"\n", b"\r\n") if b"\r\n" in (like or b"") else written


def _mapping(values: Mapping[str, Any]) -> CommentedMap:
    return CommentedMap({key: _value(value) for key, value in values.items()})


def _flow(**values: str) -> CommentedMap:
    mapping = _mapping(values)
    mapping.fa.set_flow_style()
    return mapping


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return CommentedSeq([_value(one) for one in value])
    if type(value) is dict:
        return _flow(**value)
    return _text(str(value)) if isinstance(value, str) else value


def _text(text: str) -> str:
    """Return *text* as it is to be written, so that no reader takes it for something else."""
    if "\n" in text:
        return LiteralScalarString(f"{text}\n")
    return text if is_read_as_text(text) else DoubleQuotedScalarString(text)
