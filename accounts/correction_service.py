"""Correcting what the register tells of an account, and the reviewer's yes or no to it."""

from dataclasses import replace

from accounts.account import Account
from accounts.account_facts import AccountFacts
from accounts.account_service import looked_after
from accounts.errors import AlreadyRegistered, WrongFact
from accounts.form import CONTACT, NAME, PURPOSE, UNIT
from accounts.history import EventKind, is_last
from accounts.likeness import platform_key
from accounts.policy import AccountsPolicy
from accounts.ports import AccountsUnitOfWork
from accounts.values import FaultKind, FieldKind, fault_in, normalized
from core.changes import change_once, require_case, tell
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from core.service import Service, writes


class CorrectionService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """What an account's people correct counts once a reviewer has seen it.

    How the public reaches them counts at once, and so does what a reviewer corrects in an account
    that isn't their own.
    """

    @writes
    def correct(
        self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int, facts: AccountFacts
    ) -> Account:
        """Correct the facts of an account in use.

        Raises:
            WrongFact: where one of them can't be so.
            AlreadyRegistered, AddressTaken, WrongHost, NotAnAddress: of its name and address.
        """
        before = looked_after(uow, self._policy, by, account_id)
        said = self._accepted(uow, before, facts)
        approved = self._is_judge(uow, by, before)
        told_before = before.proposal.facts if before.proposal else before.facts
        after = change_once(
            uow,
            uow.register,
            before,
            lambda: before.corrected(said, by, at=self._policy.clock(), approved=approved),
            by=by,
            seen=seen,
            is_done=said == told_before,
        )
        if after is not before:
            self._tell_all(uow, after, unless=by)
        return after

    @writes
    def approve(self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int) -> Account:
        """Let the public read what an account's people have entered."""
        self._policy.require_reviewer(uow, by)
        before, at = require_case(uow.register, account_id), self._policy.clock()
        was_new = not before.is_public
        after = change_once(
            uow,
            uow.register,
            before,
            lambda: before.approved(by, at=at),
            by=by,
            seen=seen,
            is_done=is_last(before.history, EventKind.FACTS_APPROVED, by),
        )
        if after is not before:
            kind = NoticeKind.ACCOUNT_LIVE if was_new else NoticeKind.ACCOUNT_CHANGED
            self._tell_its_people(uow, after, kind, unless=by)
        return after

    @writes
    def refuse(
        self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int, *, reason: str
    ) -> Account:
        """Keep from the public what an account's people have entered, and say why."""
        self._policy.require_reviewer(uow, by)
        said, at = self._policy.accepted_text(reason), self._policy.clock()
        before = require_case(uow.register, account_id)
        after = change_once(
            uow,
            uow.register,
            before,
            lambda: before.not_approved(by, at=at, reason=said),
            by=by,
            seen=seen,
            is_done=is_last(before.history, EventKind.NOT_APPROVED, by),
        )
        if after is not before:
            self._tell_its_people(uow, after, NoticeKind.ACCOUNT_NOT_APPROVED, unless=by)
        return after

    @writes
    def reopen(self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int) -> Account:
        """Take a closed account into use again.

        Raises:
            AlreadyRegistered, AddressTaken: where another has its name or address by now.
        """
        before, at = looked_after(uow, self._policy, by, account_id), self._policy.clock()
        is_done = before.version != seen and is_last(before.history, EventKind.REOPENED, by)
        if not is_done:
            self._require_free(uow, before, before.name)
            self._policy.accepted_address(uow, before.address, before.platform, unless=before.id)
        approved = self._is_judge(uow, by, before)
        after = change_once(
            uow,
            uow.register,
            before,
            lambda: before.reopened(by, at=at, approved=approved),
            by=by,
            seen=seen,
            is_done=is_done,
        )
        if after is not before:
            self._tell_all(uow, after, unless=by)
        return after

    def _is_judge(self, uow: AccountsUnitOfWork, by: Person, account: Account) -> bool:
        return self._policy.is_reviewer(uow, by) and not account.is_looked_after_by(by)

    def _tell_all(self, uow: AccountsUnitOfWork, account: Account, *, unless: Person) -> None:
        changed, to_review = NoticeKind.ACCOUNT_CHANGED, NoticeKind.ACCOUNT_TO_REVIEW
        tell(
            uow, account, to_review if account.awaits_review else changed, REVIEW_CHANNEL, by=unless
        )
        self._tell_its_people(uow, account, changed, unless=unless)

    def _tell_its_people(
        self, uow: AccountsUnitOfWork, account: Account, kind: NoticeKind, *, unless: Person
    ) -> None:
        manager = [account.manager] if account.manager else []
        others = {each.id for each in (account.responsible, *manager) if each != unless}
        tell(uow, account, kind, *sorted(others), by=unless)

    def _accepted(
        self, uow: AccountsUnitOfWork, account: Account, facts: AccountFacts
    ) -> AccountFacts:
        name = self._fact(NAME, facts.name, account.name)
        self._require_free(uow, account, name)
        address = self._policy.accepted_address(
            uow, facts.address, account.platform, unless=account.id
        )
        return replace(
            facts,
            name=name,
            address=address,
            unit=self._fact(UNIT, facts.unit, account.unit),
            contact=self._fact(CONTACT, facts.contact, account.contact),
            purpose=self._fact(PURPOSE, facts.purpose, account.purpose),
        )

    def _fact(self, field_id: str, entered: str, present: str) -> str:
        """Return a fact as it is stored; one that stays as it is needn't suit the form of today."""
        field = self._policy.form().field(field_id)
        is_text = field is not None and field.kind is FieldKind.TEXT
        said = (
            self._policy.accepted_text(entered) if is_text else self._policy.accepted_line(entered)
        )
        if field is None or said == present:
            return said
        fault = fault_in(field, normalized(said, field.kind))
        if fault is not None and not (fault.kind is FaultKind.MISSING and not present):
            raise WrongFact(field_id, fault.kind, field.longest)
        return said

    def _require_free(self, uow: AccountsUnitOfWork, account: Account, name: str) -> None:
        platform = platform_key(account.platform, account.platform_name)
        known = uow.register.named(platform, name)
        if known is not None and known.id != account.id:
            raise AlreadyRegistered
