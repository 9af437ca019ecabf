"""Read one YAML file into plain lists, mappings and texts, remembering where each value stood.

Every scalar stays the text the editor wrote: YAML 1.1 would make `no` False, `12:30` 750 and
`1.10` 1.1. Turning a text into a date or a truth value is left to the schema, which knows what
is meant. Anchors, aliases and tags are refused: nobody needs them here, and they are how a YAML
file runs code or grows without bound.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from yamlfile.problem import Place, Problem, suggestion

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Location: TypeAlias = tuple[str | int, ...]

T = TypeVar("T")

MAX_DEPTH = 20
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster

_REASONS = {
    "mapping values are not allowed in this context": "yaml-colon",
    "mapping values are not allowed here": "yaml-colon",
    "found character that cannot start any token": "yaml-first-character",
    "found a tab character that violates indentation": "yaml-tab",
    "found unexpected end of stream": "yaml-quote",
    "did not find expected ',' or ']'": "yaml-bracket",
    "did not find expected ',' or '}'": "yaml-bracket",
    "did not find expected key": "yaml-structure",
    "did not find expected '-' indicator": "yaml-structure",
    "could not find expected ':'": "yaml-structure",
}
"""The parser's commonest complaints, as the sentences in `texts/` are named."""
_TOLD_WHERE_IT_BEGAN = {"yaml-quote", "yaml-bracket"}
"""What is never closed is found at the file's end, and mended where it was opened."""


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Document:
    """What a file held, where everything stood, and what was wrong with its YAML.

    Each reading of a file is another.
    """

    path: Path
    data: Value
    places: Mapping[Location, Place] = field(default_factory=dict[Location, Place])
    """Where each value begins."""
    keys: Mapping[Location, Place] = field(default_factory=dict[Location, Place])
    """Where the key of each mapping entry stands."""
    plain: Mapping[Location, str] = field(default_factory=dict[Location, str])
    """The texts written without quotes, which other readers of YAML may take for something else."""
    problems: tuple[Problem, ...] = ()
    lines: tuple[str, ...] = ()
    """The file as it was written."""

    def value(self, location: Location) -> Value:
        """Return what stands at *location*; None where nothing does."""
        value = self.data
        for step in location:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def place(self, location: Location) -> Place:
        """Return where *location* stands, or its nearest parent that exists."""
        for end in range(len(location), -1, -1):
            if (place := self.places.get(location[:end])) is not None:
                return place
        return Place()

    def problem(self, location: Location, code: str, **facts: object) -> Problem:
        """Return a problem at the value at *location*."""
        return Problem(self.path, self.place(location), code, facts)


@dataclass(frozen=True, slots=True)
class Origin(Generic[T]):
    """A value made of part of a document, and where that part stands."""

    value: T
    document: Document
    location: Location

    def problem(self, inner: Location, code: str, **facts: object) -> Problem:
        """Return a problem at *inner*, a location within this value."""
        return self.document.problem((*self.location, *inner), code, **facts)

    def unless_known(
        self, inner: Location, code: str, name: str, known: Collection[str], *, fact: str = "id"
    ) -> Iterator[Problem]:
        """Yield a problem where *name* at *inner* isn't *known*, with the nearest that is.

        Its sentence calls the name by *fact*.
        """
        if name not in known:
            yield self.problem(inner, code, **{fact: name}, **suggestion(name, known))


def read(path: Path, content: bytes) -> Document:
    """Return the document in *content*; its faults are in `problems`, never raised."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Document(path, None, problems=(Problem(path, Place(line, 1), "not-utf8"),))
    return _Reader(path).read(text)


class _Reader:
    """Builds one document from the parser's events."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[Location, Place] = {}
        self._keys: dict[Location, Place] = {}
        self._plain: dict[Location, str] = {}
        self._problems: list[Problem] = []

    def read(self, text: str) -> Document:
        data: Value = None
        try:
            events = iter(yaml.parse(text, Loader=_Loader))
            for event in events:
                if isinstance(event, DocumentStartEvent):
                    data = self._first_document(data, event, events)
        except yaml.MarkedYAMLError as error:
            self._add_syntax_error(text, error)
        except yaml.YAMLError as error:  # a character YAML doesn't allow has no mark of its own
            self._add(self._place_of_bad_character(text, error), "yaml-character")
        return Document(
            self._path,
            data,
            self._places,
            self._keys,
            self._plain,
            tuple(self._problems),
            tuple(text.split("\n")),
        )

    def _first_document(self, data: Value, start: Event, events: Iterator[Event]) -> Value:
        if () in self._places:
            self._add(_place(start), "yaml-second-document")
            self._value(next(events), events, ("second",))
            return data
        return self._value(next(events), events, ())

    def _value(self, event: Event, events: Iterator[Event], location: Location) -> Value:
        self._places[location] = _place(event)
        if isinstance(event, NodeEvent) and event.anchor:
            self._add(_place(event), "yaml-anchor")
        if getattr(event, "tag", None):
            self._add(_place(event), "yaml-tag", tag=getattr(event, "tag", ""))
        if len(location) > MAX_DEPTH:
            raise _refused("nested too deep", event)
        match event:
            case ScalarEvent():
                if not event.implicit[0]:
                    return event.value
                if event.value in ("", "~"):
                    return None
                return self._plain.setdefault(location, event.value)
            case SequenceStartEvent():
                return self._sequence(events, location)
            case MappingStartEvent():
                return self._mapping(events, location)
            case AliasEvent() | _:
                return None

    def _sequence(self, events: Iterator[Event], location: Location) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(self._value(event, events, (*location, len(items))))
        return items

    def _mapping(self, events: Iterator[Event], location: Location) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                raise _refused("a key must be text", event)
            key = event.value
            if key in mapping:
                first = self._keys[(*location, key)]
                self._add(_place(event), "yaml-repeated-key", key=key, first=first.line)
            self._keys.setdefault((*location, key), _place(event))
            value = self._value(next(events), events, (*location, key))
            mapping.setdefault(key, value)
        return mapping

    def _add_syntax_error(self, text: str, error: yaml.MarkedYAMLError) -> None:
        reason = error.problem or error.context or ""
        code = _REASONS.get(reason, "yaml-syntax")
        mark = error.problem_mark or error.context_mark
        if code in _TOLD_WHERE_IT_BEGAN:
            mark = error.context_mark or mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place()
        if code == "yaml-syntax":
            self._add(place, code, reason=reason)
        elif code == "yaml-first-character":
            character = text.splitlines()[place.line - 1][place.column - 1]
            tab = character == "\t"
            self._add(place, "yaml-tab") if tab else self._add(place, code, character=character)
        else:
            self._add(place, code)

    def _add(self, place: Place, code: str, **facts: object) -> None:
        self._problems.append(Problem(self._path, place, code, facts))

    @staticmethod
    def _place_of_bad_character(text: str, error: yaml.YAMLError) -> Place:
        position = int(getattr(error, "position", 0) or 0)
        line_start = text.rfind("\n", 0, position) + 1
        return Place(text.count("\n", 0, position) + 1, position - line_start + 1)


def _refused(reason: str, event: Event) -> yaml.MarkedYAMLError:
    mark: Any = event.start_mark
    return yaml.MarkedYAMLError(problem=reason, problem_mark=mark)


def _place(event: Event) -> Place:
    mark: Any = event.start_mark
    return Place(mark.line + 1, mark.column + 1)
