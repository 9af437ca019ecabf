"""Copies of the small base, changed as editors change them."""

import shutil
from datetime import date
from pathlib import Path

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
