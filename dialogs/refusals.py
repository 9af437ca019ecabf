"""What is said when a press or a command about a case can't be carried out."""

from collections.abc import Awaitable

from accounts.account import AccountStatus
from accounts.account_facts import is_account_id
from accounts.errors import (
    AddressTaken,
    AlreadyDecided,
    Incomplete,
    ListRefused,
    NameApproved,
    NameTaken,
    NotDone,
    NotNow,
    SeveralPeople,
    TooManyDrafts,
    WrongFact,
    WrongHost,
)
from cards.account_actions import (
    OpenCase,
    PrintRecord,
    StartRequest,
)
from cards.actions import Action, Browse, Forward, Rate, SendOn, ShowInOwnChat, ShowPassage
from cards.follow_up_actions import (
    CloseRound,
    DecideUnknown,
    JudgeDeviation,
    OpenCheck,
    OpenDeviation,
    OpenReport,
    OpenRound,
    OpenUnknown,
    ReportUnknown,
)
from cards.question_actions import (
    DraftReply,
    GapAction,
    OpenQuestion,
    OverdueAction,
    ReplyToQuestion,
)
from cards.register_actions import AboutRegister
from cards.review_actions import (
    Claim,
    Decide,
    EnterDiaryNumber,
    ListCases,
    OpenReview,
    Reconsider,
    ShowStatistics,
    Speak,
)
from cards.reviewer_actions import ReviewerAction
from core.entered_text import LONGEST_MESSAGE
from core.errors import DomainError, NoIdentity, SeveralErrors, TooLong
from core.incoming import Incoming
from core.language import Language
from dialogs.reply import Reply
from dialogs.services import Services
from followup.errors import AccountLeft, RoundIsClosed, WrongDay
from knowledge.account_form import AccountForm, NoForm
from questions.errors import AlreadyAnswered, AlreadyHandled
from texts.catalogue import Catalogue

_FOR_ALL = (
    ShowPassage | ShowInOwnChat | Browse | Rate | Forward | SendOn | StartRequest | ReportUnknown
)
"""What shows nobody's own matter; a request begun among others is refused where it is begun."""
_FOR_REVIEWERS = (
    OpenReview
    | ListCases
    | ShowStatistics
    | Claim
    | Decide
    | Reconsider
    | EnterDiaryNumber
    | OpenQuestion
    | ReplyToQuestion
    | DraftReply
    | GapAction
    | OverdueAction
    | ReviewerAction
)
"""What reviewers do together in their channel; the services let nobody else."""
_OF_ROUNDS = (
    OpenRound
    | CloseRound
    | OpenReport
    | OpenCheck
    | OpenDeviation
    | JudgeDeviation
    | OpenUnknown
    | DecideUnknown
)
"""What reviewers do in their channel when the routine is followed up."""
_ON_ACCOUNTS = OpenCase | AboutRegister
"""What reviewers do there with an account; whoever else it belongs to does it alone."""


def may_be_seen_by_others(action: Action, *, is_reviewer: bool) -> bool:
    """Whether what the press shows may stand in a chat with others. Whatever isn't listed may not.

    Reviewers look after accounts, and print requests, in a channel of theirs.
    """
    if isinstance(action, _ON_ACCOUNTS):
        return is_reviewer and is_account_id(action.case)
    if isinstance(action, PrintRecord | _OF_ROUNDS):
        return is_reviewer
    if isinstance(action, Speak):
        return not action.replies
    return isinstance(action, _FOR_ALL | _FOR_REVIEWERS)


async def may_be_seen(action: Action, incoming: Incoming, services: Services) -> bool:
    """Whether what *incoming* has pressed may be shown where it was pressed."""
    if incoming.in_private or may_be_seen_by_others(action, is_reviewer=False):
        return True
    is_reviewer = await services.reviewers.is_reviewer(incoming.person)
    return may_be_seen_by_others(action, is_reviewer=is_reviewer)


def sentence_for(error: DomainError | NoForm, form: AccountForm | None, texts: Catalogue) -> str:
    """Return the sentence for *error*, with the facts it carries in words.

    Only what is refused of a request needs the form.
    """
    if isinstance(error, NoForm):
        return texts.say("walk.not_here")
    if isinstance(error, SeveralErrors):
        return " ".join(sentence_for(each, form, texts) for each in error.errors)
    return texts.say(f"refused.{error.code}", **_facts(error, form, texts))


def too_long(message: str, texts: Catalogue) -> str:
    """Return how long *message* is, and how much is read."""
    return texts.say("nothing.too_long", count=len(message), limit=LONGEST_MESSAGE)


def in_private_only(texts: Catalogue, command: str) -> str:
    """Return where to write *command*, to somebody who did so among others."""
    return texts.say("walk.private_only", command=texts.words(f"command.{command}")[0])


def require_identity(incoming: Incoming) -> None:
    """Raise `NoIdentity` where it isn't known who somebody is in Entra."""
    if not incoming.has_identity:
        raise NoIdentity


async def reply_or_refusal(
    answer: Awaitable[Reply], services: Services, language: Language
) -> Reply:
    """Return *answer*, or the sentence on why there is none."""
    try:
        return await answer
    except (DomainError, NoForm) as error:
        form, texts = services.base.account_form, services.texts(language)
        return Reply(text=sentence_for(error, form, texts))


def _facts(error: DomainError, form: AccountForm | None, texts: Catalogue) -> dict[str, object]:
    match error:
        case AlreadyAnswered() | AlreadyHandled():
            return {"name": error.by.name, "at": error.at}
        case RoundIsClosed() | AccountLeft():
            return {"name": error.name}
        case WrongDay():
            return {"first": error.first, "last": error.last}
        case TooManyDrafts():
            return {"count": error.most}
        case WrongHost():
            return {"host": f"https://{error.hosts[0]}/"}
        case WrongFact():
            fault = texts.say(f"fault.{error.kind}", count=error.longest, host="")
            part = form.fields.get(error.where) if form else None
            called = part.text_in(texts.language).called if part else error.where
            return {"field": called, "fault": fault}
        case ListRefused():
            return {"count": error.faults}
        case AddressTaken():
            return {"name": error.name}
        case NameApproved():
            return {"case": error.case_id}
        case NameTaken():
            return {"case": error.account_id}
        case SeveralPeople():
            return {"people": "; ".join(each.name for each in error.people)}
        case TooLong():
            return {"count": error.longest}
        case AlreadyDecided():
            status = texts.say(f"status.{error.status}")
            return {"name": error.by.name, "status": status.lower(), "at": error.at}
        case NotNow():
            kind = (
                "standing"
                if error.status in list(AccountStatus) and error.status != "live"
                else "status"
            )
            return {"status": texts.say(f"{kind}.{error.status}").lower()}
        case Incomplete() if form is not None:
            return {"title": form.steps[error.step].text_in(texts.language).title}
        case NotDone() if form is not None:
            items = {**form.checklist, **form.closing}
            said = [
                items[item].text_in(texts.language).title
                if item in items
                else error.words.get(item, item)
                for item in error.missing
            ]
            return {"missing": "; ".join(said)}
        case _:
            return {}
