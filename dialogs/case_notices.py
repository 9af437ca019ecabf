"""Notices of requests and accounts: the whole card of the case, or the way to it."""

from collections.abc import Mapping
from datetime import timedelta

from accounts.account import Account
from accounts.history import WAITING, RequestStatus
from accounts.request import AccountRequest
from cards.account import account_card, handover_card
from cards.case import request_card
from cards.case_parts import notice_card, plain_card, title_of
from cards.checklist import responsible_card
from cards.elements import Card
from cards.manager import manager_card
from core.outbox import REVIEW_CHANNEL, Message, Notice, NoticeKind
from core.person import Person
from core.standing import CaseView, ShownSubject
from dialogs.services import Services
from texts.catalogue import Catalogue

_ONLY_WHILE: Mapping[str, RequestStatus] = {
    NoticeKind.MANAGER_SLOW: RequestStatus.AWAITING_MANAGER,
    NoticeKind.RETURNED_REMINDED: RequestStatus.RETURNED,
    NoticeKind.APPROVED_REMINDED: RequestStatus.APPROVED,
    NoticeKind.DRAFT_EXPIRES: RequestStatus.DRAFT,
    NoticeKind.APPROVAL_EXPIRES: RequestStatus.APPROVED,
}
"""Reminders that mean something only as long as the request stands there."""


_TO_JUDGE = (NoticeKind.ACCOUNT_TO_REVIEW, NoticeKind.ACCOUNT_REVIEW_REMINDED)


