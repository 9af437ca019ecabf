"""Rounds: begun, looked at and closed by reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.account import Account, AccountStatus
from accounts.policy import AccountsPolicy
from core.changes import change_once, require_case, save, tell
from core.clock import swedish_day
from core.keys import random_case_id
from core.outbox import Notice
from core.person import Person
from core.service import Service, reads, writes
from followup.controls import ControlSection
from followup.deviation import Deviation
from followup.errors import NameMissing, NothingToCheck, WrongDay
from followup.figures import RoundFigures, figures_of
from followup.notices import FollowUpNotice
from followup.ports import FollowUpUnitOfWork
from followup.round import Round
from followup.self_check import CheckedAccount, FlagReason, SelfCheck

LONGEST_NAME = 80
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a reviewer enters to begin a round: all live accounts, a unit's, or those chosen."""

    name: str
    last_day: date
    unit: str = ""
    accounts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class RoundOverview:
    """A round with everything that came of it."""

    round: Round
    checks: Sequence[SelfCheck]
    deviations: Sequence[Deviation]
    figures: RoundFigures


def require_ahead(day: date, now: datetime) -> None:
    """Raise `WrongDay` unless *day* is today or later, and within a year."""
    today = swedish_day(now)
    if not today <= day <= today + FARTHEST:
        raise WrongDay(today, today + FARTHEST)


class RoundService(Service[FollowUpUnitOfWork, AccountsPolicy]):
    """What reviewers do with rounds, but for closing them, which makes a report."""

    @writes
    def begin(
        self,
        uow: FollowUpUnitOfWork,
        by: Person,
        round_id: str,
        plan: RoundPlan,
        sections: Sequence[ControlSection],
    ) -> Round:
        """Begin a round and ask everyone responsible; the same id again gives the same round.

        Raises:
            NameMissing, WrongDay, NothingToCheck: where the plan can't be carried out.
        """
        self._policy.require_reviewer(uow, by)
        if (known := uow.rounds.get(round_id)) is not None:
            return known
        name = self._policy.accepted_line(plan.name, longest=LONGEST_NAME)
        if not name:
            raise NameMissing
        require_ahead(plan.last_day, self._policy.clock())
        chosen = [each for each in uow.register.all() if _is_chosen(each, plan)]
        if not sections or not chosen:
            raise NothingToCheck
        at = self._policy.clock()
        round_ = Round(
            id=round_id,
            name=name,
            last_day=plan.last_day,
            begun_by=by,
            begun_at=at,
            changed_at=at,
            nonce=self._policy.nonce(),
            sections=tuple(sections),
            unit=plan.unit,
        )
        uow.rounds.add(round_)
        save(uow, uow.rounds, round_, None, by=by)
        for account in chosen:
            self._ask(uow, round_, account)
        return round_

    @reads
    def listed(self, uow: FollowUpUnitOfWork, by: Person) -> Sequence[Round]:
        """Return every round, the one begun last first."""
        self._policy.require_reviewer(uow, by)
        return uow.rounds.all()

    @reads
    def show(self, uow: FollowUpUnitOfWork, by: Person, round_id: str) -> RoundOverview:
        self._policy.require_reviewer(uow, by)
        return overview_of(uow, require_case(uow.rounds, round_id), now=self._policy.clock())

    @reads
    def find(self, uow: FollowUpUnitOfWork, round_id: str) -> Round:
        """Return a round, for a notice; who may see it was decided when that was addressed."""
        return require_case(uow.rounds, round_id)

    @reads
    def accounts(self, uow: FollowUpUnitOfWork, by: Person) -> Sequence[Account]:
        """Return the live accounts, which a round may be about."""
        self._policy.require_reviewer(uow, by)
        return [each for each in uow.register.all() if each.standing is AccountStatus.LIVE]

    def _ask(self, uow: FollowUpUnitOfWork, round_: Round, account: Account) -> None:
        may_be_reached = is_reached(uow, account)
        check = SelfCheck(
            id=random_case_id("egen"),
            round_id=round_.id,
            account=CheckedAccount.of(account),
            responsible=account.responsible,
            asked_at=round_.begun_at,
            changed_at=round_.begun_at,
            nonce=self._policy.nonce(),
            step=round_.sections[0].id,
            flag=None if may_be_reached else FlagReason.UNREACHABLE,
        )
        uow.self_checks.add(check)
        save(uow, uow.self_checks, check, None, by=None)
        if may_be_reached:
            ask_to_answer(uow, check, by=round_.begun_by)


def close_round(
    uow: FollowUpUnitOfWork, by: Person, round_id: str, seen: int, *, at: datetime
) -> Round:
    """Close a round for a reviewer; whoever has an answer left is told that it is over."""
    before = require_case(uow.rounds, round_id)
    after = change_once(
        uow,
        uow.rounds,
        before,
        lambda: before.closed(by, at=at),
        by=by,
        seen=seen,
        is_done=not before.is_open,
    )
    if after is not before:
        left = {
            each.responsible.id
            for each in uow.self_checks.of_round(round_id)
            if each.is_asked and each.flag is not FlagReason.UNREACHABLE
        }
        for person_id in sorted(left):
            _tell_closed(uow, after, person_id, by=by)
    return after


def overview_of(uow: FollowUpUnitOfWork, round_: Round, *, now: datetime) -> RoundOverview:
    """Return a round with everything that has come of it by *now*."""
    before = next((each for each in uow.rounds.all() if each.begun_at < round_.begun_at), None)
    checks, deviations = uow.self_checks.of_round(round_.id), uow.deviations.of_round(round_.id)
    figures = figures_of(
        round_,
        checks,
        deviations,
        uow.unknown_accounts.all(),
        uow.register.all(),
        since=before.closed_at or before.begun_at if before else None,
        now=now,
    )
    return RoundOverview(round_, checks, deviations, figures)


def is_reached(uow: FollowUpUnitOfWork, account: Account) -> bool:
    """Whether somebody is responsible for the account, and the bot has met them."""
    return account.has_responsible and uow.people.known(account.responsible.id) is not None


def ask_to_answer(uow: FollowUpUnitOfWork, check: SelfCheck, *, by: Person | None) -> None:
    """Put the card of a self-check into the outbox, for who is to answer it now."""
    tell(uow, check, FollowUpNotice.CHECK_ASKED, check.responsible.id, by=by)


def _tell_closed(uow: FollowUpUnitOfWork, round_: Round, person_id: str, *, by: Person) -> None:
    kind = FollowUpNotice.ROUND_CLOSED
    key = f"{round_.id}/{kind}/{person_id}"
    uow.outbox.put(Notice(key, kind, person_id, round_.id, by=by))


def _is_chosen(account: Account, plan: RoundPlan) -> bool:
    if account.standing is not AccountStatus.LIVE:
        return False
    if plan.accounts is not None:
        return account.id in plan.accounts
    return not plan.unit or account.unit == plan.unit
