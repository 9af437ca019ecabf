"""One support vector machine for each class, all of them learnt side by side.

It is what scikit-learn's `LinearSVC` minimises: the square of the hinge loss, each class against
all others. liblinear goes through the rows once and again for one class at a time; here each round
of a conjugate gradient is two products of sparse matrices for them all, in a third of the time.
"""

# scipy comes without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any, TypeAlias

import numpy as np
from scipy import sparse

from knowledge.search.corpus import Matrix
from knowledge.search.postings import Floats, Ints

Learnt: TypeAlias = tuple[Floats, Floats]
"""Weights, terms × classes, and intercepts."""

LINE_STEPS = 2
"""Of Newton's method along a line; what is lost by no more is made good in the next round."""
TINY = np.float32(1e-30)


def fit_one_against_rest(
    examples: Matrix,
    labels: Ints,
    shares: Floats,
    *,
    c: float,
    rounds: int,
    start: Learnt | None = None,
) -> Learnt:
    """Return what tells classes 0 to the highest of *labels* from all others.

    Each example counts for its share. The rounds are so many whatever the data, so that the result
    moves no more than the data do: a tolerance would be met a round earlier or later after an edit.
    They go on from *start*, what some of the examples have taught already.
    """
    distinct, number_of, lengths = _distinct(examples)
    ones = np.ones((examples.shape[0], 1), np.float32)
    roots = np.sqrt(2 * c * shares, dtype=np.float32)
    lengthening: Matrix = sparse.diags_array(roots)
    rows: Matrix = (lengthening @ sparse.hstack([distinct, ones])).tocsr()
    classes = np.arange(int(labels.max()) + 1, dtype=np.int32)
    truths = np.where(labels[:, None] == classes, 1, -1).astype(np.float32)
    weights = np.zeros((len(lengths) + 1, len(classes)), np.float32)
    if start is not None:
        weights[number_of], weights[-1] = start
        weights[:-1] *= lengths[:, None]
    weights = _minimise(rows, truths, roots, weights, rounds)
    return (weights[:-1] / lengths[:, None])[number_of], weights[-1]


def _distinct(examples: Matrix) -> tuple[Matrix, Any, Floats]:
    """Return *examples* with one column for all terms that are alike in every row.

    Half of the terms of talk are: the runs of letters in a word that is in one text. Such a column
    is as long as they are together, so that the weights, which they share, are no others.
    Returns also the number of each term's column, and by how much it is longer than the term's.
    """
    chance = np.random.default_rng(0).random(examples.shape[0])
    sums = np.asarray(examples.T @ chance, np.float64)
    _, firsts, number_of, sizes = np.unique(
        sums, return_index=True, return_inverse=True, return_counts=True
    )
    # Terms that first came in one text stay beside each other: products then read what is near.
    order = np.argsort(firsts)
    lengths = np.sqrt(sizes[order]).astype(np.float32)
    distinct = examples[:, firsts[order]] @ sparse.diags_array(lengths)
    return distinct, np.argsort(order)[number_of], lengths


def _minimise(rows: Matrix, truths: Floats, wanted: Floats, weights: Floats, rounds: int) -> Any:
    """Return *weights* with the least sum of their squares and of squared hinges.

    A row's margins fall short of what is *wanted*; it is as long as its hinge counts for. By
    nonlinear conjugate gradients (Polak and Ribière), a direction and a step for each class.
    """
    columns: Matrix = rows.T.tocsr()
    squares = np.asarray(rows.multiply(rows).sum(axis=0)).reshape(-1, 1)
    scale = 1 / np.sqrt(1 + squares)
    short = wanted[:, None] - truths * (rows @ weights)
    """By how much each margin falls short; below zero it doesn't."""
    gradient = direction = np.zeros_like(weights)
    before = np.ones(truths.shape[1], np.float32)
    for _ in range(rounds):
        last = gradient
        gradient = weights - columns @ (np.maximum(short, 0) * truths)
        steepest = scale * gradient
        now, kept = dots(gradient, steepest), dots(last, steepest)
        direction = np.maximum(0, now - kept) / np.maximum(before, TINY) * direction - steepest
        before = now
        moved = truths * (rows @ direction)
        steps = _along(weights, direction, short, moved)
        weights += steps * direction
        short -= steps * moved
    return weights


def _along(weights: Any, direction: Any, short: Floats, moved: Floats) -> Any:
    """Return how far to go along each class's direction, where margins are *moved* by one step."""
    slope, curve = dots(weights, direction), dots(direction, direction)
    steps = np.zeros(weights.shape[1], np.float32)
    for _ in range(LINE_STEPS):
        left = short - steps * moved
        pulls = (left > 0) * moved
        rise = slope + steps * curve - dots(pulls, left)
        steps = steps - rise / np.maximum(curve + dots(pulls, moved), TINY)
    return steps


def dots(one: Any, other: Any) -> Any:
    return np.einsum("ij,ij->j", one, other)
