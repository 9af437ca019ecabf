"""Who is asked to confirm a request: another manager, a deputy, or somebody met meanwhile."""

from collections.abc import Sequence

from accounts.errors import OwnManager, SeveralPeople
from accounts.history import EventKind, is_last
from accounts.matching import NameMatch, match_person
from accounts.people_fields import accepted_person
from accounts.policy import AccountsPolicy
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.changes import change_once, require_case, save, tell
from core.errors import NoSuchCase, ReasonMissing
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from core.service import Service, writes


class ManagerService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """Finds the manager of a request that waits for one."""

    @writes
    def reassign(
        self,
        uow: AccountsUnitOfWork,
        by: Person,
        request_id: str,
        seen: int,
        *,
        to: str,
        as_deputy: bool = False,
    ) -> AccountRequest:
        """Ask somebody else: as another manager, or in the manager's place.

        The requester may do either, and the manager who was asked may name a deputy.

        Raises:
            OwnManager: where that is who made the request, or who was asked.
            SeveralPeople: where the bot knows more than one person of that name.
        """
        before, name = require_case(uow.requests, request_id), accepted_person(self._policy, to)
        is_manager = before.manager_id == by.id
        was_done_by_them = is_last(before.history, EventKind.REASSIGNED, by)
        if by != before.requester and not (is_manager or was_done_by_them):
            raise NoSuchCase
        as_deputy = as_deputy or is_manager
        named = self._named(uow, before, by, name)

        def changed() -> AccountRequest:
            at = self._policy.clock()
            return before.reassigned(name, by, at=at, as_deputy=as_deputy).asking(named)

        asked = (name, named.name if named else name)
        is_done = before.version != seen and before.asked_as in asked
        if not (is_done or is_manager or by == before.requester):
            raise NoSuchCase
        after = change_once(uow, uow.requests, before, changed, by=by, seen=seen, is_done=is_done)
        if after is not before:
            self._tell(uow, before, after, by)
        return after

    async def ask_those_met(self) -> int:
        """Ask the managers whom the bot has met since they were named; return how many."""
        if not await self.transactions.read(_found):
            return 0
        return await self._ask_those_met()

    @writes
    def _ask_those_met(self, uow: AccountsUnitOfWork) -> int:
        found = _found(uow)
        for before, manager in found:
            after = before.found(manager)
            save(uow, uow.requests, after, before, by=None, at=self._policy.clock())
            tell(uow, after, NoticeKind.MANAGER_ASKED, manager.id, by=after.requester)
        return len(found)

    def _named(
        self, uow: AccountsUnitOfWork, request: AccountRequest, by: Person, name: str
    ) -> Person | None:
        if not name:
            raise ReasonMissing
        match = match_person(uow.people, name, request.requester)
        if match.kind is NameMatch.SEVERAL:
            raise SeveralPeople(match.people)
        if match.kind is NameMatch.SELF or match.only in (by, request.requester):
            raise OwnManager
        return match.only

    def _tell(
        self, uow: AccountsUnitOfWork, before: AccountRequest, after: AccountRequest, by: Person
    ) -> None:
        if after.manager_id:
            tell(uow, after, NoticeKind.MANAGER_ASKED, after.manager_id, by=by)
        if before.manager_id not in (None, by.id, after.manager_id):
            tell(uow, after, NoticeKind.MANAGER_RELIEVED, str(before.manager_id), by=by)
        if by != after.requester:
            tell(uow, after, NoticeKind.MANAGER_REASSIGNED, after.requester.id, by=by)
        if after.has_reached_review:
            tell(uow, after, NoticeKind.REVIEW, REVIEW_CHANNEL, by=by)


def _found(uow: AccountsUnitOfWork) -> Sequence[tuple[AccountRequest, Person]]:
    """Return the requests whose manager wasn't known when they were sent, with who it is."""
    waiting = (each for each in uow.requests.waiting() if not each.manager_id)
    matched = (
        (each, match_person(uow.people, each.asked_as, each.requester).only)
        for each in waiting
        if each.is_unconfirmed
    )
    return [(request, manager) for request, manager in matched if manager is not None]
