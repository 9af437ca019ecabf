"""What a deployment looks like from outside: Entra, Teams' keys, the clock, the public address."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aiohttp import ClientConnectorCertificateError, ClientError, ClientSession, ClientTimeout
from yarl import URL

from channel.credentials import TokensUnavailable
from channel.entra import UnusableCertificate
from channel.openid import OpenIdMetadata
from operations.finding import Finding, ill, look, well
from settings.groups import Settings
from wiring.identity import tokens_of

SECONDS = ClientTimeout(total=10)
CLOCK_SECONDS = 60
"""Tokens are good for some minutes more or less; a clock that is off by one drifts."""
CERTIFICATE_DAYS = 14
LARGE = 300_000
"""Bytes, beyond what the bot and the proxy are to take."""
MESSAGES, HEALTH, READINESS = "/api/messages", "/healthz", "/readyz"
TAB = "/arenden"

Clock = Callable[[], datetime]


async def token(settings: Settings) -> Finding:
    """Look whether Entra takes the bot for who it says it is."""
    try:
        await tokens_of(settings).renew()
    except UnusableCertificate as reason:
        return ill("certificate", reason=reason)
    except TokensUnavailable as refusal:
        kind = "token-refused" if refusal.is_definite else "token-none"
        return ill(kind, reason=refusal.reason)
    return well("token")


async def keys(settings: Settings, session: ClientSession) -> Finding:
    """Look whether the keys that Teams signs with can be had."""
    metadata = OpenIdMetadata(settings.openid_metadata_url, session)
    await metadata.refresh()
    host = URL(settings.openid_metadata_url).host
    return ill("keys-none", host=host) if metadata.age_seconds is None else well("keys", host=host)


async def clock(settings: Settings, session: ClientSession, now: Clock) -> Finding:
    """Hold this machine's clock against that of whoever publishes the keys."""
    try:
        async with session.head(settings.openid_metadata_url, timeout=SECONDS) as response:
            theirs = parsedate_to_datetime(response.headers["Date"])
    except (ClientError, TimeoutError, KeyError, ValueError):
        return look("clock-unknown")
    seconds = round(abs((now() - theirs).total_seconds()))
    return ill("clock-off", count=seconds) if seconds > CLOCK_SECONDS else well("clock")


async def public_address(settings: Settings, session: ClientSession) -> AsyncIterator[Finding]:
    """Go to the public address as Teams and browsers do."""
    if not settings.public_url:
        yield look("address-unset")
        return
    reached = await _reached(settings.public_url, session)
    yield reached
    if reached.key != "address":
        return
    yield await _certificate(URL(settings.public_url), datetime.now(UTC))
    yield await _door(settings.public_url, session)
    yield await _details(settings.public_url, session)
    yield await _too_much(settings.public_url, session)
    yield await _tab(settings.public_url, session)


async def _reached(url: str, session: ClientSession) -> Finding:
    try:
        async with session.get(url + HEALTH, timeout=SECONDS, allow_redirects=False) as response:
            if response.status != 200:
                return ill("address-status", url=url, status=response.status)
            return well("address", url=url)
    except ClientConnectorCertificateError as error:
        return ill("address-untrusted", url=url, reason=error.certificate_error)
    except (ClientError, TimeoutError) as error:
        return ill("address-silent", url=url, reason=error or type(error).__name__)


async def _certificate(url: URL, today: datetime) -> Finding:
    _, writer = await asyncio.open_connection(url.host, url.port, ssl=ssl.create_default_context())
    told = writer.get_extra_info("peercert")
    writer.close()
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(told["notAfter"]), UTC)
    days = (ends - today).days
    found = look if days < CERTIFICATE_DAYS else well
    return found("tls-soon" if days < CERTIFICATE_DAYS else "tls", days=days)


async def _door(url: str, session: ClientSession) -> Finding:
    """Look whether the messages' address is passed on, and shut to whoever shows no token."""
    async with session.post(url + MESSAGES, json={}, timeout=SECONDS) as response:
        if response.status != 401:
            return ill("door", url=url + MESSAGES, status=response.status)
        if "Strict-Transport-Security" not in response.headers:
            return look("hsts")
        return well("door-well")


async def _details(url: str, session: ClientSession) -> Finding:
    """Look whether the proxy says that it speaks for somebody elsewhere."""
    async with session.get(url + READINESS, timeout=SECONDS) as response:
        told = await response.json()
    if set(told) != {"status"}:
        return ill("details")
    return well("ready") if told["status"] == "ready" else look("not-ready", status=told["status"])


async def _too_much(url: str, session: ClientSession) -> Finding:
    try:
        body = b"x" * LARGE
        async with session.post(url + MESSAGES, data=body, timeout=SECONDS) as response:
            refused = response.status == 413
    except ClientError:
        refused = True  # hung up on in the middle
    return well("size") if refused else look("size-any")


async def _tab(url: str, session: ClientSession) -> Finding:
    """Look whether the tab's page is there, and may be shown in Teams past the proxy's headers."""
    async with session.get(url + TAB, timeout=SECONDS) as response:
        if response.status != 200:
            return ill("tab", url=url + TAB, status=response.status)
        is_held = "X-Frame-Options" in response.headers
    return ill("tab-framed", url=url + TAB) if is_held else well("tab-well", url=url + TAB)
