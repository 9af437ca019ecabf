"""What must hold of phrasings: that patterns can be read, and that each sentence stands once."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Literal

from core.entered_text import comparable
from core.language import Language
from knowledge.languages import place_of
from knowledge.passage import Area, Passage
from knowledge.patterns import Lists, PatternFault, is_pattern, lists_in, sentences_of
from knowledge.source.reading import Reading
from yamlfile.document import Location, Origin
from yamlfile.problem import Problem


def check_phrasings(reading: Reading) -> Iterator[Problem]:
    """Yield every fault of the phrasings, and of the lists that they name."""
    yield from _patterns_in_lists(reading)
    yield from _faulty_patterns(reading)
    owners: dict[str, str] = {}
    yield from _repeated_phrasings(reading, owners)
    yield from _leaking_questions(reading, owners)


def lines_of(
    entries: Iterable[Origin[Any]], field: Literal["asked_as", "must_answer"]
) -> Iterator[tuple[Origin[Any], Location, Language, str]]:
    """Yield every line of a list that each entry has in each language, and its location."""
    for origin in entries:
        for language in origin.value.given_in():
            place = (*place_of(language), field)
            for number, line in enumerate(getattr(origin.value.text_in(language), field)):
                yield origin, (*place, number), language, line


def phrasings_in(
    reading: Reading, entries: Iterable[Origin[Passage] | Origin[Area]]
) -> Iterator[tuple[Origin[Any], Location, Language, tuple[str, ...]]]:
    """Yield the sentences that each phrasing of *entries* makes; none where it can't be read."""
    lists: dict[Language, Lists] = {}
    for origin, location, language, line in lines_of(entries, "asked_as"):
        if not is_pattern(line):
            yield origin, location, language, (line,)
            continue
        try:
            known = lists.setdefault(language, _lists_in(reading, language))
            yield origin, location, language, sentences_of(line, known)
        except PatternFault:
            continue


def _lists_in(reading: Reading, language: Language) -> Lists:
    return lists_in(language, (origin.value for origin in reading.lists))


def _patterns_in_lists(reading: Reading) -> Iterator[Problem]:
    """Lists hold words as they are said: what varies within one is one more line."""
    for origin in reading.lists:
        for language in origin.value.given_in():
            for number, line in enumerate(origin.value.text_in(language)):
                if is_pattern(line):
                    yield origin.problem((*place_of(language), number), "pattern-in-list")


def _faulty_patterns(reading: Reading) -> Iterator[Problem]:
    for origin, location, language, line in lines_of(
        (*reading.passages, *reading.elsewhere), "asked_as"
    ):
        if not is_pattern(line):
            continue
        known = _lists_in(reading, language)
        try:
            sentences_of(line, known)
        except PatternFault as fault:
            if "name" in fault.facts and not reading.has_shape:
                continue  # the list may be there, and only be misspelt itself
            yield origin.problem(location, fault.code, **fault.facts_among(known))


def _repeated_phrasings(reading: Reading, owners: dict[str, str]) -> Iterator[Problem]:
    """Note in *owners* whose each phrasing is, and yield those that are another's already."""
    for origin, location, _, sentences in phrasings_in(reading, reading.passages):
        owner = origin.value.id
        said = [(comparable(each), each) for each in sentences]
        repeated = next((each for each in said if each[0] in owners), None)
        if repeated is not None:
            facts = {"other": owners[repeated[0]], "sentence": repeated[1]}
            code = "pattern-repeats" if len(sentences) > 1 else "repeated-phrasing"
            yield origin.problem(location, code, **facts)
        for words, _ in said:
            owners.setdefault(words, owner)


def _leaking_questions(reading: Reading, phrasings: Collection[str]) -> Iterator[Problem]:
    """A test question that is also a phrasing would test nothing."""
    for origin, location, _, question in lines_of(reading.passages, "must_answer"):
        if comparable(question) in phrasings:
            yield origin.problem(location, "question-is-phrasing")
