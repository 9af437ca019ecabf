"""Phrasings that pull the same question to two places, and passages that none of theirs finds."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

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
    by_language = _phrasings(subject)
    for language in subject.reading.languages:
        phrasings = by_language[language]
        told: set[tuple[str, Location]] = set()
        for first, second in _alike(phrasings, language):
            earlier, later = phrasings[first], phrasings[second]
            where = (later.owner, later.location)
            if where in told or comparable(earlier.words) == comparable(later.words):
                continue  # the same words are an error already
            told.add(where)
            facts = {"other": earlier.owner, "phrasing": earlier.words}
            yield warning(later.origin.problem(later.location, "near-phrasing", **facts))


def _phrasings(subject: Subject) -> Mapping[Language, Sequence[_Phrasing]]:
    reading = subject.reading
    found: dict[Language, list[_Phrasing]] = defaultdict(list)
    for origin, location, language, sentences in phrasings_in(
        reading, (*reading.passages, *reading.elsewhere)
    ):
        found[language] += [_Phrasing(origin, location, each) for each in sentences]
    return found


def _alike(phrasings: Sequence[_Phrasing], language: Language) -> list[tuple[int, int]]:
    """Return the pairs of phrasings with different owners that are alike, in order.

    Only those are compared that share one of their rarest words: all against all would be
    twenty million comparisons.
    """
    cut = [_stems(phrasing.words, language) for phrasing in phrasings]
    joined, distinct = zip(*cut, strict=True) if cut else ((), ())
    frequency = Counter(chain.from_iterable(distinct))
    by_rarity = sorted(frequency, key=lambda word: (frequency[word], word))
    rank_of = {word: rank for rank, word in enumerate(by_rarity)}.__getitem__
    sharing: list[list[int]] = [[] for _ in by_rarity]
    for number, words in enumerate(distinct):
        for rank in sorted(map(rank_of, words))[:RAREST]:
            sharing[rank].append(number)
    pairs = {
        (numbers[first], numbers[second])
        for numbers in sharing
        if len(numbers) > 1
        for first, second in _alike_among(tuple(joined[number] for number in numbers))
    }
    return sorted(
        (first, second)
        for first, second in pairs
        if phrasings[first].owner != phrasings[second].owner
    )


@lru_cache(maxsize=100_000)
def _stems(phrasing: str, language: Language) -> tuple[str, tuple[str, ...]]:
    """Return the stems of a phrasing, joined in alphabetical order and each once."""
    stems = sorted(Analyser("stems", language)(phrasing))
    return " ".join(stems), tuple(dict.fromkeys(stems))


@lru_cache(maxsize=50_000)
def _alike_among(choices: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the pairs, in order, of those that are alike: of most words the same as before."""
    return [
        (place, place + 1 + further)
        for place, first in enumerate(choices)
        for _, _, further in process.extract_iter(
            first, choices[place + 1 :], scorer=fuzz.ratio, score_cutoff=LIKENESS
        )
    ]


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
