"""Copies of the small base, changed as editors change them."""

import shutil
from datetime import date
from pathlib import Path

from editor.__main__ import main
from knowledge.drafting import draft_passage
from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from knowledge.source.loader import load
from tests.conftest import SMALL_BASE


def a_copy(folder: Path, base: Path = SMALL_BASE) -> Path:
    """Return a copy of *base* in *folder*, to change."""
    return Path(shutil.copytree(base, folder / "base"))


def alter(path: Path, old: str, new: str) -> int:
    """Put *new* in place of the first *old*, which must be there; return its line."""
    whole = path.read_text("utf-8")
    assert old in whole
    path.write_text(whole.replace(old, new, 1), "utf-8")
    return whole[: whole.index(old)].count("\n") + 1


EXAMPLE = Path("examples/distansarbete")
TRAVEL = "tjansteresor"
_TRAVEL_NAMES = {
    "name": "Rutin för tjänsteresor",
    "owner": "Ekonomiavdelningen",
    "definite-name": "rutinen för tjänsteresor",
    "matter": "tjänsteresor",
    "name-en": "Routine for business travel",
    "owner-en": "the finance department",
    "definite-name-en": "the routine for business travel",
    "matter-en": "business travel",
}


def two_routines(folder: Path) -> Path:
    """Return a base of two routines, the second begun by the editors' command and written on."""
    base = a_copy(folder, EXAMPLE)
    told = [part for key, name in _TRAVEL_NAMES.items() for part in (f"--{key}", name)]
    assert main(["begin", str(base), "--routine", TRAVEL, *told]) == 0
    written = Path("tests/bases/travel/tjansteresor.yaml").read_text("utf-8")
    (base / "passages" / "tjansteresor.yaml").write_text(written, "utf-8")
    return base


MERMAIDS = (
    "Åskådliggör sjöjungfrur fjärrskådning?",
    "sjöjungfrur fjärrskådning",
    "När åskådliggör sjöjungfrur fjärrskådning?",
)


def finished(text: str) -> str:
    """Return a draft as an editor leaves it: with its source named and each TODO written."""
    text = text.replace("id: todo  # TODO: källans id i sources.yaml", "id: storby-handbok")
    for number in range(text.count("TODO: ")):
        text = text.replace("TODO: ", f"Written text number {number}, ", 1)
    return text


def mended_base(folder: Path) -> Path:
    """Return a copy of the small base that answers `MERMAIDS`."""
    copy = a_copy(folder)
    draft = draft_passage(
        load(copy),
        MERMAIDS,
        "sv",
        topic="bilder",
        today=date(2026, 11, 25),
        answer="Nej, aldrig. " * 3,
    )
    (copy / "passages" / "sjojungfrur.yaml").write_text(finished(draft.text), "utf-8")
    return copy


def take_into_use(live: CurrentBase, snapshot: Snapshot) -> None:
    """Answer from *snapshot* from now on, as after a change of the base."""
    live._current = snapshot  # pyright: ignore[reportPrivateUsage]
