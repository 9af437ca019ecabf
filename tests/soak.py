"""`make soak`: thousands of mixed turns with faults against a bot in a process of its own.

Questions, presses, walks, edits, resends, odd and malformed bodies, raw garbage, and a connector
that refuses, cuts the line or is silent; a table tells whether memory, files and threads are flat.
"""

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import psycopg
from aiohttp import ClientSession

from knowledge.live.acceptance import accept
from knowledge.source.files import read_content
from tests.storage.servers import migrated, postgres_server
from tests.world.account_walk import sent
from tests.world.bot_process import BotProcess
from tests.world.reading import executes, filled_in
from tests.world.served_bot import KEY, ServedBot, TeamsUser, environment_of_process
from tests.world.wire import (
    Connector,
    Told,
    a_message,
    an_invoke,
    connector_server,
    metadata_server,
)

QUESTIONS = (
    "Måste vi diarieföra kommentarer på Facebook?",
    "Får vi blockera någon?",
    "får vi lägga ut bilder på brukare",
    "och på Instagram då?",
    "May we post pictures of residents?",
    "Vad kostar det att hyra en elsparkcykel?",
    "hjälp",
    "tack så mycket!",
    "starta konto",
    "mina ärenden",
    "bläddra",
)
FAULTS = (
    Told(429, {"Retry-After": "1"}),
    Told(500),
    Told(503),
    Told(412),
    Told(0),
)
SIZE = (
    "select page_count * page_size from pragma_page_count(), pragma_page_size()",
    "select pg_database_size(current_database())",
)
MALFORMED = (b"", b"{", b"[1]", b'{"type":"message"}', b"\xff\xfe", b"[" * 5000)
PEOPLE = 150
WORKERS = 6
SAMPLES = 20
REMEMBERED = 400
"""Messages of the bot that the connector keeps, so that it is the bot's memory that counts."""


@dataclass(frozen=True)
class Sample:
    """How the process was after so many turns."""

    turns: int
    seconds: float
    memory_mb: float
    files: int
    threads: int
    database_mb: float


