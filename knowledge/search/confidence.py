"""What the scores of one question say about how sure its best passage is."""

from dataclasses import dataclass

import numpy as np

from knowledge.search.index import Floats, Ints, Scores

FEATURES = (
    "score of the best passage",
    "share of the question that it covers",
    "classifier's margin for its topic",
    "lead over the best passage of another topic",
    "lead over the best area that isn't ours",
    "classifier's lead over the best area that isn't ours",
    "logarithm of the number of words",
)


@dataclass(frozen=True, slots=True)
class Features:
    """The best passage and the best foreign area of a question, and what tells how sure that is."""

    passage: int
    """The best passage's number."""
    area: int | None
    """The best area's number among the areas, where there are any."""
    lead: float
    """How far the best passage is ahead of the best area; below zero it is behind."""
    values: Floats
    """In the order of `FEATURES`."""


def features_of(scores: Scores, topics: Ints, *, passages: int, words: int) -> Features:
    """Return the features of *scores*, whose first *passages* entries are passages."""
    ours, foreign = scores.total[:passages], scores.total[passages:]
    best = int(ours.argmax())
    others = ours[topics[:passages] != topics[best]]
    runner_up = float(others.max(initial=0.0))
    area = int(foreign.argmax()) if len(foreign) else None
    best_foreign = float(foreign.max(initial=0.0))
    foreign_margin = float(scores.margins[passages:].max(initial=-1.0))
    top, margin = float(ours[best]), float(scores.margins[best])
    lead = top - best_foreign
    values = (
        top,
        float(scores.coverage[best]),
        margin,
        top - runner_up,
        lead,
        margin - foreign_margin,
        float(np.log1p(words)),
    )
    return Features(best, area, lead, np.array(values, np.float32))


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """A logistic regression on the features."""

    weights: Floats
    intercept: float

    def probability(self, values: Floats) -> float:
        return float(1 / (1 + np.exp(-(self.weights @ values + self.intercept))))


@dataclass(frozen=True, slots=True)
class Classifier:
    """When the best passage can be trusted, as calibrated on the base itself."""

    right: LogisticModel
    """That the best passage is about what was asked."""
    ours: LogisticModel
    """That the question belongs to the routine at all."""
