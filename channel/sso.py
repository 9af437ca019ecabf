"""Who opens the tab: somebody of our tenant, by the token that Teams gets them from Entra."""

import time
from collections.abc import Callable
from typing import Any, Protocol

from channel.openid import OpenIdMetadata
from channel.refusal import NotAuthenticated
from channel.tokens import SignedTokens
from channel.translation import person_in_entra
from core.person import Person, is_person_id

SCOPE = "access_as_user"
"""What the app lets Teams ask for in somebody's name; a token of a program alone has none."""


class SignIn(Protocol):
    """Tells who sends a request from the tab."""

    def welcomes(self, host: str) -> bool:
        """Whether a request may name *host*, its Host header, as the one it wants to reach."""
        ...

    async def person(self, authorization: str) -> Person:
        """Return who the Authorization header speaks for.

        Raises `NotAuthenticated`, or `KeysUnavailable` where there is nothing to check it with.
        """
        ...


class SingleSignOn:
    """For production. A token must be Entra's own, for us, and for somebody in our tenant."""

    def __init__(
        self,
        metadata: OpenIdMetadata,
        *,
        app_id: str,
        tenant_id: str,
        authority: str,
        host: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """*authority* is Entra's address without the tenant; *host* is where the tab is shown."""
        # Which version of token Entra gives is a property of the registration: both are good.
        self._tokens = SignedTokens(
            metadata,
            audiences=[app_id, resource(host, app_id)],
            issuers=[f"{authority}/{tenant_id}/v2.0", f"https://sts.windows.net/{tenant_id}/"],
            clock=clock,
        )
        self._tenant_id = tenant_id

    def welcomes(self, host: str) -> bool:
        return True

    async def person(self, authorization: str) -> Person:
        claims = (await self._tokens.verify(authorization)).claims
        if _text(claims, "tid").lower() != self._tenant_id:
            raise NotAuthenticated("token is not from our tenant")
        if SCOPE not in _text(claims, "scp").split():
            raise NotAuthenticated("token is not for the tab")
        if not is_person_id(_text(claims, "oid")):
            raise NotAuthenticated("token names nobody")
        return person_in_entra(_text(claims, "oid"), _text(claims, "name"))


def resource(host: str, app_id: str) -> str:
    """Return what the app is called in Entra: the Application ID URI that Teams demands."""
    return f"api://{host}/{app_id}"


def metadata_url(authority: str, tenant_id: str) -> str:
    return f"{authority}/{tenant_id}/v2.0/.well-known/openid-configuration"


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
