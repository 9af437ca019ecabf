"""Once a year: whether an account is still in use, and who is responsible the right person."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from accounts.account import Account
from accounts.history import EventKind
from core.cases import Versioned
from core.person import Person


class YearlyStanding(StrEnum):
    """How an account's yearly check stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    SILENT = "silent"
    """Nobody answered in time, or nobody could be asked: a reviewer has been told."""


def yearly_id(account_id: str) -> str:
    return f"arlig-{account_id.partition('-')[2]}"


def vouched_for_at(account: Account) -> datetime:
    """Return when somebody last said to be the right person, but for the yearly checks."""
    taken = [each.at for each in account.history if each.kind is EventKind.HANDED_OVER]
    return max([account.registered_at, *taken])


@dataclass(frozen=True, slots=True)
class YearlyCheck(Versioned):
    """The latest check of one account; the audit log has those before."""

    kind: ClassVar[str] = "yearly-check"

    id: str
    account_id: str
    responsible: Person
    asked_at: datetime
    changed_at: datetime
    nonce: str
    version: int = 1
    standing: YearlyStanding = YearlyStanding.ASKED
    reminded: int = 0

    @property
    def state(self) -> str:
        return self.standing

    def is_confirmed_by(self, person: Person) -> bool:
        return self.standing is YearlyStanding.CONFIRMED and self.responsible == person

    def asked(self, responsible: Person, *, at: datetime) -> "YearlyCheck":
        after = replace(self._stands(YearlyStanding.ASKED, at), responsible=responsible)
        return replace(after, asked_at=at, reminded=0)

    def confirmed(self, by: Person, *, at: datetime) -> "YearlyCheck":
        return replace(self._stands(YearlyStanding.CONFIRMED, at), responsible=by)

    def silent(self, *, at: datetime) -> "YearlyCheck":
        return self._stands(YearlyStanding.SILENT, at)

    def with_reminders(self, count: int) -> "YearlyCheck":
        return replace(self, version=self.version + 1, reminded=count)

    def _stands(self, standing: YearlyStanding, at: datetime) -> "YearlyCheck":
        return replace(self, version=self.version + 1, standing=standing, changed_at=at)
