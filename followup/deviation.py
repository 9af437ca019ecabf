"""What a self-check found to be otherwise than it should: planned, done, and seen by a reviewer."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from core.cases import Versioned
from core.errors import ReasonMissing
from core.person import Person
from followup.controls import ControlQuestion
from followup.errors import ActionMissing, NotPlanned
from followup.self_check import CheckedAccount, Compliance


class DeviationStanding(StrEnum):
    """How a deviation stands."""

    OPEN = "open"
    """Nobody has said yet what is to be done."""
    PLANNED = "planned"
    DONE = "done"
    """No reviewer has seen yet what was done."""
    CLOSED = "closed"


_TO_DO = (DeviationStanding.OPEN, DeviationStanding.PLANNED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, by whom, until when."""

    action: str
    owner: Person
    due: date


@dataclass(frozen=True, slots=True)
class Deviation(Versioned):
    """Never changes: each method returns a new one."""

    kind: ClassVar[str] = "deviation"

    id: str
    round_id: str
    check_id: str
    account: CheckedAccount
    question: ControlQuestion
    compliance: Compliance
    comment: str
    owner: Person
    opened_at: datetime
    changed_at: datetime
    nonce: str
    version: int = 1
    standing: DeviationStanding = DeviationStanding.OPEN
    action: str = ""
    due: date | None = None
    done: str = ""
    """What was done."""
    done_by: Person | None = None
    closed_by: Person | None = None
    closed_at: datetime | None = None
    returned: str = ""
    """Why a reviewer doesn't hold it for done."""
    reminded_at: datetime | None = None

    @property
    def state(self) -> str:
        return self.standing

    @property
    def is_to_do(self) -> bool:
        return self.standing in _TO_DO

    @property
    def is_closed(self) -> bool:
        return self.standing is DeviationStanding.CLOSED

    @property
    def plan(self) -> Plan | None:
        return Plan(self.action, self.owner, self.due) if self.due else None

    def planned(self, plan: Plan, *, at: datetime) -> "Deviation":
        self._require(*_TO_DO)
        if not plan.action:
            raise ActionMissing
        return replace(
            self._next(at),
            standing=DeviationStanding.PLANNED,
            action=plan.action,
            owner=plan.owner,
            due=plan.due,
            reminded_at=None,
        )

    def finished(self, by: Person, what: str, *, at: datetime) -> "Deviation":
        """Return this deviation done, for a reviewer to see."""
        self._require(*_TO_DO)
        if not what:
            raise ActionMissing
        after = replace(self._next(at), standing=DeviationStanding.DONE, done=what, done_by=by)
        return replace(after, returned="")

    def closed(self, by: Person, *, at: datetime) -> "Deviation":
        self._require(DeviationStanding.DONE)
        after = replace(self._next(at), standing=DeviationStanding.CLOSED)
        return replace(after, closed_by=by, closed_at=at)

    def sent_back(self, reason: str, *, at: datetime) -> "Deviation":
        """Return this deviation to be done again; what was said of it stays."""
        self._require(DeviationStanding.DONE)
        if not reason:
            raise ReasonMissing
        standing = DeviationStanding.PLANNED if self.due else DeviationStanding.OPEN
        after = replace(self._next(at), standing=standing, returned=reason)
        return replace(after, reminded_at=None)

    def owned_by(self, person: Person, *, at: datetime) -> "Deviation":
        """Return this deviation for who has taken the account over."""
        return replace(self._next(at), owner=person, reminded_at=None)

    def marked_reminded(self, *, at: datetime) -> "Deviation":
        return replace(self, version=self.version + 1, reminded_at=at)

    def _require(self, *standings: DeviationStanding) -> None:
        if self.standing not in standings:
            raise NotPlanned

    def _next(self, at: datetime) -> "Deviation":
        return replace(self, version=self.version + 1, changed_at=at)
