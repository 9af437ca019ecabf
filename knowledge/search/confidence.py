"""What the scores of one question say about how sure its best passage is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from knowledge.search.index import LanguageIndex, Scores
from knowledge.search.postings import Doubles, Floats, Ints

FEATURES = (
    "score of the best passage",
    "share of the question that it covers",
    "share of the question's rare words that it holds",
    "margin for its topic",
    "lead over the best passage of another topic",
    "lead over the next passage",
    "lead over the best area that isn't ours",
    "words against all that isn't ours",
    "no unknown word",
)
"""Each speaks for the best passage the more, the higher it is."""


@dataclass(frozen=True, slots=True)
class Features:
    """The best passage and the best foreign area of a question, and what tells how sure that is."""

    passage: int
    """The best passage's number."""
    area: int | None
    """The best area's number among the areas, where there are any."""
    lead: float
    """How far the best passage is ahead of the best area; below zero it is behind."""
    coverage: float
    rare_share: float
    values: Floats
    """In the order of `FEATURES`."""


def features_of(
    index: LanguageIndex, scores: Scores, ranking: Sequence[int], *, passages: int
) -> Features:
    """Return the features of *scores*, whose first *passages* entries are passages.

    *ranking* begins with the best two of them.
    """
    ours, foreign = scores.total[:passages], scores.total[passages:]
    best, *rest = ranking
    others = ours[index.topics[:passages] != index.topics[best]]
    area = int(foreign.argmax()) if len(foreign) else None
    top, margin = float(ours[best]), float(scores.margins[best])
    lead = top - (max(0.0, float(foreign[area])) if area is not None else 0.0)
    coverage, rare_share = float(scores.coverage[best]), index.rare_share(scores, best)
    values = (
        top,
        coverage,
        rare_share,
        margin,
        top - float(others.max(initial=0.0)),
        top - (max(0.0, float(ours[rest[0]])) if rest else 0.0),
        lead,
        -scores.elsewhere,
        float(scores.words.unknown == 0),
    )
    return Features(best, area, lead, coverage, rare_share, np.array(values, np.float32))


@dataclass(frozen=True, slots=True)
class ScoreRows:
    """What `Scores` are, for many questions, one a row."""

    total: Floats
    coverage: Floats
    margins: Floats
    elsewhere: Doubles
    unknown: Doubles
    """How many words of the question are unknown."""
    rare_shares: Doubles
    """The share of the question's rare words that each document holds."""


def features_of_rows(topics: Ints, rows: ScoreRows, *, passages: int) -> list[Features]:
    """Return what `features_of` does for each of *rows*, over the entries of those *topics*."""
    ours, foreign = rows.total[:, :passages].astype(np.float64), rows.total[:, passages:]
    best, each = ours.argmax(axis=1), np.arange(len(ours))
    top, coverage = ours[each, best], rows.coverage[each, best].astype(np.float64)
    rare_share = rows.rare_shares[each, best]
    is_other = topics[:passages] != topics[best][:, None]
    others = ours.max(axis=1, initial=0.0, where=is_other)
    ours[each, best] = 0.0
    lead = top - foreign.max(axis=1, initial=0.0)
    values = (
        top,
        coverage,
        rare_share,
        rows.margins[each, best],
        top - others,
        top - ours.max(axis=1, initial=0.0),
        lead,
        -rows.elsewhere,
        rows.unknown == 0,
    )
    areas = foreign.argmax(axis=1).tolist() if foreign.size else [None] * len(ours)
    told = (best.tolist(), areas, lead.tolist(), coverage.tolist(), rare_share.tolist())
    return [*map(Features, *told, np.stack(values, axis=1).astype(np.float32))]


MOST_ODDS = 700.0
"""Beyond these `exp` overflows."""


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """A logistic regression on the features."""

    weights: Floats
    intercept: float

    def probability(self, values: Floats) -> float:
        odds = float(values.astype(np.float64) @ self.weights) + self.intercept
        return 1 / (1 + exp(min(-odds, MOST_ODDS)))

    def probabilities(self, values: Floats) -> Doubles:
        """Return the probability for each row of *values*."""
        odds = values.astype(np.float64) @ self.weights + self.intercept
        return np.asarray(1 / (1 + np.exp(-odds)))

    def shifted(self, by: float) -> "LogisticModel":
        """Return a model whose log-odds are higher by so much."""
        return LogisticModel(self.weights, self.intercept + by)


def _model(intercept: float, *weights: float) -> LogisticModel:
    return LogisticModel(np.array(weights, np.float32), intercept)


# Learnt by `python -m bench calibrate` from the shipped base in both languages; the weights are in
# the order of FEATURES. A base shifts them (calibration.py).
RIGHT = _model(-3.09, 0, 0, 0, 0.417, 0.419, 6.72, 3.07, 0.24, 0)
OURS = _model(-3.53, 0, 0, 0.622, 0.376, 0, 0.263, 4.62, 0.569, 0.15)


@dataclass(frozen=True, slots=True)
class Classifier:
    """When the best passage can be trusted, as calibrated on the base itself."""

    right: LogisticModel
    """That the best passage is what was asked for."""
    ours: LogisticModel
    """That the question belongs to the routine at all."""
    min_rare_share: float
    """Of a question's rare words; where its passage holds less, it isn't shown outright."""
