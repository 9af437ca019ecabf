"""Routes every message and press to its dialog."""

from dataclasses import replace
from functools import partial

from cards import actions
from cards.account_actions import CaseAction
from cards.actions import Action, Browse, Forward, OldCard, Rate, SendOn, ShowInOwnChat, ShowPassage
from cards.follow_up_actions import FollowUpAction
from cards.privacy_actions import PrivacyAction
from cards.question_actions import QuestionCaseAction
from cards.reading_actions import ReadingAction
from cards.reviewer_actions import ReviewerAction
from core.entered_text import LONGEST_MESSAGE
from core.errors import DomainError
from core.incoming import Incoming
from core.language import Language
from dialogs.accounts import OF_REQUESTS, AccountsDialog
from dialogs.browse import BrowseDialog, Moved
from dialogs.commands import Commands
from dialogs.edits import Edited, EditsDialog
from dialogs.faulty_fields import refused_press
from dialogs.feedback import FeedbackDialog
from dialogs.follow_up import FollowUpDialog
from dialogs.forwarded import ForwardedDialog
from dialogs.open_walk import OpenWalk
from dialogs.personal_data import PersonalDataDialog
from dialogs.question import QuestionDialog
from dialogs.readings import ReadingsDialog
from dialogs.refusals import in_private_only, may_be_seen, reply_or_refusal
from dialogs.register_questions import RegisterQuestions, Wanted, wanted
from dialogs.reply import Pressed, Reply, apart, with_line
from dialogs.reviewers import ReviewersDialog
from dialogs.services import Services
from dialogs.talk import TalkDialog
from knowledge.account_form import NoForm
from knowledge.message.around import Around, without_around
from knowledge.message.reading import language_of_talk, read_parted, talk_of_signs
from knowledge.search.analysis import words
from questions.asked import AnsweredMessage


