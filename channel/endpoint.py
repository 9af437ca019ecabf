"""POST /api/messages: from bytes to a turn and back."""

import logging
from dataclasses import dataclass

from aiohttp import web
from botbuilder.core.invoke_response import InvokeResponse

from channel import codec
from channel.activity import CHANGES, InboundActivity, read_activity
from channel.adapter import Logic, TeamsAdapter
from channel.authentication import Authenticator
from channel.deduplication import IdempotencyCache, key_of
from channel.http import authorization, check_headers, read_body, refusal
from channel.rate_limit import RateLimit
from channel.refusal import NotAuthenticated, Refused
from channel.replies import Undelivered
from channel.translation import is_for_us
from channel.turns import Turns
from core.compact import compact
from storage.turns import Standing
from telemetry.metrics import Metrics
from telemetry.turn import turn

logger = logging.getLogger(__name__)

INVOKE = "invoke"
KINDS = frozenset({"message", "invoke", "conversationUpdate", "installationUpdate"}) | CHANGES
"""What turns are counted as; a client may make up others without end."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What is sent back, and again to whoever sends the same activity again."""

    status: int = 200
    body: bytes | None = None

    def size(self) -> int:
        """Return how many bytes it holds."""
        return len(self.body or b"")


class Endpoint:
    """Whatever a client sends to `handle`, it gets a status and at most one line of JSON.

    The token is looked at before the body: whoever has none costs next to nothing.

    Serve it with `auto_decompress=False`: compressed bodies are refused, not unpacked first.
    """

    def __init__(
        self,
        authenticator: Authenticator,
        adapter: TeamsAdapter,
        on_turn: Logic,
        answered: IdempotencyCache[HttpAnswer],
        *,
        rate_limit: RateLimit,
        metrics: Metrics,
        turns: Turns,
        size_limit: int = 256 * 1024,
        read_timeout_seconds: float = 10.0,
    ) -> None:
        self._authenticator = authenticator
        self._adapter = adapter
        self._on_turn = on_turn
        self._answered = answered
        self._rate_limit = rate_limit
        self._metrics = metrics
        self._turns = turns
        self._size_limit = size_limit
        self._read_timeout_seconds = read_timeout_seconds

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request; an aiohttp handler."""
        try:
            if not self._authenticator.welcomes(request.headers.get("Host", "")):
                raise NotAuthenticated("host is not ours")
            caller = await self._authenticator.verify(authorization(request))
            check_headers(request)
            body = await read_body(
                request, size_limit=self._size_limit, seconds=self._read_timeout_seconds
            )
            activity = read_activity(body)
            self._authenticator.admit(caller, activity)
            self._rate_limit.check(activity.sender.aad_object_id or activity.sender.id)
        except Refused as refused:
            self._metrics.count_refused(refused.status)
            return refusal(refused)
        key = key_of(activity)
        try:
            answer = await self._answered.answer(key, lambda: self._turn(activity, key))
        except Undelivered:
            # The turn is forgotten, so that it is run when Teams sends the same again.
            return refusal(
                Refused(503, "the answer could not be delivered, send it again", retry_after=10)
            )
        return web.Response(
            status=answer.status,
            body=answer.body,
            content_type=None if answer.body is None else "application/json",
        )

    async def _turn(self, activity: InboundActivity, key: str | None) -> HttpAnswer:
        """Run the turn, unless another instance has.

        A press is carried out all the same, since its answer is in the response, and the second
        time it changes nothing; but what is sent beside its answer has been sent.

        Raises:
            Undelivered: where nothing could be said; or another is still at it.
        """
        is_press = activity.type == INVOKE
        if not is_for_us(activity):
            logger.info("an activity that isn't for the bot is left unanswered")
            return HttpAnswer(body=b"{}" if is_press else None)
        standing = Standing.OURS
        if key is not None:
            standing = await self._turns.begin(key, may_wait=not is_press)
        if standing is Standing.OURS:
            return await self._run(activity, key)
        if is_press:
            return await self._run(activity, None, is_silent=True)
        if standing is Standing.ELSEWHERE:
            raise Undelivered("another instance is at work on it")
        return HttpAnswer()

    async def _run(
        self,
        activity: InboundActivity,
        key: str | None,
        *,
        is_silent: bool = False,
    ) -> HttpAnswer:
        is_answered = False
        kind = activity.type if activity.type in KINDS else "other"
        with turn(kind) as now:
            try:
                response = await self._adapter.process(
                    activity, logic=self._on_turn, is_silent=is_silent
                )
                is_answered = True
            finally:
                self._metrics.count_turn(now)
                if key is not None:
                    await self._turns.end(key, is_answered=is_answered)
        return HttpAnswer() if response is None else _answer(response)


def _answer(response: InvokeResponse) -> HttpAnswer:
    body = None if response.body is None else compact(codec.encode(response.body))
    return HttpAnswer(int(response.status or 200), body)
