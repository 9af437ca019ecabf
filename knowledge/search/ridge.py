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
ROUNDS = 18
"""So many whatever the data, so that the result moves no more than they do. Of 361,000 coefficients
of the shipped base's passages, in whole steps, 131 are then a step or two from the solution's."""


def fit_ridge(examples: Matrix, truths: Bools, shares: Floats) -> Any:
    """Return each example's coefficient for each class, where each counts for its share."""
    columns: Matrix = examples.T.tocsr()
    ridge = RIDGE / shares[:, None]
    left = direction = np.where(truths, 1, -1).astype(np.float32)
    dual = np.zeros_like(left)
    before = dots(left, left)
    for _ in range(ROUNDS):
        # The sum is the intercept's part of the kernel: a one in each cell.
        moved = examples @ (columns @ direction) + direction.sum(axis=0) + ridge * direction
        steps = before / np.maximum(dots(direction, moved), TINY)
        dual += steps * direction
        left = left - steps * moved
        now = dots(left, left)
        direction = left + now / np.maximum(before, TINY) * direction
        before = now
    return dual
