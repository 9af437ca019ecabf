"""The arrays that serve give the scores that scikit-learn's own matrices give."""

from typing import Any

import numpy as np
import pytest

from knowledge.search.analysis import Glossary
from knowledge.search.index import LanguageIndex
from knowledge.search.snapshot import Snapshot
from knowledge.search.training import BLOCKS, Counts, assemble, corpus_of, count

QUESTIONS = ["Måste vi diarieföra kommentarer på Facebook?", "får får får", "xyzzy bild", "a"]


@pytest.fixture(scope="module")
def swedish(snapshot: Snapshot) -> tuple[LanguageIndex, list[Counts]]:
    glossary = Glossary(snapshot.base.glossary)
    corpus = corpus_of(snapshot.base, "sv", glossary)
    counts = [count(corpus, block) for block in BLOCKS["sv"]]
    return assemble(corpus, counts, glossary), counts


@pytest.mark.parametrize("question", QUESTIONS)
def test_coverage_equals_the_product_of_scikit_learns_matrices(
    swedish: tuple[LanguageIndex, list[Counts]], question: str
) -> None:
    index, counts = swedish
    for block, part in zip(index.blocks, counts, strict=True):
        matrix: Any = part.phrasings.toarray()
        size, width = matrix.shape
        frequency = (matrix > 0).sum(axis=0)
        idf = np.log1p((size - frequency + 0.5) / (frequency + 0.5))
        settings = part.settings.phrasings
        idf[idf < settings.min_idf] = 0
        lengths = matrix.sum(axis=1, keepdims=True)
        slow = settings.k1 * (1 - settings.b + settings.b * lengths / lengths.mean())
        weighted = idf * matrix * (settings.k1 + 1) / (matrix + slow)
        asked = np.zeros(width)
        unknown = 0
        for term in part.settings.analyse(question):
            if term in part.vocabulary:
                asked[part.vocabulary[term]] += 1
            else:
                unknown += 1
        most = (settings.k1 + 1) * (asked @ idf + unknown * np.log1p((size + 0.5) / 0.5))
        expected = weighted @ asked / max(most, 1e-6)

        _, coverage = block.postings.coverage(block.terms(question))

        np.testing.assert_allclose(coverage, expected, atol=1e-5)
