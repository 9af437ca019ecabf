"""The SDK's adapter with our own sender under it, and a sane answer when a turn fails."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, cast

from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.core.invoke_response import InvokeResponse
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ConversationReference,
    DeliveryModes,
    ResourceResponse,
)
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from channel import codec
from channel.activity import InboundActivity
from channel.sender import ConnectorSender, SendFailed
from channel.translation import to_incoming, to_sdk
from core.incoming import Incoming
from telemetry.turn import FAILED, UNDELIVERED, came_of_it, turn_id

logger = logging.getLogger(__name__)

CARD_ACTION = "adaptiveCard/action"
SENTENCE_TYPE = "application/vnd.microsoft.activity.message"
NEVER_SENT = frozenset({ActivityTypes.trace, "delay"})

Logic = Callable[[TurnContext], Awaitable[None]]
Apology = Callable[[str | None, str], str]
"""Says in the language of a locale that the error of an id happened."""

_INCOMING = "rutinboten.incoming"


class Unanswered(Exception):
    """A card's button was pressed and nobody had an answer."""


class TeamsAdapter(CloudAdapterBase):
    """Runs turns; a turn that fails is answered with an apology."""

    def __init__(self, sender: ConnectorSender, apology: Apology) -> None:
        super().__init__(_NoAuthentication())
        self._sender = sender
        self._apology = apology
        self.on_turn_error = self._turn_failed

    async def process(
        self, claims: ClaimsIdentity, activity: InboundActivity, *, logic: Logic
    ) -> InvokeResponse | None:
        """Run one turn; what the bot raises becomes an apology, so nothing comes out of here."""

        async def answered(context: TurnContext) -> None:
            context.turn_state[_INCOMING] = to_incoming(activity)
            await logic(context)
            self._check_answer(context)

        request = AuthenticateRequestResult()
        request.claims_identity = claims
        request.connector_factory = _NoConnectors()
        return await self.process_activity(request, to_sdk(activity), answered)

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        responses: list[ResourceResponse] = []
        for activity in activities:
            resource_id = ""
            if activity.type == ActivityTypes.invoke_response:
                context.turn_state[self._INVOKE_RESPONSE_KEY] = activity
            elif activity.type not in NEVER_SENT:
                resource_id = await self._sender.post(
                    activity.service_url,
                    _conversation_id(activity),
                    codec.dump(activity),
                    reply_to=activity.reply_to_id,
                )
            responses.append(ResourceResponse(id=resource_id))
        return responses

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        resource_id = await self._sender.put(
            activity.service_url,
            _conversation_id(activity),
            codec.dump(activity),
            activity_id=activity.id,
        )
        return ResourceResponse(id=resource_id)

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        await self._sender.delete(
            reference.service_url, _conversation_id(reference), activity_id=reference.activity_id
        )

    def _process_turn_results(self, context: TurnContext) -> Any:
        """As the SDK does it, but with plain bodies, and one for an invoke nobody answered."""
        if _expects_replies(context):
            return _ok({"activities": context.buffered_reply_activities})
        if context.activity.type != ActivityTypes.invoke:
            return None
        return self._invoke_answer(context) or _ok({})

    def _check_answer(self, context: TurnContext) -> None:
        """Called within the turn, so that an answer JSON can't hold fails like the rest of it."""
        if _expects_replies(context):
            codec.encode(context.buffered_reply_activities)
        if context.activity.type == ActivityTypes.invoke:
            answer = self._invoke_answer(context)
            if answer is not None:
                codec.encode(answer.body)
            elif context.activity.name == CARD_ACTION:
                raise Unanswered

    def _invoke_answer(self, context: TurnContext) -> InvokeResponse | None:
        """Return what the bot answered; the SDK's handler says 501 to what it doesn't know."""
        activity = context.turn_state.get(self._INVOKE_RESPONSE_KEY)
        answer = activity.value if isinstance(activity, Activity) else None
        return None if answer is None or answer.status == HTTPStatus.NOT_IMPLEMENTED else answer

    async def _turn_failed(self, context: TurnContext, error: Exception) -> None:
        error_id = turn_id()
        came_of_it(UNDELIVERED if isinstance(error, SendFailed) else FAILED)
        logger.error("turn failed, error %s", error_id, exc_info=error)
        # One of them may be the very thing that can't be answered with.
        context.turn_state.pop(self._INVOKE_RESPONSE_KEY, None)
        context.buffered_reply_activities.clear()
        try:
            await self._apologise(context, error, error_id=error_id)
        except Exception:  # whatever is wrong here has nowhere else to go
            logger.exception("error %s could not be told to the person", error_id)

    async def _apologise(self, context: TurnContext, error: Exception, *, error_id: str) -> None:
        sentence = self._apology(context.activity.locale, error_id)
        if context.activity.name == CARD_ACTION:
            body = {"statusCode": 200, "type": SENTENCE_TYPE, "value": sentence}
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


def _expects_replies(context: TurnContext) -> bool:
    return context.activity.delivery_mode == DeliveryModes.expect_replies


def _conversation_id(addressed: Activity | ConversationReference) -> str:
    """Whatever is sent within a turn has been given the turn's conversation."""
    conversation: Any = addressed.conversation
    return conversation.id


def _ok(body: dict[str, Any]) -> InvokeResponse:
    return InvokeResponse(status=int(HTTPStatus.OK), body=body)


class _NoAuthentication(BotFrameworkAuthentication):
    """What the SDK's adapter insists on. Requests are verified before a turn begins, sends go
    through our sender, and nobody signs in, so there is nothing left for it to make."""

    async def authenticate_request(self, activity: Activity, auth_header: str) -> Any:
        raise NotImplementedError("requests are verified at the endpoint")

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        raise NotImplementedError("requests are verified at the endpoint")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return _NoConnectors()

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> Any:
        return None


class _NoConnectors(ConnectorFactory):
    async def create(self, service_url: str, audience: str) -> Any:
        """Return a stand-in: the SDK refuses to run a turn without some connector."""
        return "replies go through the sender"
