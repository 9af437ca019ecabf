"""What a press on a card of the follow-up means."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from cards.account_actions import CaseAction, CaseId, Entered, Name, Skip, Version
from followup.page import PageMove
from followup.unknown_account import UnknownStanding

RoundId = Annotated[str, StringConstraints(pattern=r"^uppf-[a-z2-7]{8}$")]
CheckId = Annotated[str, StringConstraints(pattern=r"^egen-[a-z2-7]{8}$")]
DeviationId = Annotated[str, StringConstraints(pattern=r"^avv-[a-z2-7]{8}$")]
UnknownId = Annotated[str, StringConstraints(pattern=r"^okant-[a-z2-7]{8}$")]
SoughtName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Outcome: TypeAlias = Literal[
    UnknownStanding.OURS, UnknownStanding.NOT_OURS, UnknownStanding.IMPOSTOR
]


class FollowUpAction(CaseAction):
    """Base of the presses on such cards."""


class OpenFollowUp(FollowUpAction):
    """Show what one has to do, from number `skip` on, and to reviewers the rounds."""

    action: Literal["open_follow_up"] = "open_follow_up"
    skip: Skip = 0


class PlanRound(FollowUpAction):
    """Show the form for a new round."""

    action: Literal["plan_round"] = "plan_round"


class BeginRound(FollowUpAction):
    """Begin a round as the form says; its id was made with the form, so that it begins once."""

    entered = ("said",)
    action: Literal["begin_round"] = "begin_round"
    round: RoundId
    said: Entered = Field(default_factory=dict)


class OpenRound(FollowUpAction):
    """Show a round, with the self-checks from number `skip` on that aren't answered."""

    action: Literal["open_round"] = "open_round"
    round: RoundId
    skip: Skip = 0


class CloseRound(FollowUpAction):
    """Close a round."""

    action: Literal["close_round"] = "close_round"
    round: RoundId
    seen: Version


class OpenReport(FollowUpAction):
    """Give the address of a round's report."""

    action: Literal["open_report"] = "open_report"
    round: RoundId


class OpenCheck(FollowUpAction):
    """Show a self-check: to who is to answer it, the page to go on with."""

    action: Literal["open_check"] = "open_check"
    check: CheckId


class LeavePage(FollowUpAction):
    """Leave a page of a self-check, with what was entered."""

    entered = ("answer", "comment")
    action: Literal["leave_page"] = "leave_page"
    check: CheckId
    seen: Version
    section: Name
    move: PageMove
    answer: Entered = Field(default_factory=dict)
    comment: Entered = Field(default_factory=dict)


class OpenDeviation(FollowUpAction):
    """Show a deviation."""

    action: Literal["open_deviation"] = "open_deviation"
    deviation: DeviationId


class OnDeviation(FollowUpAction):
    """Base of what is done about a deviation as it was seen."""

    entered = ("said",)
    deviation: DeviationId
    seen: Version
    said: Entered = Field(default_factory=dict)


class PlanDeviation(OnDeviation):
    """Say what is to be done, by whom, until when."""

    action: Literal["plan_deviation"] = "plan_deviation"


class FinishDeviation(OnDeviation):
    """Say what was done."""

    action: Literal["finish_deviation"] = "finish_deviation"


class JudgeDeviation(OnDeviation):
    """Close what is done, or send it back with a reason."""

    action: Literal["judge_deviation"] = "judge_deviation"
    agrees: bool


class ReportUnknown(FollowUpAction):
    """Tell the reviewers of an account that the register doesn't know."""

    action: Literal["report_unknown"] = "report_unknown"
    name: SoughtName


class OpenUnknown(FollowUpAction):
    """Show an unknown account."""

    action: Literal["open_unknown"] = "open_unknown"
    unknown: UnknownId


class DecideUnknown(FollowUpAction):
    """Decide what an unknown account is."""

    entered = ("said",)
    action: Literal["decide_unknown"] = "decide_unknown"
    unknown: UnknownId
    seen: Version
    outcome: Outcome
    said: Entered = Field(default_factory=dict)


class ConfirmAccount(FollowUpAction):
    """Say that an account is in use and that one is the right person."""

    action: Literal["confirm_account"] = "confirm_account"
    case: CaseId


class OpenYearly(FollowUpAction):
    """Show the yearly question about an account."""

    action: Literal["open_yearly"] = "open_yearly"
    case: CaseId


AboutFollowUp: TypeAlias = (
    OpenFollowUp
    | PlanRound
    | BeginRound
    | OpenRound
    | CloseRound
    | OpenReport
    | OpenCheck
    | LeavePage
    | OpenDeviation
    | PlanDeviation
    | FinishDeviation
    | JudgeDeviation
    | ReportUnknown
    | OpenUnknown
    | DecideUnknown
    | ConfirmAccount
    | OpenYearly
)
