"""What must hold between the parts of the base, beyond the shape of each file."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from core.entered_text import comparable
from core.language import LANGUAGES
from knowledge.passage import Area, Passage, PassageText, Routine, Source, TopicGroup
from yamlfile.document import Location, Origin
from yamlfile.problem import Problem, suggestion


def check(
    *,
    passages: list[Origin[Passage]],
    sources: list[Origin[Source]],
    groups: list[Origin[TopicGroup]],
    areas: list[Origin[Area]],
    routine: Origin[Routine] | None,
    references: bool = True,
) -> Iterator[Problem]:
    """Yield every fault between the parts of the base.

    Without *references* nothing is said of what points nowhere: for when some entries could not
    be read, and what seems to be missing may only be misspelt itself.
    """
    for entries in (passages, sources, groups, areas):
        yield from _repeated_ids(entries)
    yield from _repeated_topics(groups)
    if references:
        yield from _dead_references(passages, sources, groups)
        yield from _dead_references_of_routine(routine, passages, sources)
    yield from _wrong_basis(passages, sources)
    yield from _repeated_titles(passages)
    yield from _repeated_phrasings(passages)
    yield from _leaking_questions(passages)
    yield from _unfinished(passages)


def _repeated_ids(
    origins: Iterable[Origin[Passage] | Origin[Source] | Origin[TopicGroup] | Origin[Area]],
) -> Iterator[Problem]:
    seen: set[str] = set()
    for origin in origins:
        if origin.value.id in seen:
            yield origin.problem(("id",), "repeated-id", id=origin.value.id)
        seen.add(origin.value.id)


def _repeated_topics(groups: list[Origin[TopicGroup]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for origin in groups:
        for number, topic in enumerate(origin.value.topics):
            if topic.slug in seen:
                yield origin.problem(("topics", number, "slug"), "repeated-id", id=topic.slug)
            seen.add(topic.slug)


def _dead_references(
    passages: list[Origin[Passage]],
    sources: list[Origin[Source]],
    groups: list[Origin[TopicGroup]],
) -> Iterator[Problem]:
    topics = {topic.slug for group in groups for topic in group.value.topics}
    known_sources = {source.value.id for source in sources}
    known_passages = {passage.value.id for passage in passages}
    for origin in passages:
        passage = origin.value
        if passage.topic not in topics:
            facts = {"topic": passage.topic, **suggestion(passage.topic, topics)}
            yield origin.document.problem(("topic",), "unknown-topic", **facts)
        if passage.source.id not in known_sources:
            yield _unknown_source(origin, ("source", "id"), passage.source.id, known_sources)
        for number, reference in enumerate(passage.see_also):
            if reference.id not in known_sources:
                place = ("see_also", number, "id")
                yield _unknown_source(origin, place, reference.id, known_sources)
        for number, related in enumerate(passage.related):
            others = known_passages - {passage.id}
            if related not in others:
                yield _unknown_passage(origin, ("related", number), related, others)


def _dead_references_of_routine(
    origin: Origin[Routine] | None, passages: list[Origin[Passage]], sources: list[Origin[Source]]
) -> Iterator[Problem]:
    if origin is None:
        return
    known_sources = {source.value.id for source in sources}
    known_passages = {passage.value.id for passage in passages}
    if origin.value.source not in known_sources:
        yield _unknown_source(origin, ("source",), origin.value.source, known_sources)
    for number, example in enumerate(origin.value.examples):
        if example not in known_passages:
            yield _unknown_passage(origin, ("examples", number), example, known_passages)


def _unknown_source(
    origin: Origin[Any], place: Location, name: str, known: Collection[str]
) -> Problem:
    return origin.problem(place, "unknown-source", id=name, **suggestion(name, known))


def _unknown_passage(
    origin: Origin[Any], place: Location, name: str, known: Collection[str]
) -> Problem:
    return origin.problem(place, "unknown-passage", id=name, **suggestion(name, known))


def _wrong_basis(
    passages: list[Origin[Passage]], sources: list[Origin[Source]]
) -> Iterator[Problem]:
    """Only what Sala's own document says may be shown as Sala's, and as confirmed by its owner."""
    known = {source.value.id: source.value for source in sources}
    for origin in passages:
        passage, source = origin.value, known.get(origin.value.source.id)
        if source is not None and source.basis is not passage.basis:
            facts = {"basis": passage.basis.value, "source": source.id}
            yield origin.problem(("basis",), "basis-differs", **facts, expected=source.basis.value)


def _repeated_titles(passages: list[Origin[Passage]]) -> Iterator[Problem]:
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for origin in passages:
            title = comparable(origin.value.text_in(language).title)
            if title in seen:
                yield origin.problem((language, "title"), "repeated-title", other=seen[title])
            seen.setdefault(title, origin.value.id)


def _repeated_phrasings(passages: list[Origin[Passage]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for origin in passages:
        for language in LANGUAGES:
            for number, phrasing in enumerate(origin.value.text_in(language).asked_as):
                asked = comparable(phrasing)
                if asked in seen:
                    location = (language, "asked_as", number)
                    yield origin.problem(location, "repeated-phrasing", other=seen[asked])
                seen.setdefault(asked, origin.value.id)


def _leaking_questions(passages: list[Origin[Passage]]) -> Iterator[Problem]:
    """A test question that is also a phrasing would test nothing."""
    phrasings = {
        comparable(phrasing)
        for origin in passages
        for language in LANGUAGES
        for phrasing in origin.value.text_in(language).asked_as
    }
    for origin in passages:
        for language in LANGUAGES:
            for number, question in enumerate(origin.value.text_in(language).must_answer):
                if comparable(question) in phrasings:
                    yield origin.problem((language, "must_answer", number), "question-is-phrasing")


def _unfinished(passages: list[Origin[Passage]]) -> Iterator[Problem]:
    for origin in passages:
        for place in unfinished(origin.value):
            yield origin.problem(place, "unfinished")


TODO = "TODO"


def unfinished(passage: Passage) -> Iterator[Location]:
    """Yield where in *passage* something is still to be written."""
    for language, text in (("sv", passage.sv), ("en", passage.en)):
        for place in _in_text(text):
            yield (language, *place)


def _in_text(text: PassageText) -> Iterator[Location]:
    for name, words in (("title", text.title), ("text", text.text)):
        if TODO in words:
            yield (name,)
    for name, lines in (("asked_as", text.asked_as), ("must_answer", text.must_answer)):
        for number, line in enumerate(lines):
            if TODO in line:
                yield (name, number)
