"""A base whose passages are new has few phrasings; it is built all the same."""

from pathlib import Path

import pytest

from knowledge.live.acceptance import open_snapshot
from knowledge.search.answers import Answer, find
from tests.copies import a_copy
from tests.mended import MERMAIDS, mended_base


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
    texts = [text for each in snapshot.passages for text in (each.sv, each.en)]

    assert {len(text.asked_as) for text in texts} == {1}


def test_a_new_passage_is_found(tmp_path: Path) -> None:
    finding = find(open_snapshot(mended_base(tmp_path)), MERMAIDS[2], "sv")

    assert isinstance(finding, Answer)
    assert finding.passage.sv.title == MERMAIDS[0]
