"""Who a request is from: Teams, by its signed token, or somebody on this very machine."""

import time
from collections.abc import Callable, Collection
from typing import Protocol

from yarl import URL

from channel.activity import InboundActivity
from channel.openid import OpenIdMetadata
from channel.refusal import NotAuthenticated
from channel.tokens import SignedTokens, VerifiedToken
from core.loopback import is_loopback, names_loopback

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"


class Authenticator(Protocol):
    """Decides which requests are let in."""

    def welcomes(self, host: str) -> bool:
        """Whether a request may name *host*, its Host header, as the one it wants to reach."""
        ...

    async def verify(self, authorization: str) -> VerifiedToken:
        """Return what the token in the Authorization header says.

        Raises `NotAuthenticated`, or `KeysUnavailable` where there is nothing to check it with.
        """
        ...

    def admit(self, token: VerifiedToken, activity: InboundActivity) -> None:
        """Raise `NotAuthenticated` where *token* isn't for *activity*."""
        ...


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
        self._tokens = SignedTokens(metadata, audiences=[app_id], issuers=[ISSUER], clock=clock)
        self._tenant_id = tenant_id.lower()
        self._service_hosts = frozenset(service_hosts)

    def welcomes(self, host: str) -> bool:
        return True

    async def verify(self, authorization: str) -> VerifiedToken:
        return await self._tokens.verify(authorization)

    def admit(self, token: VerifiedToken, activity: InboundActivity) -> None:
        endorsements = token.key.endorsements if token.key else frozenset[str]()
        if activity.channel_id != CHANNEL or CHANNEL not in endorsements:
            raise NotAuthenticated("channel is not Teams, or the key may not vouch for it")
        if token.claims.get("serviceurl") != activity.service_url:
            raise NotAuthenticated("token is for another service address")
        self._check_service_host(URL(activity.service_url))
        if activity.tenants != {self._tenant_id}:
            raise NotAuthenticated("activity is not from our tenant")

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

    def admit(self, token: VerifiedToken, activity: InboundActivity) -> None:
        host = URL(activity.service_url).host
        if host is None or not is_loopback(host):
            raise NotAuthenticated("service address is not on this machine")
