"""What this room needs stored; `storage/` implements it, synchronously."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from accounts.ports import AccountsUnitOfWork
from readings.passage_review import PassageReview
from readings.reading import Revision, RoutineReading


class Revisions(Protocol):
    """The revisions that have been in use."""

    def get(self, revision_id: str, /) -> Revision | None: ...

    def latest(self, routine: str = "") -> Revision | None:
        """Return the one of *routine* that was taken into use last; without it, of the first."""
        ...

    def put(self, revision: Revision, /) -> None:
        """Store *revision*, in place of what is stored under its id."""
        ...


class Readings(Protocol):
    """Who has read what."""

    def put(self, reading: RoutineReading, /) -> None:
        """Store *reading*, unless the person has read that revision already."""
        ...

    def of_revision(self, revision_id: str, /) -> Sequence[RoutineReading]: ...

    def of_person(self, person_id: str, /) -> Sequence[RoutineReading]:
        """Return what the person has read, latest first."""
        ...


class PassageReviews(Protocol):
    """What reviewers have said of passages whose day of review has passed."""

    def put(self, review: PassageReview, /) -> None:
        """Store *review*, in place of what was said of the passage before."""
        ...

    def all(self) -> Mapping[str, PassageReview]:
        """Return the latest word on each passage, by its id."""
        ...


class ReadingsUnitOfWork(AccountsUnitOfWork, Protocol):
    """The unit of work of readings."""

    @property
    def revisions(self) -> Revisions: ...
    @property
    def readings(self) -> Readings: ...
    @property
    def passage_reviews(self) -> PassageReviews: ...
