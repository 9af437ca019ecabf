"""Training: the arrays that serve give scikit-learn's own scores, however few the phrasings."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.live.acceptance import open_snapshot
from knowledge.search.analysis import Glossary
from knowledge.search.answers import Answer, find
from knowledge.search.corpus import Counts, corpus_of, count
from knowledge.search.index import LanguageIndex
from knowledge.search.postings import Terms
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


def rounded(number: Any, digits: int) -> Any:
    """Return *number* rounded to so many binary digits."""
    mantissa, exponent = np.frexp(number)
    return np.ldexp(np.round(np.ldexp(mantissa, digits)), exponent - digits)


@pytest.mark.parametrize("question", QUESTIONS)
def test_coverage_equals_the_product_of_scikit_learns_matrices(
    swedish: tuple[LanguageIndex, list[Counts]], question: str
) -> None:
    index, counts = swedish
    for block, part in zip(index.blocks, counts, strict=True):
        matrix: Any = part.phrasings.toarray()
        size, width = matrix.shape
        rows, frequency = rounded(size, 5), rounded((matrix > 0).sum(axis=0), 1)
        idf = np.log1p((rows - frequency + 0.5) / (frequency + 0.5))
        settings = part.settings.phrasings
        idf[idf < settings.min_idf] = 0
        lengths = matrix.sum(axis=1, keepdims=True)
        relative = lengths / rounded(lengths.mean(), 5)
        slow = settings.k1 * (1 - settings.b + settings.b * relative)
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


def test_in_whatever_order_terms_are_added_scores_are_the_same(
    swedish: tuple[LanguageIndex, list[Counts]],
) -> None:
    for block in swedish[0].blocks:
        terms = block.terms(QUESTIONS[0])
        backwards = Terms(terms.ids[::-1], terms.counts[::-1], terms.unknown)
        both = (block.postings.coverage(each) for each in (terms, backwards))
        assert all(np.array_equal(*of_field) for of_field in zip(*both, strict=True))


def test_words_speak_for_ours_or_for_what_is_not(
    swedish: tuple[LanguageIndex, list[Counts]],
) -> None:
    index, _ = swedish
    ours = [index.scores(each).elsewhere for each in QUESTIONS[:1]]
    foreign = [index.scores(each).elsewhere for each in ("När kommer lönen?", "Regnar det?")]

    assert max(ours) < 0 < min(foreign)


def test_a_phrasing_more_changes_what_hardly_any_word_weighs(
    snapshot: Snapshot, swedish: tuple[LanguageIndex, list[Counts]]
) -> None:
    glossary = Glossary(snapshot.base.glossary)
    corpus = corpus_of(snapshot.base, "sv", glossary)
    after, counts = swedish
    kept = np.delete(np.arange(len(corpus.owners)), [1000])
    fewer = replace(
        corpus,
        phrasings=[corpus.phrasings[each] for each in kept],
        patterns=np.arange(len(kept), dtype=np.int32),
        owners=corpus.owners[kept],
    )

    before = assemble(
        fewer, [replace(part, phrasings=part.phrasings[kept]) for part in counts], glossary
    )

    pairs = [
        (before.classifiers.elsewhere, after.classifiers.elsewhere),
        *((one.idf, other.idf) for one, other in zip(before.blocks, after.blocks, strict=True)),
    ]
    assert all(np.mean(one != other) < 0.002 for one, other in pairs)


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
