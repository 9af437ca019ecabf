"""Two servers with the workshop over one folder and one PostgreSQL: two editors, one publishes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession

from knowledge.live.acceptance import open_snapshot
from knowledge.source.files import read_content
from tests.storage.servers import Postgres
from tests.world.bases import a_copy
from tests.world.bot_process import BotProcess
from tests.world.served_bot import ENTRA, KEY, ServedBot, environment_of_process
from tests.world.wire import connector_server, metadata_server
from tests.world.workshop import BLOCKING, WorkshopUser, in_git, log_of

WITHIN_SECONDS = 300
ROUNDS = 5
WINDOWS = ["00000000-0000-4000-8000-00000000000" + number for number in "12"]
PICTURES = "passages/bilder.yaml"


@dataclass
class Two:
    """An editor on each of two processes over one folder and one database."""

    folder: Path
    rut: WorkshopUser
    rolf: WorkshopUser


@pytest.fixture
async def two(tmp_path: Path, postgres: Postgres) -> AsyncIterator[Two]:
    folder = a_copy(tmp_path)
    in_git(folder)
    open_snapshot(folder, tmp_path / "cache")  # once for both
    url = postgres.new_database()
    async with AsyncExitStack() as stack:
        metadata = await stack.enter_async_context(metadata_server(KEY, entra=[ENTRA]))
        connector = await stack.enter_async_context(connector_server())
        session = await stack.enter_async_context(ClientSession())
        bots, processes = list[ServedBot](), list[BotProcess]()
        for number in range(2):
            settings = await environment_of_process(metadata.url, tmp_path) | {
                "BOT_DATABASE_URL": url,
                "BOT_BASE": str(folder),
                "BOT_KEPT_BASES": str(tmp_path / "bases"),
                "BOT_WORKSHOP": "yes",
                "BOT_PERSON_PER_MINUTE": "0",
            }
            process = BotProcess(settings, log=tmp_path / f"{number}.log")
            await process.start()  # one after the other: the first publishes the folder
            processes.append(process)
            address = f"http://127.0.0.1:{settings['BOT_PORT']}/api/messages"
            bots.append(ServedBot(address, connector, session, authority=metadata.url))
        try:
            yield Two(folder, WorkshopUser(bots[0], "rut"), WorkshopUser(bots[1], "rolf"))
        finally:
            for process in processes:
                await process.kill()


async def test_two_editors_on_two_instances_write_and_one_publishes(two: Two) -> None:
    await they_see_each_other(two)
    await of_two_saves_at_once_one_is_told_of_the_other(two)
    await two_files_at_once_are_both_committed(two)
    wanted = read_content(two.folder).hash
    seen = (await two.rut.told("releases"))["seen"]
    assert (await two.rut.posts("publish", {"seen": seen, "day_and_time": None})).status == 200

    await until_in_use(two.rut.bot, wanted)
    await until_in_use(two.rolf.bot, wanted)
    told = await two.rolf.told("releases")
    assert told["changed"] == []
    assert [each["standing"] for each in told["releases"]] == ["published"]


async def they_see_each_other(two: Two) -> None:
    await two.rut.told("presence", window=WINDOWS[0], file=BLOCKING)
    seen = await two.rolf.told("presence", window=WINDOWS[1], file=BLOCKING)

    assert [each["name"] for each in seen["others"]] == ["Rut"]


async def of_two_saves_at_once_one_is_told_of_the_other(two: Two) -> None:
    for number in range(ROUNDS):
        begun = await two.rut.reads()
        saved = await asyncio.gather(
            two.rut.saves(f"{begun['text']}# Rut {number}.\n", begun["hash"]),
            two.rolf.saves(f"{begun['text']}# Rolf {number}.\n", begun["hash"]),
        )
        assert sorted(each.status for each in saved) == [200, 409]


async def two_files_at_once_are_both_committed(two: Two) -> None:
    before = len(log_of(two.folder))
    for number in range(ROUNDS):
        saved = await asyncio.gather(
            saved_with(two.rut, f"# Rut {number}.\n", BLOCKING),
            saved_with(two.rolf, f"# Rolf {number}.\n", PICTURES),
        )
        assert [each.get("not_committed") for each in saved] == [None, None]
    names = [line.partition(" <")[0] for line in log_of(two.folder)]
    assert sorted(names[:-before]) == ["Rolf"] * ROUNDS + ["Rut"] * ROUNDS


async def saved_with(user: WorkshopUser, line: str, name: str) -> dict[str, object]:
    file = await user.reads(name)
    response = await user.saves(file["text"] + line, file["hash"], name)
    assert response.status == 200, await response.text()
    return await response.json()


async def until_in_use(bot: ServedBot, base: str) -> None:
    async with asyncio.timeout(WITHIN_SECONDS):
        while (await bot.readiness())["base"]["hash"] != base:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
