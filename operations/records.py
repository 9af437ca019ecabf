"""Taking out the record of one request, for the municipality's records."""

from collections.abc import Callable
from typing import Protocol

from texts.catalogue import Catalogue, Language


class Records(Protocol):
    """Gives the record of a request as a page; None where there is no such request."""

    async def html(self, request_id: str, language: Language, /) -> str | None: ...


async def take_out(
    request_id: str,
    *,
    records: Records,
    texts: Catalogue,
    write: Callable[[str], object],
    complain: Callable[[str], object],
) -> int:
    """Write the record of a request, in the language of *texts*; return the exit status."""
    page = await records.html(request_id, texts.language)
    if page is None:
        complain(texts.say("record.unknown", id=request_id) + "\n")
        return 1
    write(page)
    return 0
