"""Tokens that others sign: read, and verified with the keys their issuer publishes."""

import base64
import binascii
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jwt
import orjson
from cachetools import TLRUCache

from channel.openid import OpenIdMetadata, SigningKey
from channel.refusal import NotAuthenticated

LEEWAY_SECONDS = 300
TOKENS_REMEMBERED = 500
LONGEST_TOKEN = 6000
LONGEST_TOKEN_HEADER = 1000


@dataclass(frozen=True, slots=True)
class VerifiedToken:
    """The claims of a token with a good signature; without a key where no token is asked for."""

    key: SigningKey | None
    claims: dict[str, Any]


class SignedTokens:
    """Verifies the tokens of one issuer, known by any of *issuers*, for any of *audiences*."""

    def __init__(
        self,
        metadata: OpenIdMetadata,
        *,
        audiences: Collection[str],
        issuers: Collection[str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._metadata = metadata
        self._verified = TLRUCache[str, VerifiedToken, float](
            TOKENS_REMEMBERED,
            ttu=lambda _token, verified, _now: verified.claims["exp"] + LEEWAY_SECONDS,
            timer=clock,
        )
        self._audiences = list(audiences)
        self._issuers = list(issuers)

    async def verify(self, authorization: str) -> VerifiedToken:
        """Return what the token in the Authorization header says.

        Raises `NotAuthenticated`, or `KeysUnavailable` where there is nothing to check it with.
        """
        token = _bearer_token(authorization)
        key_id = _key_id(token.partition(".")[0])
        key = self._metadata.known(key_id)
        if key is None:
            self._require_plausible(token)
            key = await self._metadata.key(key_id)
        if key is None:
            raise NotAuthenticated("unknown signing key")
        return self._verified_once(token, key)

    def _require_plausible(self, token: str) -> None:
        """Raise `NotAuthenticated` where even a new key couldn't make *token* a good one.

        Looking for a new key costs a request to Microsoft and the sender's time.
        """
        self._claims(token, None)

    def _verified_once(self, token: str, key: SigningKey) -> VerifiedToken:
        """Return what *token* says; its signature is checked once while its key stands.

        Teams sends one token with every request for an hour. What may change is looked at each
        time: whether it has expired, and whether the key is still the published one.
        """
        known = self._verified.get(token)
        if known is not None and known.key is key:
            return known
        verified = self._verified[token] = VerifiedToken(key, self._claims(token, key))
        return verified

    def _claims(self, token: str, key: SigningKey | None) -> dict[str, Any]:
        """Return what *token* claims; without a *key* the signature isn't looked at."""
        try:
            claims = jwt.decode(
                token,
                key.public if key else "",
                algorithms=["RS256"],
                audience=self._audiences,
                issuer=self._issuers,
                leeway=LEEWAY_SECONDS,
                options={
                    "require": ["exp", "iss", "aud"],
                    "verify_signature": key is not None,
                    "verify_exp": True,
                    "verify_nbf": True,
                    "verify_iss": True,
                    "verify_aud": True,
                },
            )
        except jwt.InvalidTokenError as invalid:
            raise NotAuthenticated(type(invalid).__name__) from None
        if not isinstance(claims["aud"], str):
            raise NotAuthenticated("token is for several audiences")
        if not isinstance(claims["exp"], int | float):
            raise NotAuthenticated("token ends at no moment")
        return claims


def _bearer_token(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme != "Bearer" or not token:
        raise NotAuthenticated("no bearer token")
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise NotAuthenticated("token is too long or not ASCII")
    return token


@lru_cache(maxsize=64)
def _key_id(header_segment: str) -> str:
    """Read the key's id alone: the whole token is parsed once, when its signature is checked.

    Teams sends the same header segment with every token of a key, hence the cache.
    """
    if len(header_segment) > LONGEST_TOKEN_HEADER:
        raise NotAuthenticated("token header is too long")
    try:
        padding = "=" * (-len(header_segment) % 4)
        header = orjson.loads(base64.urlsafe_b64decode(header_segment + padding))
    except (binascii.Error, ValueError):
        raise NotAuthenticated("token header can't be read") from None
    key_id = header.get("kid") if isinstance(header, dict) else None
    if not isinstance(key_id, str):
        raise NotAuthenticated("token names no key")
    return key_id
