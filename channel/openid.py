"""The keys Teams signs its requests with, fetched from its OpenID metadata."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout
from cachetools import TTLCache
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from channel.refusal import KeysUnavailable

logger = logging.getLogger(__name__)

HOUR = 60 * 60.0
PAUSE_SECONDS = 5.0
"""Between two tries where there are no keys, and between two searches for unknown ids."""
LONG_PAUSE_SECONDS = 60.0
"""Between two tries where the keys are merely old."""
MOST_WAITING = 200
"""Requests that wait for a search; whoever comes beyond them is refused at once."""
UNKNOWN_REMEMBERED = 10_000
LARGEST_DOCUMENT = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels it may vouch for."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class OpenIdMetadata:
    """Looks keys up by id. Concurrent callers share one fetch, and a failed one loses no keys."""

    def __init__(
        self,
        url: str,
        session: ClientSession,
        *,
        timeout_seconds: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = url
        self._session = session
        self._timeout_seconds = timeout_seconds
        self._clock = clock
        self._sleep = sleep
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at = float("-inf")
        self._tried_at = float("-inf")
        self._searched_at = float("-inf")
        self._fetching: asyncio.Task[None] | None = None
        self._searching: asyncio.Task[None] | None = None
        self._waiting = 0
        self._unknown = TTLCache[str, bool](UNKNOWN_REMEMBERED, PAUSE_SECONDS, timer=clock)

    @property
    def age_seconds(self) -> float | None:
        """How long ago the keys were fetched; None where there are none."""
        return self._clock() - self._fetched_at if self._keys else None

    async def keep_fresh(self) -> None:
        """Fetch the keys now and every hour, for ever, so that no request has to wait for them."""
        while True:
            await self.refresh()
            if self._clock() - self._fetched_at < HOUR:
                pause = HOUR
            else:
                pause = LONG_PAUSE_SECONDS if self._keys else PAUSE_SECONDS
            await self._sleep(pause)

    def known(self, key_id: str) -> SigningKey | None:
        """Return the key of that id among those fetched."""
        return self._keys.get(key_id)

    async def key(self, key_id: str) -> SigningKey | None:
        """Return the key of that id, or None; raise `KeysUnavailable` where there are no keys.

        An id not known may be that of a new key, so it is searched for. Searches are few, and
        whoever asks meanwhile waits for the next: a new key is let in even while made-up ids come
        by the thousand.
        """
        if not self._keys and self._may_fetch():
            await self.refresh()
        if not self._keys:
            raise KeysUnavailable
        if key_id not in self._keys and key_id not in self._unknown:
            begun_at = self._clock()
            await self._search(key_id)
            if key_id not in self._keys and self._fetched_at >= begun_at:
                self._unknown[key_id] = True
        return self._keys.get(key_id)

    async def refresh(self) -> None:
        """Fetch the keys, or wait for the fetch already under way; a failure is only logged."""
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch())
            self._fetching.add_done_callback(self._fetched)
        # Shielded: whoever gives up waiting must not take the others' fetch along.
        await asyncio.shield(self._fetching)

    def _fetched(self, _fetching: asyncio.Task[None]) -> None:
        self._fetching = None

    def _may_fetch(self) -> bool:
        return self._fetching is not None or self._clock() - self._tried_at >= PAUSE_SECONDS

    async def _search(self, key_id: str) -> None:
        """Wait for a fetch that begins after now."""
        if self._waiting >= MOST_WAITING:
            return
        self._waiting += 1
        try:
            if self._fetching is not None:
                await asyncio.shield(self._fetching)
            if key_id in self._keys:
                return
            if self._searching is None:
                self._searching = asyncio.create_task(self._search_once())
            await asyncio.shield(self._searching)
        finally:
            self._waiting -= 1

    async def _search_once(self) -> None:
        await self._sleep(max(0.0, self._searched_at + PAUSE_SECONDS - self._clock()))
        self._searched_at = self._clock()
        # From here on it is a fetch under way, and whoever comes now needs the next.
        self._searching = None
        await self.refresh()

    async def _fetch(self) -> None:
        self._tried_at = self._clock()
        try:
            async with asyncio.timeout(self._timeout_seconds):
                metadata = await self._document(self._url)
                keys = _signing_keys(await self._document(metadata["jwks_uri"]))
        except (ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            logger.warning("signing keys could not be fetched: %s", type(error).__name__)
            return
        self._keys = keys
        self._fetched_at = self._clock()

    async def _document(self, url: str) -> dict[str, Any]:
        # The session's own timeout would count each request by itself.
        async with self._session.get(url, timeout=ClientTimeout()) as response:
            response.raise_for_status()
            body = bytearray()
            async for piece in response.content.iter_any():
                body += piece
                if len(body) > LARGEST_DOCUMENT:
                    raise ValueError("the document is too large")
        return orjson.loads(body)


def _signing_keys(document: dict[str, Any]) -> dict[str, SigningKey]:
    """Read a key set; keys that aren't RSA, or that nobody can read, are passed over."""
    keys: dict[str, SigningKey] = {}
    for entry in document["keys"]:
        try:
            public = RSAAlgorithm.from_jwk(entry)
            key_id, endorsements = entry["kid"], frozenset[str](entry.get("endorsements") or ())
        except (InvalidKeyError, ValueError, KeyError, TypeError):
            continue
        if isinstance(public, RSAPublicKey) and isinstance(key_id, str):
            keys[key_id] = SigningKey(public, endorsements)
    if not keys:
        raise ValueError("the key set holds no key")
    return keys
