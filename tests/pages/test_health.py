"""Those who run the bot are told how it is, and nothing they need not know."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web

from core.outbox import Backlog
from knowledge.live.current import BaseStatus
from pages.health import add_health
from tests.world.wire import serving
from yamlfile.problem import Place, Problem

GOOD = BaseStatus("0123456789abcdef", datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
BASE = {"hash": "0123456789abcdef", "loaded_at": "2026-11-23T09:00:00+00:00", "pinned": False}


NOTHING_WAITS = Backlog(0, None, 0, 0)
EMPTY = {"waiting": 0, "oldest": None, "refused": 0, "unaddressed": 0}


@dataclass
class HealthServer:
    """A server that has nothing but its health."""

    url: str = ""
    standing: BaseStatus | None = GOOD
    backlog: Backlog | None = NOTHING_WAITS

    async def tells(self, path: str) -> tuple[int, Any]:
        async with ClientSession() as session, session.get(f"{self.url}{path}") as response:
            return response.status, await response.json()


@pytest.fixture
async def server() -> AsyncIterator[HealthServer]:
    server = HealthServer()
    app = web.Application()

    async def backlog() -> Backlog | None:
        return server.backlog

    add_health(app, lambda: server.standing, backlog)
    async with serving(app) as server.url:
        yield server


async def test_a_bot_that_runs_is_alive_and_ready(server: HealthServer) -> None:
    assert await server.tells("/healthz") == (200, {"status": "alive"})
    told = {"status": "ready", "base": BASE, "refused": [], "outbox": EMPTY}
    assert await server.tells("/readyz") == (200, told)


async def test_what_waits_to_be_sent_is_told(server: HealthServer) -> None:
    server.backlog = Backlog(3, datetime(2026, 11, 25, 8, 0, tzinfo=UTC), 1, 2)
    _, told = await server.tells("/readyz")

    assert told["outbox"] == {
        "waiting": 3,
        "oldest": "2026-11-25T08:00:00+00:00",
        "refused": 1,
        "unaddressed": 2,
    }


async def test_a_database_out_of_reach_is_told_while_questions_are_answered(
    server: HealthServer,
) -> None:
    server.backlog = None
    status, told = await server.tells("/readyz")

    assert (status, told["status"], told["outbox"]) == (200, "degraded", None)


async def test_a_refused_change_is_told_with_its_place_while_questions_are_answered(
    server: HealthServer,
) -> None:
    fault = Problem(Path("passages/blockera.yaml"), Place(5, 16), "not-yes-or-no", {"x": "secret"})
    server.standing = replace(GOOD, refused=(fault,))

    assert await server.tells("/readyz") == (
        200,
        {
            "status": "degraded",
            "base": BASE,
            "refused": ["passages/blockera.yaml:5:16 not-yes-or-no"],
            "outbox": EMPTY,
        },
    )


async def test_that_a_base_is_pinned_is_told(server: HealthServer) -> None:
    server.standing = replace(GOOD, pinned=True)
    _, told = await server.tells("/readyz")

    assert told["base"]["pinned"] is True


async def test_a_bot_that_cannot_answer_is_not_ready_but_alive(server: HealthServer) -> None:
    server.standing = None

    assert await server.tells("/readyz") == (503, {"status": "unavailable"})
    assert (await server.tells("/healthz"))[0] == 200
