"""One account's self-check in a round."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from accounts.account import Account
from core.cases import Versioned
from core.errors import NoSuchCase
from core.person import Person
from followup.controls import ControlSection
from followup.errors import AccountLeft, AlreadySent


class Compliance(StrEnum):
    """How far what a question asks for is so."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "not-applicable"

    @property
    def is_deviation(self) -> bool:
        return self in (Compliance.PARTLY, Compliance.NO)


@dataclass(frozen=True, slots=True)
class ControlAnswer:
    """What somebody answered to one question."""

    question: str
    compliance: Compliance
    comment: str
    by: Person
    at: datetime

    @property
    def lacks_comment(self) -> bool:
        needs_one = self.compliance.is_deviation or self.compliance is Compliance.NOT_APPLICABLE
        return needs_one and not self.comment

    def says_the_same_as(self, other: "ControlAnswer | None") -> bool:
        said = (self.compliance, self.comment)
        return other is not None and (other.compliance, other.comment) == said


@dataclass(frozen=True, slots=True)
class CheckedAccount:
    """The account as it was when it was checked, which a report tells of."""

    id: str
    name: str
    platform: str
    unit: str

    @classmethod
    def of(cls, account: Account) -> "CheckedAccount":
        platform = account.platform_name or account.platform
        return cls(account.id, account.name, platform, account.unit)


class CheckStanding(StrEnum):
    """How a self-check stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    DROPPED = "dropped"
    """The account was closed while the round went on."""


class FlagReason(StrEnum):
    """Why a self-check needs a reviewer."""

    LATE = "late"
    UNREACHABLE = "unreachable"
    """Nobody is responsible, or nobody whom the bot has met."""


@dataclass(frozen=True, slots=True)
class SelfCheck(Versioned):
    """Never changes: each method returns a new one."""

    kind: ClassVar[str] = "self-check"

    id: str
    round_id: str
    account: CheckedAccount
    responsible: Person
    """Who is to answer: whoever is responsible for the account."""
    asked_at: datetime
    changed_at: datetime
    nonce: str
    step: str
    """The section to go on with."""
    version: int = 1
    standing: CheckStanding = CheckStanding.ASKED
    answers: Mapping[str, ControlAnswer] = field(default_factory=dict[str, ControlAnswer])
    overwritten: tuple[ControlAnswer, ...] = ()
    """What a page sent from another device said otherwise, before the one that came later."""
    sent_at: datetime | None = None
    flag: FlagReason | None = None
    reminded: int = 0
    earlier: tuple[Person, ...] = ()
    """Who was to answer before, in order: the account has been handed over since."""

    @property
    def state(self) -> str:
        return self.standing

    @property
    def is_asked(self) -> bool:
        return self.standing is CheckStanding.ASKED

    def require_to_answer(self, by: Person) -> None:
        """Raise unless *by* is to answer, and it still can be answered."""
        if by != self.responsible:
            raise NoSuchCase
        if self.standing is CheckStanding.ANSWERED:
            raise AlreadySent
        if self.standing is CheckStanding.DROPPED:
            raise AccountLeft(self.account.name)

    def is_complete(self, section: ControlSection) -> bool:
        """Whether each question of *section* is answered, with its comment."""
        answers = [self.answers.get(each.id) for each in section.questions]
        return all(each is not None and not each.lacks_comment for each in answers)

    def answered(
        self, answers: Mapping[str, ControlAnswer], *, step: str, at: datetime, is_late_page: bool
    ) -> "SelfCheck":
        """Return this check with the answers of a page in place of what stood there.

        *is_late_page* says that the page was drawn before another device sent something: what
        that said otherwise is kept beside.
        """
        gone = [
            before
            for name, answer in answers.items()
            if (before := self.answers.get(name)) and not answer.says_the_same_as(before)
        ]
        kept = (*self.overwritten, *gone) if is_late_page else self.overwritten
        merged = {**self.answers, **answers}
        return replace(self._next(at), answers=merged, step=step, overwritten=kept)

    def sent(self, *, at: datetime) -> "SelfCheck":
        return replace(self._next(at), standing=CheckStanding.ANSWERED, sent_at=at, flag=None)

    def dropped(self, *, at: datetime) -> "SelfCheck":
        return replace(self._next(at), standing=CheckStanding.DROPPED, flag=None)

    def flagged(self, reason: FlagReason, *, at: datetime) -> "SelfCheck":
        return replace(self._next(at), flag=reason)

    def reached(self, *, at: datetime) -> "SelfCheck":
        """Return this check to be answered by who couldn't be asked before."""
        return replace(self._next(at), flag=None, asked_at=at)

    def passed_to(self, person: Person, *, at: datetime) -> "SelfCheck":
        """Return this check to be answered by who has become responsible; no answer is lost."""
        earlier = (*self.earlier, self.responsible)
        after = replace(self._next(at), responsible=person, earlier=earlier)
        return replace(after, flag=None, reminded=0, asked_at=at)

    def with_reminders(self, count: int) -> "SelfCheck":
        return replace(self, version=self.version + 1, reminded=count)

    def _next(self, at: datetime) -> "SelfCheck":
        return replace(self, version=self.version + 1, changed_at=at)
