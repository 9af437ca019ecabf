"""Shows that the bot is at work when an answer takes its time."""

import asyncio
import logging

from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ActivityTypes, DeliveryModes

from channel.adapter import Logic
from channel.sender import SendFailed
from telemetry.failures import log_failure

logger = logging.getLogger(__name__)


class TypingIndicator:
    """Says "typing" after a while, again and again for as long as Teams forgets it, then stops."""

    def __init__(
        self,
        *,
        first_after_seconds: float = 1.0,
        every_seconds: float = 3.0,
        at_most_seconds: float = 20.0,
    ) -> None:
        self._first_after_seconds = first_after_seconds
        self._every_seconds = every_seconds
        self._at_most_seconds = at_most_seconds

    def around(self, logic: Logic) -> Logic:
        """Return *logic* with the indicator shown while it works on a message."""

        async def shown(context: TurnContext) -> None:
            if not _is_shown_to_somebody(context):
                await logic(context)
                return
            typing = _Typing(context, self._every_seconds, self._at_most_seconds)
            # Most turns are over before this timer; they pay for it alone, not for a task.
            start = asyncio.get_running_loop().call_later(self._first_after_seconds, typing.start)
            try:
                await logic(context)
            finally:
                start.cancel()
                await typing.stop()

        return shown


class _Typing:
    """The indicator of one turn."""

    def __init__(self, context: TurnContext, every_seconds: float, at_most_seconds: float) -> None:
        self._context = context
        self._every_seconds = every_seconds
        self._at_most_seconds = at_most_seconds
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep_showing())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _keep_showing(self) -> None:
        try:
            async with asyncio.timeout(self._at_most_seconds):
                # Once something has been said, "typing" below it would promise more.
                while not self._context.responded:
                    await self._show()
                    await asyncio.sleep(self._every_seconds)
        except TimeoutError:
            pass
        except SendFailed as failed:
            logger.info("typing could not be shown: %s", failed)
        except Exception:  # an indicator that can't be shown is no reason to fail the turn
            log_failure(logger, "typing could not be shown")

    async def _show(self) -> None:
        """Straight to the adapter: sent through the context it would count as a response."""
        reference = TurnContext.get_conversation_reference(self._context.activity)
        typing = Activity(type=ActivityTypes.typing)
        TurnContext.apply_conversation_reference(typing, reference)
        await self._context.adapter.send_activities(self._context, [typing])


def _is_shown_to_somebody(context: TurnContext) -> bool:
    activity = context.activity
    by_message = activity.delivery_mode != DeliveryModes.expect_replies
    return activity.type == ActivityTypes.message and by_message
