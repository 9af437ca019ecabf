"""Terms that many documents hold are kept otherwise, and found as if they weren't."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.postings import (
    FEW_SCORES,
    MANY_DOCUMENTS,
    Floats,
    InvertedFile,
    Postings,
    Terms,
    ranked,
    ranked_rows,
)

TERMS = 6
ASKED = Terms(np.array([0, 2, 5], np.int32), np.array([1, 2, 1], np.float64), unknown=1.0)


def held_by_share(size: int, seed: int) -> Floats:
    """Return the weights of rows × terms; the later a term, the more rows hold it."""
    dice = np.random.default_rng(seed)
    holds = dice.random((size, TERMS)) < np.linspace(0.01, 0.9, TERMS)
    return np.where(holds, dice.random((size, TERMS)) + 0.1, 0).astype(np.float32)


def field_of(weights: Floats) -> InvertedFile:
    terms, rows = np.nonzero(weights.T)
    starts = np.concatenate([[0], np.cumsum(np.bincount(terms, minlength=TERMS))])
    most = np.arange(1, TERMS + 1, dtype=np.float32)
    return InvertedFile(
        starts.astype(np.int32),
        rows.astype(np.int32),
        weights[rows, terms],
        most,
        9.0,
        len(weights),
    )


@pytest.fixture(scope="module", params=[50, MANY_DOCUMENTS])
def fields(request: pytest.FixtureRequest) -> tuple[Floats, Floats]:
    return held_by_share(request.param, 1), held_by_share(300, 2)


@pytest.fixture(scope="module")
def postings(fields: tuple[Floats, Floats]) -> Postings:
    return Postings.of(*map(field_of, fields))


def test_only_many_documents_have_common_terms(postings: Postings) -> None:
    assert bool(len(postings.common)) == (postings.sizes[0] >= MANY_DOCUMENTS)


def test_coverage_is_the_sum_of_the_weights(
    fields: tuple[Floats, Floats], postings: Postings
) -> None:
    most = 1 * 1 + 2 * 3 + 1 * 6 + 9
    for weights, coverage in zip(fields, postings.coverage(ASKED), strict=True):
        expected = weights[:, ASKED.ids] @ ASKED.counts / most
        np.testing.assert_allclose(coverage, expected, rtol=1e-5)


def test_the_rare_share_counts_what_a_document_holds(
    fields: tuple[Floats, Floats], postings: Postings
) -> None:
    for document in range(20):
        held = [term + 1 for term in (0, 2, 5) if fields[0][document, term]]
        share = sum(each**2 for each in held) / (1 + 9 + 36 + 81)
        assert postings.rare_share(ASKED, document) == pytest.approx(share)


def test_each_term_weighs_in_a_row_what_it_does(
    fields: tuple[Floats, Floats], postings: Postings
) -> None:
    rows = np.concatenate(fields)
    for row in (0, 7, len(rows) - 1):
        weights = [postings.weight(term, row) for term in range(TERMS)]
        assert weights == pytest.approx(rows[row].tolist())


@given(
    st.lists(st.integers(0, 5), max_size=30), st.integers(1, 12), st.sampled_from([1, FEW_SCORES])
)
def test_the_highest_come_first_and_equals_in_their_order(
    some: list[int], most: int, times: int
) -> None:
    scores = some * times
    in_order = sorted(range(len(scores)), key=lambda number: -scores[number])

    assert ranked(np.array(scores, np.float32), most) == in_order[:most]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.integers(1, 12))
def test_rows_are_ranked_as_each_is_by_itself(scores: list[int], most: int) -> None:
    rows = np.array([scores, scores[::-1], [3] * len(scores)], np.float32)

    assert ranked_rows(rows, most).tolist() == [ranked(row, most) for row in rows]
