"""Build everything that answers are found with; serving never imports this module's libraries.

When to answer is learnt from the base itself, by asking it what it was not shown. In each fold a
part of the phrasings and of the everyday questions is held out of the index, and some areas that
aren't ours are left out whole. These are then asked, with the base's own test questions, and two
logistic regressions learn from the scores how likely the best passage is to be right, and the
question to be ours at all. Thresholds can't be borrowed from another base: they move with its
size and wording.
"""

# scikit-learn and scipy come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from core.language import LANGUAGES, Language
from knowledge.base import Base
from knowledge.search.analysis import Glossary, words
from knowledge.search.confidence import FEATURES, Classifier, LogisticModel, features_of
from knowledge.search.corpus import BLOCKS, Corpus, Counts, corpus_of, count
from knowledge.search.index import Bools, Floats, Ints, LanguageIndex
from knowledge.search.question_text import Speller
from knowledge.search.snapshot import Built
from knowledge.search.talk_training import talk_index_of
from knowledge.search.training import assemble, guesser_of

FOLDS = 3
ASKED_PER_FOLD = 250
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
        classifiers[language] = _calibrate(training, _test_questions(base, language))
        texts = (*corpus.texts, *corpus.phrasings)
        known = {word for text in texts for word in words(text)}
        spellers[language] = Speller(tuple(sorted(known)))
    return Built(guesser_of(base), indexes, classifiers, spellers, talk_index_of(base))


def _test_questions(base: Base, language: Language) -> list[tuple[str, int]]:
    return [
        (question, number)
        for number, passage in enumerate(base.passages.values())
        for question in passage.text_in(language).must_answer
    ]


@dataclass(frozen=True, slots=True)
class _Fold:
    """What is asked, and what the index may see of it."""

    asked: Ints
    """Phrasings, by number."""
    entries: Ints
    phrasings: Ints
    everyday: Bools
    """Which everyday questions are held out, and asked too."""
    questions: Sequence[tuple[str, int]]
    """Test questions (`must_answer`), with the passages they belong to; no index ever sees them."""


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
        rest = replace(
            corpus,
            texts=[corpus.texts[entry] for entry in fold.entries],
            phrasings=[corpus.phrasings[phrasing] for phrasing in fold.phrasings],
            owners=entry_numbers[corpus.owners[fold.phrasings]].astype(np.int32),
            topics=topics.astype(np.int32),
            everyday=[corpus.everyday[number] for number in np.flatnonzero(~fold.everyday)],
        )
        counts = [
            replace(
                part,
                texts=part.texts[fold.entries],
                phrasings=part.phrasings[fold.phrasings],
                everyday=part.everyday[~fold.everyday],
            )
            for part in self.counts
        ]
        return _Training(rest, counts, self.glossary)


@dataclass(frozen=True, slots=True)
class _Example:
    """One question that the index hasn't seen: its features, and the truth."""

    values: Floats
    right: bool
    ours: bool


def _calibrate(training: _Training, questions: Sequence[tuple[str, int]]) -> Classifier:
    """Return the classifier for the index of *training*."""
    examples = [
        example for fold in _folds(training.corpus, questions) for example in _ask(fold, training)
    ]
    values = np.array([example.values for example in examples])
    ours = np.array([example.ours for example in examples])
    # Halfway to as much said by ours as by all else: a small base has few questions of its own.
    balance = np.sqrt(max(ours.sum(), 1) / max((~ours).sum(), 1))
    weights = np.where(ours, 1.0, balance).astype(np.float32)
    return Classifier(
        right=_fit(values, np.array([example.right for example in examples]), weights),
        ours=_fit(values, ours, weights),
    )


