"""What a press on a card means: the data a button carries, read back as a typed action.

Card data comes back from the client, so it is input like any other: it may be old, altered or
made up. Nothing in it gives a right; it only says what the person wants to see or say.
"""

from collections.abc import Collection
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from cards.account_actions import AccountAction, CaseAction
from cards.follow_up_actions import AboutFollowUp
from cards.press import CardPress
from cards.privacy_actions import AboutPrivacy
from cards.question_actions import AboutQuestions
from cards.reading_actions import AboutReadings
from cards.register_actions import AboutRegister
from cards.review_actions import ReviewAction
from cards.reviewer_actions import AboutReviewers
from core.entered_text import LONGEST_ENTERED
from core.language import Language

MAX_QUESTION = 300
"""Characters of a question that a card carries along, on every button; the log has it whole."""

Reference = Annotated[str, StringConstraints(pattern=r"^[a-z0-9:.-]{1,130}$")]
Question = Annotated[str, StringConstraints(max_length=MAX_QUESTION)]
Written = Annotated[str, StringConstraints(max_length=LONGEST_ENTERED)]


class OldCard(Exception):
    """The data of a press can't be understood: an old card, or a forged one."""


class Asked(CardPress):
    """The question a card belongs to; every action carries it along."""

    answer: Reference
    language: Language
    question: Question = ""
    """As it was stored, with personal data masked; empty where nothing was asked."""


class ShowPassage(CardPress):
    """Show a passage; `back` is the passage to return to."""

    action: Literal["show"] = "show"
    asked: Asked
    passage: Reference
    back: Reference | None = None


class Rate(CardPress):
    """Say whether an answer helped."""

    action: Literal["rate"] = "rate"
    asked: Asked
    passage: Reference
    helpful: bool
    others: tuple[Reference, ...] | None = None
    """What else was offered, where the passage was only the nearest; None where it was not."""


class ShowInOwnChat(CardPress):
    """Send the whole passage to the person's own chat with the bot."""

    action: Literal["show_in_own_chat"] = "show_in_own_chat"
    asked: Asked
    passage: Reference


class Forward(CardPress):
    """Look at what would be sent to the routine's owner."""

    action: Literal["forward"] = "forward"
    asked: Asked
    passage: Reference | None = None
    routine: Reference | None = None
    """Whose owner it goes to; without it, that of the text shown or nearest."""


class SendOn(CardPress):
    """Send the question to the routine's owner, as it stands in the card's fields."""

    action: Literal["send_on"] = "send_on"
    asked: Asked
    passage: Reference | None = None
    routine: Reference | None = None
    question: Annotated[Written | None, Field(alias="said.question", exclude=True)] = None
    """None where the card had no field for it: then it goes as asked."""
    missing: Annotated[Written, Field(alias="said.missing", exclude=True)] = ""
    has_field: bool = False
    """Whether the card had one; clients leave out a field that has been emptied."""


class Browse(CardPress):
    """Show the ready questions: all groups, those of a group, or those of one topic.

    Of several routines, all of them, or the groups of one.
    """

    action: Literal["browse"] = "browse"
    asked: Asked
    routine: Reference | None = None
    group: Reference | None = None
    topic: Reference | None = None
    skip: Annotated[int, Field(ge=0)] | None = None
    """How many of the topic's questions, or of the routines, an earlier card showed."""


QuestionAction: TypeAlias = ShowPassage | ShowInOwnChat | Rate | Forward | SendOn | Browse
Action: TypeAlias = (
    QuestionAction
    | AccountAction
    | ReviewAction
    | AboutRegister
    | AboutQuestions
    | AboutReviewers
    | AboutFollowUp
    | AboutPrivacy
    | AboutReadings
)

_adapter: TypeAdapter[Action] = TypeAdapter(
    Annotated[Action, Field(discriminator="action")], config=ConfigDict(defer_build=True)
)


def data_of(action: Action) -> dict[str, Any]:
    """Return what a button carries so that `read` gives *action* back.

    What the card's fields will hold is left out: it comes along when the button is pressed.
    """
    if isinstance(action, CaseAction):
        told = action.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        return {"action": action.action, **told}
    return action.model_dump(exclude_none=True)


def read(data: object, languages: Collection[Language]) -> Action:
    """Return the action that *data* from a press asks for.

    Raises:
        OldCard: when it isn't the data of one of our cards, in one of *languages*.
    """
    try:
        action = _adapter.validate_python(data)
    except ValidationError as error:
        raise OldCard from error
    about = action.asked if isinstance(action, QuestionAction) else action
    if about.language not in languages:
        raise OldCard
    return action
