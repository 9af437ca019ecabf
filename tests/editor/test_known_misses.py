"""No change of the base or the code may lose a question that finds its passage today."""

from pathlib import Path

from editor.golden import Miss, misses, read_known, write_known
from knowledge.snapshot import open_snapshot

BASE = Path("knowledge/base")


def test_the_list_of_known_misses_is_true_in_both_directions() -> None:
    found = set(misses(open_snapshot(BASE, Path(".cache"))))
    known = read_known(BASE / "known_misses.yaml")

    assert {"lost": found - known, "met": known - found} == {"lost": set(), "met": set()}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found = {Miss("b", "sv", 'Vad är "x": y?'), Miss("a", "en", "- why?")}
    write_known(tmp_path / "misses.yaml", found)

    assert read_known(tmp_path / "misses.yaml") == found
