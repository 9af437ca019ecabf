"""A base made many times as large is sound, so that what is measured is a whole check."""

from pathlib import Path

from bench.large_base import make
from knowledge.source.loader import load
from tests.conftest import SMALL_BASE
from tests.world.bases import a_copy, alter


def test_a_base_made_larger_has_no_faults(tmp_path: Path) -> None:
    base = load(make(SMALL_BASE, tmp_path / "base", 60))

    assert 60 <= len(base.passages) <= 70


def test_lines_as_long_as_may_be_and_lines_without_words_are_copied_soundly(tmp_path: Path) -> None:
    base = a_copy(tmp_path)
    file = base / "passages" / "blockera.yaml"
    alter(file, "title: Får vi blockera någon?", f"title: {'Får vi blockera nån? ' * 4}Nej då")
    alter(file, "- blockera användare", f"- JO 5866-2018\n        - {'Vi får det. ' * 16}Kan vi?")

    large = load(make(base, tmp_path / "large", 20))

    assert len(large.passages) >= 20
