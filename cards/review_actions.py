"""What a press of a manager or a reviewer means: on a request that somebody else has made."""

from typing import Literal, TypeAlias

from pydantic import Field

from accounts.history import Ruling
from cards.account_actions import CaseAction, CaseId, Entered, Name, OnCase, Skip


class AnswerAsManager(OnCase):
    """Confirm a request, or refuse it with a reason."""

    action: Literal["answer_as_manager"] = "answer_as_manager"
    entered = ("said",)
    agrees: bool
    said: Entered = Field(default={})


class Reassign(OnCase):
    """Ask another manager to confirm, or a deputy in the manager's place."""

    action: Literal["reassign"] = "reassign"
    entered = ("said", "done", "person")
    said: Entered = Field(default={})
    person: Entered = Field(default={})
    done: Entered = Field(default={})


class OpenReview(CaseAction):
    """Show a request to a reviewer, its `step` where all is too much; without `case`, all."""

    action: Literal["open_review"] = "open_review"
    case: CaseId | None = None
    step: Name | None = None
    skip: Skip = 0


class ListCases(CaseAction):
    """Show the reviewers' list that was chosen, or what holds the words that were entered."""

    action: Literal["list_cases"] = "list_cases"
    entered = ("said",)
    said: Entered = Field(default={})


class ShowStatistics(CaseAction):
    """Show how the reviewing has gone."""

    action: Literal["show_statistics"] = "show_statistics"


class Decide(OnCase):
    """Approve, decline, or return a request for completion."""

    entered = ("remark", "said")
    action: Literal["decide"] = "decide"
    outcome: Ruling
    remark: Entered = Field(default={})
    said: Entered = Field(default={})


class Claim(OnCase):
    """Take a request as its reviewer."""

    action: Literal["claim"] = "claim"


class Speak(OnCase):
    """Ask the requester something, or answer what a reviewer asked."""

    action: Literal["speak"] = "speak"
    entered = ("said",)
    replies: bool = False
    said: Entered = Field(default={})


class EnterDiaryNumber(OnCase):
    """Note what a request is called in the municipality's diary."""

    action: Literal["enter_diary_number"] = "enter_diary_number"
    entered = ("said",)
    said: Entered = Field(default={})


class Reconsider(OnCase):
    """Change the conditions of an approval, or with `revokes` take it back."""

    action: Literal["reconsider"] = "reconsider"
    entered = ("said",)
    revokes: bool = False
    said: Entered = Field(default={})


ReviewAction: TypeAlias = (
    AnswerAsManager
    | Reassign
    | OpenReview
    | ListCases
    | ShowStatistics
    | Decide
    | Claim
    | Speak
    | EnterDiaryNumber
    | Reconsider
)