class CaseWriter:
    """Turns a notice of a request or an account into its message."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, notice: Notice, texts: Catalogue) -> Message | None:
        """Return the message, or None where there is nothing left to say."""
        case = await self._services.cases.find(notice.subject)
        if isinstance(case, AccountRequest):
            return self._on_request(notice, case, texts)
        return self._on_account(notice, case, texts) if case is not None else None

    def _whole(self, card: Card, case: AccountRequest | Account, texts: Catalogue) -> Message:
        """Return a message that shows the case: from then on it alone does, in its chat."""
        return Message(card=card, shows=ShownSubject(case.id, CaseView.OWN))

    def _in_short(
        self,
        sentence: str,
        case: AccountRequest | Account,
        texts: Catalogue,
        *,
        for_reviewers: bool = False,
    ) -> Message:
        """Return a message that says what has happened, and leads to the case."""
        form = self._services.form
        return Message(card=notice_card(sentence, case, form, texts, for_reviewers=for_reviewers))

    def _on_request(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Message | None:
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
                return self._in_short(sentence, case, texts, for_reviewers=True)
            case NoticeKind.DECIDED:
                return self._decided(notice, case, texts)
            case NoticeKind.DRAFT_EXPIRES | NoticeKind.APPROVAL_EXPIRES:
                return self._expires(notice, case, texts)
            case NoticeKind.APPROVAL_EXPIRED if notice.to == REVIEW_CHANNEL:
                sentence = texts.say("notice.review-approval-expired")
                return self._in_short(sentence, case, texts, for_reviewers=True)
            case NoticeKind.APPROVAL_EXPIRED if notice.to != case.requester.id:
                return self._manager_card(notice, case, texts, key=f"manager-{notice.kind}")
            case NoticeKind.WITHDRAWN:
                return self._manager_card(notice, case, texts, key=f"manager-{notice.kind}")
            case _:
                return self._to_requester(notice, case, texts)

    def _to_manager(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Message | None:
        if what_waits(case, notice.to) != NoticeKind.MANAGER_ASKED:
            return None
        return self._manager_card(notice, case, texts, key=notice.kind)

    def _to_responsible(self, case: AccountRequest, texts: Catalogue) -> Message | None:
        if case.status is not RequestStatus.APPROVED:
            return None
        lead = texts.say("notice.responsible-named", name=case.requester.name)
        card = responsible_card(case, self._services.form, texts, lead=lead)
        return self._whole(card, case, texts)

    def _relieved(self, case: AccountRequest, texts: Catalogue) -> Message:
        """A sentence alone: somebody else's request is not to be opened."""
        named = title_of(case, self._services.form, texts)
        return Message(card=plain_card(texts.say("notice.manager-relieved", case=named), texts))

    def _manager_card(
        self, notice: Notice, case: AccountRequest, texts: Catalogue, *, key: str
    ) -> Message:
        manager, lead = Person(notice.to, ""), texts.say(f"notice.{key}")
        card = manager_card(case, manager, self._services.form, texts, lead=lead)
        return self._whole(card, case, texts)

    def _to_reviewers(self, case: AccountRequest, texts: Catalogue) -> Message | None:
        if case.status is not RequestStatus.IN_REVIEW or case.waiting_since is None:
            return None
        sentence = texts.say("notice.review-reminded", since=case.waiting_since)
        return self._in_short(sentence, case, texts, for_reviewers=True)

    def _decided(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Message | None:
        if case.decision is None:
            return None
        if notice.to != case.requester.id:
            return self._manager_card(notice, case, texts, key=f"manager-{case.decision.outcome}")
        lead = texts.say(f"notice.{case.decision.outcome}")
        printable = self._services.links is not None
        card = request_card(case, self._services.form, texts, lead=lead, printable=printable)
        return self._whole(card, case, texts)

    def _expires(self, notice: Notice, case: AccountRequest, texts: Catalogue) -> Message | None:
        if case.status is not _ONLY_WHILE[notice.kind] or case.warned_at is None:
            return None
        respite = timedelta(days=self._services.form.rules.deadlines.warn_days)
        sentence = texts.say(f"notice.{notice.kind}", day=texts.day(case.warned_at + respite))
        return self._in_short(sentence, case, texts)

    def _to_requester(
        self, notice: Notice, case: AccountRequest, texts: Catalogue
    ) -> Message | None:
        if case.status is not _ONLY_WHILE.get(notice.kind, case.status):
            return None
        lead = texts.say(f"notice.{_answer(notice, case)}")
        card = request_card(case, self._services.form, texts, lead=lead)
        return self._whole(card, case, texts)

    def _on_account(self, notice: Notice, case: Account, texts: Catalogue) -> Message | None:
        if notice.kind == NoticeKind.HANDOVER_ASKED:
            if what_waits(case, notice.to) != NoticeKind.HANDOVER_ASKED:
                return None
            lead = texts.say("notice.handover-asked")
            card = handover_card(case, self._services.form, texts, lead=lead)
            return self._whole(card, case, texts)
        who = notice.facts.get("name", case.responsible.name)
        sentence = texts.say(f"notice.{notice.kind}", name=who)
        if notice.kind in (*_TO_JUDGE, NoticeKind.ACCOUNT_NOT_APPROVED):
            may_judge, form = notice.kind in _TO_JUDGE, self._services.form
            if may_judge and not case.awaits_review:
                return None
            card = account_card(case, form, texts, lead=sentence, may_judge=may_judge)
            return self._whole(card, case, texts)
        return self._in_short(sentence, case, texts)


def what_waits(case: AccountRequest | Account, person_id: str) -> str | None:
    """Return the sentence under `notice.` for what a case wants of a person, or of the channel."""
    if isinstance(case, Account):
        if person_id == REVIEW_CHANNEL:
            return NoticeKind.ACCOUNT_TO_REVIEW if case.awaits_review else None
        is_offered = case.handover is not None and case.handover.person_id == person_id
        return NoticeKind.HANDOVER_ASKED if is_offered else None
    if person_id == case.requester.id:
        return NoticeKind.QUESTIONED if case.open_question else None
    is_asked = case.manager_id == person_id and case.status in WAITING and case.is_unconfirmed
    return NoticeKind.MANAGER_ASKED if is_asked else None


def _answer(notice: Notice, case: AccountRequest) -> str:
    """Return the name of the sentence that a requester is told first."""
    if notice.kind != NoticeKind.MANAGER_ANSWERED:
        return notice.kind
    return "manager-confirmed" if case.confirmed_by else "manager-refused"
