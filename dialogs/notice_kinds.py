"""What holds of each kind of notice, in one table; a test asks that every kind stands in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accounts.account_facts import account_id_of
from cards.account_actions import OpenCase
from cards.actions import Action
from cards.elements import Card
from cards.follow_up_actions import (
    OpenCheck,
    OpenDeviation,
    OpenFollowUp,
    OpenRound,
    OpenYearly,
)
from cards.question_actions import OpenQuestion
from cards.reading_actions import OpenReading
from cards.review_actions import OpenReview
from core.language import Language
from core.outbox import REVIEW_CHANNEL, Message, Notice, NoticeKind
from core.standing import ShownSubject
from followup.notices import FollowUpNotice
from questions.forwarded_question import QuestionNotice
from readings.reading import routine_of
from texts.catalogue import Catalogue

Opens = Callable[[Notice, Language], Action]


class NoticeTopic(StrEnum):
    """What somebody may turn off, since it asks nothing of them."""

    OWN_REQUESTS = "own-requests"
    AS_MANAGER = "as-manager"
    ACCOUNTS = "accounts"
    ROUTINE = "routine"
    QUESTIONS = "questions"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfNotice:
    """How notices of a kind are told."""

    why: str
    """The sentence under `why.` that says why somebody gets it."""
    opens: Opens | None = None
    """What opens what it is about; one that has it is gathered with others that wait."""
    topic: NoticeTopic | None = None
    """What it is turned off with; None where it is a duty, or was asked for."""
    unless_somebody: str = "time"
    """The sentence under `why.set_off.` where no person has set it off."""


def _case(notice: Notice, language: Language) -> Action:
    if notice.to == REVIEW_CHANNEL:
        return _review(notice, language)
    return OpenCase(language=language, case=notice.subject)


def _account(notice: Notice, language: Language) -> Action:
    return OpenCase(language=language, case=notice.subject)


def _review(notice: Notice, language: Language) -> Action:
    return OpenReview(language=language, case=notice.subject)


def _question(notice: Notice, language: Language) -> Action:
    return OpenQuestion(language=language, enquiry=notice.subject)


def _reading(notice: Notice, language: Language) -> Action:
    return OpenReading(language=language, routine=routine_of(notice.subject) or None)


def _check(notice: Notice, language: Language) -> Action:
    return OpenCheck(language=language, check=notice.subject)


def _round(notice: Notice, language: Language) -> Action:
    return OpenRound(language=language, round=notice.subject)


def _own(_notice: Notice, language: Language) -> Action:
    return OpenFollowUp(language=language)


def _deviation(notice: Notice, language: Language) -> Action:
    return OpenDeviation(language=language, deviation=notice.subject)


def _yearly(notice: Notice, language: Language) -> Action:
    account = account_id_of(notice.subject)
    if notice.to == REVIEW_CHANNEL:
        return OpenCase(language=language, case=account)
    return OpenYearly(language=language, case=account)


NOTICE_KINDS: Mapping[str, KindOfNotice] = {
    NoticeKind.MANAGER_ASKED: KindOfNotice(why="manager", opens=_case),
    NoticeKind.MANAGER_REMINDED: KindOfNotice(why="manager", opens=_case),
    NoticeKind.MANAGER_ANSWERED: KindOfNotice(why="case"),
    NoticeKind.MANAGER_SLOW: KindOfNotice(why="case", opens=_case, topic=NoticeTopic.OWN_REQUESTS),
    NoticeKind.MANAGER_RELIEVED: KindOfNotice(why="manager", topic=NoticeTopic.AS_MANAGER),
    NoticeKind.MANAGER_REASSIGNED: KindOfNotice(why="case"),
    NoticeKind.REVIEW: KindOfNotice(why="case"),
    NoticeKind.QUESTIONED: KindOfNotice(why="case"),
    NoticeKind.REPLIED: KindOfNotice(why="asked"),
    NoticeKind.REVIEW_REMINDED: KindOfNotice(why="reviewer", opens=_review),
    NoticeKind.REVIEW_SLOW: KindOfNotice(why="case", opens=_case, topic=NoticeTopic.OWN_REQUESTS),
    NoticeKind.RETURNED_REMINDED: KindOfNotice(
        why="case", opens=_case, topic=NoticeTopic.OWN_REQUESTS
    ),
    NoticeKind.APPROVED_REMINDED: KindOfNotice(
        why="case", opens=_case, topic=NoticeTopic.OWN_REQUESTS
    ),
    NoticeKind.APPROVAL_EXPIRES: KindOfNotice(why="case", opens=_case),
    NoticeKind.APPROVAL_EXPIRED: KindOfNotice(why="case_people", opens=_case),
    NoticeKind.DECIDED: KindOfNotice(why="case_people"),
    NoticeKind.RESPONSIBLE_NAMED: KindOfNotice(why="named", opens=_case),
    NoticeKind.WITHDRAWN: KindOfNotice(why="manager", topic=NoticeTopic.AS_MANAGER),
    NoticeKind.DRAFT_EXPIRES: KindOfNotice(why="case", opens=_case, topic=NoticeTopic.OWN_REQUESTS),
    NoticeKind.DRAFT_EXPIRED: KindOfNotice(why="case", opens=_case, topic=NoticeTopic.OWN_REQUESTS),
    NoticeKind.ACCOUNT_LIVE: KindOfNotice(why="account_people", topic=NoticeTopic.ACCOUNTS),
    NoticeKind.HANDOVER_ASKED: KindOfNotice(
        why="handover", opens=_account, unless_somebody="imported"
    ),
    NoticeKind.HANDED_OVER: KindOfNotice(why="handed_over", topic=NoticeTopic.ACCOUNTS),
    NoticeKind.HANDOVER_DECLINED: KindOfNotice(why="account"),
    NoticeKind.ACCOUNT_CHANGED: KindOfNotice(why="account_people", topic=NoticeTopic.ACCOUNTS),
    NoticeKind.ACCOUNT_TO_REVIEW: KindOfNotice(why="reviewer"),
    NoticeKind.ACCOUNT_REVIEW_REMINDED: KindOfNotice(why="reviewer", opens=_account),
    NoticeKind.ACCOUNT_NOT_APPROVED: KindOfNotice(why="account_people"),
    NoticeKind.ACCOUNT_ORPHANED: KindOfNotice(
        why="reviewer", opens=_account, unless_somebody="erased"
    ),
    NoticeKind.CARD_RENEWED: KindOfNotice(why="shown", unless_somebody="moved_on"),
    NoticeKind.CARD_MOVED: KindOfNotice(why="shown", unless_somebody="moved_on"),
    NoticeKind.BASE_NEWS: KindOfNotice(why="reviewer", unless_somebody="base"),
    NoticeKind.ROUTINE_REVISED: KindOfNotice(
        why="account", opens=_reading, unless_somebody="revision"
    ),
    NoticeKind.ROUTINE_NEWS: KindOfNotice(
        why="reader", opens=_reading, topic=NoticeTopic.ROUTINE, unless_somebody="revision"
    ),
    NoticeKind.OVERDUE_PASSAGES: KindOfNotice(why="reviewer"),
    NoticeKind.ANSWER: KindOfNotice(why="asked"),
    NoticeKind.APPOINTMENT: KindOfNotice(why="reviewer"),
    NoticeKind.RELEASE: KindOfNotice(why="release"),
    NoticeKind.CREDENTIALS_END: KindOfNotice(why="reviewer"),
    NoticeKind.GIVEN_UP: KindOfNotice(why="reviewer"),
    NoticeKind.AUDIT_SEAL: KindOfNotice(why="reviewer"),
    QuestionNotice.QUESTION: KindOfNotice(why="owner", unless_somebody="asker"),
    QuestionNotice.REMINDED: KindOfNotice(why="owner", opens=_question),
    QuestionNotice.REPLIED: KindOfNotice(why="asked"),
    QuestionNotice.IN_BASE: KindOfNotice(
        why="asked", topic=NoticeTopic.QUESTIONS, unless_somebody="base"
    ),
    FollowUpNotice.CHECK_ASKED: KindOfNotice(
        why="account", opens=_check, unless_somebody="taken_over"
    ),
    FollowUpNotice.CHECKS_REMINDED: KindOfNotice(why="account", opens=_own),
    FollowUpNotice.CHECKS_LATE: KindOfNotice(why="account", opens=_own),
    FollowUpNotice.ROUND_LATE: KindOfNotice(why="reviewer", opens=_round),
    FollowUpNotice.ROUND_CLOSED: KindOfNotice(why="account", topic=NoticeTopic.FOLLOW_UP),
    FollowUpNotice.DEVIATIONS_REMINDED: KindOfNotice(why="deviation", opens=_own),
    FollowUpNotice.DEVIATION_GIVEN: KindOfNotice(
        why="deviation", opens=_deviation, unless_somebody="taken_over"
    ),
    FollowUpNotice.DEVIATION_DONE: KindOfNotice(why="reviewer"),
    FollowUpNotice.DEVIATION_RETURNED: KindOfNotice(why="deviation"),
    FollowUpNotice.DEVIATION_LATE: KindOfNotice(why="reviewer", opens=_deviation),
    FollowUpNotice.UNKNOWN_REPORTED: KindOfNotice(why="reviewer"),
    FollowUpNotice.UNKNOWN_DECIDED: KindOfNotice(why="reporter", topic=NoticeTopic.FOLLOW_UP),
    FollowUpNotice.UNKNOWN_REQUEST: KindOfNotice(why="case"),
    FollowUpNotice.YEARLY_ASKED: KindOfNotice(why="account", opens=_yearly),
    FollowUpNotice.YEARLY_REMINDED: KindOfNotice(why="account", opens=_yearly),
    FollowUpNotice.YEARLY_SILENT: KindOfNotice(why="reviewer", opens=_yearly),
}
GATHERED = frozenset(kind for kind, each in NOTICE_KINDS.items() if each.opens is not None)


def topic_of(notice: Notice) -> NoticeTopic | None:
    """Return what the notice may be turned off with; what a channel gets, nobody turns off."""
    return None if notice.to == REVIEW_CHANNEL else NOTICE_KINDS[notice.kind].topic


def why_of(notice: Notice, texts: Catalogue) -> str:
    """Return the line that says why the notice comes, and who has set it off."""
    kind = NOTICE_KINDS[notice.kind]
    why = texts.say("why.channel" if notice.to == REVIEW_CHANNEL else f"why.{kind.why}")
    if notice.by is None:
        return f"{why} {texts.say(f'why.set_off.{kind.unless_somebody}')}"
    if notice.by.id == notice.to:
        return why
    return f"{why} {texts.say('why.set_off.by', name=notice.by.name)}"


def in_place(notice: Notice, card: Card) -> Message:
    """Return a card that is posted once for its subject, and later replaced where it stands."""
    return Message(card=card, shows=ShownSubject(notice.subject, notice.kind), in_place=True)
