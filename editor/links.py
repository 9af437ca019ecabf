"""Web addresses of the base that lead nowhere, for `python -m editor check --links`."""

import asyncio
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from aiohttp import ClientConnectorDNSError, ClientError, ClientSession, ClientTimeout, TCPConnector

from editor.rules.subject import warning
from knowledge.source.account_file import AccountFile
from knowledge.source.reading import Reading
from yamlfile.document import Location, Origin
from yamlfile.problem import Problem

AT_ONCE = 8
SECONDS = 10.0
"""For one address; whoever takes longer isn't called dead."""
_DEAD = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
AGENT = {"User-Agent": "rutinboten-editor-check"}


def dead_links(reading: Reading) -> list[Problem]:
    """Return a warning at each address that is gone: 404, 410, or a host that doesn't exist.

    A page that asks to be let in, is slow or fails for now may be read all the same.
    """
    places = [*_addresses(reading)]
    dead = asyncio.run(dead_among({url for *_, url in places}))
    return [
        warning(origin.problem(location, "dead-link", url=url))
        for origin, location, url in places
        if url in dead
    ]


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


def _addresses(reading: Reading) -> Iterator[tuple[Origin[Any], Location, str]]:
    for origin in reading.sources:
        if origin.value.url:
            yield origin, ("url",), origin.value.url
    for origin in reading.routines:
        for number, contact in enumerate(origin.value.contacts):
            if contact.url:
                yield origin, ("contacts", number, "url"), contact.url
    if reading.form is not None:
        yield from ((reading.form, *found) for found in _report_pages(reading.form.value))


def _report_pages(form: AccountFile) -> Iterator[tuple[Location, str]]:
    """Yield where a platform's page for reports of impostors stands, and the page."""
    for number, step in enumerate(form.steps):
        for place, field in enumerate(step.fields):
            for nth, choice in enumerate(field.choices):
                if choice.report:
                    where = ("steps", number, "fields", place, "choices", nth, "report")
                    yield where, choice.report
