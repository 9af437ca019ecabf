"""Shows that the bot is at work when an answer takes its time."""

import asyncio
import logging

from channel.context import MESSAGE, Body, Logic, TurnContext
from channel.sender import SendFailed

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

        async def shown(context: TurnContext) -> Body | None:
            if context.activity.type != MESSAGE or context.collects:
                return await logic(context)
            typing = _Typing(context, self._every_seconds, self._at_most_seconds)
            # Most turns are over before this timer; they pay for it alone, not for a task.
            start = asyncio.get_running_loop().call_later(self._first_after_seconds, typing.start)
            try:
                return await logic(context)
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
                while not self._context.has_spoken:
                    await self._context.show_typing()
                    await asyncio.sleep(self._every_seconds)
        except TimeoutError:
            pass
        except SendFailed as failed:
            logger.info("typing could not be shown: %s", failed)
        except Exception:  # an indicator that can't be shown is no reason to fail the turn
            logger.warning("typing could not be shown", exc_info=True)