@dataclass
class Soak:
    """One run: who writes, what came of it, and how the process did."""

    bot: ServedBot
    session: ClientSession
    pid: int
    database_url: str
    dice: random.Random = field(default_factory=lambda: random.Random(20_000))
    statuses: Counter[str] = field(default_factory=Counter[str])
    unexpected: list[str] = field(default_factory=list[str])
    samples: list[Sample] = field(default_factory=list[Sample])
    turns: int = 0
    walkers: int = 0
    began_at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.people = [self.bot.person(f"person{number}") for number in range(PEOPLE)]
        self.token = KEY.token(serviceurl=self.bot.connector.url, exp=int(time.time()) + 7200)
        self.last = dict[str, dict[str, Any]]()
        self.card = dict[str, Any]()
        self.kinds: dict[Callable[[TeamsUser], Awaitable[None]], int] = {
            self.asks: 50,
            self.presses: 25,
            self.walks: 2,
            self.edits: 5,
            self.resends: 4,
            self.asks_while_teams_ails: 4,
            self.sends_odd_parts: 5,
            self.sends_something_malformed: 4,
            self.sends_garbage: 3,
        }

    async def run(self, turns: int, seconds: float) -> None:
        """Play *turns*, or as many as there is time for."""
        every = max(1, turns // SAMPLES)
        self.sample()
        until = time.monotonic() + seconds

        async def play() -> None:
            while self.turns < turns and time.monotonic() < until:
                self.turns += 1
                number = self.turns
                (kind,) = self.dice.choices(list(self.kinds), list(self.kinds.values()))
                await kind(self.dice.choice(self.people))
                if number % every == 0:
                    del self.bot.connector.sent[:-REMEMBERED]
                    self.sample()

        async with asyncio.TaskGroup() as workers:
            for _ in range(WORKERS):
                workers.create_task(play())

    async def asks(self, who: TeamsUser) -> None:
        message = self._message(who, self.dice.choice(QUESTIONS))
        self.last[who.who["id"]] = message
        await self._sends("question", message, 200)
        if said := self.bot.answers_to(message["id"]):
            self.card[who.who["id"]] = said[0]

    async def presses(self, who: TeamsUser) -> None:
        card = self.card.get(who.who["id"])
        buttons = executes(card) if isinstance(card, dict) else []
        if not buttons:
            await self.asks(who)
            return
        data = self.dice.choice(buttons)["data"] | filled_in(card, {})
        value = {"action": {"type": "Action.Execute", "data": data}, "trigger": "manual"}
        press = an_invoke("adaptiveCard/action", value, **self._envelope(who))
        answered = await self._sends("press", press, 200)
        if answered and isinstance(answered.get("value"), dict):
            self.card[who.who["id"]] = answered["value"]

    async def walks(self, _who: TeamsUser) -> None:
        """Somebody new asks for an account; breaks off where Teams kept the first card back."""
        self.walkers += 1
        try:
            await sent(self.bot.person(f"walker{self.walkers}"))
        except IndexError:
            self.statuses["walk broken off"] += 1
        else:
            self.statuses["walk sent"] += 1

    async def edits(self, who: TeamsUser) -> None:
        last = self.last.get(who.who["id"]) or self._message(who, QUESTIONS[0])
        event = {"tenant": last["channelData"]["tenant"], "eventType": "editMessage"}
        text = self.dice.choice(QUESTIONS)
        await self._sends(
            "edit", last | {"type": "messageUpdate", "channelData": event, "text": text}, 200
        )

    async def resends(self, who: TeamsUser) -> None:
        message = self._message(who, self.dice.choice(QUESTIONS))
        await asyncio.gather(*(self._sends("resend", message, 200) for _ in range(3)))

    async def asks_while_teams_ails(self, who: TeamsUser) -> None:
        self.bot.connector.answers.append(self.dice.choice(FAULTS))
        await self.asks(who)

    async def sends_odd_parts(self, who: TeamsUser) -> None:
        odd = {"entities": [None, {"type": 1}], "attachments": [1] * 500, "locale": 46, "value": []}
        await self._sends("odd parts", self._message(who, QUESTIONS[0]) | odd, 200)

    async def sends_something_malformed(self, _who: TeamsUser) -> None:
        await self._posts("malformed", self.dice.choice(MALFORMED), 400)

    async def sends_garbage(self, _who: TeamsUser) -> None:
        """Bytes that are no request, over a connection that is then dropped."""
        address = urlsplit(self.bot.url)
        _, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(self.dice.randbytes(200) + b"\r\n\r\n")
        writer.close()
        self.statuses["garbage"] += 1

    def _message(self, who: TeamsUser, text: str) -> dict[str, Any]:
        return a_message(text, **self._envelope(who))

    def _envelope(self, who: TeamsUser) -> dict[str, Any]:
        return {
            "service_url": self.bot.connector.url,
            "from": who.who,
            "conversation": who.place,
        }

    async def _sends(self, kind: str, activity: dict[str, Any], status: int) -> Any:
        return await self._posts(kind, orjson.dumps(activity), status)

    async def _posts(self, kind: str, body: bytes, status: int) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        async with self.session.post(self.bot.url, data=body, headers=headers) as response:
            answered = await response.read()
        self.statuses[f"{kind} {response.status}"] += 1
        if response.status != status:
            self.unexpected.append(f"{kind}: {response.status} {answered[:200]!r}")
        return orjson.loads(answered) if answered and response.status == 200 else None

    def sample(self) -> None:
        told = dict(
            line.split(":", 1)
            for line in Path(f"/proc/{self.pid}/status").read_text("utf-8").splitlines()
        )
        self.samples.append(
            Sample(
                turns=self.turns,
                seconds=time.monotonic() - self.began_at,
                memory_mb=int(told["VmRSS"].split()[0]) / 1024,
                files=len(list(Path(f"/proc/{self.pid}/fd").iterdir())),
                threads=int(told["Threads"]),
                database_mb=self._told(*SIZE) / 1e6,
            )
        )

    async def undelivered(self, seconds: float = 60) -> int:
        """Return how many messages still wait, once they have had *seconds* to get through."""
        self.bot.connector.answers.clear()
        for _ in range(int(2 * seconds)):
            if not self._waiting():
                break
            await asyncio.sleep(0.5)
        return self._waiting()

    def _waiting(self) -> int:
        query = "select count(*) from outbox where state = 'waiting' and kind = 'reply'"
        return self._told(query, query)

    def _told(self, of_file: str, of_server: str) -> int:
        """Return the number that the database tells."""
        if self.database_url.startswith("sqlite"):
            file = self.database_url.removeprefix("sqlite:///")
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
                return int(database.execute(of_file).fetchone()[0])
        with psycopg.connect(self.database_url) as server:
            row = server.execute(of_server).fetchone()  # pyright: ignore[reportCallIssue, reportArgumentType]
            return int(row[0]) if row else 0

    def growth(self) -> tuple[float, int, int]:
        """Return what memory, in MB, files and threads have grown by in the second half."""
        middle, last = self.samples[len(self.samples) // 2], self.samples[-1]
        return (
            last.memory_mb - middle.memory_mb,
            last.files - middle.files,
            last.threads - middle.threads,
        )


@asynccontextmanager
async def a_soak(folder: Path, **told: str) -> AsyncIterator[Soak]:
    """Start the bot with its files in *folder*; *told* are settings beside the usual."""
    async with (
        metadata_server(KEY) as metadata,
        connector_server() as connector,
        ClientSession() as session,
    ):
        settings = await environment_of_process(metadata.url, folder) | told
        # As at most starts, the bot finds its index: building one takes as much memory as it has.
        accept(read_content(Path(settings["BOT_BASE"])), Path(settings["BOT_CACHE"]))
        process = BotProcess(settings, log=folder / "log")
        try:
            await process.start()
            yield Soak(
                _served(settings["BOT_PORT"], connector, session),
                session,
                process.pid,
                settings["BOT_DATABASE_URL"],
            )
        finally:
            await process.kill()


def _served(port: str, connector: Connector, session: ClientSession) -> ServedBot:
    return ServedBot(f"http://127.0.0.1:{port}/api/messages", connector, session)


def table(soak: Soak) -> str:
    rows = ["  turns  seconds  memory MB  files  threads  database MB"]
    rows += [
        f"{each.turns:7} {each.seconds:8.0f} {each.memory_mb:10.0f} {each.files:6} "
        f"{each.threads:8} {each.database_mb:12.1f}"
        for each in soak.samples
    ]
    return "\n".join(rows)


async def main(turns: int, seconds: float, *, postgresql: bool) -> int:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        told = dict[str, str]()
        if postgresql:
            server = stack.enter_context(postgres_server())
            told["BOT_DATABASE_URL"] = migrated(server.new_database())
        async with a_soak(Path(folder), **told) as soak:
            await soak.run(turns, seconds)
            waiting = await soak.undelivered()
            soak.sample()
        log = (Path(folder) / "log").read_text("utf-8")
    sys.stdout.write(f"{table(soak)}\n\n")
    for kind, count in sorted(soak.statuses.items()):
        sys.stdout.write(f"{kind}: {count}\n")
    memory, files, threads = soak.growth()
    sys.stdout.write(
        f"\nsecond half: {memory:+.0f} MB, {files:+} files, {threads:+} threads; "
        f"undelivered: {waiting}; tracebacks: {log.count('Traceback')}\n"
    )
    for line in log.splitlines():
        if "Traceback" in line:
            sys.stdout.write(f"{line[:4000]}\n")
    for each in soak.unexpected[:20]:
        sys.stdout.write(f"unexpected: {each}\n")
    return 1 if soak.unexpected or waiting or "Traceback" in log else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=480)
    parser.add_argument("--postgresql", action="store_true", help="in place of SQLite")
    told = parser.parse_args()
    sys.exit(asyncio.run(main(told.turns, told.seconds, postgresql=told.postgresql)))
