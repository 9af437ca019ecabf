"""What the scores of one question say about how sure its best passage is."""

from dataclasses import dataclass

import numpy as np

from knowledge.search.index import Floats, LanguageIndex, Scores

FEATURES = (
    "score of the best passage",
    "share of the question that it covers",
    "share of the question's rare words that it holds",
    "margin for its topic",
    "lead over the best passage of another topic",
    "lead over the next passage",
    "lead over the best area that isn't ours",
    "margin's lead over all that isn't ours",
    "margin against all that isn't ours",
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


def features_of(index: LanguageIndex, scores: Scores, *, passages: int) -> Features:
    """Return the features of *scores*, whose first *passages* entries are passages."""
    ours, foreign = scores.total[:passages], scores.total[passages:]
    best = int(ours.argmax())
    others = ours[index.topics[:passages] != index.topics[best]]
    area = int(foreign.argmax()) if len(foreign) else None
    top, margin = float(ours[best]), float(scores.margins[best])
    lead = top - float(foreign.max(initial=0.0))
    coverage, rare_share = float(scores.coverage[best]), index.rare_share(scores, best)
    values = (
        top,
        coverage,
        rare_share,
        margin,
        top - float(others.max(initial=0.0)),
        top - float(np.delete(ours, best).max(initial=0.0)),
        lead,
        margin - scores.elsewhere,
        -scores.elsewhere,
        float(scores.words.unknown == 0),
    )
    return Features(best, area, lead, coverage, rare_share, np.array(values, np.float32))


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
