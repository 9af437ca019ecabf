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

import numpy as np

from core.language import Language
from knowledge.base import Base
from knowledge.search.analysis import Glossary
from knowledge.search.confidence import OURS, RIGHT, Classifier, LogisticModel, features_of_rows
from knowledge.search.corpus import Corpus, Counts
from knowledge.search.folds import CalibrationFold, folds_of
from knowledge.search.index import LanguageIndex
from knowledge.search.matrices import MatrixIndex
from knowledge.search.postings import Bools, Floats
from knowledge.search.support_vectors import Learnt
from knowledge.search.training import ROUGH_ROUNDS, ROUNDS, assemble

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
class Training:
    """What one language's index is made from."""

    corpus: Corpus
    counts: Sequence[Counts]
    glossary: Glossary

    def index(self, rounds: int = ROUNDS, start: Learnt | None = None) -> LanguageIndex:
        return assemble(self.corpus, self.counts, self.glossary, rounds=rounds, start=start)

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


def examples_of(
    training: Training, questions: Sequence[tuple[str, int]], enough: int
) -> tuple[Examples, Learnt | None]:
    """Return what the folds say, asked one by one until so many questions of ours were asked.

    Returns also what the index of the last has learnt of the topics.
    """
    rows: list[tuple[Floats, float, bool]] = []
    learnt = None
    for fold in folds_of(training.corpus, questions):
        index = training.without(fold).index(ROUGH_ROUNDS)
        learnt = index.classifiers.topics, index.classifiers.topic_intercepts
        rows += _ask(fold, training.corpus, index)
        if sum(ours for _, _, ours in rows) >= enough:
            break
    values, right, ours = zip(*rows, strict=True)
    return Examples(np.array(values), np.array(right), np.array(ours)), learnt


def calibrate(
    training: Training, questions: Sequence[tuple[str, int]]
) -> tuple[Classifier, Learnt | None]:
    """Return the classifier for the index of *training*, and what that begins to learn from."""
    examples, learnt = examples_of(training, questions, ENOUGH_ASKED)
    classifier = Classifier(
        right=RIGHT.shifted(_shift(RIGHT, examples, examples.right)),
        ours=OURS.shifted(_shift(OURS, examples, examples.ours)),
        min_rare_share=_min_rare_share(training.corpus),
    )
    return classifier, learnt


def _min_rare_share(corpus: Corpus) -> float:
    """Return the share of a question's rare words that a passage must hold to be shown outright.

    The fewer phrasings, the fewer words the base has seen, and the less its calibration has met
    of what isn't ours: 0.9 where there are 20, 0.5 where there are 150, 0.03 where there are 5,000.
    """
    return FEW_PHRASINGS / (FEW_PHRASINGS + float(corpus.shares[corpus.ours].sum()))


def _ask(
    fold: CalibrationFold, corpus: Corpus, index: LanguageIndex
) -> Iterator[tuple[Floats, float, bool]]:
    """Yield for each question of *fold* its features, how right they lead, and if it's ours."""
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
