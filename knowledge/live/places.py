"""Where bases are found, which of them should be in use, and the one to start with."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from knowledge.live.acceptance import accept
from knowledge.live.current import CurrentBase
from knowledge.live.versions import BaseVersions
from knowledge.search.snapshot import Snapshot
from knowledge.source.files import Content, read_content
from yamlfile.problem import Faulty

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The content that should be in use; its faults are told by names relative to the base."""

    content: Content
    pinned: bool

    @property
    def state(self) -> str:
        return f"{self.content.state}{' pinned' if self.pinned else ''}"


@dataclass(frozen=True, slots=True)
class Places:
    """The editors' folder, which is never written to, the cache, and the bases kept."""

    folder: Path
    cache: Path
    kept: BaseVersions

    def wanted(self) -> Wanted:
        """Return the base pinned, or else what stands in the editors' folder."""
        pinned = self.kept.pinned()
        if pinned is not None:
            return Wanted(self.kept.read(pinned), pinned=True)
        return Wanted(replace(read_content(self.folder), folder=Path()), pinned=False)

    def keep(self, content: Content, passages: int, at: datetime) -> None:
        """Keep a base taken into use; where that fails the bot goes on without."""
        try:
            self.kept.keep(content, passages=passages, at=at)
        except OSError:
            logger.exception("base %s could not be kept for going back to", content.hash)


def open_live(places: Places, at: datetime) -> CurrentBase:
    """Return what to answer from at start: the base pinned, or else the editors' folder.

    Raises:
        Faulty: with every fault of the editors' base.
    """
    pinned = _pinned_snapshot(places)
    if pinned is not None:
        return CurrentBase(pinned, at=at, pinned=True)
    content = read_content(places.folder)
    snapshot, warnings = accept(content, places.cache)
    for warning in warnings:
        logger.warning("%s: %s %s", warning.path.name, warning.code, dict(warning.facts))
    places.keep(content, len(snapshot.passages), at)
    return CurrentBase(snapshot, at=at)


def _pinned_snapshot(places: Places) -> Snapshot | None:
    """Return the snapshot of the base pinned; None where it is none, or can't be used any more."""
    pinned = places.kept.pinned()
    if pinned is None:
        return None
    try:
        return accept(places.kept.read(pinned), places.cache)[0]
    except Faulty:
        logger.warning("the pinned base %s can't be used: starting from the folder", pinned)
        return None
