"""What each feature says of an answer, learnt from the questions that a base's folds ask."""

# scikit-learn and scipy come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import sys
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.preprocessing import StandardScaler

from knowledge.base import Base
from knowledge.search.build import source_of
from knowledge.search.calibration import Examples, examples_of
from knowledge.search.confidence import FEATURES, LogisticModel
from knowledge.search.postings import Bools, Floats


def table(base: Base) -> list[str]:
    """Return the two logistic models, as `knowledge/search/confidence.py` is to have them."""
    examples = _of_all_languages(base)
    lines = [f"learnt from {len(examples.ours)} questions, {examples.ours.sum()} of them ours"]
    for name, truths in (("RIGHT", examples.right), ("OURS", examples.ours)):
        model = _fit(examples, truths)
        weights = ", ".join(f"{weight:.3g}" for weight in model.weights)
        lines.append(f"{name} = _model({model.intercept:.3g}, {weights})")
    return lines


def _of_all_languages(base: Base) -> Examples:
    parts = [
        examples_of(source.training(), source.questions, sys.maxsize)[0]
        for source in (source_of(base, language) for language in base.languages)
    ]
    return Examples(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.ours for part in parts]),
    )


def _fit(examples: Examples, truths: Floats | Bools) -> LogisticModel:
    """Fit a logistic regression on standardised features, and fold the standardising into it.

    No feature may lift by being low: with little to learn from, that is how a long question about
    anything came to be believed.
    """
    scaler: Any = StandardScaler().fit(examples.values.astype(np.float64))
    scaled: Any = np.hstack([scaler.transform(examples.values), np.ones((len(truths), 1))])

    def loss(weights: Any) -> tuple[float, Any]:
        odds = scaled @ weights
        penalised = np.append(weights[:-1], 0.0)
        pull = examples.weights * (expit(odds) - truths)
        missed = np.logaddexp(0, odds) - truths * odds
        value = examples.weights @ missed + penalised @ penalised / 2
        return float(value), scaled.T @ pull + penalised

    bounds = [*[(0, None)] * len(FEATURES), (None, None)]
    start = np.zeros(len(bounds))
    found: Any = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[:-1] / scaler.scale_
    return LogisticModel(np.asarray(weights, np.float32), float(found[-1] - weights @ scaler.mean_))
