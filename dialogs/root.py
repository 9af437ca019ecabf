"""Where every message and press comes in, and which dialog it goes to."""

import logging
from typing import Any

from cards import actions
from cards.actions import Browse, Forward, OldCard, Rate, ShowPassage
from dialogs.browsing import BrowsingDialog, Moved
from dialogs.feedback import FeedbackDialog
from dialogs.incoming import Incoming
from dialogs.question import QuestionDialog
from dialogs.reply import Reply
from dialogs.room import Room
from knowledge.analysis import words
from knowledge.language import of_locale
from knowledge.passage import LANGUAGES, Language

logger = logging.getLogger(__name__)


class RootDialog:
    """Tells commands, presses and questions apart."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._question = QuestionDialog(room)
        self._browsing = BrowsingDialog(room)
        self._feedback = FeedbackDialog(room)
        self._commands = {
            (language, " ".join(words(word))): command
            for language in LANGUAGES
            for command in ("greeting", "help", "browse", "thanks")
            for word in room.texts.in_language(language).words(f"command.{command}")
        }

    async def on_message(self, incoming: Incoming) -> Reply:
        """Return the reply to what a person wrote, or pressed in an older client."""
        if isinstance(incoming.data, dict):
            return await self._pressed_in_message(incoming)
        written = " ".join(words(incoming.text))
        if not written:
            key = "nothing.attachment" if incoming.has_files else "nothing.empty"
            return Reply(text=self._say(self._locale(incoming), key))
        if (found := self._command(written, self._locale(incoming))) is not None:
            return self._on_command(*found)
        return await self._question.answer(incoming)

    async def on_press(self, incoming: Incoming) -> dict[str, Any]:
        """Return the card that takes the pressed one's place.

        Raises:
            OldCard: where the card's data can't be understood.
            Moved: where what it points to is gone.
        """
        action = actions.read(incoming.data)
        match action:
            case ShowPassage():
                return self._browsing.show(action)
            case Browse():
                return self._browsing.browse(action)
            case Rate():
                return await self._feedback.rate(incoming, action)
            case Forward():
                return await self._feedback.forward(incoming, action)

    async def on_added(self, incoming: Incoming) -> Reply | None:
        """Return the welcome, the first time the bot meets a conversation."""
        conversation = incoming.conversation.partition(";messageid=")[0]
        if not await self._room.store.greet_once(conversation, self._room.clock()):
            return None
        added_by = None if incoming.in_private else incoming.person.name or None
        return Reply(card=self._browsing.welcome(self._locale(incoming), added_by=added_by))

    def sentence_for(self, fault: OldCard | Moved, incoming: Incoming) -> str:
        """Return what to say to a press that could not be carried out."""
        key = "answer.moved" if isinstance(fault, Moved) else "failure.old_card"
        return self._say(_language_of(incoming.data) or self._locale(incoming), key)

    def apology(self, locale: str | None, error: str) -> str:
        """Return what to say when something went wrong on our side."""
        return self._room.texts.in_language(of_locale(locale)).say("failure.turn", error=error)

    async def _pressed_in_message(self, incoming: Incoming) -> Reply:
        try:
            return Reply(card=await self.on_press(incoming))
        except (OldCard, Moved) as fault:
            return Reply(text=self.sentence_for(fault, incoming))

    def _command(self, written: str, locale: Language) -> tuple[str, Language] | None:
        """Return the command in *written*; a word of both languages follows the client's locale."""
        for language in sorted(LANGUAGES, key=lambda language: language != locale):
            if (command := self._commands.get((language, written))) is not None:
                return command, language
        return None

    def _on_command(self, command: str, language: Language) -> Reply:
        if command == "browse":
            return Reply(card=self._browsing.groups(language))
        if command == "thanks":
            return Reply(text=self._say(language, "welcome.thanks"))
        return Reply(card=self._browsing.welcome(language))

    def _say(self, language: Language, key: str) -> str:
        return self._room.texts.in_language(language).say(key)

    def _locale(self, incoming: Incoming) -> Language:
        return of_locale(incoming.locale)


def _language_of(data: object) -> Language | None:
    """Return the language of a card that is too old to be read otherwise."""
    asked = data.get("asked") if isinstance(data, dict) else None
    language = asked.get("language") if isinstance(asked, dict) else None
    return language if language in LANGUAGES else None
