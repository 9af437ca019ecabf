"""How sure the answers of one base are, asked of the base itself.

When to answer is learnt in two steps. What each feature says is learnt once, from the base that is
shipped (`python -m bench calibrate`). How sure that makes of *this* base's answers, the base is
asked itself: a part of its phrasings and of the everyday questions is held out of an index, some
areas that aren't ours are left out whole, and these are asked, with the base's own test questions.
Thresholds can't be borrowed whole: they move with a base's size and wording.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from core.language import Language
from knowledge.base import Base
from knowledge.search.analysis import Glossary
from knowledge.search.confidence import OURS, RIGHT, Classifier, LogisticModel, features_of_rows
from knowledge.search.corpus import Corpus, Counts
from knowledge.search.index import LanguageIndex
from knowledge.search.matrices import MatrixIndex
from knowledge.search.postings import Bools, Floats, Ints
from knowledge.search.training import ROUGH_ROUNDS, ROUNDS, assemble

FOLDS = 3
ASKED_PER_FOLD = 150
ENOUGH_ASKED = 300
"""More questions of ours would only make the build slower: a fold of a large base has as many."""
RIGHT_TOPIC = 0.5
"""How right another passage of the right topic is."""
STEP = 0.5
"""Of log-odds; less than one is no shift. So coarse that one edit hardly ever changes how sure the
rest must be, and a base keeps the weights that are shipped unless it clearly differs."""
VARIANCE = 9.0
"""Of the shift, before anything was asked."""
MOST_SHIFTED = 8.0
HALVINGS = 20
FEW_PHRASINGS = 150
"""So many are too few to tell a rare word of ours from one that isn't ours."""


def test_questions(base: Base, language: Language) -> list[tuple[str, int]]:
    """Return the test questions, each with the number of its passage."""
    return [
        (question, number)
        for number, passage in enumerate(base.passages.values())
        for question in passage.text_in(language).must_answer
    ]


