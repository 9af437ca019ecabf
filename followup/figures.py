"""What a round came to, in figures: what a reviewer and the board's report are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.account import Account
from core.clock import swedish_day
from core.disclosure import SMALLEST, disclosed_groups
from followup.controls import ControlQuestion
from followup.deviation import Deviation
from followup.round import Round
from followup.self_check import CheckStanding, Compliance, FlagReason, SelfCheck
from followup.unknown_account import UnknownAccount, UnknownStanding


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """How many accounts were asked, and how far they answered."""

    accounts: int
    answered: int
    late: int
    """Those that hadn't answered when the last day was over, answered since or not."""
    unanswered: int
    deviations_open: int
    deviations_closed: int
    people: int
    """How many are responsible for them."""


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """The figures of some units; several where one alone has too few people."""

    units: tuple[str, ...]
    """Each unit's id, or its name where it isn't in the list."""
    figures: AnswerFigures


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """How the accounts answered one question; zero where nobody answered so."""

    question: ControlQuestion
    answers: Mapping[Compliance, int]


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """A round in figures, as it stands at one moment; what was dropped isn't counted.

    Nobody is named, and no few people's answers can be told apart.
    """

    at: datetime
    since: datetime | None
    """When the round before ended; None where there was none."""
    whole: AnswerFigures
    by_unit: tuple[UnitFigures, ...]
    """Sums to *whole*; the small units stand together, last."""
    questions: tuple[QuestionFigures, ...]
    """None where too few people were asked to tell what they answered."""
    ownerless: int
    """Accounts in use, of the whole register, for which nobody is responsible."""
    unreachable: int
    """Accounts of the round whose responsible person isn't reached."""
    handed_over: int
    dropped: int
    """Accounts that were closed while the round went on."""
    unknown: Mapping[UnknownStanding, int]
    """Accounts that were reported since the round before, by what they turned out to be."""


def figures_of(
    round_: Round,
    checks: Sequence[SelfCheck],
    deviations: Sequence[Deviation],
    unknown: Sequence[UnknownAccount],
    register: Sequence[Account],
    *,
    since: datetime | None,
    now: datetime,
) -> RoundFigures:
    """Return the figures of *round_*; *since* is when the round before ended."""
    counted = [each for each in checks if each.standing is not CheckStanding.DROPPED]
    until = round_.closed_at or now
    reported = [
        each.standing
        for each in unknown
        if each.reported_at <= until and (since is None or each.reported_at > since)
    ]
    whole = _answers(round_, counted, deviations, now)
    return RoundFigures(
        at=now,
        since=since,
        whole=whole,
        by_unit=_by_unit(round_, counted, deviations, now),
        questions=_questions(round_, counted) if whole.people >= SMALLEST else (),
        ownerless=sum(not each.has_responsible for each in register),
        unreachable=sum(each.flag is FlagReason.UNREACHABLE for each in counted),
        handed_over=sum(bool(each.earlier) for each in counted),
        dropped=len(checks) - len(counted),
        unknown={each: reported.count(each) for each in UnknownStanding},
    )


def is_late(round_: Round, check: SelfCheck, now: datetime) -> bool:
    """Whether there was no answer when the last day was over."""
    answered = swedish_day(check.sent_at) if check.sent_at else None
    if answered is None:
        return round_.is_over_at(round_.closed_at or now)
    return answered > round_.last_day


def _by_unit(
    round_: Round, checks: Sequence[SelfCheck], deviations: Sequence[Deviation], now: datetime
) -> tuple[UnitFigures, ...]:
    people: dict[str, set[str]] = {}
    for check in checks:
        people.setdefault(check.account.unit, set()).add(check.responsible.id)
    found: list[UnitFigures] = []
    for units in disclosed_groups(people):
        of_units = [each for each in checks if each.account.unit in units]
        deviating = [each for each in deviations if each.account.unit in units]
        found.append(UnitFigures(units, _answers(round_, of_units, deviating, now)))
    return tuple(found)


def _answers(
    round_: Round, checks: Sequence[SelfCheck], deviations: Sequence[Deviation], now: datetime
) -> AnswerFigures:
    answered = sum(each.sent_at is not None for each in checks)
    closed = sum(each.is_closed for each in deviations)
    return AnswerFigures(
        accounts=len(checks),
        answered=answered,
        late=sum(is_late(round_, each, now) for each in checks),
        unanswered=len(checks) - answered,
        deviations_open=len(deviations) - closed,
        deviations_closed=closed,
        people=len({each.responsible.id for each in checks}),
    )


def _questions(round_: Round, checks: Sequence[SelfCheck]) -> tuple[QuestionFigures, ...]:
    """Count what was sent; what somebody has only begun to answer may still change."""
    sent = [each for each in checks if each.sent_at is not None]
    return tuple(
        QuestionFigures(question, _counted(question.id, sent)) for question in round_.questions
    )


def _counted(question: str, sent: Sequence[SelfCheck]) -> Mapping[Compliance, int]:
    found = [each.answers[question].compliance for each in sent if question in each.answers]
    return {each: found.count(each) for each in Compliance}
