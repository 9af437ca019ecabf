"""What was saved at one moment, on its way to be what the bot answers from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from core.cases import Repository, Versioned
from core.errors import DomainError
from core.person import Person
from core.ports import UnitOfWork


class AlreadyOpen(DomainError):
    """Another release is on its way: what it holds would be taken back by an older one."""

    code = "already-open"


class NotOpen(DomainError):
    """It is published, or was called back."""

    code = "not-open"


class NeedsAnotherReader(DomainError):
    """Whoever asks for a release doesn't approve it."""

    code = "needs-another-reader"


class ReleaseStanding(StrEnum):
    """Where a release stands."""

    ASKED = "asked"
    """Another reviewer is to read it."""
    WAITING = "waiting"
    """Until its time has come, or the job that tries it has."""
    PUBLISHED = "published"
    FAILED = "failed"
    """It didn't pass what a base must."""
    TURNED_DOWN = "turned-down"
    CALLED_BACK = "called-back"


OPEN = frozenset({ReleaseStanding.ASKED, ReleaseStanding.WAITING})


@dataclass(frozen=True, slots=True)
class Release(Versioned):
    """A base by its hash, and who wants it in use. Immutable: each method returns a new version."""

    kind: ClassVar[str] = "release"

    id: str
    base: str
    by: Person
    asked_at: datetime
    changed_at: datetime
    standing: ReleaseStanding
    due_at: datetime | None = None
    """None: as soon as it may."""
    answered_by: Person | None = None
    """The second reader, or whoever called it back."""
    version: int = 1

    @property
    def state(self) -> str:
        return self.standing

    @property
    def is_open(self) -> bool:
        return self.standing in OPEN

    @property
    def comes_later(self) -> bool:
        """Whether whoever asked may have left the page by the time it is tried."""
        return self.due_at is not None or self.answered_by is not None

    def is_due(self, at: datetime) -> bool:
        if self.standing is not ReleaseStanding.WAITING:
            return False
        return self.due_at is None or self.due_at <= at

    def approved(self, by: Person, *, at: datetime) -> "Release":
        """Return it read by a second person; raise `NotOpen` or `NeedsAnotherReader`."""
        return self._answered(by, ReleaseStanding.WAITING, at)

    def turned_down(self, by: Person, *, at: datetime) -> "Release":
        """Return it turned down by a second person; raise likewise."""
        return self._answered(by, ReleaseStanding.TURNED_DOWN, at)

    def called_back(self, by: Person, *, at: datetime) -> "Release":
        """Return it called back, by any reviewer; raise `NotOpen`."""
        self._require_open()
        return replace(self._next(ReleaseStanding.CALLED_BACK, at), answered_by=by)

    def ended(self, *, well: bool, at: datetime) -> "Release":
        """Return it published, or failed; raise `NotOpen`."""
        self._require_open()
        standing = ReleaseStanding.PUBLISHED if well else ReleaseStanding.FAILED
        return self._next(standing, at)

    def without(self, person: Person) -> "Release":
        """Return it with nobody in the person's place; it stands as it did."""
        nobody = Person("", "")
        answered = nobody if self.answered_by == person else self.answered_by
        by = nobody if self.by == person else self.by
        return replace(self, by=by, answered_by=answered, version=self.version + 1)

    def _answered(self, by: Person, standing: ReleaseStanding, at: datetime) -> "Release":
        if self.standing is not ReleaseStanding.ASKED:
            raise NotOpen
        if by == self.by:
            raise NeedsAnotherReader
        return replace(self._next(standing, at), answered_by=by)

    def _require_open(self) -> None:
        if not self.is_open:
            raise NotOpen

    def _next(self, standing: ReleaseStanding, at: datetime) -> "Release":
        return replace(self, standing=standing, changed_at=at, version=self.version + 1)


class Releases(Repository[Release], Protocol):
    """Those that are on their way, and the latest that were."""

    def add(self, release: Release) -> bool:
        """Store a new one, in the place of the oldest; False where its id is taken."""
        ...

    def latest(self) -> Sequence[Release]:
        """Return all there are, the last asked for first."""
        ...


class ReleasesUnitOfWork(UnitOfWork, Protocol):
    """The unit of work of releases."""

    @property
    def releases(self) -> Releases: ...
