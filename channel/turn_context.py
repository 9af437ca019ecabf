"""The SDK's context of a turn, without what nothing of ours needs of it."""

from collections.abc import Awaitable
from typing import Any, TypeVar

from botbuilder.core import TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    DeliveryModes,
    InputHints,
    ResourceResponse,
)

T = TypeVar("T")


class TeamsTurn(TurnContext):
    """One that is freed once it is over: that of the SDK lives on, in a closure that refers to
    itself, until the garbage collector comes by."""

    async def send_activities(self, activities: list[Activity]) -> list[ResourceResponse]:
        """As the SDK's, without its copy of each: what a turn sends is made to be sent once.

        Copying a card node by node costs a quarter of a turn.
        """
        for activity in activities:
            self._address(activity)
        if expects_replies(self):
            sent = [self._buffer(activity) for activity in activities]
        else:
            sent = await self.adapter.send_activities(self, activities)
        self.responded = True
        return sent

    def _address(self, activity: Any) -> None:  # the SDK's models say `str` for `str | None`
        asked = self.activity
        activity.type = activity.type or ActivityTypes.message
        activity.channel_id, activity.service_url = asked.channel_id, asked.service_url
        activity.conversation, activity.locale = asked.conversation, asked.locale
        activity.from_property, activity.recipient = asked.recipient, asked.from_property
        if asked.type != ActivityTypes.conversation_update:
            activity.reply_to_id = asked.id
        activity.input_hint = activity.input_hint or InputHints.accepting_input
        activity.id = None

    def _buffer(self, activity: Activity) -> ResourceResponse:
        self.buffered_reply_activities.append(activity)
        if activity.type == ActivityTypes.invoke_response:
            self.turn_state[self._INVOKE_RESPONSE_KEY] = activity
        return ResourceResponse()

    async def _emit(self, plugins: object, arg: object, logic: Awaitable[T]) -> T:
        """The plugins of a turn listen for what is sent; there are none."""
        return await logic


def expects_replies(context: TurnContext) -> bool:
    """Whether what is said is to be in the response."""
    return context.activity.delivery_mode == DeliveryModes.expect_replies
