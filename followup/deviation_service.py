"""Deviations: planned and done by who owns them, seen by a reviewer."""

from collections.abc import Callable, Sequence
from datetime import date

from accounts.policy import AccountsPolicy
from core.changes import change_once, require_case, tell
from core.errors import NoSuchCase
from core.outbox import REVIEW_CHANNEL
from core.person import Person
from core.service import Service, reads, writes
from followup.deviation import Deviation, DeviationStanding, Plan
from followup.notices import FollowUpNotice
from followup.people import named_person
from followup.ports import FollowUpUnitOfWork
from followup.round_service import require_ahead


class DeviationService(Service[FollowUpUnitOfWork, AccountsPolicy]):
    """What people do about a deviation: its owner, who answered, and reviewers."""

    @reads
    def show(self, uow: FollowUpUnitOfWork, by: Person, deviation_id: str) -> Deviation:
        return self._theirs(uow, by, deviation_id)

    @reads
    def posted(self, uow: FollowUpUnitOfWork, deviation_id: str) -> Deviation | None:
        """Return what a notice tells of; who may see that was decided when it was addressed."""
        return uow.deviations.get(deviation_id)

    @reads
    def mine(self, uow: FollowUpUnitOfWork, by: Person) -> Sequence[Deviation]:
        """Return what *by* owns and isn't closed, opened first first."""
        return [each for each in uow.deviations.open() if each.owner == by]

    @reads
    def to_see(self, uow: FollowUpUnitOfWork, by: Person) -> Sequence[Deviation]:
        """Return what is done and no reviewer has seen."""
        self._policy.require_reviewer(uow, by)
        done = DeviationStanding.DONE
        return [each for each in uow.deviations.open() if each.standing is done]

    @writes
    def plan(
        self,
        uow: FollowUpUnitOfWork,
        by: Person,
        deviation_id: str,
        seen: int,
        *,
        action: str,
        owner: str,
        due: date,
    ) -> Deviation:
        """Say what is to be done, by whom, until when; no name means whoever owns it already.

        Raises:
            ActionMissing, WrongDay, NobodyNamed: where the plan doesn't hold.
        """
        before = self._theirs(uow, by, deviation_id)
        require_ahead(due, self._policy.clock())
        said = self._policy.accepted_text(action)
        named = self._policy.accepted_line(owner)
        plan = Plan(said, named_person(uow.people, named, by, otherwise=before.owner), due)
        after = self._changed(
            uow,
            before,
            lambda: before.planned(plan, at=self._policy.clock()),
            by=by,
            seen=seen,
            is_done=before.plan == plan,
        )
        if after.owner != before.owner and after.owner != by:
            tell(uow, after, FollowUpNotice.DEVIATION_GIVEN, after.owner.id, by=by)
        return after

    @writes
    def finish(
        self, uow: FollowUpUnitOfWork, by: Person, deviation_id: str, seen: int, *, what: str
    ) -> Deviation:
        """Say what was done; the reviewers are told."""
        before = self._theirs(uow, by, deviation_id)
        said = self._policy.accepted_text(what)
        after = self._changed(
            uow,
            before,
            lambda: before.finished(by, said, at=self._policy.clock()),
            by=by,
            seen=seen,
            is_done=before.done == said and not before.is_to_do,
        )
        if after is not before:
            tell(uow, after, FollowUpNotice.DEVIATION_DONE, REVIEW_CHANNEL, by=by)
        return after

    @writes
    def close(self, uow: FollowUpUnitOfWork, by: Person, deviation_id: str, seen: int) -> Deviation:
        """Say as a reviewer that it is done."""
        self._policy.require_reviewer(uow, by)
        before = require_case(uow.deviations, deviation_id)
        return self._changed(
            uow,
            before,
            lambda: before.closed(by, at=self._policy.clock()),
            by=by,
            seen=seen,
            is_done=before.is_closed,
        )

    @writes
    def send_back(
        self, uow: FollowUpUnitOfWork, by: Person, deviation_id: str, seen: int, *, reason: str
    ) -> Deviation:
        """Say as a reviewer why it isn't done; its owner is told."""
        self._policy.require_reviewer(uow, by)
        before = require_case(uow.deviations, deviation_id)
        said = self._policy.accepted_text(reason)
        after = self._changed(
            uow,
            before,
            lambda: before.sent_back(said, at=self._policy.clock()),
            by=by,
            seen=seen,
            is_done=before.is_to_do and before.returned == said,
        )
        if after is not before:
            tell(uow, after, FollowUpNotice.DEVIATION_RETURNED, after.owner.id, by=by)
        return after

    def _theirs(self, uow: FollowUpUnitOfWork, by: Person, deviation_id: str) -> Deviation:
        """Return a deviation that *by* has to do with; raise `NoSuchCase`."""
        deviation = require_case(uow.deviations, deviation_id)
        account = uow.register.get(deviation.account.id)
        is_theirs = by == deviation.owner or (account and account.is_looked_after_by(by))
        if not is_theirs and not self._policy.is_reviewer(uow, by):
            raise NoSuchCase
        return deviation

    def _changed(
        self,
        uow: FollowUpUnitOfWork,
        before: Deviation,
        change: Callable[[], Deviation],
        *,
        by: Person,
        seen: int,
        is_done: bool,
    ) -> Deviation:
        return change_once(uow, uow.deviations, before, change, by=by, seen=seen, is_done=is_done)
