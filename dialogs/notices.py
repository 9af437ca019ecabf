"""Notices: what each says, looked up when it is sent.

By then the case may have moved on; a notice with nothing left to say is not sent.
"""

from dataclasses import replace

from cards import elements
from cards.base_news import base_news_card, release_card
from cards.case_parts import moved_card
from cards.forwarded import asker_card, in_base_card, reviewer_card
from cards.notifications import with_why
from cards.review import review_card
from cards.reviewers import appointment_card
from core.clock import swedish_day
from core.outbox import Message, Notice, NoticeKind, UnknownKind
from core.standing import VIEW, CaseView, ShownSubject, shown_earlier
from dialogs.accounts import AccountsDialog
from dialogs.case_notices import CaseWriter, what_waits
from dialogs.feedback import whole_answer
from dialogs.follow_up_notices import FollowUpWriter
from dialogs.notice_kinds import NOTICE_KINDS, in_place, topic_of, why_of
from dialogs.operators import OPERATORS_KINDS, operators_message
from dialogs.overdue import OverdueDialog
from dialogs.readings import ReadingsDialog
from dialogs.services import Services
from followup.notices import FollowUpNotice
from knowledge.live.current import news_from_json
from questions.forwarded_question import (
    PASSAGE,
    ForwardedQuestion,
    ForwardedStatus,
    QuestionNotice,
)
from questions.own_chat import WantedAnswer
from texts.catalogue import Catalogue


class NoticeWriter:
    """Turns a notice into the message it stands for."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._accounts = AccountsDialog(services)
        self._cases = CaseWriter(services)
        self._readings = ReadingsDialog(services)
        self._follow_up = FollowUpWriter(services)
        self._overdue = OverdueDialog(services)

    async def __call__(self, notice: Notice, language: str) -> Message | None:
        """Return the message, or None where nothing is left to say; raise `UnknownKind`."""
        if notice.kind not in NOTICE_KINDS:
            raise UnknownKind(notice.kind)
        texts = self._services.texts(self._services.base.language_of(language))
        topic = topic_of(notice)
        if topic and topic in await self._services.muting.muted(notice.to):
            return None
        message, why = await self._written(notice, texts), why_of(notice, texts)
        if message is None:
            return None
        if notice.kind == NoticeKind.CARD_MOVED:
            return message
        if message.card is None:
            return replace(message, text=f"{message.text}\n\n{why}")
        return replace(message, card=with_why(message.card, why, topic, texts))

    async def _written(self, notice: Notice, texts: Catalogue) -> Message | None:
        if notice.kind == NoticeKind.REVIEW:
            return await self._review(notice, texts)
        if notice.kind == NoticeKind.CARD_RENEWED:
            return await self._renewed(notice, texts)
        if notice.kind == NoticeKind.CARD_MOVED:
            return await self._moved(notice, texts)
        if notice.kind == NoticeKind.BASE_NEWS:
            return Message(card=base_news_card(news_from_json(notice.facts["news"]), texts))
        if notice.kind == NoticeKind.RELEASE:
            return Message(card=release_card(notice.facts, texts))
        if notice.kind == NoticeKind.ANSWER:
            return await whole_answer(WantedAnswer.told(notice.facts), self._services)
        if notice.kind in (NoticeKind.ROUTINE_REVISED, NoticeKind.ROUTINE_NEWS):
            news = await self._readings.news(notice.to, notice.subject, texts.language)
            return Message(card=news) if news else None
        if notice.kind == NoticeKind.OVERDUE_PASSAGES:
            overdue = await self._overdue.told(notice, texts.language)
            return Message(card=overdue) if overdue else None
        if notice.kind == NoticeKind.APPOINTMENT:
            return await self._appointment(notice, texts)
        if notice.kind in OPERATORS_KINDS:
            return operators_message(notice, swedish_day(self._services.clock()), texts)
        if notice.kind in list(FollowUpNotice):
            return await self._follow_up(notice, texts)
        if notice.kind in list(QuestionNotice):
            return await self._question(notice, texts)
        return await self._cases(notice, texts)

    async def _renewed(self, notice: Notice, texts: Catalogue) -> Message:
        """Return the case as it is by now, below a line that says so and what waits for them."""
        card = await self._accounts.as_it_is(notice, texts.language)
        case = await self._services.cases.find(notice.subject)
        waits = what_waits(case, notice.to) if case else None
        said = texts.say("notice.card-renewed", at=self._services.clock())
        title = texts.say(f"notice.{waits}") if waits else None
        lead = elements.notice(said, title=title, tone="emphasis")
        shown = ShownSubject(notice.subject, notice.facts[VIEW])
        renewed = elements.with_more(card, [lead], first=True)
        return Message(card=renewed, shows=shown, in_place=True)

    async def _moved(self, notice: Notice, texts: Catalogue) -> Message | None:
        """Return the line that takes the place of a case which another message shows now."""
        case = await self._services.cases.find(notice.subject)
        if case is None:
            return None
        shown = ShownSubject(notice.subject, notice.facts[VIEW])
        for_reviewers, form = shown.kind == CaseView.REVIEW, self._services.form
        card = moved_card(case, form, texts, for_reviewers=for_reviewers)
        return Message(card=card, shows=shown_earlier(shown), in_place=True)

    async def _review(self, notice: Notice, texts: Catalogue) -> Message:
        dossier = await self._services.reviews.dossier(notice.subject)
        printable = self._services.links is not None
        card = review_card(dossier, self._services.form, texts, printable=printable)
        return in_place(notice, card)

    async def _appointment(self, notice: Notice, texts: Catalogue) -> Message | None:
        appointment = await self._services.reviewers.posted(notice.subject)
        if appointment is None:
            return None
        lead = texts.say("notice.appointment") if appointment.is_waiting else None
        routines = self._services.base.routine_names(texts.language)
        now = self._services.clock()
        card = appointment_card(appointment, texts, now=now, lead=lead, routines=routines)
        return in_place(notice, card)

    async def _question(self, notice: Notice, texts: Catalogue) -> Message | None:
        forwarded = await self._services.replies.posted(notice.subject)
        return self._on_question(notice, forwarded, texts) if forwarded else None

    def _on_question(
        self, notice: Notice, forwarded: ForwardedQuestion, texts: Catalogue
    ) -> Message | None:
        base, texts = self._services.base, texts.of(forwarded.routine)
        match notice.kind:
            case QuestionNotice.QUESTION:
                return in_place(notice, reviewer_card(forwarded, base, texts))
            case QuestionNotice.REMINDED if forwarded.standing is ForwardedStatus.WAITING:
                lead = texts.say("question.reminded", since=forwarded.sent_at)
                return Message(card=reviewer_card(forwarded, base, texts, lead=lead))
            case QuestionNotice.REPLIED if forwarded.reply is not None:
                lead = texts.say("enquiry.has_reply")
                return Message(card=asker_card(forwarded, base, texts, lead=lead))
            case QuestionNotice.IN_BASE:
                passage = base.passages.get(notice.facts.get(PASSAGE, ""))
                asked_in = self._services.base.language_of(forwarded.language)
                return Message(card=in_base_card(forwarded, passage, asked_in, texts))
            case _:
                return None
