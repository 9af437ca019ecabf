"""A base made many times as large is sound, so that what is measured is a whole check."""

from pathlib import Path

from bench.large_base import make
from knowledge.source.loader import load
from tests.conftest import SMALL_BASE


def test_a_base_made_larger_has_no_faults(tmp_path: Path) -> None:
    base = load(make(SMALL_BASE, tmp_path / "base", 60))

    assert 60 <= len(base.passages) <= 70
