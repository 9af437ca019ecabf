"""Build everything that answers are found with; serving never imports this module's libraries.

When to answer is learnt from the base itself, by asking it phrasings it was not shown. In each
fold a part of the phrasings is held out of the index, and some areas that aren't ours are left
out whole. The held-out phrasings are then asked, and two logistic regressions learn from the
scores how likely the best passage is to be right, and the question to be ours at all. Thresholds
can't be borrowed from another base: they move with its size and wording.
"""

# scikit-learn and scipy come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from core.language import LANGUAGES, Language
from knowledge.base import Base
from knowledge.search.analysis import Glossary, words
from knowledge.search.confidence import FEATURES, Classifier, LogisticModel, features_of
from knowledge.search.index import Bools, Floats, Ints, LanguageIndex
from knowledge.search.question_text import Speller
from knowledge.search.snapshot import Built
from knowledge.search.training import (
    BLOCKS,
    SEED,
    Corpus,
    Counts,
    assemble,
    corpus_of,
    count,
    guesser_of,
)

FOLDS = 3
ASKED_PER_FOLD = 500
"""More would only make the build slower: the figures are stable well before that."""


def build(base: Base) -> Built:
    """Return the index of *base* in both languages, with the classifiers calibrated on it."""
    glossary = Glossary(base.glossary)
    indexes: dict[Language, LanguageIndex] = {}
    classifiers: dict[Language, Classifier] = {}
    spellers: dict[Language, Speller] = {}
    for language in LANGUAGES:
        corpus = corpus_of(base, language, glossary)
        training = _Training(corpus, [count(corpus, block) for block in BLOCKS[language]], glossary)
        indexes[language] = training.index()
        classifiers[language] = _calibrate(training, passages=len(base.passages))
        texts = (*corpus.texts, *corpus.phrasings)
        known = {word for text in texts for word in words(text)}
        spellers[language] = Speller(tuple(sorted(known)))
    return Built(guesser_of(base), indexes, classifiers, spellers)


@dataclass(frozen=True, slots=True)
class _Fold:
    """Which phrasings are asked, and which entries and phrasings the index may see."""

    asked: Ints
    entries: Ints
    phrasings: Ints


@dataclass(frozen=True, slots=True)
class _Training:
    """What one language's index is made from."""

    corpus: Corpus
    counts: Sequence[Counts]
    glossary: Glossary

    def index(self) -> LanguageIndex:
        return assemble(self.corpus, self.counts, self.glossary)

    def without(self, fold: _Fold) -> "_Training":
        """Return the training of the index that *fold* asks."""
        corpus = self.corpus
        entry_numbers = np.cumsum(np.isin(np.arange(len(corpus.texts)), fold.entries)) - 1
        _, topics = np.unique(corpus.topics[fold.entries], return_inverse=True)
        rest = Corpus(
            language=corpus.language,
            texts=[corpus.texts[entry] for entry in fold.entries],
            phrasings=[corpus.phrasings[phrasing] for phrasing in fold.phrasings],
            owners=entry_numbers[corpus.owners[fold.phrasings]].astype(np.int32),
            topics=topics.astype(np.int32),
        )
        counts = [
            replace(part, texts=part.texts[fold.entries], phrasings=part.phrasings[fold.phrasings])
            for part in self.counts
        ]
        return _Training(rest, counts, self.glossary)


@dataclass(frozen=True, slots=True)
class _Example:
    """One held-out phrasing: its features, and the truth."""

    values: Floats
    right: bool
    ours: bool


def _calibrate(training: _Training, *, passages: int) -> Classifier:
    """Return the classifier for an index whose first *passages* entries are passages."""
    examples = [
        example
        for fold in _folds(training.corpus, passages)
        for example in _ask(fold, training, passages=passages)
    ]
    values = np.array([example.values for example in examples])
    return Classifier(
        right=_fit(values, [example.right for example in examples]),
        ours=_fit(values, [example.ours for example in examples]),
    )


def _folds(corpus: Corpus, passages: int) -> Iterator[_Fold]:
    random = np.random.default_rng(SEED)
    part = random.integers(0, FOLDS, len(corpus.owners))
    numbers = np.arange(len(corpus.texts))
    for number in range(FOLDS):
        area_left_out = (numbers >= passages) & (numbers % FOLDS == number)
        of_left_out_area = area_left_out[corpus.owners]
        held_out = (part == number) | of_left_out_area
        held_out[_titles_without_phrasings(corpus, held_out) & ~of_left_out_area] = False
        candidates = np.flatnonzero(held_out)
        asked = random.permutation(candidates)[:ASKED_PER_FOLD]
        yield _Fold(
            asked.astype(np.int32),
            np.flatnonzero(~area_left_out).astype(np.int32),
            np.flatnonzero(~held_out).astype(np.int32),
        )


def _titles_without_phrasings(corpus: Corpus, held_out: Bools) -> Bools:
    """Return which phrasings are the first of an entry with all its phrasings held out.

    An entry without any can't be found, and a new passage may well have one or two.
    """
    left = np.bincount(corpus.owners[~held_out], minlength=len(corpus.texts))
    is_first = np.diff(corpus.owners, prepend=-1) != 0
    return is_first & (left == 0)[corpus.owners]


def _ask(fold: _Fold, training: _Training, *, passages: int) -> Iterator[_Example]:
    corpus, index = training.corpus, training.without(fold).index()
    topic_of_entry = corpus.topics[fold.entries]
    asked_numbers: list[int] = fold.asked.tolist()
    for number in asked_numbers:
        phrasing, owner = corpus.phrasings[number], corpus.owners[number]
        scores = index.scores(phrasing)
        asked = len(words(phrasing))
        features = features_of(scores, topic_of_entry, passages=passages, words=asked)
        ours = bool(owner < passages)
        right = ours and topic_of_entry[features.passage] == corpus.topics[owner]
        yield _Example(features.values, bool(right), ours)


def _fit(values: Floats, truths: Sequence[bool]) -> LogisticModel:
    """Fit a logistic regression on standardised features, and fold the standardising into it."""
    if len(set(truths)) < 2:
        return LogisticModel(np.zeros(len(FEATURES), np.float32), 4.0 if truths[0] else -4.0)
    model: Any = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(values, truths)
    scaler, regression = model[0], model[-1]
    weights: Any = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - weights @ scaler.mean_)
    return LogisticModel(np.asarray(weights, np.float32), intercept)
