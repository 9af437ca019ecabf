"""What a press on a card about the list of reviewers means."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from cards.account_actions import CaseAction, Entered, Skip, Version

AppointmentId = Annotated[str, StringConstraints(pattern=r"^granskare-[0-9a-f]{8}$")]


class ReviewerAction(CaseAction):
    """Base of the presses on such cards."""


class OpenReviewers(ReviewerAction):
    """Show one appointment, or without an id the whole list, from number `skip` on."""

    action: Literal["open_reviewers"] = "open_reviewers"
    appointment: AppointmentId | None = None
    skip: Skip = 0


class ProposeReviewer(ReviewerAction):
    """Propose a reviewer or a deputy."""

    entered = ("said",)
    action: Literal["propose_reviewer"] = "propose_reviewer"
    said: Entered = Field(default_factory=dict)


class ProposeEnd(ReviewerAction):
    """Propose that an appointment ends."""

    entered = ("said",)
    action: Literal["propose_end"] = "propose_end"
    appointment: AppointmentId
    seen: Version
    said: Entered = Field(default_factory=dict)


class AnswerProposal(ReviewerAction):
    """Confirm what a colleague has proposed, or turn it down."""

    action: Literal["answer_proposal"] = "answer_proposal"
    appointment: AppointmentId
    seen: Version
    agrees: bool


AboutReviewers: TypeAlias = OpenReviewers | ProposeReviewer | ProposeEnd | AnswerProposal
