"""Whether each text stands under a ground it has: the routine, law, guidance, practice, the bot."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from knowledge.languages import place_of
from knowledge.passage import Basis
from knowledge.routine import Organisation, OrganisationKind, Routine, Source
from knowledge.source.reading import Reading
from yamlfile.document import Origin
from yamlfile.problem import Level, Problem, suggestion

GUIDING = frozenset({OrganisationKind.AUTHORITY, OrganisationKind.SKR})

Names = list[tuple[str, str]]
"""Each name of each organisation, and the organisation's id."""


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
    names = [
        (name, organisation.id)
        for organisation in organisations.values()
        if not organisation.contacted
        for name in organisation.names
    ]
    sources = {origin.value.id: origin.value for origin in reading.sources}
    for origin in reading.passages:
        passage = origin.value
        references = (passage.source, *passage.see_also)
        cited = [sources[each.id] for each in references if each.id in sources]
        behind = {source.organisation for source in cited} | _in_titles(cited, names)
        for language in passage.given_in():
            text = passage.text_in(language)
            for field, said in (("short", text.short or ""), ("text", text.text)):
                for named in _named(said, names):
                    if named not in behind:
                        yield origin.problem(
                            (*place_of(language), field), "name-without-source", id=named
                        )


def _in_titles(sources: Iterable[Source], names: Names) -> set[str]:
    """Return whom the sources are about, by their titles: a decision names the authority judged."""
    titles = (source.text_in(each).document for source in sources for each in source.given_in())
    return {organisation for title in titles for organisation in _named(title, names)}


def _named(text: str, names: Names) -> Iterable[str]:
    """Return whom *text* names, each once.

    Looking for the plain name first is ten times as fast as trying every pattern; most names are
    never met, and need none.
    """
    return dict.fromkeys(
        organisation for name, organisation in names if name in text and _pattern(name).search(text)
    )


@lru_cache(maxsize=2_000)
def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds *name*, also in the genitive of either language."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?:s|'s|’s)?(?!\w)")
