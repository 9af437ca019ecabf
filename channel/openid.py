"""The keys Teams signs its requests with, fetched from its OpenID metadata."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

from channel.refusal import KeysUnavailable

logger = logging.getLogger(__name__)

DAY = 24 * 60 * 60.0
PAUSE_WITH_KEYS = 60.0
PAUSE_WITHOUT_KEYS = 5.0
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
    ) -> None:
        self._url = url
        self._session = session
        self._timeout_seconds = timeout_seconds
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at = float("-inf")
        self._tried_at = float("-inf")
        self._stranger_at = float("-inf")
        self._fetching: asyncio.Task[None] | None = None

    async def key(self, key_id: str) -> SigningKey | None:
        """Return the key of that id, or None; raise `KeysUnavailable` where there are no keys."""
        if self._is_due():
            await self.refresh()
        if not self._keys:
            raise KeysUnavailable
        if key_id not in self._keys and self._may_look_for_stranger():
            await self.refresh()
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

    def _is_due(self) -> bool:
        now = self._clock()
        if self._keys and now - self._fetched_at < DAY:
            return False
        pause = PAUSE_WITH_KEYS if self._keys else PAUSE_WITHOUT_KEYS
        return self._fetching is not None or now - self._tried_at >= pause

    def _may_look_for_stranger(self) -> bool:
        """A new key must be let in at once, but made-up ids mustn't make us fetch all the time."""
        if self._fetching is not None:
            return True
        allowed = self._clock() - self._stranger_at >= PAUSE_WITH_KEYS
        if allowed:
            self._stranger_at = self._clock()
        return allowed

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
            key_id = entry["kid"]
        except (InvalidKeyError, ValueError, KeyError, TypeError):
            continue
        if isinstance(public, RSAPublicKey) and isinstance(key_id, str):
            keys[key_id] = SigningKey(public, frozenset(entry.get("endorsements") or ()))
    if not keys:
        raise ValueError("the key set holds no key")
    return keys
