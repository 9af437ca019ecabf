"""The arrays that serve give the scores that scikit-learn's own matrices give."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.passage import LANGUAGES
from knowledge.search import index_file
from knowledge.search.analysis import Glossary
from knowledge.search.index import LanguageIndex
from knowledge.search.index_file import Built
from knowledge.search.snapshot import Snapshot
from knowledge.search.training import RECIPES, Counts, assemble, corpus_of, count

QUESTIONS = ["Måste vi diarieföra kommentarer på Facebook?", "får får får", "xyzzy bild", "a"]


@pytest.fixture(scope="module")
def swedish(snapshot: Snapshot) -> tuple[LanguageIndex, list[Counts]]:
    glossary = Glossary(snapshot.base.glossary)
    corpus = corpus_of(snapshot.base, "sv", glossary)
    counts = [count(corpus, recipe, "sv") for recipe in RECIPES]
    return assemble(corpus, counts, glossary, "sv"), counts


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
        settings = part.recipe.phrasings
        idf[idf < settings.floor] = 0
        lengths = matrix.sum(axis=1, keepdims=True)
        slow = settings.k1 * (1 - settings.b + settings.b * lengths / lengths.mean())
        weighted = idf * matrix * (settings.k1 + 1) / (matrix + slow)
        asked = np.zeros(width)
        unknown = 0
        for term in part.analyse(question):
            if term in part.vocabulary:
                asked[part.vocabulary[term]] += 1
            else:
                unknown += 1
        most = (settings.k1 + 1) * (asked @ idf + unknown * np.log1p((size + 0.5) / 0.5))
        expected = weighted @ asked / max(most, 1e-6)

        _, coverage = block.postings.coverage(block.terms(question))

        np.testing.assert_allclose(coverage, expected, atol=1e-5)


def test_what_was_saved_gives_the_same_scores(snapshot: Snapshot, tmp_path: Path) -> None:
    built = Built(snapshot.guesser, snapshot.indexes, snapshot.judges, snapshot.spellers)
    index_file.save(built, tmp_path / "index.npz")
    again = index_file.load(tmp_path / "index.npz", Glossary(snapshot.base.glossary))

    assert again is not None
    for language in LANGUAGES:
        for question in QUESTIONS:
            one, other = (each.indexes[language].scores(question) for each in (built, again))
            np.testing.assert_allclose(one.total, other.total, atol=1e-6)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_a_broken_file_is_no_index(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "index.npz").write_bytes(content)

    assert index_file.load(tmp_path / "index.npz", Glossary(())) is None
