"""The bot as Teams sees it: an activity goes to the conversation, and its reply goes out."""

import logging
from typing import Any

from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes, Attachment, ResourceResponse

from cards.elements import CARD_TYPE
from channel import invokes
from channel.adapter import incoming_of
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


class Rutinboten(ActivityHandler):
    """Answers messages and presses, and says hello once in each conversation."""

    def __init__(self, root: Router, at_hand: MessageExtension, records: TurnRecords) -> None:
        self._root = root
        self._extension = at_hand
        self._records = records

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        incoming = incoming_of(turn_context)
        reply = await self._root.on_message(incoming)
        if reply.asked is not None:
            came_of_it(reply.asked.outcome)
        answered = shown = None
        try:
            sent = await turn_context.send_activity(_activity(reply))
            answered = self._root.answered(incoming, reply, sent.id if sent else "")
            shown = _shown_in(sent, incoming, reply)
        finally:  # what was asked is noted, whatever became of the answer
            await self._records.add(
                met=_met(incoming),
                asked=reply.asked,
                last=reply.last,
                answered=answered,
                shown=shown,
            )

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        """Answer a changed question in place of its earlier answer."""
        incoming = incoming_of(turn_context)
        edited = await self._root.on_edit(incoming)
        if edited is None:
            return
        reply, activity = edited.reply, _activity(edited.reply)
        if edited.replaces is None:
            await turn_context.send_activity(activity)
            return
        activity.id = edited.replaces
        try:
            await turn_context.update_activity(activity)
        finally:
            await self._records.add(
                asked=reply.asked,
                last=reply.last,
                answered=self._root.answered(incoming, reply, edited.replaces),
                replaced=edited.instead_of,
            )

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        await self._root.on_delete(incoming_of(turn_context))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """Answer a press with the card that takes the old one's place.

        The SDK's own dispatch is not used: it can't serialise a sentence as the answer.
        """
        name, incoming = turn_context.activity.name, incoming_of(turn_context)
        if name == invokes.SEARCH:
            found = await self._extension.search(incoming)
            if isinstance(found, str):
                return _answering(invokes.in_words(name, found))
            return _answering(invokes.as_hits(found))
        if name in invokes.IN_DIALOG:
            return await self._in_dialog(incoming)
        return await self._pressed(turn_context) if name == invokes.CARD_ACTION else _answering({})

    async def _in_dialog(self, incoming: Incoming) -> InvokeResponse:
        """Answer in the dialog; where the person is reached is noted, to send the answer on."""
        await self._records.add(met=_met(incoming))
        is_press = isinstance(incoming.data, dict)
        card = await (self._extension.press if is_press else self._extension.ask)(incoming)
        return _answering(invokes.as_dialog(card))

    async def _pressed(self, turn_context: TurnContext) -> InvokeResponse:
        incoming = incoming_of(turn_context)
        pressed = await self._root.on_press(incoming)
        if not pressed.forgets:
            shown = _shown(turn_context.activity, incoming, pressed)
            await self._records.add(met=_met(incoming), last=pressed.last, shown=shown)
        if pressed.news is not None:
            sent = await turn_context.send_activity(_activity(pressed.news))
            await self._records.add(shown=_shown_in(sent, incoming, pressed.news))
        if pressed.card is None:
            return _answering(invokes.in_words(invokes.CARD_ACTION, pressed.sentence or ""))
        if pressed.stays:
            await _replace_for_good(turn_context, pressed.card)
        return _answering(invokes.as_card(pressed.card))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        activity = turn_context.activity
        added = {member.id for member in activity.members_added or ()}
        if activity.recipient is not None and activity.recipient.id in added:
            await self._welcome(turn_context)

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        """The SDK comes here for an upgrade too, which is no reason to say hello."""
        if turn_context.activity.action == "add":
            await self._welcome(turn_context)

    async def _welcome(self, turn_context: TurnContext) -> None:
        incoming = incoming_of(turn_context)
        reply = await self._root.on_added(incoming)
        if reply is not None:
            await turn_context.send_activity(_activity(reply))
        await self._records.add(met=_met(incoming))


def _met(incoming: Incoming) -> ConversationReference | None:
    """Return where the person can be written to; None where the channel didn't say as whom."""
    return incoming.reference(primary_language(incoming.locale)) if incoming.bot_id else None


def _shown(activity: Activity, incoming: Incoming, pressed: Pressed) -> StandingMessage | None:
    """Return what the message that was pressed shows from now on; None where it shows the same."""
    if not pressed.stays:
        return pressed.shown_elsewhere(incoming.person)
    if pressed.card is None or not activity.reply_to_id:
        return None
    return _message(activity.reply_to_id, incoming, pressed.shows)


def _shown_in(
    sent: ResourceResponse | None, incoming: Incoming, reply: Reply
) -> StandingMessage | None:
    """Return what the message that was sent shows, where that moves on and nobody else sees it."""
    if reply.shows is None or not incoming.in_private or not (sent and sent.id):
        return None
    return _message(sent.id, incoming, reply.shows)


def _message(activity: str, incoming: Incoming, shown: ShownSubject | None) -> StandingMessage:
    place = (incoming.conversation, activity, incoming.person.id)
    return StandingMessage(*place, shown.subject, shown.kind) if shown else StandingMessage(*place)


async def _replace_for_good(turn_context: TurnContext, card: dict[str, Any]) -> None:
    """Edit the message the card stands in: the answer to a press changes the open window alone.

    What was pressed is done by now, so that a message that can't be edited fails nothing.
    """
    message_id = turn_context.activity.reply_to_id
    if message_id is None:
        return
    edited = _activity(Reply(card=card))
    edited.id = message_id
    try:
        await turn_context.update_activity(edited)
    except (SendFailed, Undelivered) as failed:
        logger.warning("a card could not be replaced for good: %s", failed)


def _activity(reply: Reply) -> Activity:
    if reply.card is None:
        return Activity(type=ActivityTypes.message, text=reply.text or "", text_format="plain")
    attachment = Attachment(content_type=CARD_TYPE, content=reply.card)
    return Activity(type=ActivityTypes.message, attachments=[attachment])


def _answering(body: dict[str, Any]) -> InvokeResponse:
    return InvokeResponse(status=200, body=body)
