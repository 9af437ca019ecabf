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
from storage.audit_check import check_audit_log
from storage.database import Database
from tests.storage.servers import Postgres, migrated
from tests.world.account_walk import ACCOUNT, CONTACT, MINE
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


STEPS = (
    ("walk.next", ACCOUNT),
    ("walk.next", MINE),
    ("walk.to_summary", CONTACT),
    ("walk.send", {}),
)


class Walker:
    """Somebody who asks for an account, and presses again when told that it went wrong."""

    def __init__(self, bot: ServedBot, number: int, hangs: asyncio.Event) -> None:
        self.user = bot.person(f"walker {number}")
        self.name = f"Mellanby förskola {'abcdefgh'[number]}"
        self.waits_at = number % len(STEPS)
        self.waits, self.refused = asyncio.Event(), asyncio.Event()
        self._hangs = hangs

    async def walk(self) -> Any:
        """Stop before a step until the database hangs; return the last card."""
        card = await self.user.writes(self.user.word("start_request"))
        for number, (title, fields) in enumerate(STEPS):
            named = {"answer__namn": self.name} if fields is ACCOUNT else {}
            if number == self.waits_at:
                self.waits.set()
                await self._hangs.wait()
            card = await self._until_done(card, title, {**fields, **named})
        return card

    async def _until_done(self, card: Any, title: str, fields: dict[str, str]) -> Any:
        while isinstance(said := await self.user.fills_in(card, title, **fields), str):
            self.refused.set()
            await asyncio.sleep(0.2)  # as long as it takes to press again
        return said


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


async def test_in_the_midst_of_questions_and_walks_nothing_is_lost_and_nothing_done_twice(
    small: Snapshot, tmp_path: Path, postgres: Postgres
) -> None:
    url = migrated(postgres.new_database())
    quick = {"BOT_DATABASE_URL": url, "BOT_DATABASE_STATEMENT_SECONDS": "1"}
    questions = [f"{QUESTION} {each}" for each in ("Sala", "Heby", "Tierp", "Uppsala", "Knivsta")]
    async with serve_bot(CurrentBase(small), tmp_path, **quick) as bot:
        hangs = asyncio.Event()
        walkers = [Walker(bot, number, hangs) for number in range(8)]
        walks = [asyncio.create_task(each.walk()) for each in walkers]
        await asyncio.gather(*(each.waits.wait() for each in walkers))
        with postgres.hanging():
            hangs.set()
            answers = await asyncio.gather(*(asked(bot, each) for each in questions))
            await asyncio.gather(*(each.refused.wait() for each in walkers))
        cards = await asyncio.gather(*walks)
        await until_noted(url, Counter(questions))

    with psycopg.connect(url) as server:
        sent = server.execute("SELECT requester, status FROM account_requests").fetchall()
    database = Database(url)
    audit = await database.read(check_audit_log)
    await database.close()
    assert ["diarie" in answer.lower() for answer, _ in answers] == [True] * len(questions)
    assert len(cards) == len(sent) == len(set(sent)) == len(walkers)
    assert {status for _, status in sent} == {"in-review"}
    assert audit.fault is None
