"""Notices: what each says, looked up when it is sent.

By then the case may have moved on; a notice with nothing left to say is not sent.
"""

from collections.abc import Mapping
from datetime import timedelta

from accounts.account import Account
from accounts.history import WAITING, RequestStatus
from accounts.request import AccountRequest
from cards.account import account_card, handover_card
from cards.base_news import base_news_card
from cards.case import request_card
from cards.case_parts import notice_card, plain_card, title_of
from cards.checklist import responsible_card
from cards.elements import Card
from cards.forwarded import asker_card, in_base_card, reviewer_card
from cards.manager import manager_card
from cards.moments import day, minute
from cards.review import review_card
from cards.reviewers import appointment_card
from core.outbox import REVIEW_CHANNEL, Message, Notice, NoticeKind, UnknownKind
from core.person import Person
from dialogs.feedback import whole_answer
from dialogs.follow_up_notices import FollowUpWriter
from dialogs.operators import OPERATORS_KINDS, operators_message
from dialogs.overdue import OverdueDialog
from dialogs.readings import ReadingsDialog
from dialogs.services import Services
from followup.notices import FollowUpNotice
from knowledge.live.current import news_from_json
from knowledge.search.language import of_locale
from questions.forwarded_question import (
    PASSAGE,
    ForwardedQuestion,
    ForwardedStatus,
    QuestionNotice,
)
from questions.own_chat import WantedAnswer
from texts.catalogue import Catalogue

ALL_KINDS = frozenset({*NoticeKind, *QuestionNotice, *FollowUpNotice})
_ONLY_WHILE: Mapping[str, RequestStatus] = {
    NoticeKind.MANAGER_SLOW: RequestStatus.AWAITING_MANAGER,
    NoticeKind.RETURNED_REMINDED: RequestStatus.RETURNED,
    NoticeKind.APPROVED_REMINDED: RequestStatus.APPROVED,
    NoticeKind.DRAFT_EXPIRES: RequestStatus.DRAFT,
    NoticeKind.APPROVAL_EXPIRES: RequestStatus.APPROVED,
}
"""Reminders that mean something only as long as the request stands there."""


_TO_JUDGE = (NoticeKind.ACCOUNT_TO_REVIEW, NoticeKind.ACCOUNT_REVIEW_REMINDED)


