"""The rounds lead to what solving the kernel itself gives."""

import numpy as np
from scipy import sparse

from knowledge.search.ridge import RIDGE, fit_ridge
from knowledge.search.training import PASSAGE_ROUNDS


def test_the_coefficients_are_those_of_the_kernel_solved() -> None:
    chance = np.random.default_rng(1)
    examples = sparse.random(90, 40, 0.2, "csr", np.float32, rng=chance)
    examples.data /= 3  # rows are about as long as those of a base
    truths = chance.integers(0, 3, 90)[:, None] == np.arange(3)
    shares = (1 / chance.choice([1, 2, 5, 12, 60, 200], 90)).astype(np.float32)
    kernel = (examples @ examples.T).toarray() + 1 + np.diag(RIDGE / shares)

    solved = np.linalg.solve(kernel.astype(np.float64), np.where(truths, 1.0, -1.0))
    found = fit_ridge(examples, truths, shares, PASSAGE_ROUNDS)
    np.testing.assert_allclose(found, solved, atol=1e-4)
