"""Training: the arrays that serve give scikit-learn's own scores, however few the phrasings."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.live.acceptance import open_snapshot
from knowledge.search.analysis import Glossary
from knowledge.search.answers import Answer, find
from knowledge.search.corpus import Counts, corpus_of, count
from knowledge.search.index import LanguageIndex
from knowledge.search.snapshot import Snapshot
from knowledge.search.training import assemble
from tests.world.bases import MERMAIDS, a_copy, mended_base

QUESTIONS = ["Måste vi diarieföra kommentarer på Facebook?", "får får får", "xyzzy bild", "a"]


@pytest.fixture(scope="module")
def swedish(snapshot: Snapshot) -> tuple[LanguageIndex, list[Counts]]:
    glossary = Glossary(snapshot.base.glossary)
    corpus = corpus_of(snapshot.base, "sv", glossary)
    counts = count(corpus)
    return assemble(corpus, counts, glossary), counts


def five_digits(number: Any) -> Any:
    """Return *number* rounded to five binary digits, as the index counts rows and terms."""
    mantissa, exponent = np.frexp(number)
    return np.ldexp(np.round(mantissa * 32), exponent - 5)


@pytest.mark.parametrize("question", QUESTIONS)
def test_coverage_equals_the_product_of_scikit_learns_matrices(
    swedish: tuple[LanguageIndex, list[Counts]], question: str
) -> None:
    index, counts = swedish
    for block, part in zip(index.blocks, counts, strict=True):
        matrix: Any = part.phrasings.toarray()
        size, width = matrix.shape
        rows, frequency = five_digits(size), five_digits((matrix > 0).sum(axis=0))
        idf = np.log1p((rows - frequency + 0.5) / (frequency + 0.5))
        settings = part.settings.phrasings
        idf[idf < settings.min_idf] = 0
        lengths = matrix.sum(axis=1, keepdims=True)
        slow = settings.k1 * (1 - settings.b + settings.b * lengths / five_digits(lengths.mean()))
        weighted = idf * matrix * (settings.k1 + 1) / (matrix + slow)
        asked = np.zeros(width)
        unknown = 0
        for term in part.settings.analyse(question):
            if term in part.vocabulary:
                asked[part.vocabulary[term]] += 1
            else:
                unknown += 1
        most = (settings.k1 + 1) * (asked @ idf + unknown * np.log1p((rows + 0.5) / 0.5))
        expected = weighted @ asked / max(most, 1e-6)

        _, coverage = block.postings.coverage(block.terms(question))

        np.testing.assert_allclose(coverage, expected, atol=1e-5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small base with one phrasing left of each that every passage had."""
    copy = a_copy(tmp_path)
    for path in (copy / "passages").glob("*.yaml"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(_with_one_phrasing(lines)), "utf-8")
    return copy


def _with_one_phrasing(lines: list[str]) -> list[str]:
    kept, phrasings = list[str](), 99
    for line in lines:
        phrasings = 0 if line.strip() == "asked_as:" else phrasings
        is_phrasing = line.startswith("        - ") and phrasings < 99
        phrasings = phrasings + 1 if is_phrasing else phrasings
        phrasings = 99 if line.strip() == "must_answer:" else phrasings
        if not is_phrasing or phrasings == 1:
            kept.append(line)
    return kept


def test_a_base_of_passages_with_one_phrasing_each_is_built(folder: Path) -> None:
    snapshot = open_snapshot(folder)
    texts = [text for each in snapshot.passages for text in (each.sv, each.text_in("en"))]

    assert {len(text.asked_as) for text in texts} == {1}


def test_a_new_passage_is_found(tmp_path: Path) -> None:
    finding = find(open_snapshot(mended_base(tmp_path)), MERMAIDS[2], "sv")

    assert isinstance(finding, Answer)
    assert finding.passage.sv.title == MERMAIDS[0]
