"""What the services of this room need stored; `storage/` implements it, synchronously."""

from collections.abc import Sequence
from typing import Protocol

from accounts.ports import AccountsUnitOfWork
from core.cases import Repository
from followup.deviation import Deviation
from followup.round import Round
from followup.self_check import SelfCheck
from followup.unknown_account import UnknownAccount
from followup.yearly_check import YearlyCheck


class Rounds(Repository[Round], Protocol):
    """The rounds of follow-up."""

    def add(self, round_: Round, /) -> bool:
        """Store a new one; False, with nothing changed, where its id is known."""
        ...

    def all(self) -> Sequence[Round]:
        """Return every round, the one begun last first."""
        ...

    def open(self) -> Sequence[Round]:
        """Return those that aren't closed, the one begun last first."""
        ...

    def naming(self, person_id: str) -> Sequence[Round]: ...


class SelfChecks(Repository[SelfCheck], Protocol):
    """The self-checks of all rounds."""

    def add(self, check: SelfCheck, /) -> bool: ...

    def of_round(self, round_id: str) -> Sequence[SelfCheck]:
        """Return those of a round, by unit, account and id."""
        ...

    def of_person(self, person_id: str) -> Sequence[SelfCheck]:
        """Return what the person is or was to answer, asked last first."""
        ...

    def unanswered(self, round_id: str) -> Sequence[SelfCheck]:
        """Return those of a round that wait for an answer, asked first first."""
        ...

    def naming(self, person_id: str) -> Sequence[SelfCheck]:
        """Return every one that the person stands in, whatever for."""
        ...


class Deviations(Repository[Deviation], Protocol):
    """What self-checks found."""

    def add(self, deviation: Deviation, /) -> bool: ...

    def of_round(self, round_id: str) -> Sequence[Deviation]: ...

    def of_check(self, check_id: str) -> Sequence[Deviation]: ...

    def open(self) -> Sequence[Deviation]:
        """Return every one that isn't closed, opened first first."""
        ...

    def naming(self, person_id: str) -> Sequence[Deviation]: ...


class UnknownAccounts(Repository[UnknownAccount], Protocol):
    """The accounts that somebody came across."""

    def add(self, unknown: UnknownAccount, /) -> bool: ...

    def with_key(self, key: str) -> UnknownAccount | None:
        """Return the one reported last by that name, however it was written."""
        ...

    def waiting(self) -> Sequence[UnknownAccount]:
        """Return those that nobody has decided on, longest wait first."""
        ...

    def all(self) -> Sequence[UnknownAccount]:
        """Return every one, reported first first."""
        ...

    def naming(self, person_id: str) -> Sequence[UnknownAccount]: ...


class YearlyChecks(Repository[YearlyCheck], Protocol):
    """The yearly check of each account."""

    def add(self, check: YearlyCheck, /) -> bool: ...

    def all(self) -> Sequence[YearlyCheck]: ...

    def naming(self, person_id: str) -> Sequence[YearlyCheck]: ...


class FollowUpUnitOfWork(AccountsUnitOfWork, Protocol):
    """The unit of work of follow-ups, which see requests and accounts too."""

    @property
    def rounds(self) -> Rounds: ...
    @property
    def self_checks(self) -> SelfChecks: ...
    @property
    def deviations(self) -> Deviations: ...
    @property
    def unknown_accounts(self) -> UnknownAccounts: ...
    @property
    def yearly_checks(self) -> YearlyChecks: ...
