"""Words typed while a card of the walk waits to be filled in."""

from datetime import timedelta

from accounts.form import SUMMARY
from accounts.history import RequestStatus
from accounts.request import AccountRequest
from cards.talk import waiting_walk_card
from core.incoming import Incoming
from core.language import Language
from dialogs.memory import Memory
from dialogs.reply import Reply
from dialogs.services import Services
from knowledge.message.reading import ParsedMessage, is_question

OPEN_FOR = timedelta(hours=1)
"""After so long without a press, what is typed is no longer about the card."""
LONGEST_ANSWER = 12
"""Words of what is typed as an answer to a card's field."""


class OpenWalk:
    """Says where the walk stands, to whoever answers it in words."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._memory = Memory(services)

    async def answered_in_words(
        self, incoming: Incoming, message: ParsedMessage, language: Language
    ) -> Reply | None:
        """Return where the walk stands, where *message* looks like an answer to it."""
        is_short = len(message.question.split()) <= LONGEST_ANSWER
        if not is_short or any(map(is_question, message.pieces)):
            return None
        return await self.reply(incoming, language)

    async def reply(self, incoming: Incoming, language: Language) -> Reply | None:
        """Return where the walk stands, if its card was the latest thing in the chat."""
        request = await self.latest(incoming)
        if request is None:
            return None
        texts = self._services.texts(language)
        sentence = texts.say("talk.walk_waits", step=self.place(request, language))
        return Reply(card=waiting_walk_card(request.id, sentence, texts))

    async def latest(self, incoming: Incoming) -> AccountRequest | None:
        """Return the draft that was changed last, after anything that was asked here."""
        if not incoming.in_private or not self._services.has_accounts:
            return None
        begun = await self._services.at_once(self._services.drafts.begun(incoming.person)) or ()
        request = next((each for each in begun if each.status is RequestStatus.DRAFT), None)
        if request is None or self._services.clock() - request.changed_at > OPEN_FOR:
            return None
        last = await self._memory.last(incoming)
        return None if last and last.asked_at > request.changed_at else request

    def place(self, request: AccountRequest, language: Language) -> str:
        """Return the step in words, as its card shows it."""
        texts, form = self._services.texts(language), self._services.form
        count = len(form.rules.steps)
        if request.step == SUMMARY:
            return texts.say("walk.last", count=count)
        number = form.rules.place_of(request.step) + 1
        title = form.steps[request.step].text_in(language).title
        return f"{texts.say('walk.step', number=number, count=count)}: {title}"
