"""Web addresses that lead nowhere."""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus

from aiohttp import ClientConnectorDNSError, ClientError, ClientSession, ClientTimeout, TCPConnector

AT_ONCE = 8
SECONDS = 10.0
"""For one address; whoever takes longer isn't called dead."""
AGENT = {"User-Agent": "rutinboten-editor-check"}
_DEAD = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


async def dead_among(urls: Iterable[str], *, seconds: float = SECONDS) -> set[str]:
    """Return those of *urls* that lead nowhere, asked a few at a time."""
    connector = TCPConnector(limit=AT_ONCE, limit_per_host=2)
    limit = ClientTimeout(total=None, sock_connect=seconds, sock_read=seconds)
    async with ClientSession(connector=connector, timeout=limit, headers=AGENT) as session:
        asked = sorted(urls)
        dead = await asyncio.gather(*(_is_dead(session, url) for url in asked))
    return {url for url, is_dead in zip(asked, dead, strict=True) if is_dead}


async def _is_dead(session: ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as response:
            return response.status in _DEAD
    except ClientConnectorDNSError:
        return True
    except (ClientError, TimeoutError, ValueError):
        return False
