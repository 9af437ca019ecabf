"""Phrasings that pull the same question to two places, and passages that none of theirs finds."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from core.entered_text import comparable
from core.language import Language
from editor.rules.subject import Subject, warning
from knowledge.languages import place_of
from knowledge.passage import Area, Miss, Passage
from knowledge.search.analysis import Analyser
from knowledge.source.phrasing_checks import phrasings_in
from yamlfile.document import Location, Origin
from yamlfile.problem import Problem

LIKENESS = 90
"""Out of 100, between the phrasings' stems in alphabetical order."""
RAREST = 2
"""How many of a phrasing's words another must share one of to be compared with it."""


@dataclass(frozen=True, slots=True)
class _Phrasing:
    origin: Origin[Passage] | Origin[Area]
    location: Location
    words: str

    @property
    def owner(self) -> str:
        return self.origin.value.id


def near_duplicates(subject: Subject) -> Iterator[Problem]:
    """Phrasings of one passage or area that nearly are another's; told at the later one."""
    for language in subject.reading.languages:
        phrasings = list(_phrasings(subject, language))
        told: set[tuple[str, Location]] = set()
        for first, second in _alike(phrasings, language):
            earlier, later = phrasings[first], phrasings[second]
            where = (later.owner, later.location)
            if where in told or comparable(earlier.words) == comparable(later.words):
                continue  # the same words are an error already
            told.add(where)
            facts = {"other": earlier.owner, "phrasing": earlier.words}
            yield warning(later.origin.problem(later.location, "near-phrasing", **facts))


def _phrasings(subject: Subject, language: Language) -> Iterator[_Phrasing]:
    reading = subject.reading
    for origin, location, of, sentences in phrasings_in(
        reading, (*reading.passages, *reading.elsewhere)
    ):
        if of == language:
            yield from (_Phrasing(origin, location, each) for each in sentences)


def _alike(phrasings: list[_Phrasing], language: Language) -> list[tuple[int, int]]:
    """Return the pairs of phrasings with different owners that are alike, in order.

    Only those are compared that share one of their rarest words: all against all would be
    twenty million comparisons.
    """
    stem = Analyser("stems", language)
    cut = [sorted(stem(phrasing.words)) for phrasing in phrasings]
    joined = [" ".join(words) for words in cut]
    frequency = Counter(word for words in cut for word in set(words))
    sharing: dict[str, list[int]] = {}
    for number, words in enumerate(cut):
        for word in sorted(set(words), key=lambda word: (frequency[word], word))[:RAREST]:
            sharing.setdefault(word, []).append(number)
    pairs = {pair for numbers in sharing.values() for pair in _alike_among(numbers, joined)}
    return sorted(pair for pair in pairs if len({phrasings[each].owner for each in pair}) > 1)


def _alike_among(numbers: list[int], joined: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs among *numbers*, in order, whose words *joined* are alike."""
    choices = [joined[number] for number in numbers]
    for place, first in enumerate(numbers):
        for _, _, further in process.extract_iter(
            choices[place], choices[place + 1 :], scorer=fuzz.ratio, score_cutoff=LIKENESS
        ):
            yield first, numbers[place + 1 + further]


def reached_by_no_question(subject: Subject) -> Iterator[Problem]:
    """Passages that none of their own test questions in a language finds."""
    if subject.missed is None:
        return
    for origin in subject.reading.passages:
        for language in origin.value.given_in():
            questions = origin.value.text_in(language).must_answer
            if all(
                Miss(origin.value.id, language, question) in subject.missed
                for question in questions
            ):
                yield warning(origin.problem((*place_of(language), "must_answer"), "not-reached"))
