"""The card that a press came from: how it is shown again, what it shows after
the press, and what had been typed in it."""

from collections.abc import Iterator, Mapping

from cards.account_actions import CaseAction, GoToStep, LeaveStep, OnCase, OpenCase
from cards.actions import Action, Forward, Rate, SendOn
from cards.follow_up_actions import (
    BeginRound,
    DecideUnknown,
    FinishDeviation,
    JudgeDeviation,
    OpenDeviation,
    OpenUnknown,
    PlanDeviation,
    PlanRound,
)
from cards.question_actions import HandleGroup, OpenGroup, OpenQuestion, ReplyToQuestion
from cards.review_actions import Claim, Decide, EnterDiaryNumber, OpenReview, Reconsider, Speak
from cards.reviewer_actions import OpenReviewers, ProposeEnd, ProposeReviewer
from core.standing import CaseView, ShownSubject
from dialogs.services import Services
from texts.catalogue import Catalogue


def texts_of(action: CaseAction | SendOn, services: Services) -> Catalogue:
    about = action.asked if isinstance(action, SendOn) else action
    return services.texts(about.language)


def look_again(action: CaseAction | SendOn) -> Action | None:
    """Return the press that shows the card *action* stands on, and changes nothing."""
    match action:
        case SendOn(asked=asked, passage=str(passage), has_field=False):
            return Rate(asked=asked, passage=passage, helpful=False)
        case SendOn():
            return Forward(asked=action.asked, passage=action.passage)
        case Decide() | EnterDiaryNumber() | Reconsider() | Speak(replies=False):
            return OpenReview(language=action.language, case=action.case)
        case BeginRound():
            return PlanRound(language=action.language)
        case PlanDeviation() | FinishDeviation() | JudgeDeviation():
            return OpenDeviation(language=action.language, deviation=action.deviation)
        case DecideUnknown():
            return OpenUnknown(language=action.language, unknown=action.unknown)
        case OnCase():
            return OpenCase(language=action.language, case=action.case)
        case ReplyToQuestion():
            return OpenQuestion(language=action.language, enquiry=action.enquiry)
        case HandleGroup():
            return OpenGroup(language=action.language, question=action.question)
        case ProposeReviewer():
            return OpenReviewers(language=action.language)
        case ProposeEnd():
            return OpenReviewers(language=action.language, appointment=action.appointment)
        case _:
            return None


def shown_by(action: CaseAction) -> ShownSubject | None:
    """Return the case that stands on the card after the press, and how."""
    match action:
        case OpenReview(case=str(case)):
            return ShownSubject(case, CaseView.REVIEW)
        case Decide() | Claim() | EnterDiaryNumber() | Reconsider() | Speak(replies=False):
            return ShownSubject(action.case, CaseView.REVIEW)
        case LeaveStep() | GoToStep():
            return ShownSubject(action.case, CaseView.FILLED_IN)
        case OnCase() | OpenCase():
            return ShownSubject(action.case, CaseView.OWN)
        case _:
            return None


def typed_in(action: CaseAction | SendOn) -> dict[str, str]:
    """Return what stood in the card's fields, by their ids."""
    if isinstance(action, SendOn):
        return {"said.question": action.question or "", "said.missing": action.missing}
    held: Iterator[tuple[str, Mapping[str, str]]] = (
        (kind, getattr(action, kind)) for kind in action.entered
    )
    return {f"{kind}.{name}": text for kind, texts in held for name, text in texts.items()}
