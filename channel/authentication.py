"""Who a request is from: Teams, by its signed token, or somebody on this very machine."""

import base64
import binascii
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import jwt
import orjson
from botframework.connector.auth import ClaimsIdentity
from cachetools import TLRUCache
from yarl import URL

from channel.activity import InboundActivity
from channel.openid import OpenIdMetadata, SigningKey
from channel.refusal import NotAuthenticated
from core.loopback import is_loopback, names_loopback

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY_SECONDS = 300
TOKENS_REMEMBERED = 500
LONGEST_TOKEN = 6000
LONGEST_TOKEN_HEADER = 1000


class Authenticator(Protocol):
    """Decides which requests are let in."""

    def welcomes(self, host: str) -> bool:
        """Whether a request may name *host*, its Host header, as the one it wants to reach."""
        ...

    async def verify(self, authorization: str) -> "VerifiedToken":
        """Return what the token in the Authorization header says.

        Raises `NotAuthenticated`, or `KeysUnavailable` where there is nothing to check it with.
        """
        ...

    def admit(self, token: "VerifiedToken", activity: InboundActivity) -> ClaimsIdentity:
        """Return who sent *activity*; raise `NotAuthenticated` where *token* isn't for it."""
        ...


@dataclass(frozen=True, slots=True)
class VerifiedToken:
    """The claims of a token with a good signature; without a key where no token is asked for."""

    key: SigningKey | None
    claims: dict[str, Any]


class TokenAuthenticator:
    """For production. A token must be signed for us, this channel and this address."""

    def __init__(
        self,
        metadata: OpenIdMetadata,
        *,
        app_id: str,
        tenant_id: str,
        service_hosts: Collection[str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._metadata = metadata
        self._verified = TLRUCache[str, VerifiedToken, float](
            TOKENS_REMEMBERED,
            ttu=lambda _token, verified, _now: verified.claims["exp"] + LEEWAY_SECONDS,
            timer=clock,
        )
        self._app_id = app_id
        self._tenant_id = tenant_id.lower()
        self._service_hosts = frozenset(service_hosts)

    def welcomes(self, host: str) -> bool:
        return True

    async def verify(self, authorization: str) -> VerifiedToken:
        token = _bearer_token(authorization)
        key_id = _key_id(token.partition(".")[0])
        key = self._metadata.known(key_id)
        if key is None:
            self._require_plausible(token)
            key = await self._metadata.key(key_id)
        if key is None:
            raise NotAuthenticated("unknown signing key")
        return self._verified_once(token, key)

    def admit(self, token: VerifiedToken, activity: InboundActivity) -> ClaimsIdentity:
        endorsements = token.key.endorsements if token.key else frozenset[str]()
        if activity.channel_id != CHANNEL or CHANNEL not in endorsements:
            raise NotAuthenticated("channel is not Teams, or the key may not vouch for it")
        if token.claims.get("serviceurl") != activity.service_url:
            raise NotAuthenticated("token is for another service address")
        self._check_service_host(URL(activity.service_url))
        if activity.tenants != {self._tenant_id}:
            raise NotAuthenticated("activity is not from our tenant")
        return ClaimsIdentity(token.claims, True)

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
            return jwt.decode(
                token,
                key.public if key else "",
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=ISSUER,
                leeway=LEEWAY_SECONDS,
                options={
                    "require": ["exp", "iss", "aud"],
                    "strict_aud": True,
                    "verify_signature": key is not None,
                    "verify_exp": True,
                    "verify_nbf": True,
                    "verify_iss": True,
                    "verify_aud": True,
                },
            )
        except jwt.InvalidTokenError as invalid:
            raise NotAuthenticated(type(invalid).__name__) from None

    def _check_service_host(self, url: URL) -> None:
        """Replies carry our own token, so they go to hosts we know, and encrypted."""
        if url.host not in self._service_hosts:
            raise NotAuthenticated("service host is not on the list")
        if url.scheme != "https" and not is_loopback(url.host):
            raise NotAuthenticated("service address is not encrypted")


class LocalAuthenticator:
    """For trying the bot at home: no token, but only requests from this very machine."""

    def welcomes(self, host: str) -> bool:
        return names_loopback(host)

    async def verify(self, authorization: str) -> VerifiedToken:
        return VerifiedToken(None, {})

    def admit(self, token: VerifiedToken, activity: InboundActivity) -> ClaimsIdentity:
        host = URL(activity.service_url).host
        if host is None or not is_loopback(host):
            raise NotAuthenticated("service address is not on this machine")
        return ClaimsIdentity({}, True)


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
