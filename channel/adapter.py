"""The SDK's adapter with our own sender under it, and a sane answer when a turn fails."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any, cast

import orjson
from botbuilder.core import BotAdapter, TurnContext
from botbuilder.core.invoke_response import InvokeResponse
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ConversationReference,
    ResourceResponse,
)

from channel import codec
from channel.activity import InboundActivity
from channel.invokes import ANSWERED, in_words
from channel.replies import Replies, Undelivered
from channel.sender import SendFailed
from channel.translation import to_incoming, to_sdk
from channel.turn_context import TeamsTurn, expects_replies
from core.incoming import Incoming
from core.outbox import PendingReply
from storage.database import UNREACHABLE
from telemetry.failures import log_failure
from telemetry.turn import FAILED, UNDELIVERED, came_of_it

logger = logging.getLogger(__name__)

NEVER_SENT = frozenset({ActivityTypes.trace, "delay"})

Logic = Callable[[TurnContext], Awaitable[None]]
Apology = Callable[[str | None, str], str]
"""Says in the language of a locale that the error of an id happened."""

_INCOMING, _SAID = "rutinboten.incoming", "rutinboten.said"
_IS_SILENT = "rutinboten.silent"

PRESS_SECONDS = 1.5
"""How long a press waits for a message that is sent beside its answer."""


class Unanswered(Exception):
    """Somebody pressed or searched, and nobody had an answer."""


class TeamsAdapter(BotAdapter):
    """Runs turns; a turn that fails is answered with an apology."""

    def __init__(self, replies: Replies, apology: Apology) -> None:
        super().__init__()
        self._replies = replies
        self._apology = apology
        self.on_turn_error = self._turn_failed

    async def process(
        self,
        activity: InboundActivity,
        *,
        logic: Logic,
        is_silent: bool = False,
    ) -> InvokeResponse | None:
        """Run one turn; what the bot raises becomes an apology.

        One that *is_silent* sends nothing: only its response counts.

        Raises:
            Undelivered: where nothing could be said, not even later; run the turn again.
        """

        async def answered(context: TurnContext) -> None:
            context.turn_state[_INCOMING] = to_incoming(activity)
            context.turn_state[_IS_SILENT] = is_silent
            await logic(context)
            self._check_answer(context)

        context = TeamsTurn(self, to_sdk(activity))
        await self.run_pipeline(context, answered)
        return self._result_of(context)

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        responses: list[ResourceResponse] = []
        for activity in activities:
            resource_id = ""
            if activity.type == ActivityTypes.invoke_response:
                context.turn_state[self._INVOKE_RESPONSE_KEY] = activity
            elif context.turn_state.get(_IS_SILENT):
                pass
            elif activity.type == ActivityTypes.message:
                reply = _reply_of(context, activity)
                resource_id = await self._replies.send(reply, patience=_patience(context))
            elif activity.type not in NEVER_SENT:
                await self._replies.sender.post(
                    activity.service_url,
                    _conversation_id(activity),
                    codec.dump(activity),
                    reply_to=activity.reply_to_id,
                )
            responses.append(ResourceResponse(id=resource_id))
        return responses

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        if context.turn_state.get(_IS_SILENT):
            return ResourceResponse(id=activity.id)
        reply = replace(_reply_of(context, activity), reply_to=None, replaces=activity.id)
        await self._replies.send(reply, patience=_patience(context))
        return ResourceResponse(id=activity.id)

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        await self._replies.sender.delete(
            reference.service_url, _conversation_id(reference), activity_id=reference.activity_id
        )

    def _result_of(self, context: TurnContext) -> InvokeResponse | None:
        """Return plain bodies, and one for an invoke nobody answered."""
        if expects_replies(context):
            return _ok({"activities": context.buffered_reply_activities})
        if context.activity.type != ActivityTypes.invoke:
            return None
        return self._invoke_answer(context) or _ok({})

    def _check_answer(self, context: TurnContext) -> None:
        """Called within the turn, so that an answer JSON can't hold fails like the rest of it.

        An invoke's is left as it was encoded.
        """
        if expects_replies(context):
            codec.encode(context.buffered_reply_activities)
        if context.activity.type == ActivityTypes.invoke:
            answer = self._invoke_answer(context)
            if answer is None and context.activity.name in ANSWERED:
                raise Unanswered
            if answer is not None and answer.body is not None:
                answer.body = orjson.Fragment(codec.encode(answer.body))

    def _invoke_answer(self, context: TurnContext) -> InvokeResponse | None:
        """Return what the bot answered; the SDK's handler says 501 to what it doesn't know."""
        activity = context.turn_state.get(self._INVOKE_RESPONSE_KEY)
        answer = activity.value if isinstance(activity, Activity) else None
        return None if answer is None or answer.status == HTTPStatus.NOT_IMPLEMENTED else answer

    async def _turn_failed(self, context: TurnContext, error: Exception) -> None:
        if isinstance(error, Undelivered):
            came_of_it(UNDELIVERED)
            raise error
        is_refused = isinstance(error, SendFailed)
        came_of_it(UNDELIVERED if is_refused else FAILED)
        # Where in our code Teams refused something, or the database didn't answer, tells nothing.
        trace = False if isinstance(error, (SendFailed, *UNREACHABLE)) else error
        why = str(error) if is_refused else type(error).__name__
        error_id = log_failure(logger, "turn failed: %s", why, trace=trace)
        # One of them may be the very thing that can't be answered with.
        context.turn_state.pop(self._INVOKE_RESPONSE_KEY, None)
        context.buffered_reply_activities.clear()
        try:
            await self._apologise(context, error, error_id=error_id)
        except Undelivered:
            raise
        except SendFailed as failed:
            log_failure(logger, "the person could not be told: %s", failed, trace=False)
        except Exception:  # whatever is wrong here has nowhere else to go
            log_failure(logger, "the person could not be told")

    async def _apologise(self, context: TurnContext, error: Exception, *, error_id: str) -> None:
        sentence = self._apology(context.activity.locale, error_id)
        if context.activity.name in ANSWERED:
            body = in_words(context.activity.name, sentence)
            await context.send_activity(
                Activity(type=ActivityTypes.invoke_response, value=_ok(body))
            )
        elif not isinstance(error, SendFailed) or error.blames_content:
            # Where nothing gets through, waiting for an apology to fail too helps nobody.
            await context.send_activity(
                Activity(type=ActivityTypes.message, text=sentence, text_format="plain")
            )


def incoming_of(context: TurnContext) -> Incoming:
    """Return what the turn of *context* answers."""
    return cast(Incoming, context.turn_state[_INCOMING])


def _reply_of(context: TurnContext, activity: Activity) -> PendingReply:
    """Return what is said, under a key that is the same however often the turn is run."""
    asked: Any = context.activity
    incoming = cast(Incoming | None, context.turn_state.get(_INCOMING))
    number = cast(int, context.turn_state.get(_SAID, 0)) + 1
    context.turn_state[_SAID] = number
    key = f"{asked.conversation.id}/{asked.id or asked.type}"
    if incoming is not None and incoming.edit:
        key += f"/{incoming.edit}"
    return PendingReply(
        key=key if number == 1 else f"{key}/{number}",
        service_url=activity.service_url,
        conversation=_conversation_id(activity),
        person=incoming.person.id if incoming else "",
        activity=codec.dump(activity),
        reply_to=activity.reply_to_id,
    )


def _patience(context: TurnContext) -> float | None:
    """Teams waits five seconds for the answer to a press, and much longer for one to a message."""
    return PRESS_SECONDS if context.activity.type == ActivityTypes.invoke else None


def _conversation_id(addressed: Activity | ConversationReference) -> str:
    """Whatever is sent within a turn has been given the turn's conversation."""
    conversation: Any = addressed.conversation
    return conversation.id


def _ok(body: dict[str, Any]) -> InvokeResponse:
    return InvokeResponse(status=int(HTTPStatus.OK), body=body)
