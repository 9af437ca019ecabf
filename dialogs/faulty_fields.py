"""A press refused for what stands in a field: the card again, with that said at the field."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from accounts.errors import (
    AddressTaken,
    AlreadyDecided,
    AlreadyRegistered,
    NotAnAddress,
    NotDone,
    NotNow,
    OwnManager,
    SeveralPeople,
    WrongFact,
    WrongHost,
)
from cards.account import FIELD_OF_FACT
from cards.account_actions import CaseAction
from cards.actions import Action, SendOn
from cards.follow_up_actions import (
    DecideUnknown,
    FinishDeviation,
    JudgeDeviation,
)
from cards.question_actions import ReplyToQuestion
from cards.refused import refused_card, stale_card
from cards.register_actions import Correct, JudgeFacts, Pause
from cards.review_actions import (
    AnswerAsManager,
    Decide,
    Reconsider,
    Speak,
)
from core.appointments import EndsBeforeItBegins, NotCurrent, UnknownPerson
from core.entered_text import LONGEST_ENTERED
from core.errors import (
    DomainError,
    HoldsPersonalData,
    OutOfDate,
    ReasonMissing,
    SeveralErrors,
    TooLong,
)
from dialogs.pressed_card import look_again, texts_of, typed_in
from dialogs.refusals import sentence_for
from dialogs.reply import Pressed
from dialogs.reviewers import NotADate
from dialogs.services import Services
from followup.errors import (
    ActionMissing,
    NameMissing,
    NobodyNamed,
    NothingToCheck,
    WrongDay,
)
from knowledge.account_form import NoForm
from questions.errors import NoPassage, QuestionMissing, ReplyMissing
from texts.catalogue import Catalogue


async def refused_press(
    error: DomainError | NoForm,
    action: Action | None,
    services: Services,
    texts: Catalogue,
    *,
    show: Callable[[Action], Awaitable[Pressed]],
) -> Pressed:
    """Return the card that *action* was pressed on, as it is now, with what was typed in it.

    Where the case has moved on since it was shown, that stands first.

    A sentence where the error is about no field, or the card isn't to be seen any more.
    """
    if isinstance(error, DomainError) and isinstance(action, CaseAction | SendOn):
        again = await _redrawn(error, action, services, show)
        if again is not None:
            return again
    return Pressed(sentence=sentence_for(error, services.base.account_form, texts))


async def _redrawn(
    error: DomainError,
    action: CaseAction | SendOn,
    services: Services,
    show: Callable[[Action], Awaitable[Pressed]],
) -> Pressed | None:
    look, typed = look_again(action), typed_in(action)
    is_forged = any(len(text) > LONGEST_ENTERED for text in typed.values())
    if look is None or is_forged:
        return None
    is_stale = isinstance(error, OutOfDate | NotNow | AlreadyDecided)
    faults = dict(_faults(error, action, typed, services))
    if not faults and not is_stale:
        return None
    try:
        shown = await show(look)
    except DomainError:
        return None
    if is_stale and shown.card:
        sentence = sentence_for(error, services.base.account_form, texts_of(action, services))
        return replace(shown, card=stale_card(shown.card, sentence, typed))
    if isinstance(error, SeveralPeople):
        people = {"person.who": {each.id: each.name for each in error.people}}
    else:
        people = None
    card = refused_card(shown.card, faults, typed, people) if shown.card else None
    return replace(shown, card=card) if card else None


def _faults(
    error: DomainError, action: CaseAction | SendOn, typed: Mapping[str, str], services: Services
) -> Iterator[tuple[str, str]]:
    """Yield each field that the error is about, with the sentence to stand at it."""
    texts = texts_of(action, services)
    if isinstance(error, SeveralErrors):
        for each in error.errors:
            yield from _faults(each, action, typed, services)
    elif isinstance(error, NotDone):
        yield from ((f"done.{item}", texts.say("fault.not-done")) for item in error.missing)
    else:
        sentence = sentence_for(error, services.base.account_form, texts)
        for name in _fields(error, action, typed, services):
            yield name, sentence


def _fields(
    error: DomainError, action: CaseAction | SendOn, typed: Mapping[str, str], services: Services
) -> Iterator[str]:
    match error:
        case TooLong():
            yield from (name for name, text in typed.items() if len(text) > error.longest)
        case HoldsPersonalData():
            holds = services.policy.holds_personal_data
            yield from (name for name, text in typed.items() if holds(text))
        case WrongFact():
            facts = {field: fact for fact, field in FIELD_OF_FACT.items()}
            yield f"fact.{facts.get(error.where, error.where)}"
        case AlreadyRegistered() if isinstance(action, Correct):
            yield "fact.name"
        case AlreadyRegistered() | AddressTaken() | NotAnAddress() | WrongHost():
            yield from ("fact.address", "said.address")
        case OwnManager() | SeveralPeople():
            yield "person.who"
        case NotADate():
            days = ("first", "last", "due")
            yield from (f"said.{day}" for day in days if not _is_day(day, typed))
        case WrongDay():
            yield from ("said.last", "said.due")
        case NameMissing():
            yield "said.name"
        case NothingToCheck():
            yield "said.unit"
        case ActionMissing():
            yield "said.done" if isinstance(action, FinishDeviation) else "said.action"
        case NobodyNamed():
            yield from ("said.owner", "said.responsible")
        case EndsBeforeItBegins():
            yield "said.last"
        case NotCurrent():
            yield "said.deputy"
        case UnknownPerson():
            yield "said.who"
        case QuestionMissing():
            yield "said.question"
        case NoPassage():
            yield "said.passage"
        case ReasonMissing() | ReplyMissing():
            yield f"said.{_reason(action)}"
        case _:
            return


def _is_day(name: str, typed: Mapping[str, str]) -> bool:
    try:
        return bool(date.fromisoformat(typed.get(f"said.{name}", "").strip()))
    except ValueError:
        return False


def _reason(action: CaseAction | SendOn) -> str:
    """Return the field whose words *action* can't do without."""
    match action:
        case Decide():
            return action.outcome
        case AnswerAsManager():
            return "refuse"
        case Speak():
            return "reply" if action.replies else "question"
        case Reconsider():
            return "revoke" if action.revokes else "amend"
        case JudgeFacts():
            return "not_approved"
        case Pause():
            return "pause"
        case JudgeDeviation():
            return "return"
        case DecideUnknown():
            return "not_ours"
        case ReplyToQuestion():
            return "reply"
        case _:
            return "who"
