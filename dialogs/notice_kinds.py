"""What holds of each kind of notice, in one table; a test asks that every kind stands in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cards.account_actions import OpenCase
from cards.actions import Action
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
from core.outbox import REVIEW_CHANNEL, Notice, NoticeKind
from followup.notices import FollowUpNotice
from followup.yearly_check import account_of
from questions.forwarded_question import QuestionNotice

Opens = Callable[[Notice, Language], Action]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfNotice:
    """How notices of a kind are told."""

    opens: Opens | None = None
    """What opens what it is about; one that has it is gathered with others that wait."""
    shows_case: bool = False
    """Whether it is told with the whole card of a request or an account, to one of its people."""


def _case(notice: Notice, language: Language) -> Action:
    if notice.to == REVIEW_CHANNEL:
        return _review(notice, language)
    return OpenCase(language=language, case=notice.subject, apart=True)


def _account(notice: Notice, language: Language) -> Action:
    return OpenCase(language=language, case=notice.subject, apart=True)


def _review(notice: Notice, language: Language) -> Action:
    return OpenReview(language=language, case=notice.subject, apart=True)


def _question(notice: Notice, language: Language) -> Action:
    return OpenQuestion(language=language, enquiry=notice.subject, apart=True)


def _reading(_notice: Notice, language: Language) -> Action:
    return OpenReading(language=language, apart=True)


def _check(notice: Notice, language: Language) -> Action:
    return OpenCheck(language=language, check=notice.subject, apart=True)


def _round(notice: Notice, language: Language) -> Action:
    return OpenRound(language=language, round=notice.subject, apart=True)


def _own(_notice: Notice, language: Language) -> Action:
    return OpenFollowUp(language=language, apart=True)


def _deviation(notice: Notice, language: Language) -> Action:
    return OpenDeviation(language=language, deviation=notice.subject, apart=True)


def _yearly(notice: Notice, language: Language) -> Action:
    account = account_of(notice.subject)
    if notice.to == REVIEW_CHANNEL:
        return OpenCase(language=language, case=account, apart=True)
    return OpenYearly(language=language, case=account, apart=True)


_ALONE, _WITH_CASE = KindOfNotice(), KindOfNotice(shows_case=True)
NOTICE_KINDS: Mapping[str, KindOfNotice] = {
    NoticeKind.MANAGER_ASKED: KindOfNotice(opens=_case, shows_case=True),
    NoticeKind.MANAGER_REMINDED: KindOfNotice(opens=_case, shows_case=True),
    NoticeKind.MANAGER_ANSWERED: _WITH_CASE,
    NoticeKind.MANAGER_SLOW: KindOfNotice(opens=_case, shows_case=True),
    NoticeKind.MANAGER_RELIEVED: _ALONE,
    NoticeKind.MANAGER_REASSIGNED: _WITH_CASE,
    NoticeKind.REVIEW: _ALONE,
    NoticeKind.QUESTIONED: _WITH_CASE,
    NoticeKind.REPLIED: _ALONE,
    NoticeKind.REVIEW_REMINDED: KindOfNotice(opens=_review),
    NoticeKind.REVIEW_SLOW: KindOfNotice(opens=_case, shows_case=True),
    NoticeKind.RETURNED_REMINDED: KindOfNotice(opens=_case, shows_case=True),
    NoticeKind.APPROVED_REMINDED: KindOfNotice(opens=_case, shows_case=True),
    NoticeKind.APPROVAL_EXPIRES: KindOfNotice(opens=_case),
    NoticeKind.APPROVAL_EXPIRED: KindOfNotice(opens=_case, shows_case=True),
    NoticeKind.DECIDED: _WITH_CASE,
    NoticeKind.RESPONSIBLE_NAMED: KindOfNotice(opens=_case, shows_case=True),
    NoticeKind.WITHDRAWN: _WITH_CASE,
    NoticeKind.DRAFT_EXPIRES: KindOfNotice(opens=_case),
    NoticeKind.DRAFT_EXPIRED: KindOfNotice(opens=_case),
    NoticeKind.ACCOUNT_LIVE: _ALONE,
    NoticeKind.HANDOVER_ASKED: KindOfNotice(opens=_account, shows_case=True),
    NoticeKind.HANDED_OVER: _ALONE,
    NoticeKind.HANDOVER_DECLINED: _ALONE,
    NoticeKind.ACCOUNT_CHANGED: _ALONE,
    NoticeKind.ACCOUNT_TO_REVIEW: _WITH_CASE,
    NoticeKind.ACCOUNT_REVIEW_REMINDED: KindOfNotice(opens=_account, shows_case=True),
    NoticeKind.ACCOUNT_NOT_APPROVED: _WITH_CASE,
    NoticeKind.ACCOUNT_ORPHANED: KindOfNotice(opens=_account),
    NoticeKind.CARD_RENEWED: _ALONE,
    NoticeKind.BASE_NEWS: _ALONE,
    NoticeKind.ROUTINE_REVISED: KindOfNotice(opens=_reading),
    NoticeKind.OVERDUE_PASSAGES: _ALONE,
    NoticeKind.ANSWER: _ALONE,
    NoticeKind.APPOINTMENT: _ALONE,
    NoticeKind.CREDENTIALS_END: _ALONE,
    NoticeKind.GIVEN_UP: _ALONE,
    NoticeKind.AUDIT_SEAL: _ALONE,
    QuestionNotice.QUESTION: _ALONE,
    QuestionNotice.REMINDED: KindOfNotice(opens=_question),
    QuestionNotice.REPLIED: _ALONE,
    QuestionNotice.IN_BASE: _ALONE,
    FollowUpNotice.CHECK_ASKED: KindOfNotice(opens=_check),
    FollowUpNotice.CHECKS_REMINDED: KindOfNotice(opens=_own),
    FollowUpNotice.CHECKS_LATE: KindOfNotice(opens=_own),
    FollowUpNotice.ROUND_LATE: KindOfNotice(opens=_round),
    FollowUpNotice.ROUND_CLOSED: _ALONE,
    FollowUpNotice.DEVIATIONS_REMINDED: KindOfNotice(opens=_own),
    FollowUpNotice.DEVIATION_GIVEN: KindOfNotice(opens=_deviation),
    FollowUpNotice.DEVIATION_DONE: _ALONE,
    FollowUpNotice.DEVIATION_RETURNED: _ALONE,
    FollowUpNotice.DEVIATION_LATE: KindOfNotice(opens=_deviation),
    FollowUpNotice.UNKNOWN_REPORTED: _ALONE,
    FollowUpNotice.UNKNOWN_DECIDED: _ALONE,
    FollowUpNotice.UNKNOWN_REQUEST: _ALONE,
    FollowUpNotice.YEARLY_ASKED: KindOfNotice(opens=_yearly),
    FollowUpNotice.YEARLY_REMINDED: KindOfNotice(opens=_yearly),
    FollowUpNotice.YEARLY_SILENT: KindOfNotice(opens=_yearly),
}
GATHERED = frozenset(kind for kind, each in NOTICE_KINDS.items() if each.opens is not None)
