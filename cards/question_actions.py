"""What a press on a card about a question sent on, or about a gap, means."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AwareDatetime, Field, StringConstraints

from cards.account_actions import CaseAction, Entered, Skip, Version

EnquiryId = Annotated[str, StringConstraints(pattern=r"^fr-[a-z2-7]{12}$")]
GapId = Annotated[str, StringConstraints(pattern=r"^lucka-[a-z2-7]{8}$")]
AnswerId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9:.-]{1,130}$")]
PassageId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")]


class QuestionCaseAction(CaseAction):
    """Base of the presses on such cards."""


class OpenEnquiry(QuestionCaseAction):
    """Show a question one has sent on."""

    action: Literal["open_enquiry"] = "open_enquiry"
    enquiry: EnquiryId


class WithdrawEnquiry(QuestionCaseAction):
    """Take back a question one has sent on."""

    action: Literal["withdraw_enquiry"] = "withdraw_enquiry"
    enquiry: EnquiryId


class FollowEnquiry(QuestionCaseAction):
    """Ask to be told, or no longer, when the knowledge base has an answer."""

    action: Literal["follow_enquiry"] = "follow_enquiry"
    enquiry: EnquiryId
    follows: bool


class OpenQuestion(QuestionCaseAction):
    """Show a reviewer one question sent on, or without one all that wait, from `skip` on."""

    action: Literal["open_question"] = "open_question"
    enquiry: EnquiryId | None = None
    skip: Skip = 0


class ReplyToQuestion(QuestionCaseAction):
    """Answer a question that was sent on."""

    action: Literal["reply_to_question"] = "reply_to_question"
    entered = ("said",)
    enquiry: EnquiryId
    said: Entered = Field(default_factory=dict)


class DraftReply(QuestionCaseAction):
    """Make a draft passage of a question and the answer it got."""

    action: Literal["draft_reply"] = "draft_reply"
    enquiry: EnquiryId


class OpenGaps(QuestionCaseAction):
    """Show the gaps, the largest first, or with `handled` those that are taken care of."""

    action: Literal["open_gaps"] = "open_gaps"
    handled: bool = False
    skip: Skip = 0


class OpenGroup(QuestionCaseAction):
    """Show the questions that are like one."""

    action: Literal["open_group"] = "open_group"
    question: AnswerId


class HandleGroup(QuestionCaseAction):
    """Decide about the questions like one, as far as they had been asked when they were shown."""

    action: Literal["handle_group"] = "handle_group"
    entered = ("said",)
    question: AnswerId
    until: AwareDatetime
    handling: Literal["passage", "phrasing", "not-ours", "in-base"]
    said: Entered = Field(default_factory=dict)


class OpenGap(QuestionCaseAction):
    """Show a gap that somebody has handled, and its draft where it has one."""

    action: Literal["open_gap"] = "open_gap"
    gap: GapId


class CloseGap(QuestionCaseAction):
    """Say that the base answers by now; those who asked to know are told."""

    action: Literal["close_gap"] = "close_gap"
    gap: GapId
    seen: Version


class ReopenGap(QuestionCaseAction):
    """Take back what was decided about a gap."""

    action: Literal["reopen_gap"] = "reopen_gap"
    gap: GapId
    seen: Version


SentOnAction: TypeAlias = OpenEnquiry | WithdrawEnquiry | FollowEnquiry
EditorAction: TypeAlias = (
    OpenQuestion
    | ReplyToQuestion
    | DraftReply
    | OpenGaps
    | OpenGroup
    | HandleGroup
    | OpenGap
    | CloseGap
    | ReopenGap
)
AboutQuestions: TypeAlias = SentOnAction | EditorAction