@dataclass(frozen=True, slots=True)
class CalibrationFold:
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
class Training:
    """What one language's index is made from."""

    corpus: Corpus
    counts: Sequence[Counts]
    glossary: Glossary

    def index(self, rounds: int = ROUNDS) -> LanguageIndex:
        return assemble(self.corpus, self.counts, self.glossary, rounds=rounds)

    def without(self, fold: CalibrationFold) -> "Training":
        """Return the training of the index that *fold* asks."""
        corpus = self.corpus
        entry_numbers = np.cumsum(np.isin(np.arange(len(corpus.texts)), fold.entries)) - 1
        _, topics = np.unique(corpus.topics[fold.entries], return_inverse=True)
        _, patterns = np.unique(corpus.patterns[fold.phrasings], return_inverse=True)
        rest = replace(
            corpus,
            patterns=patterns.astype(np.int32),
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
        return Training(rest, counts, self.glossary)


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions that the index hadn't seen: their features, and the truth."""

    values: Floats
    """Questions × features."""
    right: Floats
    """How right the best passage was (0..1)."""
    ours: Bools

    @property
    def weights(self) -> Floats:
        """What each counts for, halfway to as much said by ours, of which there may be few."""
        balance = np.sqrt(max(self.ours.sum(), 1) / max((~self.ours).sum(), 1))
        return np.where(self.ours, 1.0, balance).astype(np.float32)


def examples_of(training: Training, questions: Sequence[tuple[str, int]], enough: int) -> Examples:
    """Return what the folds say, asked one by one until so many questions of ours were asked."""
    rows: list[tuple[Floats, float, bool]] = []
    for fold in folds_of(training.corpus, questions):
        rows += _ask(fold, training)
        if sum(ours for _, _, ours in rows) >= enough:
            break
    values, right, ours = zip(*rows, strict=True)
    return Examples(np.array(values), np.array(right), np.array(ours))


def calibrate(training: Training, questions: Sequence[tuple[str, int]]) -> Classifier:
    """Return the classifier for the index of *training*."""
    examples = examples_of(training, questions, ENOUGH_ASKED)
    return Classifier(
        right=RIGHT.shifted(_shift(RIGHT, examples, examples.right)),
        ours=OURS.shifted(_shift(OURS, examples, examples.ours)),
        min_rare_share=_min_rare_share(training.corpus),
    )


def _min_rare_share(corpus: Corpus) -> float:
    """Return the share of a question's rare words that a passage must hold to be shown outright.

    The fewer phrasings, the fewer words the base has seen, and the less its calibration has met
    of what isn't ours: 0.9 where there are 20, 0.5 where there are 150, 0.03 where there are 5,000.
    """
    return FEW_PHRASINGS / (FEW_PHRASINGS + float(corpus.shares[corpus.ours].sum()))


def folds_of(corpus: Corpus, questions: Sequence[tuple[str, int]]) -> Iterator[CalibrationFold]:
    """Deal everything into folds by what it says, so that an edit moves nothing but itself."""
    written: list[int] = corpus.firsts.tolist()
    part = _dealt([corpus.phrasings[first] for first in written])[corpus.patterns]
    everyday = _dealt(corpus.everyday)
    of_question = _dealt([question for question, _ in questions])
    firsts: list[int] = np.flatnonzero(np.diff(corpus.owners, prepend=-1)).tolist()  # titles
    areas = _dealt([corpus.phrasings[first] for first in firsts])
    is_area = np.arange(len(corpus.texts)) >= corpus.passages
    for number in range(FOLDS):
        area_left_out = is_area & (areas == number)
        of_left_out_area = area_left_out[corpus.owners]
        held_out = (part == number) | of_left_out_area
        held_out[_titles_without_phrasings(corpus, held_out) & ~of_left_out_area] = False
        yield CalibrationFold(
            _sample(corpus, held_out),
            np.flatnonzero(~area_left_out).astype(np.int32),
            np.flatnonzero(~held_out).astype(np.int32),
            everyday == number,
            [each for each, dealt in zip(questions, of_question, strict=True) if dealt == number],
        )


def _sample(corpus: Corpus, held_out: Bools) -> Ints:
    """Return up to `ASKED_PER_FOLD` held-out phrasings of ours, and others: one of a pattern."""
    is_first = np.diff(corpus.patterns, prepend=-1) != 0
    order = _hashes(corpus.phrasings)
    chosen: list[Ints] = []
    for group in (held_out & is_first & corpus.ours, held_out & is_first & ~corpus.ours):
        numbers = np.flatnonzero(group)
        chosen.append(numbers[np.argsort(order[numbers])][:ASKED_PER_FOLD].astype(np.int32))
    return np.concatenate(chosen)


def _dealt(texts: Sequence[str]) -> Ints:
    return (_hashes(texts) % FOLDS).astype(np.int32)


def _hashes(texts: Sequence[str]) -> NDArray[np.uint32]:
    return np.array([crc32(text.encode()) for text in texts], np.uint32)


def _titles_without_phrasings(corpus: Corpus, held_out: Bools) -> Bools:
    """Return which phrasings are the first of an entry with all its phrasings held out.

    An entry without any can't be found, and a new passage may well have one or two.
    """
    left = np.bincount(corpus.owners[~held_out], minlength=len(corpus.texts))
    is_first = np.diff(corpus.owners, prepend=-1) != 0
    return is_first & (left == 0)[corpus.owners]


def _ask(fold: CalibrationFold, training: Training) -> Iterator[tuple[Floats, float, bool]]:
    """Yield for each question of *fold* its features, how right they lead, and if it's ours."""
    corpus, index = training.corpus, training.without(fold).index(ROUGH_ROUNDS)
    numbers: list[int] = fold.asked.tolist()
    everyday = zip(corpus.everyday, fold.everyday, strict=True)
    asked = [
        *((corpus.phrasings[number], int(corpus.owners[number])) for number in numbers),
        *((question, corpus.passages) for question, is_asked in everyday if is_asked),
        *fold.questions,
    ]
    blocks = MatrixIndex.of(index).scores([question for question, _ in asked])
    rows = (features_of_rows(index.topics, each, passages=corpus.passages) for each in blocks)
    for features, (_, owner) in zip(chain.from_iterable(rows), asked, strict=True):
        is_ours = owner < corpus.passages
        right = _how_right(features.passage, owner, corpus) if is_ours else 0.0
        yield features.values, right, is_ours


def _how_right(passage: int, owner: int, corpus: Corpus) -> float:
    if passage == owner:
        return 1.0
    return RIGHT_TOPIC * float(corpus.topics[passage] == corpus.topics[owner])


def _shift(model: LogisticModel, examples: Examples, truths: Floats | Bools) -> float:
    """Return by how much the log-odds of *model* are to be shifted for this base, in whole steps.

    The likeliest of them is where the slope of the likelihood is nil: it falls all the way.
    """
    odds = examples.values @ model.weights + model.intercept
    low, high = -MOST_SHIFTED, MOST_SHIFTED
    for _ in range(HALVINGS):
        shift = (low + high) / 2
        missing = truths - 1 / (1 + np.exp(-(odds + shift)))
        if examples.weights @ missing > shift / VARIANCE:
            low = shift
        else:
            high = shift
    return int((low + high) / 2 / STEP) * STEP
