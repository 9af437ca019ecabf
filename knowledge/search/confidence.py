"""What the scores of one question say about how sure its best passage is."""

from dataclasses import dataclass

import numpy as np

from knowledge.search.index import Floats, Ints, Scores


@dataclass(frozen=True, slots=True)
class Features:
    """The best passage of a question, the best foreign area, and the signs of how sure that is."""

    passage: int
    """The best passage's number."""
    area: int | None
    """The best area's number among the areas, where there are any."""
    lead: float
    """How far the best passage is ahead of the best area; below zero it is behind."""
    signs: Floats
    """What the judge weighs; their order is that of `SIGNS`."""


SIGNS = (
    "score of the best passage",
    "share of the question that it covers",
    "classifier's margin for its topic",
    "lead over the best passage of another topic",
    "lead over the best area that isn't ours",
    "classifier's lead over the best area that isn't ours",
    "logarithm of the number of words",
)


def weigh(scores: Scores, topics: Ints, *, passages: int, words: int) -> Features:
    """Return the evidence in *scores*, where the first *passages* entries are passages."""
    ours, foreign = scores.total[:passages], scores.total[passages:]
    best = int(ours.argmax())
    others = ours[topics[:passages] != topics[best]]
    runner_up = float(others.max(initial=0.0))
    area = int(foreign.argmax()) if len(foreign) else None
    best_foreign = float(foreign.max(initial=0.0))
    foreign_opinion = float(scores.opinion[passages:].max(initial=-1.0))
    top, opinion = float(ours[best]), float(scores.opinion[best])
    lead = top - best_foreign
    signs = (
        top,
        float(scores.coverage[best]),
        opinion,
        top - runner_up,
        lead,
        opinion - foreign_opinion,
        float(np.log1p(words)),
    )
    return Features(best, area, lead, np.array(signs, np.float32))


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """A logistic regression: how likely something is, given the signs."""

    weights: Floats
    constant: float

    def probability(self, signs: Floats) -> float:
        return float(1 / (1 + np.exp(-(self.weights @ signs + self.constant))))


@dataclass(frozen=True, slots=True)
class Classifier:
    """What was learnt from the base itself about when its best passage can be trusted."""

    right: LogisticModel
    """That the best passage is about what was asked."""
    ours: LogisticModel
    """That the question belongs to the routine at all."""
