"""What must hold between the parts of the base, beyond the shape of each file."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, TypeAlias, cast

from core.entered_text import comparable
from core.language import FIRST
from knowledge.languages import InLanguages, place_of
from knowledge.passage import (
    Passage,
)
from knowledge.source.phrasing_checks import lines_of
from knowledge.source.reading import Reading
from knowledge.source.routine_checks import check_routines
from yamlfile.document import Location, Origin
from yamlfile.problem import Problem, suggestion

Passages: TypeAlias = tuple[Origin[Passage], ...]

TODO = "TODO"
"""Stands where something is still to be written."""


def check(reading: Reading) -> Iterator[Problem]:
    """Yield every fault between the parts of the base.

    Where some entries could not be read, nothing is said of what points nowhere: what seems to be
    missing may only be misspelt itself.
    """
    yield from _repeated_ids(reading)
    if reading.has_shape:
        yield from _dead_references(reading)
        yield from check_routines(reading)
        yield from _dead_references_of_talk(reading)
        yield from _dead_references_of_follow_up(reading)
    yield from _wrong_basis(reading)
    yield from _languages(reading)
    yield from _repeated_titles(reading)
    yield from _repeated_talk(reading)
    yield from _repeated_in_follow_up(reading)
    yield from _unfinished(reading.passages)


def _repeated_ids(reading: Reading) -> Iterator[Problem]:
    every = (
        reading.routines,
        reading.sources,
        reading.groups,
        reading.elsewhere,
        reading.talk,
        reading.lists,
    )
    for entries in every:
        yield from _repeated((origin, ("id",), origin.value.id) for origin in entries)
    yield from _repeated(
        [
            *((origin, ("id",), origin.value.id) for origin in reading.passages),
            *(
                (origin, ("formerly", number), each)
                for origin in reading.passages
                for number, each in enumerate(origin.value.formerly)
            ),
        ]
    )
    yield from _repeated(
        (origin, ("topics", number, "slug"), topic.slug)
        for origin in reading.groups
        for number, topic in enumerate(origin.value.topics)
    )


def _repeated(ids: Iterable[tuple[Origin[Any], Location, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for origin, location, each in ids:
        if each in seen:
            yield origin.problem(location, "repeated-id", id=each)
        seen.add(each)


def _dead_references(reading: Reading) -> Iterator[Problem]:
    topics, sources, passages = reading.topics, reading.source_ids, reading.passage_ids
    for origin in reading.passages:
        passage = origin.value
        if passage.topic not in topics:
            facts = {"topic": passage.topic, **suggestion(passage.topic, topics)}
            yield origin.document.problem(("topic",), "unknown-topic", **facts)
        cited = [(("source", "id"), passage.source.id)]
        cited += [(("see_also", n, "id"), each.id) for n, each in enumerate(passage.see_also)]
        for location, source in cited:
            yield from origin.unless_known(location, "unknown-source", source, sources)
        others = passages - {passage.id}
        for number, related in enumerate(passage.related):
            yield from origin.unless_known(("related", number), "unknown-passage", related, others)


def _dead_references_of_talk(reading: Reading) -> Iterator[Problem]:
    for origin in reading.talk:
        for number, shown in enumerate(origin.value.shows):
            location = ("shows", number)
            yield from origin.unless_known(location, "unknown-passage", shown, reading.passage_ids)


def _dead_references_of_follow_up(reading: Reading) -> Iterator[Problem]:
    origin = reading.follow_up
    if origin is None:
        return
    shown = [(("impostor",), origin.value.impostor)]
    shown += [(where, each.passage) for where, each in origin.value.questions()]
    for location, passage in shown:
        if passage is not None:
            place = location if location == ("impostor",) else (*location, "passage")
            yield from origin.unless_known(place, "unknown-passage", passage, reading.passage_ids)


def _repeated_in_follow_up(reading: Reading) -> Iterator[Problem]:
    """Answers are kept by the question's id, whatever section it stands in."""
    if (origin := reading.follow_up) is None:
        return
    yield from _repeated(
        (origin, ("sections", number, "id"), section.id)
        for number, section in enumerate(origin.value.sections)
    )
    yield from _repeated(
        (origin, (*location, "id"), each.id) for location, each in origin.value.questions()
    )


def _repeated_talk(reading: Reading) -> Iterator[Problem]:
    """What is said in two kinds could mean either."""
    seen: dict[str, str] = {}
    for origin in reading.talk:
        for language in origin.value.given_in():
            for number, phrase in enumerate(origin.value.text_in(language).said_as):
                said = comparable(phrase)
                if seen.setdefault(said, origin.value.id) != origin.value.id:
                    location = (*place_of(language), "said_as", number)
                    yield origin.problem(location, "repeated-phrasing", other=seen[said])


def _wrong_basis(reading: Reading) -> Iterator[Problem]:
    """Only what the routine itself says may be shown as the routine, confirmed by its owner."""
    known = {source.value.id: source.value for source in reading.sources}
    for origin in reading.passages:
        passage, source = origin.value, known.get(origin.value.source.id)
        if source is not None and source.basis is not passage.basis:
            facts = {"basis": passage.basis.value, "source": source.id}
            yield origin.problem(("basis",), "basis-differs", **facts, expected=source.basis.value)


def _languages(reading: Reading) -> Iterator[Problem]:
    """Everything stands in each language of the base; Swedish is always the first of them."""
    if reading.routine is None:
        return
    if reading.languages[0] != FIRST:
        yield reading.routine.problem(("languages",), "swedish-first")
    every: tuple[tuple[Origin[Any], ...], ...] = (
        reading.routines,
        reading.groups,
        reading.sources,
        reading.passages,
        reading.elsewhere,
        reading.cautions,
        reading.talk,
        reading.lists,
        reading.units,
        (reading.form,) if reading.form else (),
        (reading.follow_up,) if reading.follow_up else (),
    )
    for origin in (origin for entries in every for origin in entries):
        for location, part in _parts_in_languages(origin.value, ()):
            for language in reading.languages:
                if language not in part.given_in():
                    yield origin.problem(location, "language-missing", field=language)


def _parts_in_languages(
    value: object, location: Location
) -> Iterator[tuple[Location, InLanguages[Any]]]:
    """Yield what in *value* stands in several languages, and where."""
    if isinstance(value, tuple):
        for number, each in enumerate(cast(tuple[object, ...], value)):
            if not isinstance(each, str):  # as most are
                yield from _parts_in_languages(each, (*location, number))
    elif is_dataclass(value):
        if isinstance(value, InLanguages):
            yield location, cast(InLanguages[Any], value)
        for each in fields(value):
            yield from _parts_in_languages(getattr(value, each.name), (*location, each.name))


def _repeated_titles(reading: Reading) -> Iterator[Problem]:
    for language in reading.languages:
        seen: dict[str, str] = {}
        for origin in reading.passages:
            title = comparable(origin.value.text_in(language).title)
            if title in seen:
                where = (*place_of(language), "title")
                yield origin.problem(where, "repeated-title", other=seen[title])
            seen.setdefault(title, origin.value.id)


def _unfinished(passages: Passages) -> Iterator[Problem]:
    for origin in passages:
        for language in origin.value.given_in():
            text = origin.value.text_in(language)
            for field, words in (("title", text.title), ("text", text.text)):
                if TODO in words:
                    yield origin.problem((*place_of(language), field), "unfinished")
    for field in ("asked_as", "must_answer"):
        for origin, location, _, line in lines_of(passages, field):
            if TODO in line:
                yield origin.problem(location, "unfinished")
