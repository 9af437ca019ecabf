"""Questions forwarded to the routine's owner, as askers and reviewers see them."""

from cards.actions import SendOn
from cards.elements import Card
from cards.forwarded import asker_card, queue_card, reviewer_card
from cards.question_actions import (
    AboutQuestions,
    DraftReply,
    FollowForwarded,
    ForwardedAction,
    OpenForwarded,
    OpenQuestion,
    OverdueAction,
    ReplyToQuestion,
    WithdrawForwarded,
)
from core.incoming import Incoming
from core.language import Language
from core.person import Person
from dialogs.gaps import GapsDialog
from dialogs.looking_up import find_masked, nearest_routine
from dialogs.overdue import OverdueDialog
from dialogs.reply import Reply
from dialogs.services import Services
from knowledge.search.answers import Suggestions
from knowledge.search.gap_reading import text_hash
from questions.forwarded_question import NOTHING_SHOWN, ForwardedQuestion, ShownPassages
from questions.forwarding_service import SentQuestion
from questions.masking import mask


class ForwardedDialog:
    """Handles commands and presses of the editors, and of askers about their questions."""

    commands = ("gaps", "to_answer", "overdue")

    def __init__(self, services: Services) -> None:
        self._services = services
        self._gaps = GapsDialog(services)
        self._overdue = OverdueDialog(services)

    async def send(self, incoming: Incoming, action: SendOn, question: str) -> SentQuestion:
        """Store *question*, masked again: it comes back from outside."""
        return await self._services.forwarding.send(
            incoming.person,
            answer_id=action.asked.answer,
            question=mask(question).text,
            language=action.asked.language,
            shown=self._shown(action),
            routine=self._routine(action),
            missing=mask(action.missing).text,
        )

    async def on_command(self, incoming: Incoming, command: str, language: Language) -> Reply:
        """Carry out a command of the editors."""
        if command == "gaps":
            return Reply(card=await self._gaps.overview(incoming.person, language))
        if command == "overdue":
            return Reply(card=await self._overdue.overview(incoming.person, language))
        return Reply(card=await self._queue(incoming.person, language))

    async def on_press(self, person: Person, action: AboutQuestions) -> Card:
        """Return the card that the press leads to."""
        if isinstance(action, ForwardedAction):
            return await self._pressed(person, action)
        if isinstance(action, OverdueAction):
            return await self._overdue.on_press(person, action)
        return await self._gaps.on_press(person, action)

    async def _pressed(self, person: Person, action: ForwardedAction) -> Card:
        services, language = self._services, action.language
        forwarding, replies = services.forwarding, services.replies
        match action:
            case OpenForwarded():
                shown = await forwarding.show(person, action.enquiry)
                return self._for_asker(shown, language)
            case WithdrawForwarded():
                withdrawn = await forwarding.withdraw(person, action.enquiry)
                return self._for_asker(withdrawn, language)
            case FollowForwarded(follows=follows):
                followed = await forwarding.follow(person, action.enquiry, follows=follows)
                return self._for_asker(followed, language)
            case OpenQuestion():
                return await self._open(person, action)
            case ReplyToQuestion():
                text = action.said.get("reply", "")
                answered = await replies.reply(person, action.enquiry, text=text)
                return self._for_reviewer(answered, language)
            case DraftReply():
                gap = await services.gaps.draft_from_reply(person, action.enquiry)
                return self._gaps.card(gap, language)

    async def _open(self, person: Person, action: OpenQuestion) -> Card:
        if action.enquiry is None:
            return await self._queue(person, action.language, skip=action.skip)
        shown = await self._services.replies.show(person, action.enquiry)
        return self._for_reviewer(shown, action.language)

    async def _queue(self, person: Person, language: Language, *, skip: int = 0) -> Card:
        waiting = await self._services.replies.waiting(person)
        return queue_card(waiting, self._services.texts(language), skip=skip)

    def _for_asker(self, forwarded: ForwardedQuestion, language: Language) -> Card:
        return asker_card(forwarded, self._services.base, self._services.texts(language))

    def _for_reviewer(self, forwarded: ForwardedQuestion, language: Language) -> Card:
        return reviewer_card(forwarded, self._services.base, self._services.texts(language))

    def _routine(self, action: SendOn) -> str:
        """Return the id of the routine whose owner the question goes to."""
        snapshot = self._services.live.current
        return nearest_routine(snapshot, action.asked, action.passage, action.routine).id

    def _shown(self, action: SendOn) -> ShownPassages:
        """Return what the asker was shown, as far as the base in use still has it."""
        snapshot, asked = self._services.live.current, action.asked
        passage = snapshot.base.passages.get(action.passage or "")
        if passage is not None:
            return ShownPassages((passage.id,), text_hash(passage, asked.language))
        finding = find_masked(snapshot, asked.question, asked.language)
        if action.passage is None and isinstance(finding, Suggestions):
            return ShownPassages(tuple(choice.id for choice in finding.choices))
        return NOTHING_SHOWN
