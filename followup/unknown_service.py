"""Accounts that nobody knows: reported by employees, decided by reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from accounts.account import Account
from accounts.addresses import completed, is_web_address
from accounts.form import ADDRESS, NAME, PLATFORM
from accounts.likeness import are_alike
from accounts.policy import AccountsPolicy
from accounts.request import AccountRequest
from core.changes import change_once, require_case, save, tell
from core.errors import NoSuchCase
from core.keys import random_case_id
from core.outbox import REVIEW_CHANNEL
from core.person import Person
from core.service import Service, reads, writes
from followup.errors import NameMissing
from followup.notices import FollowUpNotice
from followup.people import named_person
from followup.ports import FollowUpUnitOfWork
from followup.unknown_account import UnknownAccount, UnknownStanding, name_key

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class UnknownDossier:
    """An unknown account with what was found that may be meant."""

    unknown: UnknownAccount
    alike: Sequence[Account] = ()
    """Accounts in use and closed ones whose names can be taken for its own."""


@dataclass(frozen=True, slots=True)
class UnknownRuling:
    """What a reviewer decides on an unknown account."""

    outcome: UnknownStanding
    words: str = ""
    platform: str = ""
    responsible: str = ""
    """Who is to ask for it, where it is ours; empty for who reported it first."""


class UnknownAccountService(Service[FollowUpUnitOfWork, AccountsPolicy]):
    """Takes reports from anybody, and decisions from reviewers."""

    @writes
    def report(self, uow: FollowUpUnitOfWork, by: Person, name: str) -> UnknownAccount:
        """Report an account; one that has been reported already gets one more to tell.

        Of one that was decided not to be ours, or to be an impostor, the decision is returned.
        """
        name = self._policy.accepted_line(name, longest=LONGEST_NAME)
        if not name_key(name):
            raise NameMissing
        at, known = self._policy.clock(), uow.unknown_accounts.with_key(name_key(name))
        if known is not None and known.standing is not UnknownStanding.OURS:
            if known.is_decided or by in known.reporters:
                return known
            after = known.reported_too(by, at=at)
            save(uow, uow.unknown_accounts, after, known, by=by)
            tell(uow, after, FollowUpNotice.UNKNOWN_REPORTED, REVIEW_CHANNEL, by=by)
            return after
        unknown = UnknownAccount(random_case_id("okant"), name, (by,), at, at, self._policy.nonce())
        uow.unknown_accounts.add(unknown)
        save(uow, uow.unknown_accounts, unknown, None, by=by)
        tell(uow, unknown, FollowUpNotice.UNKNOWN_REPORTED, REVIEW_CHANNEL, by=by)
        return unknown

    @reads
    def show(self, uow: FollowUpUnitOfWork, by: Person, unknown_id: str) -> UnknownDossier:
        """Return a case to those who reported it and to reviewers, who also see what was found."""
        unknown = require_case(uow.unknown_accounts, unknown_id)
        if self._policy.is_reviewer(uow, by):
            return _dossier(uow, unknown)
        if by not in unknown.reporters:
            raise NoSuchCase
        return UnknownDossier(unknown)

    @reads
    def posted(self, uow: FollowUpUnitOfWork, unknown_id: str) -> UnknownDossier | None:
        """Return what a notice tells of; who may see that was decided when it was addressed."""
        unknown = uow.unknown_accounts.get(unknown_id)
        return _dossier(uow, unknown) if unknown else None

    @reads
    def waiting(self, uow: FollowUpUnitOfWork, by: Person) -> Sequence[UnknownAccount]:
        self._policy.require_reviewer(uow, by)
        return uow.unknown_accounts.waiting()

    @writes
    def decide(
        self,
        uow: FollowUpUnitOfWork,
        by: Person,
        unknown_id: str,
        seen: int,
        ruling: UnknownRuling,
        *,
        request_id: str,
    ) -> UnknownDossier:
        """Decide what it is; those who reported it are told, and one of ours is asked for.

        *request_id* is that of the request to begin.

        Raises:
            DecidedAlready: where another reviewer was first.
            NobodyNamed: where it is ours and the bot doesn't know who is to ask for it.
            ReasonMissing: where it isn't ours and nothing says why.
        """
        self._policy.require_reviewer(uow, by)
        before = require_case(uow.unknown_accounts, unknown_id)
        words = self._policy.accepted_text(ruling.words)
        is_ours = ruling.outcome is UnknownStanding.OURS
        is_done = before.standing is ruling.outcome and before.decided_by == by
        who = None
        if is_ours and not before.is_decided:
            who = self._who_asks(uow, before, by, ruling.responsible)
        after = change_once(
            uow,
            uow.unknown_accounts,
            before,
            lambda: before.decided(
                ruling.outcome,
                by,
                at=self._policy.clock(),
                platform=ruling.platform,
                words=words,
                request_id=request_id if is_ours else None,
            ),
            by=by,
            seen=None if before.is_decided else seen,
            is_done=is_done,
        )
        if after is not before:
            self._tell(uow, after, who, by)
        return _dossier(uow, after)

    def _tell(
        self, uow: FollowUpUnitOfWork, unknown: UnknownAccount, who: Person | None, by: Person
    ) -> None:
        reporters = [each.id for each in unknown.reporters]
        tell(uow, unknown, FollowUpNotice.UNKNOWN_DECIDED, *reporters, by=by)
        tell(uow, unknown, FollowUpNotice.UNKNOWN_REPORTED, REVIEW_CHANNEL, by=by)
        if who is not None and self._begin_request(uow, unknown, who):
            tell(uow, unknown, FollowUpNotice.UNKNOWN_REQUEST, who.id, by=by)

    def _who_asks(
        self, uow: FollowUpUnitOfWork, unknown: UnknownAccount, by: Person, name: str
    ) -> Person:
        first = unknown.reporters[0] if unknown.reporters else None
        return named_person(uow.people, self._policy.accepted_line(name), by, otherwise=first)

    def _begin_request(self, uow: FollowUpUnitOfWork, unknown: UnknownAccount, who: Person) -> bool:
        """Begin a request in the name of *who*, with what is known of the account filled in."""
        at, request_id = self._policy.clock(), unknown.request_id or ""
        first = self._policy.form().steps[0].id
        begun = AccountRequest.begun(request_id, who, at=at, nonce=self._policy.nonce(), step=first)
        where = completed(unknown.name)
        known = {PLATFORM: unknown.platform, NAME: "" if is_web_address(where) else unknown.name}
        if is_web_address(where):
            known[ADDRESS] = where
        answers = {field: value for field, value in known.items() if value}
        request = replace(begun, answers=answers)
        if not uow.requests.add(request):
            return False
        save(uow, uow.requests, request, None, by=unknown.decided_by)
        return True


def _dossier(uow: FollowUpUnitOfWork, unknown: UnknownAccount) -> UnknownDossier:
    name = unknown.key.rpartition("/")[2]
    accounts = (*uow.register.all(), *uow.register.closed())
    alike = [
        each
        for each in accounts
        if are_alike(name, each.name) or are_alike(name, name_key(each.address).rpartition("/")[2])
    ]
    return UnknownDossier(unknown, alike)
