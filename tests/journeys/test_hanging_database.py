"""PostgreSQL is stopped in the midst of things: it takes connections and answers nobody."""

import asyncio
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
from aiohttp import ClientSession

from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.storage.servers import Postgres, migrated
from tests.world.served_bot import ServedBot, read_aloud, serve_bot

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
SAID = [QUESTION, "hot", "ja", "Vem ansvarar för bilderna på Facebook?", "hjälp", "Jag vill dö"]
"""A question; what might answer an open walk or lean on a question before; what the register might
know; a command; and a cry for help."""
NOTED = [QUESTION, SAID[3]]
STATEMENT_SECONDS = 4.0
"""What whoever waited for the database would wait."""


async def asked(bot: ServedBot, said: str) -> tuple[str, float]:
    began_at = time.monotonic()
    answer = await bot.person(f"whoever says {said}").writes(said)
    return read_aloud(answer), time.monotonic() - began_at


async def readiness(bot: ServedBot) -> tuple[int, Any, float]:
    began_at = time.monotonic()
    url = bot.url.replace("/api/messages", "/readyz")
    async with ClientSession() as session, session.get(url) as response:
        return response.status, await response.json(), time.monotonic() - began_at


async def until_noted(url: str, questions: Counter[str]) -> None:
    async with asyncio.timeout(40), await psycopg.AsyncConnection.connect(url) as connection:
        while await asked_in(connection, *questions) != questions:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def asked_in(connection: psycopg.AsyncConnection[Any], *questions: str) -> Counter[str]:
    rows = await (await connection.execute("SELECT question FROM answers")).fetchall()
    await connection.rollback()
    return Counter(question for (question,) in rows if question in questions)


async def test_all_is_answered_and_noted_afterwards(
    small: Snapshot, tmp_path: Path, postgres: Postgres
) -> None:
    url = migrated(postgres.new_database())
    async with serve_bot(CurrentBase(small), tmp_path, BOT_DATABASE_URL=url) as bot:
        before = {said: (await asked(bot, said))[0] for said in SAID}
        with postgres.hanging():
            during = [await asked(bot, said) for said in SAID]
            status, told, took = await readiness(bot)
        await until_noted(url, Counter({question: 2 for question in NOTED}))

    assert {said: answer for said, (answer, _) in zip(SAID, during, strict=True)} == before
    assert [seconds for _, seconds in during if seconds >= STATEMENT_SECONDS] == []
    assert (status, took < 2) == (503, True)
    assert told["reasons"] == {"database": "the database doesn't answer"}