def _folds(corpus: Corpus, questions: Sequence[tuple[str, int]]) -> Iterator[_Fold]:
    """Deal everything into folds by what it says, so that an edit moves nothing but itself."""
    part = _dealt(corpus.phrasings)
    everyday = _dealt(corpus.everyday)
    of_question = _dealt([question for question, _ in questions])
    firsts: list[int] = _firsts(corpus).tolist()
    areas = _dealt([corpus.phrasings[first] for first in firsts])
    is_area = np.arange(len(corpus.texts)) >= corpus.passages
    for number in range(FOLDS):
        area_left_out = is_area & (areas == number)
        of_left_out_area = area_left_out[corpus.owners]
        held_out = (part == number) | of_left_out_area
        held_out[_titles_without_phrasings(corpus, held_out) & ~of_left_out_area] = False
        yield _Fold(
            _sample(corpus, held_out),
            np.flatnonzero(~area_left_out).astype(np.int32),
            np.flatnonzero(~held_out).astype(np.int32),
            everyday == number,
            [each for each, dealt in zip(questions, of_question, strict=True) if dealt == number],
        )


def _sample(corpus: Corpus, held_out: Bools) -> Ints:
    """Return up to `ASKED_PER_FOLD` held-out phrasings of ours, and as many of others."""
    order = _hashes(corpus.phrasings)
    chosen: list[Any] = []
    for group in (held_out & corpus.ours, held_out & ~corpus.ours):
        numbers = np.flatnonzero(group)
        chosen.append(numbers[np.argsort(order[numbers])][:ASKED_PER_FOLD])
    return np.concatenate(chosen).astype(np.int32)


def _dealt(texts: Sequence[str]) -> Ints:
    return (_hashes(texts) % FOLDS).astype(np.int32)


def _hashes(texts: Sequence[str]) -> NDArray[np.uint32]:
    return np.array([crc32(text.encode()) for text in texts], np.uint32)


def _firsts(corpus: Corpus) -> Ints:
    """Return the number of each entry's first phrasing: its title, or its name."""
    return np.flatnonzero(np.diff(corpus.owners, prepend=-1)).astype(np.int32)


def _titles_without_phrasings(corpus: Corpus, held_out: Bools) -> Bools:
    """Return which phrasings are the first of an entry with all its phrasings held out.

    An entry without any can't be found, and a new passage may well have one or two.
    """
    left = np.bincount(corpus.owners[~held_out], minlength=len(corpus.texts))
    is_first = np.diff(corpus.owners, prepend=-1) != 0
    return is_first & (left == 0)[corpus.owners]


def _ask(fold: _Fold, training: _Training) -> Iterator[_Example]:
    corpus, index = training.corpus, training.without(fold).index()
    asked: list[int] = fold.asked.tolist()
    for number in asked:
        yield _example(index, corpus, corpus.phrasings[number], int(corpus.owners[number]))
    for question, is_asked in zip(corpus.everyday, fold.everyday, strict=True):
        if is_asked:
            yield _example(index, corpus, question, None)
    for question, passage in fold.questions:
        yield _example(index, corpus, question, passage)


def _example(index: LanguageIndex, corpus: Corpus, question: str, owner: int | None) -> _Example:
    features = features_of(index, index.scores(question), passages=corpus.passages)
    if owner is None or owner >= corpus.passages:
        return _Example(features.values, right=False, ours=False)
    right = corpus.topics[features.passage] == corpus.topics[owner]
    return _Example(features.values, right=bool(right), ours=True)


def _fit(values: Floats, truths: Bools, sample_weight: Floats) -> LogisticModel:
    """Fit a logistic regression on standardised features, and fold the standardising into it.

    A feature that would lift by being low is left out: with little to learn from, that is how a
    long question about anything came to be believed.
    """
    if truths.all() or not truths.any():
        return LogisticModel(np.zeros(len(FEATURES), np.float32), 4.0 if truths[0] else -4.0)
    scaler: Any = StandardScaler().fit(values)
    scaled: Any = scaler.transform(values)
    used = [*range(len(FEATURES))]
    model = cast(Any, LogisticRegression().fit(scaled, truths, sample_weight=sample_weight))
    while model.coef_[0].min() < 0:
        del used[int(model.coef_[0].argmin())]
        model.fit(scaled[:, used], truths, sample_weight=sample_weight)
    weights: Any = np.zeros(len(FEATURES))
    weights[used] = model.coef_[0] / scaler.scale_[used]
    intercept = float(model.intercept_[0] - weights @ scaler.mean_)
    return LogisticModel(np.asarray(weights, np.float32), intercept)
