"""The token that lets us send to Teams, fetched before it is needed."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol, cast

from requests.exceptions import RequestException

from telemetry.failures import log_failure

logger = logging.getLogger(__name__)

MARGIN_SECONDS = 60.0
"""So long before it expires a token is no longer used."""
EARLY_SECONDS = 15 * 60.0
"""So long before it expires the next one is fetched."""
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 5.0, 60.0
"""Between two tries to fetch one."""
DEFINITE = frozenset({"invalid_client", "unauthorized_client", "invalid_request", "invalid_scope"})
"""What Entra answers to credentials that won't become right by trying again."""

_TOKEN = re.compile(r"[!-~]+")
"""What may stand in a header."""

Ask = Callable[[], Any]
"""Asks an authority for a token, on a worker thread; returns its answer, good or bad."""


class TokensUnavailable(Exception):
    """No token could be had; *reason* is the authority's error code, never a secret."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"no token for sending: {reason}")
        self.reason = reason

    @property
    def is_definite(self) -> bool:
        """Whether the credentials themselves are wrong."""
        return self.reason in DEFINITE


class TokenProvider(Protocol):
    """Where the sender's tokens come from."""

    async def token(self) -> str:
        """Return a token, "" where none is needed; raise `TokensUnavailable`."""
        ...

    def forget(self, token: str) -> None:
        """Never return *token* again: it was refused."""
        ...


class NoTokens:
    """For the local chat, whose connector asks for none."""

    async def token(self) -> str:
        return ""

    def forget(self, token: str) -> None:
        pass


class RenewedTokens:
    """Tokens renewed in the background; concurrent callers share one acquisition."""

    def __init__(
        self,
        ask: Ask,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._sleep = sleep
        self._token = ""
        self._fetched_at = self._expires_at = float("-inf")
        self._renewal: asyncio.Task[None] | None = None

    @property
    def age_seconds(self) -> float | None:
        """How long ago the token in use was fetched; None where there is none to use."""
        return self._clock() - self._fetched_at if self._seconds_left > 0 else None

    async def token(self) -> str:
        """Return the token; only where there is none to use is one waited for."""
        if self._seconds_left <= MARGIN_SECONDS:
            await self.renew()
        if not self._token:
            raise TokensUnavailable("refused while it was fetched")
        return self._token

    def forget(self, token: str) -> None:
        if token == self._token:
            self._token, self._expires_at = "", float("-inf")

    async def renew(self) -> None:
        """Fetch a token, or wait for the fetch under way; raise `TokensUnavailable`.

        A failure is none while the token at hand is good.
        """
        if self._renewal is None:
            self._renewal = asyncio.create_task(self._renew())
            self._renewal.add_done_callback(self._renewed)
        renewal = self._renewal
        await asyncio.wait([renewal])
        if self._seconds_left <= 0:
            renewal.result()

    async def keep_fresh(self) -> None:
        """Renew the token well before it expires, for ever, so that no reply waits for one."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            left = self._seconds_left - EARLY_SECONDS
            if left > 0:
                await self._sleep(left)
                continue
            asked_at = self._clock()
            with suppress(TokensUnavailable):  # it has been logged
                await self.renew()
            if self._fetched_at >= asked_at:
                pause = FIRST_PAUSE_SECONDS
            # A token that is short-lived from the start isn't asked for in a loop either.
            if self._fetched_at < asked_at or self._seconds_left <= EARLY_SECONDS:
                await self._sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    @property
    def _seconds_left(self) -> float:
        return self._expires_at - self._clock()

    def _renewed(self, renewal: asyncio.Task[None]) -> None:
        self._renewal = None
        if not renewal.cancelled() and (error := renewal.exception()):
            logger.error("%s", error)

    async def _renew(self) -> None:
        asked_at = self._clock()
        try:
            answer = await asyncio.to_thread(self._ask)
        except RequestException as error:  # nobody answers there
            raise TokensUnavailable(type(error).__name__) from error
        except Exception as error:  # an edge: whatever an odd answer makes MSAL stumble over
            error_id = log_failure(logger, "a token could not be asked for")
            raise TokensUnavailable(f"{type(error).__name__}, error {error_id}") from error
        self._token, seconds = _read(answer)
        self._fetched_at = asked_at
        self._expires_at = asked_at + seconds


def _read(answer: object) -> tuple[str, float]:
    """Return the token in *answer*, and its seconds; raise `TokensUnavailable`."""
    told = cast(dict[str, Any], answer) if isinstance(answer, dict) else {}
    token, seconds = told.get("access_token"), told.get("expires_in")
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise TokensUnavailable(str(told.get("error")))
    try:
        return token, float(cast(Any, seconds))
    except (TypeError, ValueError):
        raise TokensUnavailable("no lifetime") from None
