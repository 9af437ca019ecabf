"""What must hold of the routines of a base, and between them where it has several."""

from collections.abc import Iterator

from core.entered_text import comparable
from knowledge.languages import place_of
from knowledge.routine import Routine
from knowledge.source.reading import Reading
from readings.reading import LONGEST_REVISION, revision_id
from yamlfile.document import Origin
from yamlfile.problem import Problem

FIRST_ALONE = ("languages",)
"""What `routine.yaml` says for them all."""
TOLD_APART_BY = ("definite_name", "matter")
"""Names without a default of use where there is more than one routine."""


def check_routines(reading: Reading) -> Iterator[Problem]:
    """Yield what points nowhere, and what makes several routines no part of one base.

    Every entry of the base could be read.
    """
    first, *others = reading.routines
    yield from _dead_references(reading)
    yield from _repeated_contacts(reading)
    if not others:
        return
    yield from _not_told_apart(reading)
    with_topics = {group.value.routine or first.value.id for group in reading.groups}
    for origin in reading.routines:
        if origin.value.id not in with_topics:
            yield origin.problem(("id",), "routine-without-topics", id=origin.value.id)
    for origin in others:
        yield from _not_its_own(origin, first.value)


def _dead_references(reading: Reading) -> Iterator[Problem]:
    passages = reading.passage_ids
    for origin in reading.routines:
        routine = origin.value
        for number, topic in enumerate(routine.reading_offered_on):
            place = ("reading_offered_on", number)
            yield from origin.unless_known(place, "unknown-topic", topic, reading.topics)
        known = reading.source_ids
        yield from origin.unless_known(("source",), "unknown-source", routine.source, known)
        for number, example in enumerate(routine.examples):
            place = ("examples", number)
            yield from origin.unless_known(place, "unknown-passage", example, passages)
    for origin in reading.groups:
        if (named := origin.value.routine) is not None:
            known = reading.routine_ids
            yield from origin.unless_known(("routine",), "unknown-routine", named, known)


def _repeated_contacts(reading: Reading) -> Iterator[Problem]:
    """A text names a contact by its id alone, whichever routine has it."""
    seen: set[str] = set()
    for origin in reading.routines:
        for number, contact in enumerate(origin.value.contacts):
            if contact.id in seen:
                yield origin.problem(("contacts", number, "id"), "repeated-id", id=contact.id)
            seen.add(contact.id)


def _not_told_apart(reading: Reading) -> Iterator[Problem]:
    for language in reading.languages:
        seen: set[str] = set()
        for origin in reading.routines:
            names, place = origin.value.text_in(language), place_of(language)
            for field in TOLD_APART_BY:
                if getattr(names, field) is None:
                    yield origin.problem(place, "field-missing", field=field)
            name = comparable(names.name)
            if name in seen:
                yield origin.problem((*place, "name"), "repeated-id", id=names.name)
            seen.add(name)


def _not_its_own(origin: Origin[Routine], first: Routine) -> Iterator[Problem]:
    """Yield what a routine of its own file says that only the first can, or at too great length."""
    routine = origin.value
    stored_as = revision_id(routine.id, routine.revision or "")
    if len(stored_as) > LONGEST_REVISION:
        over = len(stored_as) - LONGEST_REVISION
        length = len(routine.revision or "")
        facts = {"field": "revision", "length": length, "max_length": length - over}
        yield origin.problem(("revision",), "text-too-long", **facts)
    for field in FIRST_ALONE:
        if (field,) in origin.document.keys:
            place = origin.document.keys[field,]
            yield Problem(origin.document.path, place, "first-routine-alone", {"field": field})
    for language, names in origin.value.said().items():
        expected = first.text_in(language).municipality
        if names.municipality != expected:
            place = (*place_of(language), "municipality")
            yield origin.problem(place, "other-municipality", expected=expected)
