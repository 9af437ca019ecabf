"""POST /api/cases: what is pressed on the tab, by somebody Entra knows, answered with HTML."""

import logging
from collections.abc import Awaitable, Callable
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from channel.http import authorization, check_headers, read_body, refusal
from channel.rate_limit import RateLimit
from channel.refusal import NotAuthenticated, Refused, WrongShape
from channel.sso import SignIn
from core.incoming import Incoming
from core.person import Person
from storage.database import UNREACHABLE
from telemetry.failures import log_failure
from telemetry.metrics import Metrics
from telemetry.turn import FAILED, turn

logger = logging.getLogger(__name__)

KIND = "tab"
Answer = Callable[[Incoming], Awaitable[str]]
"""Gives the HTML that answers a press."""


class TabPress(BaseModel):
    """What the page sends: what the button carries, and what stands in the fields beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{8,64}$")]
    """The press's own, the same when it is sent again."""
    locale: Annotated[str, Field(max_length=35)] = ""
    press: dict[str, JsonValue] | None = None
    """None where the page has just been opened."""
    fields: Annotated[dict[Annotated[str, Field(pattern=r"\.")], str], Field(max_length=200)] = {}
    """By name; each has a dot, so that none can stand in for what the button carries."""


class TabEndpoint:
    """Whatever is sent to `handle`, it answers with HTML, or with a status and a line of JSON."""

    def __init__(
        self,
        sign_in: SignIn,
        answer: Answer,
        apology: Callable[[str | None, str], str],
        *,
        rate_limit: RateLimit,
        metrics: Metrics,
        size_limit: int = 128 * 1024,
        read_timeout_seconds: float = 10.0,
    ) -> None:
        self._sign_in = sign_in
        self._answer = answer
        self._apology = apology
        self._rate_limit = rate_limit
        self._metrics = metrics
        self._size_limit = size_limit
        self._read_timeout_seconds = read_timeout_seconds

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one press; an aiohttp handler."""
        try:
            if not self._sign_in.welcomes(request.headers.get("Host", "")):
                raise NotAuthenticated("host is not ours")
            person = await self._sign_in.person(authorization(request))
            check_headers(request)
            self._rate_limit.check(person.id)
            body = await read_body(
                request, size_limit=self._size_limit, seconds=self._read_timeout_seconds
            )
            incoming = _incoming(person, read_press(body))
        except Refused as refused:
            self._metrics.count_refused(refused.status)
            return refusal(refused)
        return await self._turn(incoming)

    async def _turn(self, incoming: Incoming) -> web.Response:
        with turn(KIND) as now:
            try:
                return _html(await self._answer(incoming))
            except Exception as error:  # what fails here has nowhere further to go
                now.outcome = FAILED
                trace = not isinstance(error, UNREACHABLE)
                error_id = log_failure(logger, "turn failed: %s", type(error).__name__, trace=trace)
                sentence = self._apology(incoming.locale, error_id)
                return web.Response(status=500, text=sentence, headers=_NOT_STORED)
            finally:
                self._metrics.count_turn(now)


def read_press(body: bytes) -> TabPress:
    """Return what *body* says; raise `WrongShape`."""
    try:
        return TabPress.model_validate_json(body)
    except ValidationError:
        raise WrongShape("body is not a press on the tab") from None


def _incoming(person: Person, sent: TabPress) -> Incoming:
    """Nobody but the person sees the tab, so that it is a conversation of their own."""
    data = None if sent.press is None else {**sent.press, **sent.fields}
    return Incoming(
        person=person,
        conversation=f"{KIND}:{person.id}",
        in_private=True,
        id=sent.id,
        locale=sent.locale or None,
        data=data,
    )


_NOT_STORED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def _html(body: str) -> web.Response:
    response = web.Response(text=body, content_type="text/html", headers=_NOT_STORED)
    response.enable_compression()
    return response
