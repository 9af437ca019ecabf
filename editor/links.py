"""Web addresses of the base that lead nowhere, for `python -m editor check --links`."""

import asyncio
from collections.abc import Iterator
from typing import Any

from editor.addresses import dead_among
from editor.rules.subject import warning
from knowledge.source.account_file import AccountFile
from knowledge.source.reading import Reading
from yamlfile.document import Location, Origin
from yamlfile.problem import Problem


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
