"""Asking for a release, answering it as a second reader, calling it back, and its end."""

from collections.abc import Callable, Sequence
from datetime import datetime

from core.changes import require_case, tell
from core.keys import random_case_id
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from core.policy import Policy
from core.ports import Transactions
from core.service import Service, reads, writes
from releases.release import (
    AlreadyOpen,
    Release,
    ReleaseStanding,
    ReleasesUnitOfWork,
)

Change = Callable[[Release], Release]


class ReleaseService(Service[ReleasesUnitOfWork, Policy]):
    """One release at a time is on its way. Each change of it is a line in the audit log."""

    def __init__(
        self,
        transactions: Transactions[ReleasesUnitOfWork],
        policy: Policy,
        *,
        second_reader: bool,
    ) -> None:
        """With *second_reader*, somebody else must approve each."""
        super().__init__(transactions, policy)
        self.second_reader = second_reader

    @reads
    def latest(self, uow: ReleasesUnitOfWork, by: Person) -> Sequence[Release]:
        """Return the latest ones, the last asked for first."""
        self._policy.require_reviewer(uow, by)
        return uow.releases.latest()

    @reads
    def due(self, uow: ReleasesUnitOfWork) -> Release | None:
        """Return what is to be tried now."""
        now = self._policy.clock()
        return next((each for each in uow.releases.latest() if each.is_due(now)), None)

    @writes
    def ask(
        self, uow: ReleasesUnitOfWork, by: Person, base: str, due_at: datetime | None
    ) -> Release:
        """Have *base*, a hash, taken into use at *due_at*; raise `AlreadyOpen`."""
        self._policy.require_reviewer(uow, by)
        if any(each.is_open for each in uow.releases.latest()):
            raise AlreadyOpen
        now = self._policy.clock()
        is_read = self.second_reader
        release = Release(
            id=random_case_id("publicering"),
            base=base,
            by=by,
            asked_at=now,
            changed_at=now,
            standing=ReleaseStanding.ASKED if is_read else ReleaseStanding.WAITING,
            due_at=due_at,
        )
        uow.releases.add(release)
        self._log(uow, release, by)
        if is_read:
            self._tell(uow, release, REVIEW_CHANNEL, by=by)
        return release

    @writes
    def approve(self, uow: ReleasesUnitOfWork, by: Person, release_id: str, seen: int) -> Release:
        """Approve what another reviewer has asked for."""
        now = self._policy.clock()
        return self._answer(uow, by, release_id, seen, lambda each: each.approved(by, at=now))

    @writes
    def turn_down(self, uow: ReleasesUnitOfWork, by: Person, release_id: str, seen: int) -> Release:
        """Turn down what another reviewer has asked for."""
        now = self._policy.clock()
        after = self._answer(uow, by, release_id, seen, lambda each: each.turned_down(by, at=now))
        self._tell(uow, after, after.by.id, by=by)
        return after

    @writes
    def call_back(self, uow: ReleasesUnitOfWork, by: Person, release_id: str, seen: int) -> Release:
        """Call back what isn't published yet."""
        now = self._policy.clock()
        after = self._answer(uow, by, release_id, seen, lambda each: each.called_back(by, at=now))
        if after.by != by:
            self._tell(uow, after, after.by.id, by=by)
        return after

    @writes
    def published(
        self, uow: ReleasesUnitOfWork, release: Release, publish: Callable[[], None]
    ) -> None:
        """Publish it, unless somebody has called it back meanwhile."""
        before = require_case(uow.releases, release.id)
        if before.is_open:
            self._end(uow, before, "")
            publish()  # last: done twice it does no harm, noted without it it would

    @writes
    def failed(self, uow: ReleasesUnitOfWork, release: Release, problems: str) -> None:
        """Note that it can't be used, for *problems*."""
        before = require_case(uow.releases, release.id)
        if before.is_open:
            self._end(uow, before, problems)

    def _end(self, uow: ReleasesUnitOfWork, before: Release, problems: str) -> None:
        after = before.ended(well=not problems, at=self._policy.clock())
        uow.releases.save(after, seen=before.version)
        self._log(uow, after, None)
        if problems or after.comes_later:
            self._tell(uow, after, after.by.id, by=None, problems=problems)

    def _answer(
        self, uow: ReleasesUnitOfWork, by: Person, release_id: str, seen: int, change: Change
    ) -> Release:
        self._policy.require_reviewer(uow, by)
        before = require_case(uow.releases, release_id)
        after = change(before)
        before.require_seen(seen)
        uow.releases.save(after, seen=before.version)
        self._log(uow, after, by)
        return after

    def _tell(
        self,
        uow: ReleasesUnitOfWork,
        release: Release,
        whom: str,
        *,
        by: Person | None,
        problems: str = "",
    ) -> None:
        """Tell how it stands; whoever has been erased is told nothing."""
        facts = {"standing": release.state, "problems": problems}
        if release.due_at:
            facts["due"] = release.due_at.isoformat()
        if whom:
            tell(uow, release, NoticeKind.RELEASE, whom, by=by, facts=facts)

    def _log(self, uow: ReleasesUnitOfWork, release: Release, by: Person | None) -> None:
        uow.audit.append(
            at=release.changed_at,
            what=release.kind,
            subject=release.id,
            by=by.id if by else None,
            state=release.state,
            content=release.base,
        )
