"""Who the bot is and whom it trusts, as the settings say: tokens, signing keys, keys of its own."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from aiohttp import ClientSession
from yarl import URL

from channel.authentication import Authenticator, LocalAuthenticator, TokenAuthenticator
from channel.credentials import NoTokens, RenewedTokens, TokenProvider, TokensUnavailable
from channel.entra import Certificate, by_credential, by_managed_identity, read_certificate
from channel.openid import OpenIdMetadata
from channel.refusal import NotAuthenticated
from channel.sso import SignIn, SingleSignOn, metadata_url
from core.keys import derived_key
from core.loopback import names_loopback
from core.person import Person
from localchat.people import BadName, ChatPerson, checked_name
from settings.groups import Settings

logger = logging.getLogger("rutinboten")

FIRST_TOKEN_SECONDS = 3.0
"""How long a start waits to hear whether the credentials are wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """How requests are verified and replies authorised."""

    authenticator: Authenticator
    sign_in: SignIn
    tokens: TokenProvider
    keys: OpenIdMetadata | None = None
    """Teams' signing keys; None where no tokens are asked for: at home."""
    entra_keys: OpenIdMetadata | None = None
    """Likewise, Entra's for those who open the tab; None also where no address shows it."""

    @property
    def keys_age(self) -> float | None:
        """Seconds since the signing keys came, None without any; 0 where none are needed."""
        return self.keys.age_seconds if self.keys else 0.0

    @property
    def token_age(self) -> float | None:
        """Seconds since the token for sending came, likewise."""
        return self.tokens.age_seconds if isinstance(self.tokens, RenewedTokens) else 0.0


class LocalSignIn:
    """For the tab at home: a name is token enough, from this very machine."""

    def welcomes(self, host: str) -> bool:
        return names_loopback(host)

    async def person(self, authorization: str) -> Person:
        try:
            return ChatPerson(checked_name(authorization.removeprefix("Bearer "))).as_person()
        except BadName:
            raise NotAuthenticated("not a name") from None


@asynccontextmanager
async def identity_in_use(
    settings: Settings, session: ClientSession, *, tokens: TokenProvider | None = None
) -> AsyncIterator[Identity]:
    """Yield the identity in *settings*, with keys and tokens fetched ahead of time.

    *tokens* take the place of Entra's.

    Raises:
        UnusableCertificate: where the certificate's file can't be used.
        TokensUnavailable: where Entra says that the credentials are wrong.
    """
    identity = _identity(settings, session, tokens)
    every = (each for each in (identity.keys, identity.entra_keys) if each)
    tasks = [asyncio.create_task(each.keep_fresh()) for each in every]
    try:
        if isinstance(identity.tokens, RenewedTokens):
            await _refuse_wrong_credentials(identity.tokens)
            tasks.append(asyncio.create_task(identity.tokens.keep_fresh()))
        yield identity
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _identity(settings: Settings, session: ClientSession, tokens: TokenProvider | None) -> Identity:
    if settings.local:
        return Identity(
            authenticator=LocalAuthenticator(), sign_in=LocalSignIn(), tokens=tokens or NoTokens()
        )
    keys = OpenIdMetadata(settings.openid_metadata_url, session)
    authenticator = TokenAuthenticator(
        keys,
        app_id=settings.app_id,
        tenant_id=settings.tenant_id,
        service_hosts=settings.service_hosts,
    )
    authority = settings.authority.rstrip("/")
    entra_keys = OpenIdMetadata(metadata_url(authority, settings.tenant_id), session)
    sign_in = SingleSignOn(
        entra_keys,
        app_id=settings.app_id,
        tenant_id=settings.tenant_id,
        authority=authority,
        host=URL(settings.public_url).host or "",
    )
    return Identity(
        authenticator=authenticator,
        sign_in=sign_in,
        tokens=tokens or tokens_of(settings),
        keys=keys,
        entra_keys=entra_keys if settings.public_url else None,
    )


def credentials_end(settings: Settings) -> date | None:
    """Return the day on which the secret or the certificate ends, where it is known.

    Raises:
        UnusableCertificate: where the certificate's file can't be used.
    """
    if settings.certificate:
        certificate = read_certificate(settings.certificate, settings.certificate_password)
        return certificate.expires.date()
    return settings.secret_expires


def keys_for(settings: Settings, purpose: bytes) -> tuple[bytes, ...]:
    """Return our own keys for *purpose*: the first signs, all verify."""
    secrets = settings.secret_keys or (settings.app_password,)
    return tuple(derived_key(secret, purpose) for secret in secrets)


def remark_on_keys(settings: Settings) -> None:
    if not settings.local and not settings.secret_keys:
        logger.warning(
            "BOT_SECRET_KEY is not set: links and pseudonyms change with the client secret"
        )


def tokens_of(settings: Settings) -> RenewedTokens:
    """Return what gets the bot's tokens for sending; nothing is asked for yet.

    Raises:
        UnusableCertificate: where the certificate's file can't be used.
    """
    if settings.managed_identity:
        return RenewedTokens(by_managed_identity(settings.app_id))
    credential: Certificate | str = settings.app_password
    if settings.certificate:
        credential = read_certificate(settings.certificate, settings.certificate_password)
    authority = f"{settings.authority.rstrip('/')}/{settings.tenant_id}"
    return RenewedTokens(by_credential(settings.app_id, credential, authority))


async def _refuse_wrong_credentials(tokens: RenewedTokens) -> None:
    """Whatever else is wrong may pass, such as an authority that is silent: it is tried again."""
    try:
        async with asyncio.timeout(FIRST_TOKEN_SECONDS):
            await tokens.renew()
    except TokensUnavailable as unavailable:
        if unavailable.is_definite:
            raise
    except TimeoutError:
        logger.warning("no token for sending yet: the authority doesn't answer")
