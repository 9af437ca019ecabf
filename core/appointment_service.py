"""Changing the list of reviewers: one proposes, another confirms; or those who run the bot do."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.appointments import (
    Appointment,
    AppointmentStanding,
    EndsBeforeItBegins,
    LastReviewer,
    NotCurrent,
    NotProposed,
    Remit,
    UnknownPerson,
    reviewers_at,
)
from core.changes import change_once, require_case, save, tell
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person, bare_name
from core.policy import Policy
from core.ports import UnitOfWork
from core.service import Service, reads, writes


@dataclass(frozen=True, slots=True)
class Tenure:
    """Whom to appoint, from when to when, and in whose place."""

    who: str
    """A name the bot has met, or an id."""
    starts_at: datetime
    ends_at: datetime | None = None
    deputy_for: str = ""
    """An id; empty for a reviewer in their own right."""
    routine: str = ""
    """The one whose questions they see to; empty for all that is reviewed. A deputy's is that of
    whom they stand in for."""


class AppointmentService(Service[UnitOfWork, Policy]):
    """Who reviews, and how that changes. Every change stands in the audit log."""

    @reads
    def is_reviewer(self, uow: UnitOfWork, person: Person) -> bool:
        return self._policy.is_reviewer(uow, person)

    @reads
    def remit(self, uow: UnitOfWork, person: Person) -> Remit:
        """Return whose questions *person* sees to."""
        return self._policy.remit(uow, person)

    @reads
    def require_reviewer(self, uow: UnitOfWork, person: Person) -> None:
        """Raise `NotAReviewer` unless *person* is one now."""
        self._policy.require_reviewer(uow, person)

    @reads
    def listed(self, uow: UnitOfWork, by: Person) -> Sequence[Appointment]:
        """Return every appointment, for reviewers."""
        self._policy.require_reviewer(uow, by)
        return _all_named(uow)

    @reads
    def everything(self, uow: UnitOfWork) -> Sequence[Appointment]:
        """Return every appointment, for those who run the bot."""
        return _all_named(uow)

    @reads
    def posted(self, uow: UnitOfWork, appointment_id: str) -> Appointment | None:
        """Return what a notice tells of; who may see that was decided when it was addressed."""
        appointment = uow.appointments.get(appointment_id)
        return _named(uow, appointment) if appointment else None

    @reads
    def show(self, uow: UnitOfWork, by: Person, appointment_id: str) -> Appointment:
        self._policy.require_reviewer(uow, by)
        return _named(uow, require_case(uow.appointments, appointment_id))

    @writes
    def seed(self, uow: UnitOfWork, reviewers: Iterable[str]) -> int:
        """Appoint the first reviewers where there has never been one; return how many."""
        if uow.appointments.all():
            return 0
        now, first = self._policy.clock(), sorted({each.lower() for each in reviewers})
        for person_id in first:
            self._add(uow, self._by_id(uow, person_id), Tenure(person_id, now), by=None)
        return len(first)

    @writes
    def propose(self, uow: UnitOfWork, by: Person, term: Tenure) -> Appointment:
        """Propose a reviewer or a deputy; another reviewer is asked to confirm."""
        self._policy.require_reviewer(uow, by)
        return self._add(uow, self._someone(uow, term.who), term, by=by)

    @writes
    def appoint(self, uow: UnitOfWork, term: Tenure) -> Appointment:
        """Appoint somebody by id at once, for those who run the bot."""
        return self._add(uow, self._by_id(uow, term.who), term, by=None)

    @writes
    def confirm(self, uow: UnitOfWork, by: Person, appointment_id: str, seen: int) -> Appointment:
        """Confirm what another reviewer has proposed."""
        self._policy.require_reviewer(uow, by)
        before, now = require_case(uow.appointments, appointment_id), self._policy.clock()
        is_done = before.confirmed_by == by and not before.is_waiting
        change = before if is_done else before.confirmed(by, at=now)
        self._require_somebody_left(uow, {before.id: change})
        return self._changed(uow, before, change, by=by, seen=seen, is_done=is_done)

    @writes
    def refuse(self, uow: UnitOfWork, by: Person, appointment_id: str, seen: int) -> Appointment:
        """Turn down, or take back, what has been proposed."""
        self._policy.require_reviewer(uow, by)
        before = require_case(uow.appointments, appointment_id)
        is_done = not before.is_waiting and before.version == seen + 1
        change = before if is_done else before.refused(at=self._policy.clock())
        return self._changed(uow, before, change, by=by, seen=seen, is_done=is_done)

    @writes
    def propose_end(
        self, uow: UnitOfWork, by: Person, appointment_id: str, seen: int, ends_at: datetime
    ) -> Appointment:
        """Propose that an appointment ends; another reviewer is asked to confirm."""
        self._policy.require_reviewer(uow, by)
        before, now = require_case(uow.appointments, appointment_id), self._policy.clock()
        is_done = before.ending is not None and before.ending.by == by
        change = before if is_done else before.end_proposed(by, ends_at=ends_at, at=now)
        return self._changed(uow, before, change, by=by, seen=seen, is_done=is_done)

    @writes
    def end(self, uow: UnitOfWork, person_id: str, ends_at: datetime) -> int:
        """End all of a person's appointments, for those who run the bot; return how many."""
        now = self._policy.clock()
        theirs = [
            each
            for each in uow.appointments.in_force()
            if each.reviewer.id.lower() == person_id.lower() and not each.has_ended(now)
        ]
        if not theirs:
            raise NotProposed
        ended = {each.id: each.ended(ends_at=ends_at, at=now) for each in theirs}
        self._require_somebody_left(uow, ended)
        for before in theirs:
            save(uow, uow.appointments, ended[before.id], before, by=None)
        return len(theirs)

    def _add(self, uow: UnitOfWork, who: Person, term: Tenure, *, by: Person | None) -> Appointment:
        now = self._policy.clock()
        if term.ends_at is not None and term.ends_at <= max(term.starts_at, now):
            raise EndsBeforeItBegins
        principal = self._principal(uow, who, term.deputy_for)
        appointment = Appointment(
            id=f"granskare-{secrets.token_hex(4)}",
            reviewer=who,
            starts_at=term.starts_at,
            changed_at=now,
            nonce=self._policy.nonce(),
            ends_at=term.ends_at,
            deputy_for=principal.reviewer if principal else None,
            routine=principal.routine if principal else term.routine,
            proposed_by=by,
            standing=AppointmentStanding.PROPOSED if by else AppointmentStanding.IN_FORCE,
        )
        uow.appointments.add(appointment)
        save(uow, uow.appointments, appointment, None, by=by)
        if by is not None:
            tell(uow, appointment, NoticeKind.APPOINTMENT, REVIEW_CHANNEL, by=by)
        return appointment

    def _principal(self, uow: UnitOfWork, who: Person, deputy_for: str) -> Appointment | None:
        if not deputy_for:
            return None
        for each in uow.appointments.in_force():
            is_theirs = each.reviewer.id.lower() == deputy_for.lower()
            if is_theirs and each.deputy_for is None and not each.has_ended(self._policy.clock()):
                if each.reviewer == who:
                    raise NotCurrent
                return each
        raise NotCurrent

    def _by_id(self, uow: UnitOfWork, person_id: str) -> Person:
        return uow.people.known(person_id.lower()) or Person(person_id.lower(), "")

    def _someone(self, uow: UnitOfWork, who: str) -> Person:
        """Return the one person meant by an Entra object id or a name; raise `UnknownPerson`."""
        try:
            return self._by_id(uow, str(UUID(who.strip())))
        except ValueError:
            known = uow.people.named(who)
            named = [each for each in known if bare_name(each.name) == bare_name(who)]
        if len(named) != 1:
            raise UnknownPerson
        return named[0]

    def _changed(
        self,
        uow: UnitOfWork,
        before: Appointment,
        change: Appointment,
        *,
        by: Person,
        seen: int,
        is_done: bool,
    ) -> Appointment:
        after = change_once(
            uow, uow.appointments, before, lambda: change, by=by, seen=seen, is_done=is_done
        )
        if after is not before:
            tell(uow, after, NoticeKind.APPOINTMENT, REVIEW_CHANNEL, by=by)
        return after

    def _require_somebody_left(self, uow: UnitOfWork, changed: Mapping[str, Appointment]) -> None:
        """Raise `LastReviewer` where *changed*, by id, leaves a time that nobody reviews at.

        A time that nobody reviewed at before either is none of their doing.
        """
        now, before = self._policy.clock(), uow.appointments.in_force()
        after = [changed.get(each.id, each) for each in before]
        after += [each for key, each in changed.items() if key not in {b.id for b in before}]
        turns = {
            now,
            *(at for each in (*before, *after) for at in (each.starts_at, each.ends_at) if at),
        }
        for at in turns:
            if at >= now and reviewers_at(before, at) and not reviewers_at(after, at):
                raise LastReviewer


def _all_named(uow: UnitOfWork) -> Sequence[Appointment]:
    return [_named(uow, each) for each in uow.appointments.all()]


def _named(uow: UnitOfWork, appointment: Appointment) -> Appointment:
    """Return the appointment with the name of somebody who was appointed before they were met."""

    def named(person: Person) -> Person:
        return person if person.name else uow.people.known(person.id) or person

    principal = appointment.deputy_for
    return replace(
        appointment,
        reviewer=named(appointment.reviewer),
        deputy_for=named(principal) if principal else None,
    )
