"""From a question to one of three outcomes: an answer, a choice, or an honest nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from rapidfuzz.fuzz import token_sort_ratio

from core.entered_text import comparable
from core.language import Language
from knowledge.passage import Area, Passage, Topic
from knowledge.search.analysis import words
from knowledge.search.confidence import Features, features_of
from knowledge.search.index import Scores
from knowledge.search.postings import Floats, ranked
from knowledge.search.snapshot import Snapshot

WRONG_COST, UNSURE_COST = 1.75, 0.75
"""How many right answers withheld are as bad as one wrong answer shown outright; and as one shown
with the warning that it is only the nearest."""
ANSWER_AT, LIKELY_AT = (cost / (1 + cost) for cost in (WRONG_COST, UNSURE_COST))
"""Probability that the best passage is right from which showing it is worth its risk."""
MIN_COVERAGE = 0.13
"""Below it no passage is shown outright, however sure the classifier: nineteen in twenty right ones
are at twice that."""
MIN_OFFERED = 0.1
"""Coverage below which nothing is offered: what is found then are words that look alike."""
OURS_AT = 0.2
"""Probability that the question is ours, below which nothing is answered outright, nor offered but
below what is likely."""
ELSEWHERE_AT = 0.2
"""Share of the question an area must cover to be named as the place to ask."""
TWINS_AT = 85
"""Likeness (0..100) of two titles from which they are one to whoever chooses."""
CHOICES = 3
RANKED = 10


@dataclass(frozen=True, slots=True)
class Match:
    """A passage and how well it fits the question."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The best passage, sure enough to be shown."""

    matches: tuple[Match, ...]

    @property
    def passage(self) -> Passage:
        return self.matches[0].passage


@dataclass(frozen=True)
class Suggestions:
    """Close, but not sure: the asker chooses."""

    matches: tuple[Match, ...]
    likely: bool = False
    """Whether the first is likely enough to be shown, as the nearest there is."""

    @cached_property
    def choices(self) -> tuple[Passage, ...]:
        """Two or three passages, of different topics first; of two that say the same, one."""
        ranked = _without_twins([match.passage for match in self.matches])
        best_of_topic: dict[str, Passage] = {}
        for passage in ranked:
            best_of_topic.setdefault(passage.topic, passage)
        # By id: a passage as a key would be hashed with all its texts.
        by_id = {each.id: each for each in (*best_of_topic.values(), *ranked)}
        return tuple(by_id.values())[:CHOICES]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing fits: the nearest topics, and the area it seems to belong to instead."""

    matches: tuple[Match, ...]
    topics: tuple[Topic, ...]
    area: Area | None


Finding: TypeAlias = Answer | Suggestions | Nothing
NO_WORDS = Nothing((), (), None)
"""What there is on a question without any."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A finding with all that led to it."""

    question: str
    """As it was searched for: as asked, or with its spelling corrected."""
    finding: Finding
    scores: Scores | None = None
    """None, like the features, where there were no words to search for."""
    features: Features | None = None


def find(snapshot: Snapshot, question: str, language: Language) -> Finding:
    """Return what *snapshot* has on *question*; where nothing, also with its spelling corrected."""
    return examine(snapshot, question, language).finding


def examine(snapshot: Snapshot, question: str, language: Language) -> Examined:
    """Return what `find` does, with what led to it."""
    examined = _examine(snapshot, question, language)
    if may_be_misspelt(examined.finding):
        corrected = snapshot.spellers[language].corrected(question)
        if corrected is not None:
            return _examine(snapshot, corrected, language)
    return examined


def may_be_misspelt(finding: Finding) -> bool:
    """Whether what led to *finding* is worth another try with its spelling put right."""
    return isinstance(finding, Nothing) and finding.area is None


def _examine(snapshot: Snapshot, question: str, language: Language) -> Examined:
    if not words(question):
        return Examined(question, NO_WORDS)
    index = snapshot.indexes[language]
    scores, passages = index.scores(question), len(snapshot.passages)
    classifier, best = snapshot.classifiers[language], ranked(scores.total[:passages], RANKED)
    features = features_of(index, scores, best, passages=passages)
    finding = decide(
        snapshot,
        matches_of(snapshot, best, scores.total[best].tolist()),
        features,
        scores.coverage,
        right=classifier.right.probability(features.values),
        ours=classifier.ours.probability(features.values),
        min_rare_share=classifier.min_rare_share,
    )
    return Examined(question, finding, scores, features)


def decide(
    snapshot: Snapshot,
    matches: tuple[Match, ...],
    features: Features,
    coverage: Floats,
    *,
    right: float,
    ours: float,
    min_rare_share: float,
) -> Finding:
    """Return what a question finds where *coverage* is that of the entries.

    It is so likely that the best passage is *right*, and that the question is *ours*.
    """
    if _may_be_shown(features, min_rare_share):
        if right >= ANSWER_AT and ours >= OURS_AT:
            return Answer(matches)
        if right >= LIKELY_AT:
            return Suggestions(matches, likely=True)
    if ours >= OURS_AT and features.coverage >= MIN_OFFERED:
        return Suggestions(matches)
    return Nothing(matches, _topics(snapshot, matches), _area(snapshot, coverage, features))


def _may_be_shown(features: Features, min_rare_share: float) -> bool:
    holds_rare = features.rare_share >= min_rare_share
    return features.coverage >= MIN_COVERAGE and holds_rare and features.lead > 0


def _area(snapshot: Snapshot, coverage: Floats, features: Features) -> Area | None:
    """Return the place to ask instead, where the question's own words speak for it."""
    if features.area is None or features.lead > 0:
        return None
    if coverage[len(snapshot.passages) + features.area] < ELSEWHERE_AT:
        return None
    return snapshot.base.elsewhere[features.area]


def _without_twins(ranked: Sequence[Passage]) -> list[Passage]:
    """Return *ranked* without those whose title says what a better one's says."""
    kept: list[Passage] = []
    for passage in ranked:
        if not any(_are_twins(passage.sv.title, better.sv.title) for better in kept):
            kept.append(passage)
    return kept


@lru_cache(maxsize=10_000)
def _are_twins(title: str, other: str) -> bool:
    return token_sort_ratio(comparable(title), comparable(other)) >= TWINS_AT


def matches_of(
    snapshot: Snapshot, numbers: Sequence[int], scores: Sequence[float]
) -> tuple[Match, ...]:
    """Return the passages of those *numbers*, each with its score."""
    return tuple(map(Match, [snapshot.passages[number] for number in numbers], scores))


def _topics(snapshot: Snapshot, matches: tuple[Match, ...]) -> tuple[Topic, ...]:
    slugs = dict.fromkeys(match.passage.topic for match in matches)
    return tuple(snapshot.base.topic(slug) for slug in slugs)[:CHOICES]
