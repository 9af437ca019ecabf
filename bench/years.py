"""What the bot takes over a database with years of a large municipality's use in it."""

import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from accounts.listing_service import Listing
from bench.filling import KEPT, fill
from bench.filling_cases import Use, a_person, account_id_of, round_id_of
from bench.load import Bot, Load, a_bot, cpu_of
from core.clock import utc_now
from core.retention import Retention
from storage.address_book import SqlAddressBook
from storage.database import UNREACHABLE, Database
from storage.deadlines import UNHURRIED
from storage.purge import Purge
from storage.questions import SqlQuestions
from storage.retention import BATCH
from storage.schema import make_ready
from storage.turn_records import TurnRecords
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.world.wire import SigningKey, connector_server, metadata_server

Work = Callable[[], Awaitable[object]]
LATELY = timedelta(days=90)
TIMES = 5
TURNS = 200
PAGES = ("/konton", "/konton?q=konto+17", "/konton.csv", "/konton.json")
REGISTER_CHANGED = "/konton, an account changed"
COMMANDS = ("luckor", "granska", "mina ärenden", "konton", "uppföljning", "att besvara")
"""As a reviewer writes them."""
PRESSES: Mapping[str, dict[str, str]] = {
    "figures of the reviewing": {"action": "show_statistics"},
    "the accounts in use": {"action": "list_cases", "said.which": Listing.LIVE},
    "the closed cases": {"action": "list_cases", "said.which": Listing.CLOSED},
    "a case sought": {"action": "list_cases", "said.words": "konto 1777"},
    "the form of a new round": {"action": "plan_round"},
}
"""What a reviewer's buttons hold, whatever the use."""


@dataclass(frozen=True, slots=True)
class ReadCost:
    """What one kind of work took each time, in milliseconds; the first fills caches."""

    what: str
    milliseconds: list[float]
    cpu_ms: list[float]
    """CPU time of the process at work, which a busy machine changes less."""


async def measure(url: str, use: Use) -> list[ReadCost]:
    """Fill the empty database at *url*, or a new file, and return what work on it takes."""
    with tempfile.TemporaryDirectory(prefix="rutinboten-years-") as folder:
        url = url or f"sqlite:///{Path(folder) / 'years.db'}"
        database = Database(url, UNHURRIED)
        await make_ready(database)
        try:
            filled = await _timed("filling", lambda: fill(database, use, utc_now()), times=1)
            inside = [await _timed(*each) for each in _works(database).items()]
        finally:
            await database.close()  # a SQLite file is locked by whoever has it open
        return [filled, *inside, *await _served(url, use)]


def _works(database: Database) -> Mapping[str, Work]:
    """Return what is asked of the database, in the bot's own transactions."""
    now = utc_now()
    addresses = SqlAddressBook(database, clock=utc_now, on_notice=lambda: None)
    store = SqlQuestions(database, TurnRecords(database, addresses, clock=utc_now))

    def purge(connection: Any) -> int:
        return Purge(connection, Retention(answers=300), now, most=BATCH).delete("answers")

    return {
        "the question before": lambda: store.last_question("a:7", "aad-7", since=now - LATELY),
        "most asked": lambda: store.answered_with(since=now - LATELY),
        **{what: partial(SqlTransactions(database).read, each) for what, each in _readings(now)},
        "one batch of the purge": lambda: database.write(purge),
    }


def _readings(now: datetime) -> Iterator[tuple[str, Callable[[SqlUnitOfWork], object]]]:
    """Yield what is read within a unit of work."""
    year = {"since": now - KEPT, "until": now}
    yield "missed questions", lambda uow: uow.gaps.missed(since=now - KEPT, most=10_000)
    yield "a report's counts, of a year", lambda uow: uow.gaps.counts(**year)
    yield "a report's unanswered", lambda uow: uow.gaps.unanswered(**year, most=10_000)
    yield "somebody's requests", lambda uow: uow.requests.of_person(a_person(7).id)
    yield "somebody by name", lambda uow: uow.people.named("Person 777")


async def _served(url: str, use: Use) -> list[ReadCost]:
    """Return what the bot takes over it: pages, a reviewer's commands, and questions."""
    key = SigningKey()
    async with (
        metadata_server(key) as metadata,
        connector_server() as connector,
        a_bot("ours", f"{metadata.url}/openid", database=url) as bot,
        _opened(url) as beside,
        ClientSession(bot.url.removesuffix("/api/messages")) as session,
    ):
        load = Load(key, connector)
        asked = {**_pages(session, beside), **_said(load, bot, use)}
        costs = [await _timed(what, work, cpu=lambda: cpu_of(bot)) for what, work in asked.items()]
        await load.run(bot, TURNS, at_once=1)
        turns = await load.run(bot, TURNS, at_once=1)
        return [*costs, ReadCost("a question", [turns.p50_ms], [turns.cpu_ms])]


def _pages(session: ClientSession, beside: Database) -> Mapping[str, Work]:
    """Return what asks for each page, the register once more after each change of an account."""
    numbers = count()

    async def page(path: str) -> None:
        async with session.get(path) as response:
            response.raise_for_status()
            await response.read()

    async def changed_page() -> None:
        account_id = account_id_of(next(numbers))
        await SqlTransactions(beside).write(lambda uow: _change(uow, account_id))
        await page("/konton")

    return {path: partial(page, path) for path in PAGES} | {REGISTER_CHANGED: changed_page}


def _said(load: Load, bot: Bot, use: Use) -> Mapping[str, Work]:
    """Return what writes each command and presses each button."""
    under_way = {"action": "open_round", "round": round_id_of(use.rounds - 1)}
    presses = {**PRESSES, "the round under way": under_way}
    return {said: partial(load.say, bot, said) for said in COMMANDS} | {
        what: partial(load.press, bot, data | {"language": "sv"}) for what, data in presses.items()
    }


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    """Open the database as a command beside the bot does, and close it afterwards."""
    database = Database(url, UNHURRIED)
    try:
        yield database
    finally:
        await database.close()


def _change(uow: SqlUnitOfWork, account_id: str) -> None:
    account = uow.register.get(account_id)
    assert account is not None
    facts = replace(account.facts, purpose=f"{account.purpose} Igen.")
    changed = account.corrected(facts, account.responsible, at=utc_now(), approved=True)
    uow.register.save(changed, seen=account.version)
    uow.audit.append(
        at=changed.changed_at, what="account", subject=account_id, by=None, state="", content=""
    )


async def _timed(
    what: str,
    work: Work,
    *,
    cpu: Callable[[], float] = time.process_time,
    times: int = TIMES,
) -> ReadCost:
    cost = ReadCost(what, [], [])
    for _ in range(times):
        began, used = time.perf_counter(), cpu()
        try:
            await work()
        except UNREACHABLE:
            cost = replace(cost, what=f"{what} (cut off)")
        cost.milliseconds.append(1000 * (time.perf_counter() - began))
        cost.cpu_ms.append(1000 * (cpu() - used))
    return cost


def table(costs: list[ReadCost]) -> str:
    """Return the first and the longest of the other times of each kind of work, and its CPU."""
    lines = [f"{'work':<32}{'first ms':>12}{'then at most':>14}{'CPU ms':>9}"]
    for cost in costs:
        first, *others = cost.milliseconds
        cpu = statistics.median(cost.cpu_ms)
        lines.append(f"{cost.what:<32}{first:>12.1f}{max(others, default=first):>14.1f}{cpu:>9.1f}")
    return "\n".join(lines)
