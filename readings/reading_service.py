"""Saying that one has read the routine, telling those concerned of a new revision, and figures."""

from dataclasses import dataclass, replace

from accounts.policy import AccountsPolicy
from core.errors import DomainError
from core.outbox import Notice, NoticeKind
from core.person import Person
from core.service import Service, reads, writes
from readings.ports import ReadingsUnitOfWork
from readings.reading import ReadingFigures, Revision, RoutineReading, figures_of, routine_of


class RevisionReplaced(DomainError):
    """The routine has got a newer revision than the one on the card."""

    code = "revision-replaced"


@dataclass(frozen=True, slots=True)
class ReadingState:
    """What is shown to somebody of the revision in use."""

    revision: Revision
    before: Revision | None
    """The revision that the person may know."""
    reading: RoutineReading | None
    """That they have read the one in use; None where they haven't said so."""
    unit: str
    """Where they most likely work; empty where that isn't known."""


class ReadingService(Service[ReadingsUnitOfWork, AccountsPolicy]):
    """Knows the revision in use as `take_into_use` was told last."""

    @writes
    def take_into_use(self, uow: ReadingsUnitOfWork, current: Revision) -> int:
        """Store what the base quotes now; of a new revision, tell those concerned.

        Those are whoever has read the one before, and of the first routine whoever is responsible
        for an account.
        An earlier base that was gone back to is no news. Return how many are told.
        """
        routine = routine_of(current.id)
        latest, known = uow.revisions.latest(routine), uow.revisions.get(current.id)
        if known is not None:
            since = known.live_at if known == latest else current.live_at
            after = replace(known, wording=current.wording, live_at=since)
            if after != known:
                uow.revisions.put(after)
            return 0
        before = latest.id if latest else ""
        uow.revisions.put(replace(current, before=before))
        if latest is None:
            return 0
        accounts = () if routine else uow.register.all()
        owners = {each.responsible.id for each in accounts if each.has_responsible}
        told = sorted(owners | {each.person for each in uow.readings.of_revision(before)})
        for person in told:
            kind = NoticeKind.ROUTINE_REVISED if person in owners else NoticeKind.ROUTINE_NEWS
            uow.outbox.put(Notice(f"{kind}/{current.id}/{person}", kind, person, current.id))
        return len(told)

    @writes
    def confirm(self, uow: ReadingsUnitOfWork, by: Person, revision: str, unit: str) -> None:
        """Note that *by* has read a revision; a second press changes nothing.

        Raises:
            RevisionReplaced: where it isn't the one in use any more.
        """
        latest = uow.revisions.latest(routine_of(revision))
        if latest is None or latest.id != revision:
            raise RevisionReplaced
        uow.readings.put(RoutineReading(revision, by.id, unit, self._policy.clock()))

    @reads
    def state(
        self, uow: ReadingsUnitOfWork, person_id: str, routine: str = ""
    ) -> ReadingState | None:
        """Return what to show somebody of *routine*; None before it has had any revision."""
        latest = uow.revisions.latest(routine)
        if latest is None:
            return None
        readings = uow.readings.of_person(person_id)
        reading = next((each for each in readings if each.revision == latest.id), None)
        accounts = [each.unit for each in uow.register.of_person(person_id)]
        units = [each.unit for each in readings if each.unit] + accounts
        before = uow.revisions.get(latest.before)
        return ReadingState(latest, before, reading, units[0] if units else "")

    @reads
    def figures(self, uow: ReadingsUnitOfWork) -> ReadingFigures | None:
        """Return how many have read the revision in use of the first; None where there is none."""
        latest = uow.revisions.latest()
        return figures_of(latest.id, uow.readings.of_revision(latest.id)) if latest else None