class Router:
    """Tells commands, presses and questions apart."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._accounts = AccountsDialog(services)
        self._browsing = BrowseDialog(services)
        self._forwarded = ForwardedDialog(services)
        self._registered = RegisterQuestions(services)
        self._reviewers = ReviewersDialog(services)
        self._readings = ReadingsDialog(services)
        self._personal_data = PersonalDataDialog(services)
        self._follow_up = FollowUpDialog(services)
        self._feedback = FeedbackDialog(services, self._browsing, self._forwarded)
        self._walk = OpenWalk(services)
        self._talk = TalkDialog(services, self._browsing, self._feedback, self._walk)
        self._question = QuestionDialog(services, self._talk)
        self._edits = EditsDialog(services, self.on_text)
        with_commands = (
            self._browsing,
            self._accounts,
            self._forwarded,
            self._reviewers,
            self._personal_data,
            self._readings,
            self._follow_up,
        )
        self._on_commands = {
            command: dialog.on_command for dialog in with_commands for command in dialog.commands
        }
        self._commands = Commands(services.catalogues, self._on_commands)

    async def on_message(self, incoming: Incoming) -> Reply:
        """Return the reply to what a person wrote, or pressed in an older client."""
        if isinstance(incoming.data, dict):
            return await self._pressed_in_message(incoming)
        if not words(incoming.text):
            if (kind := talk_of_signs(incoming.text, self._services.live.current)) is not None:
                return await self._talk.answer(incoming, kind, self._locale(incoming))
            key = "nothing.attachment" if incoming.has_files else "nothing.empty"
            return Reply(text=self._say(self._locale(incoming), key))
        if len(incoming.text) > LONGEST_MESSAGE:
            return self._question.too_long(incoming)
        locale = self._locale(incoming)
        around = without_around(incoming.text)
        if (found := self._command(incoming, around)) is not None:
            answer = self._on_commands[found[0]](incoming, *found)
            return await reply_or_refusal(answer, self._services, found[1])
        if (reply := await self._accounts.on_code(incoming, locale)) is not None:
            return reply
        reply = await self._read(incoming, around)
        return self._beside_a_file(reply, locale) if incoming.has_files else reply

    def _beside_a_file(self, reply: Reply, language: Language) -> Reply:
        """Return the reply to a caption, which says that the picture or file wasn't read."""
        asked_in = reply.asked.language if reply.asked else language
        return with_line(reply, self._say(asked_in, "nothing.beside_file"))

    async def _read(self, incoming: Incoming, around: Around) -> Reply:
        """Return the reply to what is no command."""
        snapshot = self._services.live.current
        message = read_parted(around, snapshot)
        language = snapshot.guesser.guess(incoming.text, incoming.locale)
        is_urgent = message.danger is not None
        if is_urgent or await self._question.stays_with_danger(incoming, message, language):
            return await self._question.answer(incoming, message)
        if message.choice is not None:
            return await self._talk.choose(incoming, message.choice, language)
        if message.talk is not None:
            spoken = self._services.base.languages
            language = language_of_talk(message.talk, around.core, spoken) or language
            return await self._talk.answer(incoming, message.talk, language)
        if (reply := await self._on_register(incoming)) is not None:
            return reply
        if waiting := await self._walk.answered_in_words(incoming, message, language):
            return waiting
        return await self._question.answer(incoming, message)

    async def on_edit(self, incoming: Incoming) -> Edited | None:
        """Return what to say of a changed message; None where that was said already."""
        return await self._edits.changed(incoming)

    async def on_delete(self, incoming: Incoming) -> None:
        """Let nothing build on a message that is gone; nothing is said."""
        await self._edits.deleted(incoming)

    def answered(self, incoming: Incoming, reply: Reply, sent: str) -> AnsweredMessage | None:
        """Return what to note in case the message is changed; *sent* is the id of its answer."""
        return self._edits.answered(incoming, reply, sent)

    async def on_press(self, incoming: Incoming) -> Pressed:
        """Return what replaces the pressed card, or a sentence that says why nothing does.

        An old, altered or made-up card is an ordinary case.
        """
        texts, action = self._services.texts(self._card_language(incoming)), None
        try:
            action = actions.read(incoming.data, self._services.base.languages)
            pressed = await self._pressed(incoming, action)
        except OldCard:
            return Pressed(sentence=texts.say("failure.old_card"))
        except Moved:
            return Pressed(sentence=texts.say("answer.moved"))
        except (DomainError, NoForm) as error:
            show = partial(self._pressed, incoming)
            pressed = await refused_press(error, action, self._services, texts, show=show)
        return apart(pressed, texts) if getattr(action, "apart", False) else pressed

    async def _pressed(self, incoming: Incoming, action: Action) -> Pressed:
        """A card about a case stays replaced where nobody else looks at it."""
        if not await may_be_seen(action, incoming, self._services):
            return Pressed(sentence=self._in_ones_own_chat(incoming))
        match action:
            case ShowPassage():
                noted = self._browsing.noted(incoming, action)
                return Pressed(card=await self._browsing.show(incoming, action), last=noted)
            case ShowInOwnChat():
                return Pressed(sentence=await self._feedback.show_in_own_chat(incoming, action))
            case Browse():
                return Pressed(card=self._browsing.browse(action))
            case Rate():
                return Pressed(card=await self._feedback.rate(incoming, action))
            case Forward():
                return Pressed(card=self._feedback.look(action))
            case SendOn():
                return Pressed(card=await self._feedback.send_on(incoming, action))
            case PrivacyAction():
                return await self._personal_data.on_press(incoming, action)
            case ReadingAction():
                return await self._readings.on_press(incoming, action)
            case QuestionCaseAction():
                pressed = Pressed(card=await self._forwarded.on_press(incoming.person, action))
            case ReviewerAction():
                pressed = Pressed(card=await self._reviewers.on_press(incoming.person, action))
            case FollowUpAction():
                pressed = await self._follow_up.on_press(incoming, action)
            case CaseAction():
                pressed = await self._accounts.on_press(incoming, action)
        return replace(pressed, stays=incoming.in_private)

    async def on_text(self, incoming: Incoming) -> Reply | None:
        """Answer a question that wasn't written to the bot just now: it carries out no command."""
        if not words(incoming.text) or len(incoming.text) > LONGEST_MESSAGE:
            return None
        around = without_around(incoming.text)
        if self._command(incoming, around) or self._accounts.names_a_case(incoming.text):
            return None
        return await self._read(incoming, around)

    def _command(self, incoming: Incoming, around: Around) -> tuple[str, Language] | None:
        found = self._commands.find(incoming.text, around, self._locale(incoming))
        if found is None or not self._is_offered(found[0]):
            return None
        command, language = found
        return command, self._services.base.language_of(language)

    def _is_offered(self, command: str) -> bool:
        """Whether the base in use has what the command is about."""
        if command in FollowUpDialog.commands:
            return self._services.has_follow_up
        return command not in OF_REQUESTS or self._services.has_accounts

    async def _on_register(self, incoming: Incoming) -> Reply | None:
        """Answer what the register knows, and what has become of one's own request."""
        if not self._services.has_accounts:
            return None
        locale = self._locale(incoming)
        for language in sorted(self._services.base.languages, key=lambda each: each != locale):
            what = wanted(incoming.text, language)
            if what is Wanted.OWN_REQUEST:
                answer = self._accounts.on_command(incoming, "my_cases", language)
                return await reply_or_refusal(answer, self._services, language)
            if what and (reply := await self._registered.answer(incoming, what, language)):
                return reply
        return None

    def _in_ones_own_chat(self, incoming: Incoming) -> str:
        texts = self._services.texts(self._card_language(incoming))
        return in_private_only(texts, "my_cases")

    async def on_added(self, incoming: Incoming) -> Reply | None:
        """Return the welcome, the first time a conversation is met."""
        return await self._browsing.greet(incoming)

    def apology(self, locale: str | None, error: str) -> str:
        """Return what to say after an internal error."""
        texts = self._services.texts(self._services.base.language_of(locale))
        return texts.say("failure.turn", error=error)

    async def _pressed_in_message(self, incoming: Incoming) -> Reply:
        """An older client can't have its card replaced, so the new one is sent as a message."""
        pressed = await self.on_press(incoming)
        said = Reply(card=pressed.card, text=pressed.sentence, shows=pressed.shows)
        return pressed.news or said

    def _say(self, language: Language, key: str) -> str:
        return self._services.texts(language).say(key)

    def _locale(self, incoming: Incoming) -> Language:
        return self._services.base.language_of(incoming.locale)

    def _card_language(self, incoming: Incoming) -> Language:
        """Return the language of the card pressed, even of one that can't be read."""
        match incoming.data:
            case {"asked": {"language": str(language)}} | {"language": str(language)}:
                return language
        return self._locale(incoming)