class NoticeWriter:
    """Turns a notice into the message it stands for."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._readings = ReadingsDialog(services)
        self._follow_up = FollowUpWriter(services)
        self._overdue = OverdueDialog(services)

    async def __call__(self, notice: Notice, language: str) -> Message | None:
        """Return the message, or None where there is nothing left to say; raise `UnknownKind`."""
        if notice.kind not in ALL_KINDS:
            raise UnknownKind(notice.kind)
        texts = self._services.texts(of_locale(language))
        if notice.kind == NoticeKind.REVIEW:
            return await self._review(notice, texts)
        if notice.kind == NoticeKind.BASE_NEWS:
            return Message(card=base_news_card(news_from_json(notice.facts["news"]), texts))
        if notice.kind == NoticeKind.ANSWER:
            return await whole_answer(WantedAnswer.told(notice.facts), self._services)
        if notice.kind == NoticeKind.ROUTINE_REVISED:
            news = await self._readings.news(notice.to, notice.subject, texts.language)
            return Message(card=news) if news else None
        if notice.kind == NoticeKind.OVERDUE_PASSAGES:
            overdue = await self._overdue.told(notice, texts.language)
            return Message(card=overdue) if overdue else None
        if notice.kind == NoticeKind.APPOINTMENT:
            return await self._appointment(notice, texts)
        if notice.kind in OPERATORS_KINDS:
            return operators_message(notice, self._services.clock().date(), texts)
        if notice.kind in list(FollowUpNotice):
            return await self._follow_up(notice, texts)
        if notice.kind in list(QuestionNotice):
            return await self._question(notice, texts)
        case = await self._services.cases.find(notice.subject)
        card = None
        if isinstance(case, AccountRequest):
            card = self._on_request(notice, case, texts)
        elif case is not None:
            card = self._on_account(notice, case, texts)
        return Message(card=card) if card else None

    async def _review(self, notice: Notice, texts: Catalogue) -> Message:
        dossier = await self._services.reviews.dossier(notice.subject)
        printable = self._services.links is not None
        card = review_card(dossier, self._services.form, texts, printable=printable)
        return Message(card=card, replaces=True)

    async def _appointment(self, notice: Notice, texts: Catalogue) -> Message | None:
        appointment = await self._services.reviewers.posted(notice.subject)
        if appointment is None:
            return None
        lead = texts.say("notice.appointment") if appointment.is_waiting else None
        card = appointment_card(appointment, texts, now=self._services.clock(), lead=lead)
        return Message(card=card, replaces=True)

    async def _question(self, notice: Notice, texts: Catalogue) -> Message | None:
        forwarded = await self._services.replies.posted(notice.subject)
        return self._on_question(notice, forwarded, texts) if forwarded else None

    def _on_question(
        self, notice: Notice, forwarded: ForwardedQuestion, texts: Catalogue
    ) -> Message | None:
        base = self._services.base
        match notice.kind:
            case QuestionNotice.QUESTION:
                return Message(card=reviewer_card(forwarded, base, texts), replaces=True)
            case QuestionNotice.REMINDED if forwarded.standing is ForwardedStatus.WAITING:
                lead = texts.say("question.reminded", since=minute(forwarded.sent_at))
                return Message(card=reviewer_card(forwarded, base, texts, lead=lead))
            case QuestionNotice.REPLIED if forwarded.reply is not None:
                lead = texts.say("enquiry.has_reply")
                return Message(card=asker_card(forwarded, base, texts, lead=lead))
            case QuestionNotice.IN_BASE:
                passage = base.passages.get(notice.facts.get(PASSAGE, ""))
                asked_in = of_locale(forwarded.language)
                return Message(card=in_base_card(forwarded, passage, asked_in, texts))
            case _:
                return None

    def _on_request(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Card | None:
        match notice.kind:
            case NoticeKind.MANAGER_ASKED | NoticeKind.MANAGER_REMINDED:
                return self._to_manager(notice, case, texts)
            case NoticeKind.MANAGER_RELIEVED:
                return self._relieved(case, texts)
            case NoticeKind.RESPONSIBLE_NAMED:
                return self._to_responsible(case, texts)
            case NoticeKind.REVIEW_REMINDED:
                return self._to_reviewers(case, texts)
            case NoticeKind.REPLIED:
                sentence = texts.say("notice.replied", name=case.requester.name)
                return notice_card(sentence, case, self._services.form, texts, for_reviewers=True)
            case NoticeKind.DECIDED:
                return self._decided(notice, case, texts)
            case NoticeKind.DRAFT_EXPIRES | NoticeKind.APPROVAL_EXPIRES:
                return self._expires(notice, case, texts)
            case NoticeKind.APPROVAL_EXPIRED if notice.to == REVIEW_CHANNEL:
                sentence = texts.say("notice.review-approval-expired")
                return notice_card(sentence, case, self._services.form, texts, for_reviewers=True)
            case NoticeKind.APPROVAL_EXPIRED if notice.to != case.requester.id:
                return self._manager_card(notice, case, texts, key=f"manager-{notice.kind}")
            case NoticeKind.ACCOUNT_LIVE | NoticeKind.WITHDRAWN:
                return self._manager_card(notice, case, texts, key=f"manager-{notice.kind}")
            case _:
                return self._to_requester(notice, case, texts)

    def _to_manager(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Card | None:
        if case.status not in WAITING or not case.is_unconfirmed or case.manager_id != notice.to:
            return None
        return self._manager_card(notice, case, texts, key=notice.kind)

    def _to_responsible(self, case: AccountRequest, texts: Catalogue) -> Card | None:
        if case.status is not RequestStatus.APPROVED:
            return None
        lead = texts.say("notice.responsible-named", name=case.requester.name)
        return responsible_card(case, self._services.form, texts, lead=lead)

    def _relieved(self, case: AccountRequest, texts: Catalogue) -> Card:
        """A sentence alone: somebody else's request is not to be opened."""
        named = title_of(case, self._services.form, texts)
        return plain_card(texts.say("notice.manager-relieved", case=named), texts)

    def _manager_card(
        self, notice: Notice, case: AccountRequest, texts: Catalogue, *, key: str
    ) -> Card:
        manager, lead = Person(notice.to, ""), texts.say(f"notice.{key}")
        return manager_card(case, manager, self._services.form, texts, lead=lead)

    def _to_reviewers(self, case: AccountRequest, texts: Catalogue) -> Card | None:
        if case.status is not RequestStatus.IN_REVIEW or case.waiting_since is None:
            return None
        sentence = texts.say("notice.review-reminded", since=minute(case.waiting_since))
        return notice_card(sentence, case, self._services.form, texts, for_reviewers=True)

    def _decided(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Card | None:
        if case.decision is None:
            return None
        if notice.to != case.requester.id:
            return self._manager_card(notice, case, texts, key=f"manager-{case.decision.outcome}")
        lead = texts.say(f"notice.{case.decision.outcome}")
        printable = self._services.links is not None
        return request_card(case, self._services.form, texts, lead=lead, printable=printable)

    def _expires(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Card | None:
        if case.status is not _ONLY_WHILE[notice.kind] or case.warned_at is None:
            return None
        respite = timedelta(days=self._services.form.rules.deadlines.warn_days)
        sentence = texts.say(f"notice.{notice.kind}", day=day(case.warned_at + respite))
        return notice_card(sentence, case, self._services.form, texts)

    def _to_requester(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Card | None:
        if case.status is not _ONLY_WHILE.get(notice.kind, case.status):
            return None
        lead = texts.say(f"notice.{_answer(notice, case)}")
        return request_card(case, self._services.form, texts, lead=lead)

    def _on_account(self, notice: Notice, case: Account, texts: Catalogue) -> Card | None:
        if notice.kind == NoticeKind.HANDOVER_ASKED:
            offer = case.handover
            if offer is None or offer.person_id != notice.to:
                return None
            lead = texts.say("notice.handover-asked")
            return handover_card(case, self._services.form, texts, lead=lead)
        in_channel = notice.to == REVIEW_CHANNEL
        who = notice.facts.get("name", case.responsible.name)
        sentence = texts.say(f"notice.{notice.kind}", name=who)
        if notice.kind in (*_TO_JUDGE, NoticeKind.ACCOUNT_NOT_APPROVED):
            may_judge = notice.kind in _TO_JUDGE
            card = account_card(
                case, self._services.form, texts, lead=sentence, may_judge=may_judge
            )
            is_moot = may_judge and not case.awaits_review
            return None if is_moot else card
        return notice_card(sentence, case, self._services.form, texts, for_reviewers=in_channel)


def _answer(notice: Notice, case: AccountRequest) -> str:
    """Return the name of the sentence that a requester is told first."""
    if notice.kind != NoticeKind.MANAGER_ANSWERED:
        return notice.kind
    return "manager-confirmed" if case.confirmed_by else "manager-refused"
