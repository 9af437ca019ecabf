"""The token that lets us send to Teams, fetched before it is needed."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import msal

log = logging.getLogger(__name__)

SCOPE = "https://api.botframework.com/.default"
AUTHORITY = "https://login.microsoftonline.com"
# Five minutes before it expires a new token is waited for; well before that, merely asked for.
MARGIN_SECONDS = 5 * 60.0
EARLY_SECONDS = 15 * 60.0
TIMEOUT_SECONDS = 10.0


class TokensUnavailable(Exception):
    """No token could be had; *reason* is the authority's error code, never a secret."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"no token for sending: {reason}")
        self.reason = reason


class TokenProvider(Protocol):
    """Where the sender's tokens come from."""

    async def token(self) -> str:
        """Return a token, "" where none is needed; raise `TokensUnavailable`."""
        ...

    def forget(self, token: str) -> None:
        """Never hand out *token* again: it was refused."""
        ...


class NoTokens:
    """For the chat at home, whose connector asks for none."""

    async def token(self) -> str:
        return ""

    def forget(self, token: str) -> None:
        pass


@dataclass(frozen=True, slots=True)
class _Held:
    token: str
    expires_at: float


class MsalTokens:
    """Tokens of a single-tenant app. Concurrent callers share one acquisition."""

    def __init__(
        self,
        app_id: str,
        password: str,
        tenant_id: str,
        http_client: Any = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app_id = app_id
        self._password = password
        self._authority = f"{AUTHORITY}/{tenant_id}"
        self._http_client = http_client
        self._clock = clock
        self._app: msal.ConfidentialClientApplication | None = None
        self._held: _Held | None = None
        self._acquiring: asyncio.Task[None] | None = None

    async def token(self) -> str:
        left = self._seconds_left()
        if left < EARLY_SECONDS:
            acquiring = self._acquire()
            if left < MARGIN_SECONDS:
                await self._wait_for(acquiring, a_little_left=left > 0)
        if self._held is None:
            raise TokensUnavailable("refused while it was fetched")
        return self._held.token

    async def _wait_for(self, acquiring: asyncio.Task[None], *, a_little_left: bool) -> None:
        try:
            await asyncio.shield(acquiring)
        except TokensUnavailable:
            if not a_little_left:
                raise

    def forget(self, token: str) -> None:
        if self._held is not None and self._held.token == token:
            self._held = None

    def _seconds_left(self) -> float:
        return self._held.expires_at - self._clock() if self._held else 0.0

    def _acquire(self) -> asyncio.Task[None]:
        if self._acquiring is None:
            self._acquiring = asyncio.create_task(self._renew())
            self._acquiring.add_done_callback(self._acquired)
        return self._acquiring

    def _acquired(self, task: asyncio.Task[None]) -> None:
        self._acquiring = None
        if not task.cancelled() and (error := task.exception()):
            log.error("%s", error)

    async def _renew(self) -> None:
        asked_at = self._clock()
        try:
            answer = await asyncio.to_thread(self._ask)
        except (OSError, ValueError) as error:
            raise TokensUnavailable(type(error).__name__) from error
        if "access_token" not in answer:
            raise TokensUnavailable(str(answer.get("error")))
        self._held = _Held(answer["access_token"], asked_at + float(answer["expires_in"]))

    def _ask(self) -> dict[str, Any]:
        """Runs on a worker thread: MSAL is synchronous, and looks up the authority when made."""
        if self._app is None:
            self._app = msal.ConfidentialClientApplication(
                self._app_id,
                client_credential=self._password,
                authority=self._authority,
                # The authority is Microsoft's own; asking Microsoft whether it is costs a call.
                instance_discovery=False,
                http_client=self._http_client,
                timeout=None if self._http_client else TIMEOUT_SECONDS,
            )
        # MSAL would otherwise hand the old token out again, even one Teams has refused.
        self._app.remove_tokens_for_client()
        return self._app.acquire_token_for_client([SCOPE]) or {}
