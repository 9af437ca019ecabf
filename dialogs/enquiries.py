"""Questions sent to Kommunikationsenheten, from their askers' side, and where each press goes."""

from collections.abc import Awaitable
from typing import Any

from accounts.errors import AccountsError
from cards.actions import Forward
from cards.enquiry import enquiry_card
from cards.question_actions import (
    AboutQuestions,
    FollowEnquiry,
    OpenEnquiry,
    WithdrawEnquiry,
)
from dialogs.answering import AnsweringDialog
from dialogs.closing import hash_of
from dialogs.gaps import GapsDialog
from dialogs.incoming import Incoming
from dialogs.question_room import QuestionRoom, new_enquiry_id
from dialogs.refusals import sentence_for
from dialogs.reply import Pressed, Reply
from knowledge.answers import Suggestions, find
from knowledge.passage import Language
from questions.enquiring import SentOn
from questions.enquiry import NOTHING_SHOWN, Enquiry, Shown
from questions.masking import mask

Card = dict[str, Any]
COMMANDS = ("gaps", "to_answer")


class EnquiriesDialog:
    """Carries out commands and presses; what is refused becomes a sentence."""

    def __init__(self, questions: QuestionRoom) -> None:
        self._questions = questions
        self._gaps = GapsDialog(questions)
        self._answering = AnsweringDialog(questions)

    async def send(self, incoming: Incoming, action: Forward) -> Enquiry:
        """Keep the question of *action*, which comes back from outside, and return it."""
        sent = SentOn(
            answer_id=action.asked.answer,
            question=mask(action.asked.question).text,
            language=action.asked.language,
            shown=self._shown(action),
        )
        enquiring, enquiry_id = self._questions.enquiring, new_enquiry_id()
        return await self._questions.ledger.write(
            lambda books: enquiring.send(books, incoming.person, sent, enquiry_id=enquiry_id)
        )

    async def on_command(self, incoming: Incoming, command: str, language: Language) -> Reply:
        """Carry out a command of the editors."""
        try:
            if command == "gaps":
                return Reply(card=await self._gaps.groups(incoming.person, language))
            return Reply(card=await self._answering.queue(incoming.person, language))
        except AccountsError as error:
            return Reply(text=self._sentence(error, language))

    async def on_press(self, incoming: Incoming, action: AboutQuestions) -> Pressed:
        """Carry out a press; the card stays replaced where nobody else looks at it."""
        try:
            card = await self._pressed(incoming, action)
        except AccountsError as error:
            return Pressed(sentence=self._sentence(error, action.language))
        return Pressed(card=card, stays=incoming.in_private)

    async def _pressed(self, incoming: Incoming, action: AboutQuestions) -> Card:
        questions, person = self._questions, incoming.person
        enquiring = questions.enquiring
        match action:
            case OpenEnquiry():
                shown = questions.ledger.read(
                    lambda books: enquiring.show(books, person, action.enquiry)
                )
                return await self._card(shown, action.language)
            case WithdrawEnquiry():
                withdrawn = questions.ledger.write(
                    lambda books: enquiring.withdraw(books, person, action.enquiry)
                )
                return await self._card(withdrawn, action.language)
            case FollowEnquiry():
                followed = questions.ledger.write(
                    lambda books: enquiring.follow(
                        books, person, action.enquiry, follows=action.follows
                    )
                )
                return await self._card(followed, action.language)
            case _:
                answered = await self._answering.pressed(person, action)
                return answered or await self._gaps.pressed(person, action)

    async def _card(self, changed: Awaitable[Enquiry], language: Language) -> Card:
        return enquiry_card(await changed, self._questions.base, self._questions.texts(language))

    def _shown(self, action: Forward) -> Shown:
        """Return what the asker had before their eyes, as far as the base in use has it."""
        snapshot, asked = self._questions.room.live.current, action.asked
        passage = snapshot.base.passages.get(action.passage or "")
        if passage is not None:
            return Shown((passage.id,), hash_of(passage, asked.language))
        finding = find(snapshot, asked.question, asked.language)
        if action.passage is None and isinstance(finding, Suggestions):
            return Shown(tuple(choice.id for choice in finding.choices))
        return NOTHING_SHOWN

    def _sentence(self, error: AccountsError, language: Language) -> str:
        return sentence_for(error, None, self._questions.texts(language))
