"""What keeps the bot from its work is found and told within two seconds, whatever hangs."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from prometheus_client.parser import text_string_to_metric_families

from core.outbox import Backlog
from knowledge.live.current import BaseStatus
from pages.checkup import Checkup, Needs
from pages.health import HealthPages
from storage.no_database import NoDatabase
from telemetry.metrics import Metrics
from tests.world.wire import serving
from yamlfile.problem import Place, Problem

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
GOOD = BaseStatus("0123456789abcdef", datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
NOTHING_WAITS = Backlog(waiting=0, oldest=None, refused=0, unaddressed=0)
TOKEN = "a token for those who run it"


@dataclass
class HealthServer:
    """A server that has nothing but its health, and what is so with it."""

    url: str = ""
    base: BaseStatus | None = GOOD
    backlog: Backlog = NOTHING_WAITS
    fault: Exception | None = None
    hangs: bool = False
    asked: int = 0
    keys_age: float | None = 60.0
    token_age: float | None = 30.0
    taken_age: float | None = None
    ends: date | None = None
    metrics: Metrics = field(default_factory=Metrics)

    async def put_off(self) -> Backlog:
        self.asked += 1
        if self.hangs:
            await asyncio.Event().wait()
        if self.fault:
            raise self.fault
        return self.backlog

    async def tells(self, path: str, **headers: str) -> tuple[int, Any]:
        async with (
            ClientSession() as session,
            session.get(f"{self.url}{path}", headers=headers) as response,
        ):
            return response.status, await response.json()

    async def exposes(self) -> dict[tuple[str, ...], float]:
        """Return each sample by its name and the values of its labels."""
        async with ClientSession() as session, session.get(f"{self.url}/metrics") as response:
            assert response.status == 200
            text = await response.text()
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


@asynccontextmanager
async def a_health_server(**so: Any) -> AsyncIterator[HealthServer]:
    server = HealthServer(**so)
    needs = Needs(
        base=lambda: server.base,
        backlog=server.put_off,
        keys_age=lambda: server.keys_age,
        token_age=lambda: server.token_age,
        taken_age=lambda: server.taken_age,
        credentials_end=server.ends,
        clock=lambda: NOW,
    )
    checkup = Checkup(needs, server.metrics)
    app = web.Application()
    app.add_routes(HealthPages(checkup, server.metrics, token=TOKEN).routes())
    async with serving(app) as server.url:
        yield server
    await checkup.close()


async def test_a_bot_that_has_all_it_needs_is_alive_and_ready() -> None:
    async with a_health_server() as server:
        assert await server.tells("/healthz") == (200, {"status": "alive"})
        status, told = await server.tells("/readyz")
        seconds = told.pop("database_seconds")

        assert 0 <= seconds < 2
        assert (status, told) == (
            200,
            {
                "status": "ready",
                "reasons": {},
                "base": {
                    "hash": "0123456789abcdef",
                    "loaded_at": "2026-11-23T09:00:00+00:00",
                    "pinned": False,
                },
                "refused": [],
                "outbox": {
                    "waiting": 0,
                    "oldest": None,
                    "stuck": 0,
                    "refused": 0,
                    "unaddressed": 0,
                },
                "signing_keys_age_seconds": 60,
                "token_age_seconds": 30,
                "credentials_days_left": None,
            },
        )


OLD = replace(NOTHING_WAITS, waiting=3, held_up_since=NOW - timedelta(minutes=20))


@pytest.mark.parametrize(
    ("so", "reason", "sentence"),
    [
        ({"base": None}, "no-base", "there is no base to answer from"),
        ({"keys_age": None}, "no-signing-keys", "Teams' signing keys can't be had"),
        ({"token_age": None}, "no-token", "no token for sending can be had"),
        ({"fault": NoDatabase("the disk is full; make room")}, "database", "the disk is full"),
        ({"fault": RuntimeError("hush")}, "database", "can't be used (RuntimeError, error "),
        ({"backlog": OLD}, "outbox-old", "a message has waited for 1200 seconds to be sent"),
        ({"backlog": OLD, "taken_age": 901.0}, "outbox-old", "has waited for 1200 seconds"),
        (
            {"backlog": replace(OLD, last_sent=NOW + timedelta(days=1))},
            "outbox-old",
            "has waited for 1200 seconds",
        ),
        (
            {"backlog": replace(OLD, last_sent=NOW - timedelta(minutes=16))},
            "outbox-old",
            "has waited for 1200 seconds",
        ),
    ],
)
async def test_what_is_missing_makes_it_not_ready_with_the_reason(
    so: dict[str, Any], reason: str, sentence: str
) -> None:
    async with a_health_server(**so) as server:
        status, told = await server.tells("/readyz")
        samples = await server.exposes()

        assert (status, told["status"], list(told["reasons"])) == (503, "unavailable", [reason])
        assert sentence in told["reasons"][reason]
        assert samples["rutinboten_not_ready", reason] == 1
        assert (await server.tells("/healthz"))[0] == 200


@pytest.mark.parametrize(
    "so",
    [
        {"backlog": OLD, "taken_age": 10.0},
        {"backlog": replace(OLD, last_sent=NOW - timedelta(minutes=15))},
        {"backlog": replace(OLD, held_up_since=NOW - timedelta(minutes=15))},
        {"backlog": replace(OLD, held_up_since=None, oldest=NOW - timedelta(days=1), stuck=1)},
    ],
    ids=["taken here", "taken elsewhere", "not for long", "a fault of its own"],
)
async def test_a_message_that_waits_alone_takes_nothing_out_of_service(so: dict[str, Any]) -> None:
    async with a_health_server(**so) as server:
        assert (await server.tells("/readyz"))[0] == 200


async def test_all_reasons_are_told_at_once() -> None:
    async with a_health_server(base=None, keys_age=None, token_age=None) as server:
        _, told = await server.tells("/readyz")

    assert list(told["reasons"]) == ["no-base", "no-signing-keys", "no-token"]


async def test_a_database_that_hangs_is_told_within_two_seconds_and_asked_once() -> None:
    async with a_health_server(hangs=True) as server:
        began_at = time.monotonic()
        told = await asyncio.gather(*(server.tells("/readyz") for _ in range(10)))
        took = time.monotonic() - began_at

        assert {(status, *body["reasons"].values()) for status, body in told} == {
            (503, "the database doesn't answer")
        }
        assert took < 2
        assert server.asked == 1


async def test_who_asks_often_costs_the_database_little() -> None:
    async with a_health_server() as server:
        for _ in range(20):
            await server.tells("/readyz")

        assert server.asked == 1


async def test_a_refused_change_is_told_with_its_place_while_questions_are_answered() -> None:
    fault = Problem(Path("passages/blockera.yaml"), Place(5, 16), "not-yes-or-no", {"x": "hush"})
    async with a_health_server(base=replace(GOOD, refused=(fault,))) as server:
        status, told = await server.tells("/readyz")

    assert (status, told["status"]) == (200, "degraded")
    assert told["refused"] == ["passages/blockera.yaml:5:16 not-yes-or-no"]


@pytest.mark.parametrize(
    ("days", "status"), [(31, "ready"), (30, "degraded"), (0, "degraded"), (-1, "degraded")]
)
async def test_from_thirty_days_on_it_is_told_that_the_credentials_end(
    days: int, status: str
) -> None:
    async with a_health_server(ends=NOW.date() + timedelta(days=days)) as server:
        answered, told = await server.tells("/readyz")
        samples = await server.exposes()

    assert (answered, told["status"], told["credentials_days_left"]) == (200, status, days)
    assert samples[("rutinboten_credentials_days_left",)] == days


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "192.0.2.7"},
        {"Forwarded": "for=192.0.2.7"},
        {"Via": "1.1 proxy"},
        {"Host": "boten.sala.se"},
        {"Host": "boten.sala.se", "Authorization": "Bearer another"},
        {"Host": "boten.sala.se", "Authorization": "Bearer "},
    ],
)
async def test_others_are_told_the_status_alone(headers: dict[str, str]) -> None:
    async with a_health_server(base=None) as server:
        assert await server.tells("/readyz", **headers) == (503, {"status": "unavailable"})
        async with (
            ClientSession() as session,
            session.get(f"{server.url}/metrics", headers=headers) as response,
        ):
            assert response.status == 401


async def test_who_has_the_token_is_told_all_from_anywhere() -> None:
    async with a_health_server() as server:
        headers = {"Host": "boten.sala.se", "Authorization": f"Bearer {TOKEN}"}
        _, told = await server.tells("/readyz", **headers)

    assert told["base"]["hash"] == "0123456789abcdef"


async def test_everything_is_measured() -> None:
    backlog = Backlog(
        waiting=4, oldest=NOW - timedelta(seconds=90), refused=1, unaddressed=2, stuck=3
    )
    async with a_health_server(backlog=backlog) as server:
        samples = await server.exposes()

    names = ("waiting", "oldest_seconds", "stuck", "refused", "unaddressed")
    assert [samples[(f"rutinboten_outbox_{name}",)] for name in names] == [4, 90, 3, 1, 2]
    assert samples[("rutinboten_signing_keys_age_seconds",)] == 60
    assert samples[("rutinboten_token_age_seconds",)] == 30
    assert 0 < samples[("rutinboten_database_seconds",)] < 2
    assert samples["rutinboten_base_info", "0123456789abcdef", "no"] == 1
    assert samples[("process_open_fds",)] > 0
