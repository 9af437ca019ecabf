"""Whether each text stands under a ground it has: the routine, law, guidance, practice, the bot."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

from knowledge.languages import place_of
from knowledge.passage import Basis
from knowledge.routine import Organisation, OrganisationKind, Routine, Source
from knowledge.source.reading import Reading
from yamlfile.document import Origin
from yamlfile.problem import Level, Problem, suggestion

GUIDING = frozenset({OrganisationKind.AUTHORITY, OrganisationKind.SKR})

_WORD = re.compile(r"\w+")
Names: TypeAlias = dict[str, list[tuple[str, str]]]
"""By the word that a name begins with, the name and the organisation's id."""


def check_grounds(reading: Reading) -> Iterator[Problem]:
    """Yield every text that rests on less than it seems to, and every contact that is missing."""
    organisations = {origin.value.id: origin.value for origin in reading.organisations}
    yield from _unguided(reading.sources, organisations)
    if reading.routine is not None:
        yield from _not_the_routines_own(reading, reading.routine.value)
        yield from _unknown_contacts(reading)
    for origin in reading.routines:
        yield from _empty_contacts(origin)
    yield from _unsourced_names(reading, organisations)


def _unguided(
    sources: Iterable[Origin[Source]], organisations: Mapping[str, Organisation]
) -> Iterator[Problem]:
    """Only authorities and SKR give national guidance."""
    for origin in sources:
        source = origin.value
        if source.organisation is not None and source.organisation not in organisations:
            facts = {"id": source.organisation, **suggestion(source.organisation, organisations)}
            yield origin.problem(("organisation",), "unknown-organisation", **facts)
        elif organisations and source.basis is Basis.GUIDANCE:
            behind = organisations.get(source.organisation or "")
            if behind is None or behind.kind not in GUIDING:
                yield origin.problem(("basis",), "not-guidance", source=source.id)


def _not_the_routines_own(reading: Reading, first: Routine) -> Iterator[Problem]:
    sources = {origin.value.id: origin.value.source for origin in reading.routines}
    expected = {
        topic.slug: sources.get(group.value.routine or first.id, first.source)
        for group in reading.groups
        for topic in group.value.topics
    }
    for origin in reading.passages:
        passage = origin.value
        own = expected.get(passage.topic, first.source)
        if passage.basis is Basis.ROUTINE and passage.source.id != own:
            facts = {"source": passage.source.id, "expected": own}
            yield origin.problem(("source", "id"), "not-the-routine", **facts)


def _unknown_contacts(reading: Reading) -> Iterator[Problem]:
    known = {contact.id for routine in reading.routines for contact in routine.value.contacts}
    for origin in reading.passages:
        for number, contact in enumerate(origin.value.contacts):
            place = ("contacts", number)
            yield from origin.unless_known(place, "unknown-contact", contact, known)
        if (owner := origin.value.owner) is not None:
            yield from origin.unless_known(("owner",), "unknown-contact", owner, known)


def _empty_contacts(routine: Origin[Routine]) -> Iterator[Problem]:
    for number, contact in enumerate(routine.value.contacts):
        if contact.is_empty:
            problem = routine.problem(("contacts", number, "id"), "empty-contact", id=contact.id)
            yield replace(problem, level=Level.WARNING)


def _unsourced_names(
    reading: Reading, organisations: Mapping[str, Organisation]
) -> Iterator[Problem]:
    """What a text says that somebody does must be found in a source from or about them."""
    names = _names_of(organisations.values())
    behind_source = {
        origin.value.id: {origin.value.organisation, *_in_titles(origin.value, names)}
        for origin in reading.sources
    }
    for origin in reading.passages:
        passage = origin.value
        references = (passage.source, *passage.see_also)
        behind = {each for one in references for each in behind_source.get(one.id, ())}
        for language in passage.given_in():
            text = passage.text_in(language)
            for field, said in (("short", text.short or ""), ("text", text.text)):
                for named in _named(said, names):
                    if named not in behind:
                        yield origin.problem(
                            (*place_of(language), field), "name-without-source", id=named
                        )


def _names_of(organisations: Iterable[Organisation]) -> Names:
    names: Names = {}
    for organisation in organisations:
        for name in () if organisation.contacted else organisation.names:
            for first in _WORD.findall(name)[:1]:
                for begins in (first, f"{first}s"):
                    names.setdefault(begins, []).append((name, organisation.id))
    return names


def _in_titles(source: Source, names: Names) -> Iterator[str]:
    """Yield whom a source is about, by its titles: a decision names the authority judged."""
    for language in source.given_in():
        yield from _named(source.text_in(language).document, names)


def _named(text: str, names: Names) -> Iterable[str]:
    """Return whom *text* names, each once."""
    words = dict.fromkeys(_WORD.findall(text))
    candidates = (each for word in words for each in names.get(word, ()))
    return dict.fromkeys(
        organisation for name, organisation in candidates if _pattern(name).search(text)
    )


@lru_cache(maxsize=2_000)
def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds *name*, also in the genitive of either language."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?:s|'s|’s)?(?!\w)")
