"""What falls due in follow-ups as time passes; every job is safe to repeat.

Where it hasn't been done for long, each person is told once of all that is due by then.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from accounts.account import Account
from accounts.policy import AccountsPolicy
from core.changes import save, tell
from core.clock import SWEDEN, swedish_day
from core.outbox import NOBODY, REVIEW_CHANNEL, Notice
from core.service import Service, writes
from core.working_time import working_days_between
from followup.deviation import Deviation, DeviationStanding
from followup.notices import FollowUpNotice
from followup.ports import FollowUpUnitOfWork
from followup.round import Round
from followup.round_service import ask_to_answer, is_reached
from followup.self_check import FlagReason, SelfCheck

DAYS_LEFT = (5, 1)
"""A self-check is reminded of when this many working days are left."""
UNPLANNED = 5
"""Working days until somebody is reminded that nothing is planned, and between two reminders."""
BEFORE_DUE = 3
"""Working days before a plan's day that its owner is reminded."""


class FollowUpReminderService(Service[FollowUpUnitOfWork, AccountsPolicy]):
    """Keeps self-checks with those who are to answer them, and reminds."""

    @writes
    def keep_up(self, uow: FollowUpUnitOfWork) -> int:
        """Let checks and deviations follow their accounts: handed over, orphaned or closed."""
        waiting = [
            check for round_ in uow.rounds.open() for check in uow.self_checks.unanswered(round_.id)
        ]
        in_use = {each.id: each for each in uow.register.all()} if waiting else {}
        checks = [self._kept_up(uow, each, in_use.get(each.account.id)) for each in waiting]
        owners = [self._owned(uow, each) for each in uow.deviations.open()]
        return sum(checks) + sum(owners)

    @writes
    def run_once(self, uow: FollowUpUnitOfWork) -> int:
        """Remind of what is due; in working time."""
        of_rounds = [self._remind_round(uow, each) for each in uow.rounds.open()]
        return sum(of_rounds) + self._remind_deviations(uow)

    def _kept_up(self, uow: FollowUpUnitOfWork, check: SelfCheck, account: Account | None) -> bool:
        """Let a check follow its account, None where that is closed or gone."""
        at = self._policy.clock()
        if account is None:
            after = check.dropped(at=at)
        elif account.responsible != check.responsible and account.has_responsible:
            after = check.passed_to(account.responsible, at=at)
        elif check.flag is FlagReason.UNREACHABLE and is_reached(uow, account):
            after = check.reached(at=at)
        elif check.flag is None and not is_reached(uow, account):
            after = check.flagged(FlagReason.UNREACHABLE, at=at)
        else:
            return False
        save(uow, uow.self_checks, after, check, by=None)
        if after.is_asked and after.flag is None:
            ask_to_answer(uow, after, by=None)
        return True

    def _owned(self, uow: FollowUpUnitOfWork, deviation: Deviation) -> bool:
        """Give what an erased person left undone to who is responsible for the account now."""
        if not (deviation.is_to_do and deviation.owner.id.startswith(NOBODY)):
            return False
        account = uow.register.get(deviation.account.id)
        if account is None or not account.has_responsible:
            return False
        after = deviation.owned_by(account.responsible, at=self._policy.clock())
        save(uow, uow.deviations, after, deviation, by=None)
        tell(uow, after, FollowUpNotice.DEVIATION_GIVEN, after.owner.id, by=None)
        return True

    def _remind_round(self, uow: FollowUpUnitOfWork, round_: Round) -> int:
        now = self._policy.clock()
        waiting = uow.self_checks.unanswered(round_.id)
        if round_.is_over_at(now):
            return self._flag_late(uow, round_, [each for each in waiting if each.flag is None])
        left = working_days_between(now, _noon_of(round_.last_day))
        stage = sum(left <= each for each in DAYS_LEFT)
        asked_today = swedish_day(now)
        due = [
            each
            for each in waiting
            if each.flag is None
            and each.reminded < stage
            and swedish_day(each.asked_at) < asked_today
        ]
        for check in due:
            after = check.with_reminders(stage)
            save(uow, uow.self_checks, after, check, by=None, at=now)
        kind = FollowUpNotice.CHECKS_REMINDED
        _tell_each(uow, round_, kind, (each.responsible.id for each in due), f"{stage}")
        return len(due)

    def _flag_late(self, uow: FollowUpUnitOfWork, round_: Round, late: Sequence[SelfCheck]) -> int:
        now = self._policy.clock()
        for check in late:
            save(uow, uow.self_checks, check.flagged(FlagReason.LATE, at=now), check, by=None)
        if late:
            told, day = {each.responsible.id for each in late}, f"{now:%Y-%m-%d}"
            _tell_each(uow, round_, FollowUpNotice.CHECKS_LATE, told, day)
            _tell_each(uow, round_, FollowUpNotice.ROUND_LATE, [REVIEW_CHANNEL], day)
        return len(late)

    def _remind_deviations(self, uow: FollowUpUnitOfWork) -> int:
        now = self._policy.clock()
        due = [each for each in uow.deviations.open() if _is_due(each, now)]
        for before in due:
            is_late = _is_late(before, now) and not _is_late(before, before.reminded_at)
            after = before.marked_reminded(at=now)
            save(uow, uow.deviations, after, before, by=None, at=now)
            if is_late:
                tell(uow, after, FollowUpNotice.DEVIATION_LATE, REVIEW_CHANNEL, by=None)
        kind = FollowUpNotice.DEVIATIONS_REMINDED
        for owner in sorted(
            {each.owner.id for each in due if not each.owner.id.startswith(NOBODY)}
        ):
            uow.outbox.put(Notice(f"{kind}/{now.isoformat()}/{owner}", kind, owner, "avvikelser"))
        return len(due)


def _tell_each(
    uow: FollowUpUnitOfWork, round_: Round, kind: str, people: Iterable[str], stage: str
) -> None:
    """Put one message for each person into the outbox, however many checks it is about."""
    for person in sorted(set(people)):
        key = f"{round_.id}/{kind}/{stage}/{person}"
        uow.outbox.put(Notice(key, kind, person, round_.id))


def _is_due(deviation: Deviation, now: datetime) -> bool:
    """Whether its owner is to be reminded: of no plan, or of a day that is near or has passed."""
    since = deviation.reminded_at or deviation.changed_at
    waited = working_days_between(since, now)
    match deviation.standing:
        case DeviationStanding.OPEN:
            return waited >= UNPLANNED
        case DeviationStanding.PLANNED if _is_late(deviation, now):
            return waited >= UNPLANNED or not _is_late(deviation, deviation.reminded_at)
        case DeviationStanding.PLANNED if deviation.due:
            near = working_days_between(now, _noon_of(deviation.due)) <= BEFORE_DUE
            return near and waited > 0 and deviation.reminded_at is None
        case _:
            return False


def _is_late(deviation: Deviation, at: datetime | None) -> bool:
    return bool(at and deviation.due and swedish_day(at) > deviation.due)


def _noon_of(day: date) -> datetime:
    return datetime.combine(day, time(12), SWEDEN)
