"""Two servers over one PostgreSQL: one is killed and the database restarted, and nothing shows."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiohttp import ClientError, ClientSession

from tests.storage.servers import Postgres
from tests.world.account_walk import ACCOUNT, CONTACT, MINE
from tests.world.bot_process import BotProcess
from tests.world.served_bot import KEY, ServedBot, TeamsUser, environment_of_process
from tests.world.wire import Connector, connector_server, key_in, metadata_server

QUESTIONS, WALKS, AT_ONCE = 1000, 100, 16
PATIENCE_SECONDS = 40.0
QUESTION = "Måste vi diarieföra kommentarer på Facebook?"


class Balanced(ServedBot):
    """A balancer without sticky sessions, and Teams, which sends again when it is in doubt."""

    def __init__(self, instances: list[ServedBot], connector: Connector) -> None:
        self.instances, self.connector = instances, connector
        self.turns = 0
        self.at = dict[int, Callable[[], Any]]()
        """What happens when so many activities have been sent."""
        self.happening = list[asyncio.Task[Any]]()
        self.random = random.Random(7)

    async def post(self, activity: dict[str, Any]) -> tuple[int, Any]:
        self.turns += 1
        if self.turns in self.at:
            self.happening.append(asyncio.create_task(self.at[self.turns]()))
        first, second = self.random.sample(self.instances, 2)
        if self.turns % 4 == 0:  # both get it at the same time
            answers = await asyncio.gather(
                self._until_taken(first, activity), self._until_taken(second, activity)
            )
            return answers[0]
        answer = await self._until_taken(first, activity)
        if self.turns % 5 == 0:  # the other gets it once more
            await self._until_taken(second, activity)
        return answer

    async def _until_taken(self, bot: ServedBot, activity: dict[str, Any]) -> tuple[int, Any]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                try:
                    status, body = await bot.post(activity)
                    if status < 500:
                        return status, body
                except ClientError:
                    pass
                await asyncio.sleep(0.2)
                bot = self.random.choice(self.instances)


@dataclass
class Pair:
    """Two processes over one database."""

    bot: Balanced
    processes: list[BotProcess]
    postgres: Postgres
    url: str

    def kept(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(sql).fetchall()  # pyright: ignore[reportCallIssue, reportArgumentType]


@pytest.fixture
async def pair(tmp_path: Path, postgres: Postgres) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        url = postgres.new_database()
        metadata = await stack.enter_async_context(metadata_server(KEY))
        connector = await stack.enter_async_context(connector_server())
        session = await stack.enter_async_context(ClientSession())
        bots, processes = list[ServedBot](), list[BotProcess]()
        for number in range(2):
            settings = await environment_of_process(metadata.url, tmp_path) | {
                "BOT_DATABASE_URL": url,
                "BOT_KEPT_BASES": str(tmp_path / f"bases-{number}"),
                "BOT_PERSON_PER_MINUTE": "0",
                "BOT_TENANT_PER_MINUTE": "0",
            }
            processes.append(BotProcess(settings, log=tmp_path / f"{number}.log"))
            address = f"http://127.0.0.1:{settings['BOT_PORT']}/api/messages"
            bots.append(ServedBot(address, connector, session))
        await asyncio.gather(*(process.start() for process in processes))
        try:
            yield Pair(Balanced(bots, connector), processes, postgres, url)
        finally:
            for process in processes:
                await process.kill()


async def test_nothing_is_lost_and_nothing_doubled(pair: Pair) -> None:
    pair.bot.at = {
        600: pair.processes[0].restart,
        1100: lambda: asyncio.to_thread(pair.postgres.restart),
    }
    people = [pair.bot.person(f"p{number}") for number in range(QUESTIONS)]
    asked = [asks(person) for person in people]
    walked = [walks(pair.bot.person(f"w{number}"), f"Förskola {number}") for number in range(WALKS)]
    work = asked + walked
    random.Random(3).shuffle(work)
    await gather_limited(work)
    await asyncio.gather(*pair.bot.happening)
    await until(lambda: pair.kept("select count(*) from answers") == [(QUESTIONS,)])
    await until(lambda: waiting(pair) == 0)
    shown = Counter(len(pair.bot.shown_in(f"a:p{number}")) for number in range(QUESTIONS))
    sent = Counter(key_in(each.payload) for each in pair.bot.connector.sent if each.is_message)
    again = {key: number for key, number in sent.items() if number > 1}
    names = pair.kept("select count(*), count(distinct folded_name) from account_requests")
    sent_in = "select count(*) from account_requests where status = 'in-review'"

    assert len(pair.bot.happening) == 2
    assert shown == {1: QUESTIONS}
    assert len(again) <= 2 * AT_ONCE, "but for what was under way at the kill and the restart"
    assert names == [(WALKS, WALKS)]
    assert pair.kept(sent_in) == [(WALKS,)]


async def asks(person: TeamsUser) -> None:
    assert await person.writes(QUESTION)


async def walks(person: TeamsUser, name: str) -> None:
    """As people do, press again where the bot says that something went wrong."""
    start = person.word("start_request")
    first = await again_until_a_card(lambda: person.writes(start))
    second = await filled(person, first, "walk.next", **ACCOUNT | {"answer__namn": name})
    third = await filled(person, second, "walk.next", **MINE)
    summary = await filled(person, third, "walk.to_summary", **CONTACT)
    await again_until_a_card(lambda: person.presses(summary, "walk.send"))


async def filled(person: TeamsUser, card: Any, title: str, **entered: str) -> Any:
    return await again_until_a_card(lambda: person.fills_in(card, title, **entered))


async def again_until_a_card(do: Callable[[], Any]) -> Any:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while isinstance(said := await do(), str):  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    return said


async def gather_limited(work: list[Any]) -> None:
    limit = asyncio.Semaphore(AT_ONCE)

    async def limited(each: Any) -> None:
        async with limit:
            await each

    await asyncio.gather(*map(limited, work))


def waiting(pair: Pair) -> int:
    """Return how many answers are still to be delivered."""
    query = "select count(*) from outbox where kind = 'reply' and state in ('waiting', 'stuck')"
    return pair.kept(query)[0][0]


async def until(enough: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not enough():  # noqa: ASYNC110
            await asyncio.sleep(0.2)
