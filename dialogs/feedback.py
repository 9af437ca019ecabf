"""What a reader does with an answer: says whether it helped, or sends the question on."""

from collections.abc import Sequence

from cards import elements
from cards.actions import Asked, Forward, OldCard, Rate, SendOn, ShowInOwnChat
from cards.answer import Shown, answer_card
from cards.elements import Card
from cards.feedback import look_card, receipt_card, unhelpful_card
from core.incoming import Incoming
from core.outbox import Message
from dialogs.browse import BrowseDialog
from dialogs.forwarded import ForwardedDialog
from dialogs.looking_up import find_masked, texts_on
from dialogs.services import Services
from knowledge.passage import Passage
from knowledge.search.question_text import cautions_on
from questions.asked import Verdict, Vote
from questions.masking import mask
from questions.own_chat import WantedAnswer

OTHERS = 2
"""Passages offered in place of one that didn't help."""


class FeedbackDialog:
    """A repeated press changes nothing."""

    def __init__(
        self, services: Services, browsing: BrowseDialog, forwarded: ForwardedDialog
    ) -> None:
        self._services = services
        self._browsing = browsing
        self._forwarded = forwarded

    async def rate(self, incoming: Incoming, action: Rate) -> Card:
        """Store the vote and return the card that thanks for it, or that offers something else.

        Raises:
            Moved: if the passage is gone.
        """
        passage = self._browsing.require_passage(action.passage)
        if not action.helpful:
            others = self.others(action.asked, passage)
            return await self.not_helpful(incoming, action.asked, passage, others)
        await self._vote(incoming, action.asked, passage, Verdict.HELPFUL)
        shown = Shown(
            action.asked,
            passage,
            is_thanked=True,
            is_nearest=action.others is not None,
            others=self._services.base.passages_of(action.others or ()),
        )
        return await self._browsing.answer(incoming, shown)

    async def show_in_own_chat(self, incoming: Incoming, action: ShowInOwnChat) -> str:
        """Owe the person the whole passage in their own chat; return what to say of it here.

        Raises:
            Moved: if the passage is gone.
        """
        passage, asked = self._browsing.require_passage(action.passage), action.asked
        wanted = WantedAnswer(asked.answer, passage.id, asked.language, asked.question)
        await self._services.own_chat.owe(incoming.person, wanted, press=incoming.id)
        return self._services.texts(asked.language).say("own_chat.comes")

    async def not_helpful(
        self, incoming: Incoming, asked: Asked, passage: Passage, others: Sequence[Passage]
    ) -> Card:
        """Count the answer as no help; return *others*, and the way to send the question on."""
        await self._vote(incoming, asked, passage, Verdict.NOT_HELPFUL)
        texts = texts_on(self._services, asked, passage.id)
        return unhelpful_card(asked, passage, others, texts)

    def look(self, action: Forward) -> Card:
        """Return what would be sent, to read and change; nothing has been sent.

        Raises:
            OldCard: if there is no question to send on.
        """
        if not action.asked.question:
            raise OldCard
        texts = texts_on(self._services, action.asked, action.passage, action.routine)
        return look_card(action, texts, days=self._services.answer_days)

    async def send_on(self, incoming: Incoming, action: SendOn) -> Card:
        """Send the question to the routine's owner and return the receipt.

        The same question, sent before by the same person, is found instead.

        Raises:
            OldCard: if there is no question to send on.
        """
        if not action.asked.question:
            raise OldCard
        question = action.asked.question
        if action.has_field or action.question is not None:
            question = action.question or ""
        sent = await self._forwarded.send(incoming, action, question)
        kinds = mask(question).to_warn_of | mask(action.missing).to_warn_of
        return receipt_card(
            action.asked,
            sent,
            self._services.texts(action.asked.language).of(sent.forwarded.routine),
            days=self._services.answer_days,
            passage=action.passage,
            personal_data=sorted(kind.value for kind in kinds),
        )

    async def _vote(
        self, incoming: Incoming, asked: Asked, passage: Passage, verdict: Verdict
    ) -> None:
        vote = Vote(
            answer_id=asked.answer,
            voter=self._services.pseudonym(incoming.person.id),
            passage=passage.id,
            verdict=verdict,
            voted_at=self._services.clock(),
        )
        await self._services.store.vote(vote)

    def others(self, asked: Asked, passage: Passage) -> Sequence[Passage]:
        """Return what else the question may be about; of one never asked, what is related."""
        if not asked.question:
            return self._services.base.related_to(passage, OTHERS)
        finding = find_masked(self._services.live.current, asked.question, asked.language)
        ranked = [match.passage for match in finding.matches if match.passage != passage]
        return ranked[:OTHERS]


async def whole_answer(wanted: WantedAnswer, services: Services) -> Message:
    """Return the passage as it reads by now, in the language it was asked for."""
    base, language = services.base, services.base.language_of(wanted.language)
    texts = services.texts(language)
    passage = base.passages.get(wanted.passage)
    if passage is None:
        return Message(text=texts.say("answer.moved"))
    asked = Asked(answer=wanted.answer, language=language, question=wanted.question)
    cautions = cautions_on(base, wanted.question, language)
    overdue = await services.overdue_since(passage)
    shown = Shown(asked, passage, cautions=cautions, overdue_since=overdue)
    lead = [elements.paragraph(texts.say("own_chat.lead"))]
    return Message(card=elements.with_more(answer_card(shown, base, texts), lead, first=True))
