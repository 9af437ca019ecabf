"""Sends, updates and deletes activities, and begins conversations, through the Bot Connector."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import orjson
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
)
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
)
from yarl import URL

from channel import codec
from channel.bodies import BodyTooLong, read_at_most
from channel.credentials import TokenProvider, TokensUnavailable
from channel.pacing import Pace, pause_asked_for

WORTH_ANOTHER_TRY = frozenset({412, 429, 502, 503, 504})
LONGEST_ANSWER = 64 * 1024
ANSWER_SECONDS = 1.0
"""How long the id of what was taken is waited for; less than anybody waits for a send."""
TIMEOUT = ClientTimeout(total=None, connect=3.0)
"""Of connecting; everything together has the deadline of `ConnectorSender`."""


class SendFailed(Exception):
    """Teams didn't take what we sent; the status is None where it didn't even answer."""

    def __init__(
        self, status: int | None, *, again: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(f"not delivered: {status or 'no answer'}")
        self.status = status
        self.again = again
        self.retry_after = retry_after

    @property
    def blames_content(self) -> bool:
        """Whether something else might have got through."""
        return self.status in (400, 413)

    @property
    def is_gone(self) -> bool:
        """Whether the person has uninstalled or blocked the bot."""
        return self.status in (403, 404)


class ConnectorSender:
    """One shared session, a cached token, and bounded retries; quick failures over long waits."""

    def __init__(
        self,
        session: ClientSession,
        tokens: TokenProvider,
        *,
        attempts: int = 4,
        deadline_seconds: float = 8.0,
        pace: Pace | None = None,
        first_pause_seconds: float = 0.5,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        answered: Callable[[int | None], None] = lambda _status: None,
    ) -> None:
        """*answered* is told the status of each request, None where none came in time."""
        self._session = session
        self._tokens = tokens
        self._attempts = attempts
        self._deadline_seconds = deadline_seconds
        self._pace = pace or Pace(0)
        self._first_pause_seconds = first_pause_seconds
        self._sleep = sleep
        self._clock = clock
        self._answered = answered

    async def post(
        self,
        service_url: str,
        conversation_id: str,
        payload: dict[str, Any],
        *,
        reply_to: str | None = None,
    ) -> str:
        """Send an activity; return the id Teams gave it, "" where it gave none."""
        url = _activities(service_url, conversation_id, reply_to)
        return _id_in(await self._deliver("POST", url, payload))

    async def put(
        self, service_url: str, conversation_id: str, payload: dict[str, Any], *, activity_id: str
    ) -> str:
        """Replace an activity sent before; return its id."""
        url = _activities(service_url, conversation_id, activity_id)
        return _id_in(await self._deliver("PUT", url, payload)) or activity_id

    async def delete(self, service_url: str, conversation_id: str, *, activity_id: str) -> None:
        """Take back an activity sent before."""
        await self._deliver("DELETE", _activities(service_url, conversation_id, activity_id), None)

    async def create_conversation(self, service_url: str, payload: dict[str, Any]) -> str:
        """Begin a personal conversation, or find the one there is already; return its id."""
        url = URL(_conversations(service_url), encoded=True)
        conversation = _id_in(await self._deliver("POST", url, payload))
        if not conversation:
            raise SendFailed(None)
        return conversation

    async def _deliver(self, method: str, url: URL, payload: dict[str, Any] | None) -> bytes:
        body = None if payload is None else codec.encode(payload)
        try:
            async with asyncio.timeout(self._deadline_seconds):
                try:
                    return await self._try(method, url, body)
                except SendFailed as failed:
                    return await self._after(failed, method, url, body=body)
        except TimeoutError as error:
            self._answered(None)
            raise SendFailed(None) from error
        except TokensUnavailable as error:
            raise SendFailed(None) from error

    async def _after(
        self, failed: SendFailed, method: str, url: URL, *, body: bytes | None
    ) -> bytes:
        """Try again as often as is right after a first try that *failed*.

        Tenacity comes in here only: most sends succeed at once, and it costs as much as they do.
        """
        first = [failed]

        async def attempt() -> bytes:
            if first:
                raise first.pop()
            return await self._try(method, url, body)

        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._attempts) | stop_before_delay(self._deadline_seconds),
            wait=self._pause,
            retry=retry_if_exception(lambda error: isinstance(error, SendFailed) and error.again),
            sleep=self._sleep,
            reraise=True,
        )
        return await retrying(attempt)

    def _pause(self, state: RetryCallState) -> float:
        """As long as Teams asks for; else twice as long each time, give or take a half."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, SendFailed) and error.retry_after is not None:
            return error.retry_after
        longest = self._first_pause_seconds * 2 ** (state.attempt_number - 1)
        return longest * random.uniform(0.5, 1.5)

    async def _try(self, method: str, url: URL, body: bytes | None) -> bytes:
        token = await self._tokens.token()
        try:
            return await self._request(method, url, body, token=token)
        except SendFailed as failed:
            if failed.status != 401 or not token:
                raise
        self._tokens.forget(token)
        return await self._request(method, url, body, token=await self._tokens.token())

    async def _request(self, method: str, url: URL, body: bytes | None, *, token: str) -> bytes:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        await self._pace.turn(url)
        try:
            # A redirect would carry our token to wherever it points.
            async with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            ) as response:
                self._answered(response.status)
                if 200 <= response.status < 300:
                    return await _beginning(response)
                raise self._failed(response)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            # Nothing had been sent yet.
            self._answered(None)
            raise SendFailed(None, again=True) from error
        except ClientError as error:
            # A POST may have been delivered before the line went dead; sent again, the person
            # would read it twice. The others may be repeated.
            self._answered(None)
            raise SendFailed(None, again=method != "POST") from error

    def _failed(self, response: ClientResponse) -> SendFailed:
        return SendFailed(
            response.status,
            again=response.status in WORTH_ANOTHER_TRY,
            retry_after=pause_asked_for(response.headers.get("Retry-After"), now=self._clock()),
        )


async def _beginning(response: ClientResponse) -> bytes:
    """Return what was answered; nothing where it is more than an id can be, or doesn't come whole.

    The status has come: what was sent is taken, and must not be sent again for want of an id.
    """
    try:
        return await read_at_most(response.content, LONGEST_ANSWER, seconds=ANSWER_SECONDS)
    except (ClientError, BodyTooLong, TimeoutError):
        response.close()
        return b""


def _activities(service_url: str, conversation_id: str, activity_id: str | None = None) -> URL:
    address = f"{_conversations(service_url)}/{quote(conversation_id, safe='')}/activities"
    if activity_id:
        address += f"/{quote(activity_id, safe='')}"
    return URL(address, encoded=True)


def _conversations(service_url: str) -> str:
    return f"{service_url.rstrip('/')}/v3/conversations"


def _id_in(answer: bytes) -> str:
    try:
        resource = orjson.loads(answer)
    except orjson.JSONDecodeError:
        return ""
    found = resource.get("id") if isinstance(resource, dict) else None
    return found if isinstance(found, str) else ""
