"""Learn from the base when to answer: by asking it the phrasings it was not shown.

In each round a part of the phrasings is held out of the index, and some areas that aren't ours
are left out whole. The held-out phrasings are then asked, and two logistic regressions learn
from the scores how likely the best passage is to be right, and the question to be ours at all.
Thresholds can't be borrowed from another base: they move with its size and wording.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from knowledge.passage import Language
from knowledge.search.analysis import Glossary, words
from knowledge.search.confidence import Classifier, LogisticModel, weigh
from knowledge.search.index import Floats, LanguageIndex
from knowledge.search.training import SEED, Corpus, Counts, assemble

ROUNDS = 3
ASKED_PER_ROUND = 500
"""More would only make the build slower: the figures stand still well before that."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One held-out phrasing: the signs it gave, and the truth."""

    signs: Floats
    right: bool
    ours: bool


def calibrate(
    corpus: Corpus,
    counts: Sequence[Counts],
    glossary: Glossary,
    language: Language,
    *,
    passages: int,
) -> Classifier:
    """Return the judge for an index over *corpus*, whose first *passages* entries are passages."""
    lessons = [
        lesson
        for held_out in _rounds(corpus, passages)
        for lesson in _ask(held_out, corpus, counts, glossary, language, passages=passages)
    ]
    signs = np.array([lesson.signs for lesson in lessons])
    return Classifier(
        right=_fit(signs, [lesson.right for lesson in lessons]),
        ours=_fit(signs, [lesson.ours for lesson in lessons]),
    )


@dataclass(frozen=True, slots=True)
class _HeldOut:
    """Which phrasings a round asks, and which entries and phrasings it may see."""

    asked: np.ndarray
    entries: np.ndarray
    phrasings: np.ndarray


def _rounds(corpus: Corpus, passages: int) -> Iterator[_HeldOut]:
    random = np.random.default_rng(SEED)
    part = random.integers(0, ROUNDS, len(corpus.owners))
    numbers = np.arange(len(corpus.texts))
    for turn in range(ROUNDS):
        area_left_out = (numbers >= passages) & (numbers % ROUNDS == turn)
        of_left_out_area = area_left_out[corpus.owners]
        held_out = (part == turn) | of_left_out_area
        held_out[_firsts_of_bare(corpus, held_out) & ~of_left_out_area] = False
        candidates = np.flatnonzero(held_out)
        asked = random.permutation(candidates)[:ASKED_PER_ROUND]
        yield _HeldOut(asked, np.flatnonzero(~area_left_out), np.flatnonzero(~held_out))


def _firsts_of_bare(corpus: Corpus, held_out: np.ndarray) -> np.ndarray:
    """Return which phrasings are the first of an entry with all its phrasings held out.

    An entry can't be found by none, and a new passage may well have one or two.
    """
    left = np.bincount(corpus.owners[~held_out], minlength=len(corpus.texts))
    is_first = np.diff(corpus.owners, prepend=-1) != 0
    return is_first & (left == 0)[corpus.owners]


def _ask(
    held_out: _HeldOut,
    corpus: Corpus,
    counts: Sequence[Counts],
    glossary: Glossary,
    language: Language,
    *,
    passages: int,
) -> Iterator[Lesson]:
    index = _index_without(held_out, corpus, counts, glossary, language)
    topic_of_entry = corpus.topics[held_out.entries]
    for number in held_out.asked:
        phrasing, owner = corpus.phrasings[number], corpus.owners[number]
        scores = index.scores(phrasing)
        evidence = weigh(scores, topic_of_entry, passages=passages, words=len(words(phrasing)))
        ours = bool(owner < passages)
        right = ours and topic_of_entry[evidence.passage] == corpus.topics[owner]
        yield Lesson(evidence.signs, bool(right), ours)


def _index_without(
    held_out: _HeldOut,
    corpus: Corpus,
    counts: Sequence[Counts],
    glossary: Glossary,
    language: Language,
) -> LanguageIndex:
    entry_numbers = np.cumsum(np.isin(np.arange(len(corpus.texts)), held_out.entries)) - 1
    _, topics = np.unique(corpus.topics[held_out.entries], return_inverse=True)
    rest = Corpus(
        texts=[corpus.texts[entry] for entry in held_out.entries],
        phrasings=[corpus.phrasings[phrasing] for phrasing in held_out.phrasings],
        owners=entry_numbers[corpus.owners[held_out.phrasings]].astype(np.int32),
        topics=topics.astype(np.int32),
    )
    fewer = [
        replace(
            part,
            texts=part.texts[held_out.entries],
            phrasings=part.phrasings[held_out.phrasings],
        )
        for part in counts
    ]
    return assemble(rest, fewer, glossary, language)


def _fit(signs: Floats, truths: Sequence[bool]) -> LogisticModel:
    """Fit a logistic regression on standardised signs, and fold the standardising into it."""
    if len(set(truths)) < 2:
        return LogisticModel(np.zeros(signs.shape[1], np.float32), 4.0 if truths[0] else -4.0)
    model: Any = make_pipeline(StandardScaler(), LogisticRegression()).fit(signs, truths)
    scaler, regression = model[0], model[-1]
    weights = regression.coef_[0] / scaler.scale_
    constant = float(regression.intercept_[0] - weights @ scaler.mean_)
    return LogisticModel(weights.astype(np.float32), constant)
