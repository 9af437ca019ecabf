"""What a message that somebody is owed says, looked up when it is sent.

By then the case may have moved on; what there is nothing left to say of is not sent.
"""

from datetime import timedelta
from typing import Any

from accounts.account import Account
from accounts.decision import WAITING, RequestStatus
from accounts.request import AccountRequest
from cards.account import handover_card
from cards.base_news import base_news_card
from cards.case import request_card
from cards.manager import manager_card
from cards.moments import day, minute
from cards.notices import notice_card
from cards.review import review_card
from core.outbox import REVIEW_CHANNEL, Notice, NoticeKind
from core.person import Person
from dialogs.question_notices import QuestionNotices
from dialogs.reply import Message
from dialogs.services import Services
from knowledge.live.news import from_json
from knowledge.search.language import of_locale
from questions.forwarded_question import QuestionNotice
from texts.catalogue import Catalogue

Card = dict[str, Any]


class NoticeWriter:
    """Turns a notice into the message it stands for."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._on_question = QuestionNotices(services)

    async def __call__(self, notice: Notice, language: str) -> Message | None:
        """Return the message, or None where there is nothing left to say."""
        texts = self._services.texts(of_locale(language))
        if notice.kind == NoticeKind.REVIEW:
            return await self._review(notice, texts)
        if notice.kind == NoticeKind.BASE_NEWS:
            return Message(card=base_news_card(from_json(notice.facts["news"]), texts))
        if notice.kind in list(QuestionNotice):
            return await self._on_question(notice, texts)
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

    def _on_request(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Card | None:
        match notice.kind:
            case NoticeKind.MANAGER_ASKED | NoticeKind.MANAGER_REMINDED:
                return self._to_manager(notice, case, texts)
            case NoticeKind.REVIEW_REMINDED:
                return self._to_reviewers(case, texts)
            case NoticeKind.DECIDED:
                return self._decided(notice, case, texts)
            case NoticeKind.DRAFT_EXPIRES:
                return self._expires(case, texts)
            case _:
                return self._to_requester(notice, case, texts)

    def _to_manager(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Card | None:
        if case.status not in WAITING or case.confirmed_by is not None:
            return None
        manager = Person(notice.to, "")
        lead = texts.say(f"notice.{notice.kind}")
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
            lead = texts.say("notice.decided-manager")
            return notice_card(lead, case, self._services.form, texts)
        lead = texts.say(f"notice.{case.decision.outcome}")
        printable = self._services.links is not None
        return request_card(case, self._services.form, texts, lead=lead, printable=printable)

    def _expires(self, case: AccountRequest, texts: Catalogue) -> Card | None:
        if case.status is not RequestStatus.DRAFT or case.warned_at is None:
            return None
        respite = timedelta(days=self._services.form.rules.deadlines.warn_days)
        sentence = texts.say("notice.draft-expires", day=day(case.warned_at + respite))
        return notice_card(sentence, case, self._services.form, texts)

    def _to_requester(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Card | None:
        if (
            notice.kind == NoticeKind.MANAGER_SLOW
            and case.status is not RequestStatus.AWAITING_MANAGER
        ):
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
        sentence = texts.say(f"notice.{notice.kind}", name=case.responsible.name)
        in_channel = notice.to == REVIEW_CHANNEL
        return notice_card(sentence, case, self._services.form, texts, for_reviewers=in_channel)


def _answer(notice: Notice, case: AccountRequest) -> str:
    """Return the name of the sentence that a requester is told first."""
    if notice.kind != NoticeKind.MANAGER_ANSWERED:
        return notice.kind
    return "manager-confirmed" if case.confirmed_by else "manager-refused"
