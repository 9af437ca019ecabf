"""Ridge regression of a few classes on many terms, by its dual: a coefficient for each example.

Conjugate gradients on the kernel, which is never made: it would have a cell for each two examples,
and solving it would take the cube of them.
"""

# scipy comes without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import numpy as np

from knowledge.search.corpus import Matrix
from knowledge.search.postings import Bools, Floats
from knowledge.search.support_vectors import TINY, dots

RIDGE = 1.0


def fit_ridge(examples: Matrix, truths: Bools, shares: Floats, rounds: int) -> Any:
    """Return each example's coefficient for each class, where each counts for its share.

    Shares divide kernel and truths alike, by their roots: dividing the ridge by them would need
    ten times the rounds where they differ much, as sentences of patterns do.
    """
    columns: Matrix = examples.T.tocsr()
    roots = np.sqrt(shares)[:, None]
    residual = direction = roots * np.where(truths, 1, -1).astype(np.float32)
    solution = np.zeros_like(residual)
    squares = dots(residual, residual)
    for _ in range(rounds):
        shared = roots * direction
        # The sum is the intercept's part of the kernel: a one in each cell.
        product = roots * (examples @ (columns @ shared) + shared.sum(axis=0)) + RIDGE * direction
        steps = squares / np.maximum(dots(direction, product), TINY)
        solution += steps * direction
        residual = residual - steps * product
        before, squares = squares, dots(residual, residual)
        direction = residual + squares / np.maximum(before, TINY) * direction
    return roots * solution
