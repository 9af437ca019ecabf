"""What a press on a card about a forwarded question, a gap or a passage past its day means.

Cards already sent carry these names, so a forwarded question stays `enquiry` in them.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import AwareDatetime, Field, StringConstraints

from cards.account_actions import CaseAction, Entered, Skip, Version
from questions.gap import GapKind
from readings.passage_review import PassageVerdict

ForwardedId = Annotated[str, StringConstraints(pattern=r"^fr-[a-z2-7]{12}$")]
GapId = Annotated[str, StringConstraints(pattern=r"^lucka-[a-z2-7]{8}$")]
PassageId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")]
AnswerId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9:.-]{1,130}$")]


class QuestionCaseAction(CaseAction):
    """Base of the presses on such cards."""


class OpenForwarded(QuestionCaseAction):
    """Show the asker a forwarded question."""

    action: Literal["open_enquiry"] = "open_enquiry"
    enquiry: ForwardedId


class WithdrawForwarded(QuestionCaseAction):
    """Withdraw a forwarded question."""

    action: Literal["withdraw_enquiry"] = "withdraw_enquiry"
    enquiry: ForwardedId


class FollowForwarded(QuestionCaseAction):
    """Ask to be told, or no longer, when the knowledge base has an answer."""

    action: Literal["follow_enquiry"] = "follow_enquiry"
    enquiry: ForwardedId
    follows: bool


class OpenQuestion(QuestionCaseAction):
    """Show a reviewer one forwarded question, or without an id all that wait, from `skip` on."""

    action: Literal["open_question"] = "open_question"
    enquiry: ForwardedId | None = None
    skip: Skip = 0


class ReplyToQuestion(QuestionCaseAction):
    """Reply to a forwarded question."""

    action: Literal["reply_to_question"] = "reply_to_question"
    entered = ("said",)
    enquiry: ForwardedId
    said: Entered = Field(default_factory=dict)


class DraftReply(QuestionCaseAction):
    """Make a draft passage of a question and its reply."""

    action: Literal["draft_reply"] = "draft_reply"
    enquiry: ForwardedId


class ListGaps(QuestionCaseAction):
    """Show the open gaps of one kind, or with `handled` those that editors have handled."""

    action: Literal["open_gaps"] = "open_gaps"
    handled: bool = False
    kind: GapKind = GapKind.WORK
    skip: Skip = 0


class OpenGroup(QuestionCaseAction):
    """Show the open group with that question."""

    action: Literal["open_group"] = "open_group"
    question: AnswerId


class HandleGroup(QuestionCaseAction):
    """Decide about the group with that question, as far as it had been asked when it was shown."""

    action: Literal["handle_group"] = "handle_group"
    entered = ("said",)
    question: AnswerId
    until: AwareDatetime
    handling: Literal["passage", "phrasing", "not-ours", "in-base"]
    said: Entered = Field(default_factory=dict)


class OpenGap(QuestionCaseAction):
    """Show a handled gap, with its draft if there is one."""

    action: Literal["open_gap"] = "open_gap"
    gap: GapId


class CloseGap(QuestionCaseAction):
    """Say that the base answers by now; the followers are told."""

    action: Literal["close_gap"] = "close_gap"
    gap: GapId
    seen: Version


class ReopenGap(QuestionCaseAction):
    """Undo what was decided about a gap."""

    action: Literal["reopen_gap"] = "reopen_gap"
    gap: GapId
    seen: Version


class ListOverdue(QuestionCaseAction):
    """Show the passages past the day by which they were to be looked over."""

    action: Literal["list_overdue"] = "list_overdue"


class OpenOverdue(QuestionCaseAction):
    """Show one of them."""

    action: Literal["open_overdue"] = "open_overdue"
    passage: PassageId


class ReviewPassage(QuestionCaseAction):
    """Say what is to become of a passage."""

    action: Literal["review_passage"] = "review_passage"
    passage: PassageId
    verdict: PassageVerdict


ForwardedAction: TypeAlias = (
    OpenForwarded
    | WithdrawForwarded
    | FollowForwarded
    | OpenQuestion
    | ReplyToQuestion
    | DraftReply
)
GapAction: TypeAlias = ListGaps | OpenGroup | HandleGroup | OpenGap | CloseGap | ReopenGap
OverdueAction: TypeAlias = ListOverdue | OpenOverdue | ReviewPassage
AboutQuestions: TypeAlias = ForwardedAction | GapAction | OverdueAction
