"""No change of the base or the code may lose a question that finds its passage today."""

from pathlib import Path

from editor.golden import write_known
from knowledge.live.acceptance import misses, open_snapshot
from knowledge.passage import Miss
from knowledge.source.loader import load
from tests.world.bases import a_copy

BASE = Path("knowledge/base")


def test_the_list_of_known_misses_is_true_in_both_directions() -> None:
    snapshot = open_snapshot(BASE, Path(".cache"))
    found, known = set(misses(snapshot)), snapshot.base.known_misses or set()

    assert {"lost": found - known, "met": known - found} == {"lost": set(), "met": set()}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found = {Miss("b", "sv", 'Vad är "x": y?'), Miss("a", "en", "- why?")}
    base = a_copy(tmp_path)
    write_known(base, found)

    assert load(base).known_misses == found
