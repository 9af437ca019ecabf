"""The snapshot in use. It is swapped whole: a turn keeps the one it began with."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from knowledge.search.snapshot import Snapshot
from yamlfile.problem import Problem


@dataclass(frozen=True, slots=True)
class BaseStatus:
    """How it is with the base in use, for those who look after the bot."""

    hash: str
    loaded_at: datetime
    pinned: bool = False
    """Whether somebody went back to a base kept, and the editors' folder is left aside."""
    refused: tuple[Problem, ...] = ()
    """What is wrong with the newest change; paths are relative to the base."""


class CurrentBase:
    """Holds the current snapshot, and how it stands."""

    def __init__(
        self, snapshot: Snapshot, *, at: datetime | None = None, pinned: bool = False
    ) -> None:
        self._current = snapshot
        self._standing = BaseStatus(snapshot.base.hash, at or datetime.now(UTC), pinned)

    @property
    def current(self) -> Snapshot:
        return self._current

    @property
    def standing(self) -> BaseStatus:
        return self._standing

    def swap(self, snapshot: Snapshot, *, at: datetime, pinned: bool) -> None:
        """Answer from *snapshot* from the next turn on."""
        self._current = snapshot
        self._standing = BaseStatus(snapshot.base.hash, at, pinned)

    def keep(self, *, pinned: bool) -> None:
        """Note that what should be in use already is."""
        self._standing = replace(self._standing, pinned=pinned, refused=())

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """Note that the newest change can't be used, and go on with what is."""
        self._standing = replace(self._standing, refused=problems)
