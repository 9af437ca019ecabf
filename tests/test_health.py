"""The whole server tells how it is: what it counted, and what it lacks, whatever hangs."""

import sqlite3
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.world.served_bot import ServedBot, serve_bot
from tests.world.wire import Told, a_message, metadata_server

TOKEN = "a token for those who run it"
QUESTION = "Måste vi diarieföra kommentarer på Facebook?"


@pytest.fixture
async def bot(small: Snapshot, tmp_path: Path) -> AsyncIterator[ServedBot]:
    async with serve_bot(CurrentBase(small), tmp_path, BOT_METRICS_TOKEN=TOKEN) as bot:
        yield bot


async def ask(bot: ServedBot, path: str, **headers: str) -> tuple[int, str]:
    url = bot.url.replace("/api/messages", path)
    async with ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, await response.text()


async def counted(bot: ServedBot) -> dict[tuple[str, ...], float]:
    _, text = await ask(bot, "/metrics")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_turns_are_counted_by_what_came_of_them(bot: ServedBot) -> None:
    anna = bot.person("anna")
    await anna.writes(QUESTION)
    await anna.writes("hjälp")
    await anna.writes("Vad kostar en båtplats i hamnen i vinter?")
    turns = {
        sample[1:]: value
        for sample, value in (await counted(bot)).items()
        if sample[0] == "rutinboten_turn_seconds_count"
    }

    assert turns["message", "answer"] == 1
    assert turns["message", "answered"] == 1
    assert sum(turns.values()) == 3


async def test_what_teams_answers_is_counted(bot: ServedBot) -> None:
    anna = bot.person("anna")
    await anna.writes(QUESTION)
    bot.connector.answers.append(Told(403))
    await bot.post(a_message("hjälp", service_url=bot.connector.url))
    samples = await counted(bot)

    assert samples["rutinboten_sends_total", "201"] >= 1
    assert samples["rutinboten_sends_total", "403"] >= 1


async def test_refused_requests_are_counted(bot: ServedBot) -> None:
    async with ClientSession() as session:
        for _ in range(3):
            async with session.post(bot.url, json={}) as refused:
                assert refused.status == 401
    samples = await counted(bot)

    assert samples["rutinboten_refused_requests_total", "401"] == 3


async def test_signing_keys_are_there_before_the_first_message(bot: ServedBot) -> None:
    readiness: Any = await bot.readiness()
    deadline = time.monotonic() + 5
    while "no-signing-keys" in readiness["reasons"] and time.monotonic() < deadline:
        readiness = await bot.readiness()

    assert readiness["status"] == "ready"
    assert readiness["signing_keys_age_seconds"] is not None


async def test_without_signing_keys_it_is_not_ready(small: Snapshot, tmp_path: Path) -> None:
    async with metadata_server() as empty:
        url = f"{empty.url}/openid"
        told = {"BOT_OPENID_METADATA_URL": url}
        async with serve_bot(CurrentBase(small), tmp_path, **told) as bot:
            status, text = await ask(bot, "/readyz")

    assert status == 503
    assert "no-signing-keys" in text


async def test_a_database_held_by_another_is_told_within_two_seconds(
    bot: ServedBot, tmp_path: Path
) -> None:
    holder = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    began_at = time.monotonic()
    status, text = await ask(bot, "/readyz")
    took = time.monotonic() - began_at
    alive = await ask(bot, "/healthz")
    holder.execute("ROLLBACK")
    holder.close()

    assert (status, took < 2) == (503, True)
    assert '"database": "the database doesn\'t answer"' in text
    assert alive[0] == 200


async def test_a_damaged_database_is_told_in_words(bot: ServedBot, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "bot.db") as database:
        database.execute("drop table outbox")
    database.close()
    status, text = await ask(bot, "/readyz")

    assert status == 503
    assert '"database": ' in text
    assert "Traceback" not in text


@pytest.mark.parametrize("path", ["/konton", "/konton.csv", "/konton.json"])
async def test_without_the_database_a_page_says_so_in_a_sentence(
    bot: ServedBot, tmp_path: Path, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with sqlite3.connect(tmp_path / "bot.db") as database:
        database.execute("drop table accounts")
    database.close()
    status, text = await ask(bot, path)

    assert status == 503
    assert "Boten når inte sin databas." in text
    assert "Traceback" not in caplog.text


def put_an_hour_ago(folder: Path, *, state: str, fault: str = "503") -> None:
    """A message to Anna, whom the bot has met, that is to be tried again in an hour."""
    now = datetime.now(UTC)
    old, later = (str(at)[:19] for at in (now - timedelta(hours=1), now + timedelta(hours=1)))
    met = "insert into people (person, name, folded_name, channel_id, service_url, bot_id, "
    met += "language, met_at) values ('anna', 'Anna', 'anna', '29:a', 'https://x/', 'b', 'sv', ?)"
    put = "insert into outbox (key, kind, recipient, subject, facts, state, fault, put_at, due_at, "
    put += "attempts) values ('k', 'decided', 'anna', 's', '{}', ?, ?, ?, ?, 1)"
    with sqlite3.connect(folder / "bot.db") as database:
        database.execute(met, (old,))
        database.execute(put, (state, fault, old, later))
    database.close()


async def test_a_message_that_waits_too_long_makes_it_not_ready(
    bot: ServedBot, tmp_path: Path
) -> None:
    put_an_hour_ago(tmp_path, state="waiting")
    status, text = await ask(bot, "/readyz")

    assert status == 503
    assert "outbox-old" in text


async def test_while_others_are_answered_a_message_that_waits_takes_nothing_out_of_service(
    bot: ServedBot, tmp_path: Path
) -> None:
    put_an_hour_ago(tmp_path, state="waiting")
    await bot.person("bo").writes("hjälp")

    assert (await ask(bot, "/readyz"))[0] == 200


async def test_what_is_stuck_is_counted_and_takes_nothing_out_of_service(
    bot: ServedBot, tmp_path: Path
) -> None:
    put_an_hour_ago(tmp_path, state="stuck", fault="KeyError")
    status, text = await ask(bot, "/readyz")

    assert (status, '"stuck": 1' in text) == (200, True)
    assert (await counted(bot))["rutinboten_outbox_stuck",] == 1


async def test_who_comes_through_a_proxy_sees_the_word_alone_without_the_token(
    bot: ServedBot,
) -> None:
    through = {"X-Forwarded-For": "192.0.2.1"}

    assert '"base"' not in (await ask(bot, "/readyz", **through))[1]
    assert (await ask(bot, "/metrics", **through))[0] == 401
    assert '"base"' in (await ask(bot, "/readyz", Authorization=f"Bearer {TOKEN}", **through))[1]
