"""A base with a gap mended: the small one, and a passage on what mermaids see."""

from datetime import date
from pathlib import Path

from knowledge.drafting import draft_passage
from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from knowledge.source.loader import load
from tests.copies import a_copy

MERMAIDS = (
    "Åskådliggör sjöjungfrur fjärrskådning?",
    "sjöjungfrur fjärrskådning",
    "Hur ofta åskådliggör sjöjungfrur fjärrskådning?",
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
