"""Coefficients are kept by how common their terms are, and add up as if they weren't."""

import numpy as np
import pytest

from knowledge.search.coefficients import COMMON_FROM, Bytes, Coefficients

CLASSES = 200


@pytest.fixture(scope="module")
def table() -> Bytes:
    """Return terms × classes; the later a term, the more classes it says anything of."""
    chance = np.random.default_rng(1)
    said = chance.random((60, CLASSES)) < np.linspace(0, 0.1, 60)[:, None] ** 2 * 10
    return np.where(said, chance.integers(-127, 128, said.shape), 0).astype(np.int8)


@pytest.fixture(scope="module")
def coefficients(table: Bytes) -> Coefficients:
    rows, columns = np.nonzero(table)
    mixed = np.random.default_rng(2).permutation(len(rows))
    terms, classes = rows[mixed].astype(np.int32), columns[mixed].astype(np.int32)
    return Coefficients.of(terms, classes, table[terms, classes], table.shape)


@pytest.mark.parametrize("ids", [[0], [5, 6], [3, 30, 12, 59, 4], [58, 59], []])
def test_steps_are_those_of_the_whole_table(
    table: Bytes, coefficients: Coefficients, ids: list[int]
) -> None:
    asked = np.array(ids, np.int32)
    weights = np.linspace(0.5, 2, len(asked))

    np.testing.assert_allclose(coefficients.steps(asked, weights), weights @ table[asked])


def test_only_common_terms_have_a_cell_for_each_class(
    table: Bytes, coefficients: Coefficients
) -> None:
    lengths = np.count_nonzero(table, axis=1)
    rare = lengths <= COMMON_FROM * CLASSES

    assert 0 < np.count_nonzero(rare) < len(rare)
    assert len(coefficients.common) == 1 + np.count_nonzero(~rare)
    assert len(coefficients.pairs) == lengths[rare].sum()
