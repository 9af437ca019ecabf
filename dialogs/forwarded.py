"""Questions sent to Kommunikationsenheten, from their askers' side, and where each press goes."""

from collections.abc import Awaitable
from typing import Any

from cards.actions import Forward
from cards.forwarded import enquiry_card
from cards.question_actions import (
    AboutQuestions,
    FollowEnquiry,
    OpenEnquiry,
    WithdrawEnquiry,
)
from core.errors import DomainError
from core.incoming import Incoming
from dialogs.answering import AnsweringDialog
from dialogs.gaps import GapsDialog
from dialogs.jobs import hash_of
from dialogs.refusals import sentence_for
from dialogs.reply import Pressed, Reply
from dialogs.services import Services, new_forwarded_id
from knowledge.passage import Language
from knowledge.search.answers import Suggestions, find
from questions.forwarded_question import NOTHING_SHOWN, ForwardedQuestion, ShownPassages
from questions.forwarding_service import QuestionToForward
from questions.masking import mask

Card = dict[str, Any]
COMMANDS = ("gaps", "to_answer")


class ForwardedDialog:
    """Carries out commands and presses; what is refused becomes a sentence."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._gaps = GapsDialog(services)
        self._answering = AnsweringDialog(services)

    async def send(self, incoming: Incoming, action: Forward) -> ForwardedQuestion:
        """Keep the question of *action*, which comes back from outside, and return it."""
        sent = QuestionToForward(
            answer_id=action.asked.answer,
            question=mask(action.asked.question).text,
            language=action.asked.language,
            shown=self._shown(action),
        )
        enquiring, enquiry_id = self._services.forwarding, new_forwarded_id()
        return await self._services.transactions.write(
            lambda uow: enquiring.send(uow, incoming.person, sent, enquiry_id=enquiry_id)
        )

    async def on_command(self, incoming: Incoming, command: str, language: Language) -> Reply:
        """Carry out a command of the editors."""
        try:
            if command == "gaps":
                return Reply(card=await self._gaps.groups(incoming.person, language))
            return Reply(card=await self._answering.queue(incoming.person, language))
        except DomainError as error:
            return Reply(text=self._sentence(error, language))

    async def on_press(self, incoming: Incoming, action: AboutQuestions) -> Pressed:
        """Carry out a press; the card stays replaced where nobody else looks at it."""
        try:
            card = await self._pressed(incoming, action)
        except DomainError as error:
            return Pressed(sentence=self._sentence(error, action.language))
        return Pressed(card=card, stays=incoming.in_private)

    async def _pressed(self, incoming: Incoming, action: AboutQuestions) -> Card:
        services, person = self._services, incoming.person
        enquiring = services.forwarding
        match action:
            case OpenEnquiry():
                shown = services.transactions.read(
                    lambda uow: enquiring.show(uow, person, action.enquiry)
                )
                return await self._card(shown, action.language)
            case WithdrawEnquiry():
                withdrawn = services.transactions.write(
                    lambda uow: enquiring.withdraw(uow, person, action.enquiry)
                )
                return await self._card(withdrawn, action.language)
            case FollowEnquiry():
                followed = services.transactions.write(
                    lambda uow: enquiring.follow(
                        uow, person, action.enquiry, follows=action.follows
                    )
                )
                return await self._card(followed, action.language)
            case _:
                answered = await self._answering.pressed(person, action)
                return answered or await self._gaps.pressed(person, action)

    async def _card(self, changed: Awaitable[ForwardedQuestion], language: Language) -> Card:
        return enquiry_card(await changed, self._services.base, self._services.texts(language))

    def _shown(self, action: Forward) -> ShownPassages:
        """Return what the asker had before their eyes, as far as the base in use has it."""
        snapshot, asked = self._services.live.current, action.asked
        passage = snapshot.base.passages.get(action.passage or "")
        if passage is not None:
            return ShownPassages((passage.id,), hash_of(passage, asked.language))
        finding = find(snapshot, asked.question, asked.language)
        if action.passage is None and isinstance(finding, Suggestions):
            return ShownPassages(tuple(choice.id for choice in finding.choices))
        return NOTHING_SHOWN

    def _sentence(self, error: DomainError, language: Language) -> str:
        return sentence_for(error, None, self._services.texts(language))
