"""POST /api/messages: from bytes to a turn and back."""

import asyncio
import logging
from dataclasses import dataclass

import orjson
from aiohttp import ClientPayloadError, HttpVersion10, HttpVersion11, web
from botbuilder.core.invoke_response import InvokeResponse
from botframework.connector.auth import ClaimsIdentity

from channel import codec
from channel.activity import CHANGES, InboundActivity, read_activity
from channel.adapter import Logic, TeamsAdapter
from channel.authentication import Authenticator
from channel.deduplication import IdempotencyCache, Key, key_of
from channel.rate_limit import RateLimit
from channel.refusal import NotAuthenticated, Refused
from channel.replies import Undelivered
from channel.translation import is_for_us
from channel.turns import AloneTurns, Turns
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
        turns: Turns | None = None,
        size_limit: int = 256 * 1024,
        read_timeout_seconds: float = 10.0,
    ) -> None:
        self._authenticator = authenticator
        self._adapter = adapter
        self._on_turn = on_turn
        self._answered = answered
        self._rate_limit = rate_limit
        self._metrics = metrics
        self._turns = turns or AloneTurns()
        self._size_limit = size_limit
        self._read_timeout_seconds = read_timeout_seconds

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request; an aiohttp handler."""
        try:
            if not self._authenticator.welcomes(request.headers.get("Host", "")):
                raise NotAuthenticated("host is not ours")
            caller = await self._authenticator.verify(_authorization(request))
            _check_headers(request)
            activity = read_activity(await self._body(request))
            identity = self._authenticator.admit(caller, activity)
            self._rate_limit.check(activity)
        except Refused as refused:
            self._metrics.count_refused(refused.status)
            return _refusal(refused)
        key = key_of(activity)
        try:
            answer = await self._answered.answer(key, lambda: self._turn(identity, activity, key))
        except Undelivered:
            # The turn is forgotten, so that it is run when Teams sends the same again.
            return _refusal(
                Refused(503, "the answer could not be delivered, send it again", retry_after=10)
            )
        return web.Response(
            status=answer.status,
            body=answer.body,
            content_type=None if answer.body is None else "application/json",
        )

    async def _body(self, request: web.Request) -> bytes:
        """Read no more than the limit and wait no longer than the timeout, whatever is promised."""
        too_large = Refused(413, f"body is larger than {self._size_limit} bytes")
        if (request.content_length or 0) > self._size_limit:
            raise too_large
        body = bytearray()
        try:
            async with asyncio.timeout(self._read_timeout_seconds):
                async for piece in request.content.iter_any():
                    body += piece
                    if len(body) > self._size_limit:
                        raise too_large
        except TimeoutError:
            raise Refused(408, "body took too long to arrive") from None
        except (web.RequestPayloadError, ClientPayloadError, ConnectionError):
            raise Refused(400, "body ended too early") from None
        return bytes(body)

    async def _turn(
        self, identity: ClaimsIdentity, activity: InboundActivity, key: Key | None
    ) -> HttpAnswer:
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
            return await self._run(identity, activity, key)
        if is_press:
            return await self._run(identity, activity, None, is_silent=True)
        if standing is Standing.ELSEWHERE:
            raise Undelivered("another instance is at work on it")
        return HttpAnswer()

    async def _run(
        self,
        identity: ClaimsIdentity,
        activity: InboundActivity,
        key: Key | None,
        *,
        is_silent: bool = False,
    ) -> HttpAnswer:
        is_answered = False
        kind = activity.type if activity.type in KINDS else "other"
        with turn(kind) as now:
            try:
                response = await self._adapter.process(
                    identity, activity, logic=self._on_turn, is_silent=is_silent
                )
                is_answered = True
            finally:
                self._metrics.count_turn(now)
                if key is not None:
                    await self._turns.end(key, is_answered=is_answered)
        return HttpAnswer() if response is None else _answer(response)


def _authorization(request: web.Request) -> str:
    """Return the one there is; of two nobody can tell which a proxy before us has looked at."""
    values = request.headers.getall("Authorization", [])
    return values[0] if len(values) == 1 else ""


def _check_headers(request: web.Request) -> None:
    if request.version not in (HttpVersion10, HttpVersion11):
        raise Refused(400, "HTTP must be of version 1.0 or 1.1")
    if request.headers.get("Transfer-Encoding", "chunked").strip().lower() != "chunked":
        raise Refused(415, "transfer encoding is not supported")
    if request.content_type != "application/json":
        raise Refused(415, "content type must be application/json")
    if (request.charset or "utf-8").lower() != "utf-8":
        raise Refused(415, "charset must be utf-8")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused(415, "content encoding is not supported")


def _answer(response: InvokeResponse) -> HttpAnswer:
    body = None if response.body is None else codec.encode(response.body)
    return HttpAnswer(int(response.status or 200), body)


def _refusal(refused: Refused) -> web.Response:
    why = refused.why if isinstance(refused, NotAuthenticated) else refused.reason
    logger.warning("request refused with %s: %s", refused.status, why)
    headers = {"WWW-Authenticate": "Bearer"} if refused.status == 401 else {}
    if refused.retry_after is not None:
        headers["Retry-After"] = str(refused.retry_after)
    body = orjson.dumps({"error": refused.reason})
    response = web.Response(
        status=refused.status, body=body, content_type="application/json", headers=headers
    )
    # What may be left of the body is not worth waiting for.
    response.force_close()
    return response
