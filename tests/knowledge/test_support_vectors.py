"""Support vector machines learnt side by side are those that scikit-learn learns one by one."""

# scikit-learn and scipy come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn.svm import LinearSVC

from knowledge.search.support_vectors import fit_one_against_rest

ROWS, TERMS = 400, 120
C = 0.5


def some_rows(classes: int) -> tuple[Any, Any, Any]:
    """Return rows of which each class uses some terms more, their classes, and what they count."""
    chance = np.random.default_rng(7)
    labels = chance.integers(0, classes, ROWS).astype(np.int32)
    own = (np.arange(TERMS) % classes == labels[:, None]) * 0.3
    present = chance.random((ROWS, TERMS)) < 0.05 + own
    rows = present * (1 + chance.random((ROWS, TERMS)))
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)
    shares = chance.choice([0.25, 1.0], ROWS).astype(np.float32)
    return sparse.csr_matrix(rows, dtype=np.float32), labels, shares


@pytest.mark.parametrize("classes", [2, 3, 12])
def test_margins_are_those_of_scikit_learn(classes: int) -> None:
    rows, labels, shares = some_rows(classes)
    model: Any = LinearSVC(C=C, tol=1e-6, max_iter=50_000)
    model.fit(rows, labels, sample_weight=shares)
    expected = model.decision_function(rows)
    if classes == 2:  # scikit-learn has one column for both
        expected = np.stack([-expected, expected], axis=1)

    weights, intercepts = fit_one_against_rest(rows, labels, shares, c=C, rounds=60)

    np.testing.assert_allclose(rows @ weights + intercepts, expected, atol=0.002)


def test_terms_that_are_alike_in_every_row_share_their_weight_evenly() -> None:
    rows, labels, shares = some_rows(3)
    alike = sparse.hstack([rows, rows[:, :9], rows[:, :9], sparse.csr_matrix((ROWS, 4))]).tocsr()
    one_by_one: Any = LinearSVC(C=C, tol=1e-6, max_iter=50_000)
    one_by_one.fit(alike, labels, sample_weight=shares)

    weights, intercepts = fit_one_against_rest(alike, labels, shares, c=C, rounds=60)

    np.testing.assert_array_equal(weights[:9], weights[TERMS : TERMS + 9])
    np.testing.assert_allclose(weights, one_by_one.coef_.T, atol=0.002)
    np.testing.assert_allclose(intercepts, one_by_one.intercept_, atol=0.002)


def test_more_rounds_than_are_needed_change_nothing() -> None:
    rows, labels, shares = some_rows(3)
    enough, _ = fit_one_against_rest(rows, labels, shares, c=C, rounds=80)

    many, _ = fit_one_against_rest(rows, labels, shares, c=C, rounds=300)

    np.testing.assert_allclose(many, enough, atol=1e-4)


def test_what_some_rows_have_taught_is_gone_on_from() -> None:
    rows, labels, shares = some_rows(3)
    rows = sparse.hstack([rows, rows[:, :9]]).tocsr()  # terms that share their weight
    weights, intercepts = fit_one_against_rest(rows, labels, shares, c=C, rounds=80)
    some = fit_one_against_rest(rows[::2], labels[::2], shares[::2], c=C, rounds=8)

    def error(**start: Any) -> float:
        found, bias = fit_one_against_rest(rows, labels, shares, c=C, rounds=4, **start)
        return np.abs(rows @ (found - weights) + bias - intercepts).mean()

    assert error(start=(weights, intercepts)) < 0.01 * error()
    assert error(start=some) < 0.7 * error()


def test_rows_that_say_nothing_are_told_by_how_many_they_are() -> None:
    rows: Any = sparse.csr_matrix((9, 3), dtype=np.float32)
    labels = np.array([0, 1, 1, 1, 1, 1, 1, 1, 1], np.int32)

    weights, intercepts = fit_one_against_rest(rows, labels, np.ones(9, np.float32), c=C, rounds=16)

    assert not weights.any()
    assert intercepts[0] < 0 < intercepts[1]


def test_a_row_left_out_moves_margins_by_little_after_few_rounds() -> None:
    rows, labels, shares = some_rows(12)
    kept = np.arange(ROWS) != 5
    whole, of_all = fit_one_against_rest(rows, labels, shares, c=C, rounds=8)

    part, of_part = fit_one_against_rest(rows[kept], labels[kept], shares[kept], c=C, rounds=8)

    others = np.arange(12) != labels[5]
    moved = np.abs(rows @ (whole - part) + of_all - of_part)
    assert np.median(moved[:, others]) < 0.005
