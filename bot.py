"""The bot as Teams sees it: an activity goes to the conversation, and its reply goes out."""

import logging

from cards.elements import CARD_TYPE, Card
from channel import invokes
from channel.activity import InboundActivity
from channel.context import Body, Content, TurnContext
from channel.replies import Undelivered
from channel.sender import SendFailed
from core.incoming import Incoming
from core.language import primary_language
from core.outbox import ConversationReference
from core.standing import ShownSubject, StandingMessage
from dialogs.extension import MessageExtension
from dialogs.reply import Pressed, Reply
from dialogs.router import Router
from storage.turn_records import TurnRecords
from telemetry.turn import came_of_it

logger = logging.getLogger("rutinboten")


class Rutinboten:
    """Answers messages and presses, and says hello once in each conversation."""

    def __init__(self, root: Router, at_hand: MessageExtension, records: TurnRecords) -> None:
        self._root = root
        self._extension = at_hand
        self._records = records

    async def on_turn(self, context: TurnContext) -> Body | None:
        """Answer one activity, and return what answers its request; None where nothing does."""
        match context.activity.type:
            case "message":
                await self._on_message(context)
            case "invoke":
                return await self._on_invoke(context)
            case "messageUpdate":
                await self._on_changed(context)
            case "messageDelete":
                await self._root.on_delete(context.incoming)
            case _:
                if _is_met(context.activity):
                    await self._welcome(context)
        return None

    async def _on_message(self, context: TurnContext) -> None:
        incoming = context.incoming
        reply = await self._root.on_message(incoming)
        if reply.asked is not None:
            came_of_it(reply.asked.outcome)
        answered = shown = None
        try:
            sent = await context.say(_content(reply))
            answered = self._root.answered(incoming, reply, sent)
            shown = _shown_in(sent, incoming, reply)
        finally:  # what was asked is noted, whatever became of the answer
            await self._records.add(
                met=_met(incoming),
                asked=reply.asked,
                last=reply.last,
                answered=answered,
                shown=shown,
            )

    async def _on_changed(self, context: TurnContext) -> None:
        """Answer a changed question in place of its earlier answer."""
        incoming = context.incoming
        edited = await self._root.on_edit(incoming)
        if edited is None:
            return
        reply = edited.reply
        if edited.replaces is None:
            await context.say(_content(reply))
            return
        try:
            await context.replace(edited.replaces, _content(reply))
        finally:
            await self._records.add(
                asked=reply.asked,
                last=reply.last,
                answered=self._root.answered(incoming, reply, edited.replaces),
                replaced=edited.instead_of,
            )

    async def _on_invoke(self, context: TurnContext) -> Body:
        """Answer a press with the card that takes the old one's place."""
        name, incoming = context.activity.name, context.incoming
        if name == invokes.SEARCH:
            found = await self._extension.search(incoming)
            is_sentence = isinstance(found, str)
            return invokes.in_words(name, found) if is_sentence else invokes.as_hits(found)
        if name in invokes.IN_DIALOG:
            return await self._in_dialog(incoming)
        return await self._pressed(context) if name == invokes.CARD_ACTION else {}

    async def _in_dialog(self, incoming: Incoming) -> Body:
        """Answer in the dialog; where the person is reached is noted, to send the answer on."""
        await self._records.add(met=_met(incoming))
        is_press = isinstance(incoming.data, dict)
        card = await (self._extension.press if is_press else self._extension.ask)(incoming)
        return invokes.as_dialog(card)

    async def _pressed(self, context: TurnContext) -> Body:
        incoming = context.incoming
        pressed = await self._root.on_press(incoming)
        if not pressed.forgets:
            shown = _shown(context.activity, incoming, pressed)
            await self._records.add(met=_met(incoming), last=pressed.last, shown=shown)
        if pressed.news is not None:
            sent = await context.say(_content(pressed.news))
            await self._records.add(shown=_shown_in(sent, incoming, pressed.news))
        if pressed.card is None:
            return invokes.in_words(invokes.CARD_ACTION, pressed.sentence or "")
        if pressed.stays:
            await _replace_for_good(context, pressed.card)
        return invokes.as_card(pressed.card)

    async def _welcome(self, context: TurnContext) -> None:
        incoming = context.incoming
        reply = await self._root.on_added(incoming)
        if reply is not None:
            await context.say(_content(reply))
        await self._records.add(met=_met(incoming))


def _is_met(activity: InboundActivity) -> bool:
    """Whether Teams tells that the bot has come to a conversation; an upgrade is no reason to say
    hello."""
    if activity.type == "installationUpdate":
        return activity.action == "add"
    added = {member.id for member in activity.members_added}
    is_update, bot = activity.type == "conversationUpdate", activity.recipient
    return is_update and bot is not None and bot.id in added


def _met(incoming: Incoming) -> ConversationReference | None:
    """Return where the person can be written to; None where the channel didn't say as whom."""
    return incoming.reference(primary_language(incoming.locale)) if incoming.bot_id else None


def _shown(
    activity: InboundActivity, incoming: Incoming, pressed: Pressed
) -> StandingMessage | None:
    """Return what the message that was pressed shows from now on; None where it shows the same."""
    if not pressed.stays:
        return pressed.shown_elsewhere(incoming.person)
    if pressed.card is None or not activity.reply_to_id:
        return None
    return _message(activity.reply_to_id, incoming, pressed.shows)


def _shown_in(sent: str, incoming: Incoming, reply: Reply) -> StandingMessage | None:
    """Return what the message that was sent shows, where that moves on and nobody else sees it."""
    if reply.shows is None or not incoming.in_private or not sent:
        return None
    return _message(sent, incoming, reply.shows)


def _message(activity: str, incoming: Incoming, shown: ShownSubject | None) -> StandingMessage:
    place = (incoming.conversation, activity, incoming.person.id)
    return StandingMessage(*place, shown.subject, shown.kind) if shown else StandingMessage(*place)


async def _replace_for_good(context: TurnContext, card: Card) -> None:
    """Edit the message the card stands in: the answer to a press changes the open window alone.

    What was pressed is done by now, so that a message that can't be edited fails nothing.
    """
    message_id = context.activity.reply_to_id
    if message_id is None:
        return
    try:
        await context.replace(message_id, _content(Reply(card=card)))
    except (SendFailed, Undelivered) as failed:
        logger.warning("a card could not be replaced for good: %s", failed)


def _content(reply: Reply) -> Content:
    if reply.card is None:
        return {"text": reply.text or "", "textFormat": "plain"}
    return {"attachments": [{"contentType": CARD_TYPE, "content": reply.card}]}
