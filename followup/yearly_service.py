"""The yearly question to who is responsible for an account: is it in use, are you the one?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.account import Account, AccountStatus
from accounts.policy import AccountsPolicy
from core.changes import require_case, save, tell
from core.errors import NoSuchCase
from core.outbox import REVIEW_CHANNEL
from core.person import Person
from core.service import Service, reads, writes
from core.working_time import working_days_between
from followup.notices import FollowUpNotice
from followup.ports import FollowUpUnitOfWork
from followup.round_service import is_reached
from followup.yearly_check import YearlyCheck, YearlyStanding, vouched_for_at, yearly_id

EVERY = timedelta(days=365)
AGAIN = timedelta(days=1)
"""Within this, a press is one that came twice."""
REMIND_AFTER = 10
SILENT_AFTER = 20
"""Working days."""


class YearlyCheckService(Service[FollowUpUnitOfWork, AccountsPolicy]):
    """Asks, reminds, and tells the reviewers of whoever doesn't answer."""

    @reads
    def posted(self, uow: FollowUpUnitOfWork, check_id: str) -> tuple[YearlyCheck, Account] | None:
        """Return what a notice tells of, with its account."""
        check = uow.yearly_checks.get(check_id)
        account = uow.register.get(check.account_id) if check else None
        return (check, account) if check and account else None

    @writes
    def confirm(self, uow: FollowUpUnitOfWork, by: Person, account_id: str) -> Account:
        """Say that the account is in use, and that one is the right person."""
        account = _ones_own(uow, by, account_id)
        at, nonce = self._policy.clock(), self._policy.nonce()
        confirm_account(uow, account_id, by, at=at, nonce=nonce)
        return account

    @reads
    def show(self, uow: FollowUpUnitOfWork, by: Person, account_id: str) -> Account:
        """Return an account that *by* may be asked about."""
        return _ones_own(uow, by, account_id)

    @writes
    def run_once(self, uow: FollowUpUnitOfWork) -> int:
        """Ask, remind and tell what is due; done twice in a row, the second time does nothing."""
        return len([*self._due(uow)])

    def _due(self, uow: FollowUpUnitOfWork) -> Iterator[YearlyCheck]:
        known = {each.account_id: each for each in uow.yearly_checks.all()}
        for account in uow.register.all():
            if account.standing is not AccountStatus.LIVE:
                continue
            check = known.get(account.id)
            if check and check.standing is YearlyStanding.ASKED:
                after = self._waited_for(uow, check, account)
            else:
                after = self._asked(uow, check, account)
            if after is not None:
                yield after

    def _asked(
        self, uow: FollowUpUnitOfWork, check: YearlyCheck | None, account: Account
    ) -> YearlyCheck | None:
        """Ask where a year has gone since somebody vouched for the account or was asked to."""
        now = self._policy.clock()
        since = max(vouched_for_at(account), check.changed_at if check else account.registered_at)
        if since + EVERY > now:
            return None
        begun = check.asked(account.responsible, at=now) if check else self._begun(account)
        after = begun if is_reached(uow, account) else begun.silent(at=now)
        _store(uow, after, check, by=None)
        self._tell_asked(uow, after, account)
        return after

    def _begun(self, account: Account) -> YearlyCheck:
        return _begun(account, at=self._policy.clock(), nonce=self._policy.nonce())

    def _tell_asked(self, uow: FollowUpUnitOfWork, check: YearlyCheck, account: Account) -> None:
        if check.standing is YearlyStanding.SILENT:
            tell(uow, check, FollowUpNotice.YEARLY_SILENT, REVIEW_CHANNEL, by=None)
        else:
            tell(uow, check, FollowUpNotice.YEARLY_ASKED, account.responsible.id, by=None)

    def _waited_for(
        self, uow: FollowUpUnitOfWork, before: YearlyCheck, account: Account
    ) -> YearlyCheck | None:
        now = self._policy.clock()
        waited = working_days_between(before.asked_at, now)
        if account.responsible != before.responsible:
            after = before.asked(account.responsible, at=now)
            kind, told = FollowUpNotice.YEARLY_ASKED, account.responsible.id
        elif waited >= SILENT_AFTER:
            after, kind, told = before.silent(at=now), FollowUpNotice.YEARLY_SILENT, REVIEW_CHANNEL
        elif waited >= REMIND_AFTER and not before.reminded:
            after, kind = before.with_reminders(1), FollowUpNotice.YEARLY_REMINDED
            told = account.responsible.id
        else:
            return None
        save(uow, uow.yearly_checks, after, before, by=None, at=now)
        tell(uow, after, kind, told, by=None)
        return after


def _ones_own(uow: FollowUpUnitOfWork, by: Person, account_id: str) -> Account:
    account = require_case(uow.register, account_id)
    if account.responsible != by or account.standing is AccountStatus.CLOSED:
        raise NoSuchCase
    return account


def confirm_account(
    uow: FollowUpUnitOfWork, account_id: str, by: Person, *, at: datetime, nonce: str
) -> None:
    """Note that who is responsible has vouched for an account: it isn't asked about for a year."""
    before = uow.yearly_checks.get(yearly_id(account_id))
    if before is not None and before.is_confirmed_by(by) and at - before.changed_at < AGAIN:
        return
    account = require_case(uow.register, account_id)
    begun = before or _begun(account, at=at, nonce=nonce)
    _store(uow, begun.confirmed(by, at=at), before, by=by)


def _store(
    uow: FollowUpUnitOfWork, after: YearlyCheck, before: YearlyCheck | None, *, by: Person | None
) -> None:
    if before is None:
        uow.yearly_checks.add(after)
    save(uow, uow.yearly_checks, after, before, by=by)


def _begun(account: Account, *, at: datetime, nonce: str) -> YearlyCheck:
    return YearlyCheck(yearly_id(account.id), account.id, account.responsible, at, at, nonce)
