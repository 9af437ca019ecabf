"""Runs turns: what answers the request, and a sane answer where a turn fails."""

import logging
from collections.abc import Callable

import orjson

from channel.activity import InboundActivity
from channel.context import INVOKE, Body, Logic, TurnContext
from channel.invokes import ANSWERED, in_words
from channel.replies import Replies, Undelivered
from channel.sender import SendFailed
from telemetry.turn import FAILED, UNDELIVERED, came_of_it, turn_id

logger = logging.getLogger(__name__)

Apology = Callable[[str | None, str], str]
"""Says in the language of a locale that the error of an id happened."""


class Unanswered(Exception):
    """Somebody pressed or searched, and nobody had an answer."""


class TeamsAdapter:
    """Runs turns; a turn that fails is answered with an apology."""

    def __init__(self, replies: Replies, apology: Apology) -> None:
        self._replies = replies
        self._apology = apology

    async def process(
        self, activity: InboundActivity, *, logic: Logic, is_silent: bool = False
    ) -> bytes | None:
        """Run one turn and return what answers its request; what the bot raises is apologised for.

        One that *is_silent* sends nothing: only its response counts.

        Raises:
            Undelivered: where nothing could be said, not even later; run the turn again.
        """
        context = TurnContext(activity, self._replies, is_silent=is_silent)
        try:
            # Encoded here, so that an answer JSON can't hold fails like the rest of the turn.
            return _encoded(context, await logic(context))
        except Undelivered:
            came_of_it(UNDELIVERED)
            raise
        except Exception as error:
            return _encoded(context, await self._failed(context, error), may_lack=True)

    async def _failed(self, context: TurnContext, error: Exception) -> Body | None:
        """Log *error* and apologise; return what answers the request."""
        error_id, is_refused = turn_id(), isinstance(error, SendFailed)
        came_of_it(UNDELIVERED if is_refused else FAILED)
        # Where in our code Teams refused something tells nothing.
        trace = None if is_refused else error
        why = str(error) if is_refused else type(error).__name__
        logger.error("turn failed, error %s: %s", error_id, why, exc_info=trace)
        # One of them may be the very thing that can't be answered with.
        context.collected.clear()
        try:
            return await self._apologise(context, error, error_id=error_id)
        except Undelivered:
            raise
        except SendFailed as failed:
            logger.error("error %s could not be told to the person: %s", error_id, failed)
        except Exception:  # whatever is wrong here has nowhere else to go
            logger.exception("error %s could not be told to the person", error_id)
        return None

    async def _apologise(
        self, context: TurnContext, error: Exception, *, error_id: str
    ) -> Body | None:
        name = context.activity.name
        sentence = self._apology(context.activity.locale, error_id)
        if name in ANSWERED:
            return in_words(name, sentence)
        if not isinstance(error, SendFailed) or error.blames_content:
            # Where nothing gets through, waiting for an apology to fail too helps nobody.
            await context.say({"text": sentence, "textFormat": "plain"})
        return None


def _encoded(context: TurnContext, body: Body | None, *, may_lack: bool = False) -> bytes | None:
    """Return the response: what was collected, or the answer that an invoke must have."""
    if context.collects:
        return orjson.dumps({"activities": context.collected})
    if context.activity.type != INVOKE:
        return None
    if body is None and context.activity.name in ANSWERED and not may_lack:
        raise Unanswered
    return orjson.dumps(body or {})
