"""The token that lets us send to Teams, fetched before it is needed."""

import asyncio
import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import msal

logger = logging.getLogger(__name__)

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
        """Never return *token* again: it was refused."""
        ...


class NoTokens:
    """For the local chat, whose connector asks for none."""

    async def token(self) -> str:
        return ""

    def forget(self, token: str) -> None:
        pass


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
        self._clock = clock
        self._token = ""
        self._expires_at = float("-inf")
        self._renewal: asyncio.Task[None] | None = None
        # Made when first used, on a worker thread: it looks up the authority.
        self._app = cache(lambda: _msal_app(app_id, password, tenant_id, http_client))

    async def token(self) -> str:
        left = self._expires_at - self._clock()
        if left < EARLY_SECONDS:
            renewal = self._renewal or self._start_renewal()
            if left < MARGIN_SECONDS:
                await asyncio.wait([renewal])
                if left <= 0:
                    renewal.result()
        if not self._token:
            raise TokensUnavailable("refused while it was fetched")
        return self._token

    def forget(self, token: str) -> None:
        if token == self._token:
            self._token, self._expires_at = "", float("-inf")

    def _start_renewal(self) -> asyncio.Task[None]:
        self._renewal = asyncio.create_task(self._renew())
        self._renewal.add_done_callback(self._renewed)
        return self._renewal

    def _renewed(self, renewal: asyncio.Task[None]) -> None:
        self._renewal = None
        if not renewal.cancelled() and (error := renewal.exception()):
            logger.error("%s", error)

    async def _renew(self) -> None:
        asked_at = self._clock()
        try:
            answer = await asyncio.to_thread(self._ask)
        except (OSError, ValueError) as error:
            raise TokensUnavailable(type(error).__name__) from error
        if "access_token" not in answer:
            raise TokensUnavailable(str(answer.get("error")))
        self._token = answer["access_token"]
        self._expires_at = asked_at + float(answer["expires_in"])

    def _ask(self) -> dict[str, Any]:
        # MSAL would otherwise return the old token again, even one Teams has refused.
        self._app().remove_tokens_for_client()
        return self._app().acquire_token_for_client([SCOPE]) or {}


def _msal_app(
    app_id: str, password: str, tenant_id: str, http_client: Any
) -> msal.ConfidentialClientApplication:
    return msal.ConfidentialClientApplication(
        app_id,
        client_credential=password,
        authority=f"{AUTHORITY}/{tenant_id}",
        # The authority is Microsoft's own; asking Microsoft whether it is costs a call.
        instance_discovery=False,
        http_client=http_client,
        timeout=None if http_client else TIMEOUT_SECONDS,
    )
