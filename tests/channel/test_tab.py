"""What fails while a press on the tab is answered is told with a number, and logged under it."""

import logging

import pytest
from aiohttp import ClientSession, web

from channel.rate_limit import RateLimit
from channel.tab import TabEndpoint
from core.incoming import Incoming
from core.person import Person
from telemetry.metrics import Metrics
from tests.world.people import ANNA
from tests.world.wire import serving


class LetsAllIn:
    def welcomes(self, host: str) -> bool:
        return True

    async def person(self, authorization: str) -> Person:
        return ANNA


async def fail(_incoming: Incoming) -> str:
    raise RuntimeError("the disk is full")


async def test_what_fails_is_told_with_the_number_it_is_logged_under(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR)
    endpoint = TabEndpoint(
        LetsAllIn(), fail, lambda _, error: error, rate_limit=RateLimit(), metrics=Metrics()
    )
    app = web.Application()
    app.router.add_post("/", endpoint.handle)
    body = {"id": "0123-4567", "press": None}
    async with (
        serving(app) as url,
        ClientSession() as session,
        session.post(url, json=body) as response,
    ):
        told = await response.text()

    assert response.status == 500
    assert [record.getMessage() for record in caplog.records] == [
        f"turn failed: RuntimeError, error {told}"
    ]
