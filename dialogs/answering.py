"""Questions sent to Kommunikationsenheten, from the side of those who answer them."""

from typing import Any

from cards.forwarded import question_card, questions_card
from cards.gaps import gap_card
from cards.question_actions import DraftReply, EditorAction, OpenQuestion, ReplyToQuestion
from core.person import Person
from dialogs.drafts import Drafting
from dialogs.services import Services
from knowledge.passage import Language
from questions.forwarded_question import ForwardedQuestion

Card = dict[str, Any]


class AnsweringDialog:
    """Lets reviewers answer; who is one is asked at every press."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._drafting = Drafting(services)

    async def queue(self, person: Person, language: Language, *, skip: int = 0) -> Card:
        """Return the questions that wait for an answer."""
        replying = self._services.replies
        waiting = await self._services.transactions.read(lambda uow: replying.waiting(uow, person))
        return questions_card(waiting, self._services.texts(language), skip=skip)

    async def pressed(self, person: Person, action: EditorAction) -> Card | None:
        """Carry out a press on a question; None where it is a press on something else."""
        match action:
            case OpenQuestion(enquiry=None):
                return await self.queue(person, action.language, skip=action.skip)
            case OpenQuestion(enquiry=str(enquiry_id)):
                return self._card(await self._seen(person, enquiry_id), action.language)
            case ReplyToQuestion():
                return await self._reply(person, action)
            case DraftReply():
                return await self._draft(person, action)
            case _:
                return None

    async def _reply(self, person: Person, action: ReplyToQuestion) -> Card:
        replying, text = self._services.replies, action.said.get("reply", "")
        enquiry = await self._services.transactions.write(
            lambda uow: replying.reply(uow, person, action.enquiry, text=text)
        )
        return self._card(enquiry, action.language)

    async def _draft(self, person: Person, action: DraftReply) -> Card:
        """Make a draft passage of the exchange, and return the gap it is to fill."""
        enquiry = await self._seen(person, action.enquiry)
        gap = await self._drafting.of_exchange(person, enquiry)
        texts = self._services.texts(action.language)
        return gap_card(gap, self._services.base, texts, link=self._drafting.link(gap))

    async def _seen(self, person: Person, enquiry_id: str) -> ForwardedQuestion:
        replying = self._services.replies
        return await self._services.transactions.read(
            lambda uow: replying.show(uow, person, enquiry_id)
        )

    def _card(self, enquiry: ForwardedQuestion, language: Language) -> Card:
        return question_card(enquiry, self._services.base, self._services.texts(language))
