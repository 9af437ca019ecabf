"""Publishing in the workshop: at once, at a time, with a second reader, and never untried."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.live.versions import BaseVersions
from knowledge.source.files import read_content
from tests.world.reading import words_of
from tests.world.served_bot import ServedBot, entra_id
from tests.world.workshop import BLOCKING, WorkshopUser, served_workshop

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
"""Ten o'clock in Sweden."""
WITHIN_SECONDS = 300
LOOK_SECONDS = 0.2
"""What is tried is built in a process behind all else on the machine."""


class SetClock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def bot(tmp_path: Path, cache: Path, clock: SetClock) -> AsyncIterator[ServedBot]:
    async with served_workshop(tmp_path, cache, clock) as bot:
        yield bot


@pytest.fixture
def rut(bot: ServedBot) -> WorkshopUser:
    return WorkshopUser(bot, "rut")


@pytest.fixture
def rolf(bot: ServedBot) -> WorkshopUser:
    return WorkshopUser(bot, "rolf")


async def in_use(bot: ServedBot) -> str:
    return (await bot.readiness())["base"]["hash"]


def folder_hash(folder: Path) -> str:
    return read_content(folder / "base").hash


async def published(user: WorkshopUser, at: str | None = None) -> Any:
    seen = (await user.told("releases"))["seen"]
    return await user.posts("publish", {"seen": seen, "day_and_time": at})


async def ended(user: WorkshopUser) -> Any:
    """Return the latest release once it is no longer on its way."""
    async with asyncio.timeout(WITHIN_SECONDS):
        latest = await latest_of(user)
        while latest["is_open"]:
            await asyncio.sleep(LOOK_SECONDS)
            latest = await latest_of(user)
    return latest


async def latest_of(user: WorkshopUser) -> Any:
    return (await user.told("releases"))["releases"][0]


async def until_in_use(bot: ServedBot, base: str) -> None:
    async with asyncio.timeout(WITHIN_SECONDS):
        while await in_use(bot) != base:  # noqa: ASYNC110 it is another process that is waited for
            await asyncio.sleep(LOOK_SECONDS)


async def test_what_is_saved_is_not_in_use_until_it_is_published(
    bot: ServedBot, rut: WorkshopUser, tmp_path: Path
) -> None:
    before = await in_use(bot)
    await rut.adds("# Rut.\n")
    told = await rut.told("releases")
    assert [each["name"] for each in told["changed"]] == [BLOCKING]
    assert BaseVersions(tmp_path / "bases").published() == before

    assert (await published(rut)).status == 200
    assert (await ended(rut))["standing"] == "published"
    await until_in_use(bot, folder_hash(tmp_path))
    after = await rut.told("releases")

    assert after["changed"] == []
    assert await in_use(bot) != before


async def test_it_is_published_at_the_time_that_was_asked_for(
    bot: ServedBot, rut: WorkshopUser, clock: SetClock, tmp_path: Path
) -> None:
    before = await in_use(bot)
    await rut.adds("# Rut.\n")
    wanted = folder_hash(tmp_path)
    assert (await published(rut, "2026-11-30T13:30")).status == 200
    await rut.adds("# Skrivet efteråt.\n")
    [waiting] = (await rut.told("releases"))["releases"]
    assert waiting["due_at"] == "2026-11-30T13:30:00+01:00"

    clock.now = NOW + timedelta(hours=3, minutes=29)
    await bot.person("anna").writes("hej")
    assert (await rut.told("releases"))["releases"][0]["standing"] == "waiting"
    assert await in_use(bot) == before
    clock.now = NOW + timedelta(hours=3, minutes=31)
    await bot.person("bo").writes("hej")

    assert (await ended(rut))["standing"] == "published"
    await until_in_use(bot, wanted)


async def test_it_can_be_called_back_by_any_reviewer(
    bot: ServedBot, rut: WorkshopUser, rolf: WorkshopUser, clock: SetClock
) -> None:
    before = await in_use(bot)
    await rut.adds("# Rut.\n")
    await published(rut, "2026-12-01T08:00")
    [waiting] = (await rolf.told("releases"))["releases"]
    body = {"release": waiting["id"], "version": waiting["version"]}
    await rolf.told("call-back-release", **body)
    clock.now = NOW + timedelta(days=2)
    await bot.person("anna").writes("hej")
    again = await rolf.posts("call-back-release", body)
    [after] = (await rut.told("releases"))["releases"]

    assert (after["standing"], after["answered_by"]) == ("called-back", "Rolf")
    assert (again.status, (await again.json())["error"]) == (409, "not-open")
    assert await in_use(bot) == before


async def test_one_that_loses_a_test_question_is_not_published_and_its_editor_is_told(
    bot: ServedBot, rut: WorkshopUser
) -> None:
    before = await in_use(bot)
    person = bot.person("rut")
    await person.writes("hej")
    file = await rut.reads()
    marker = "must_answer:\n"
    lost = "Åskådliggör sjöjungfrur fjärrskådning?"
    at = file["text"].index(marker) + len(marker)
    indent = file["text"][at:].split("-")[0]
    text = f"{file['text'][:at]}{indent}- {lost}\n{file['text'][at:]}"
    assert (await rut.saves(text, file["hash"])).status == 200
    await published(rut)

    assert (await ended(rut))["standing"] == "failed"
    assert await in_use(bot) == before
    assert lost in words_of(await bot.until_shown("a:rut", person.say("release.failed_title")))


async def test_what_has_changed_since_it_was_read_is_not_published(
    rut: WorkshopUser, rolf: WorkshopUser
) -> None:
    seen = (await rut.told("releases"))["seen"]
    await rolf.adds("# Rolf.\n")
    refused = await rut.posts("publish", {"seen": seen, "day_and_time": None})

    assert (refused.status, await refused.json()) == (409, {"error": "changed"})


@pytest.mark.parametrize(
    ("at", "code"), [("2026-11-30T09:59", "in-the-past"), ("2026-02-30T10:00", "no-such-day")]
)
async def test_a_time_that_is_gone_or_never_comes_is_refused(
    rut: WorkshopUser, at: str, code: str
) -> None:
    refused = await published(rut, at)

    assert (refused.status, await refused.json()) == (422, {"error": code})


async def test_one_at_a_time_is_on_its_way(rut: WorkshopUser, rolf: WorkshopUser) -> None:
    await rut.adds("# Rut.\n")
    await published(rut, "2026-12-24T15:00")
    refused = await published(rolf)

    assert (refused.status, await refused.json()) == (409, {"error": "already-open"})


async def test_a_faulty_folder_is_not_published(rut: WorkshopUser, tmp_path: Path) -> None:
    (tmp_path / "base" / "topics.yaml").write_text("groups: [\n", "utf-8")
    refused = await published(rut)

    assert (refused.status, (await refused.json())["error"]) == (422, "faulty")


async def test_a_second_reader_sees_the_difference_and_is_never_the_same_person(
    tmp_path: Path, cache: Path
) -> None:
    async with served_workshop(tmp_path, cache, BOT_WORKSHOP_SECOND_READER="yes") as bot:
        rut, rolf = WorkshopUser(bot, "rut"), WorkshopUser(bot, "rolf")
        await rut.adds("# Rut.\n")
        await published(rut)
        told = await rolf.told("releases")
        [asked], [changed] = told["releases"], told["changed"]
        body = {"release": asked["id"], "version": asked["version"]}
        own = await rut.posts("approve-release", body)
        assert (own.status, await own.json()) == (409, {"error": "needs-another-reader"})
        assert asked["standing"] == "asked"
        assert changed["after"] == changed["before"] + "# Rut.\n"

        await rolf.told("approve-release", **body)
        after = await ended(rut)
        await until_in_use(bot, folder_hash(tmp_path))

    assert (after["standing"], after["answered_by"]) == ("published", "Rolf")


async def test_a_second_reader_may_say_no(tmp_path: Path, cache: Path) -> None:
    async with served_workshop(tmp_path, cache, BOT_WORKSHOP_SECOND_READER="yes") as bot:
        rut, rolf = WorkshopUser(bot, "rut"), WorkshopUser(bot, "rolf")
        before = await in_use(bot)
        await rut.adds("# Rut.\n")
        await published(rut)
        [asked] = (await rolf.told("releases"))["releases"]
        await rolf.told("turn-down-release", release=asked["id"], version=asked["version"])

        assert (await ended(rut))["standing"] == "turned-down"
        assert await in_use(bot) == before


async def test_what_is_published_is_logged_with_who_and_which_base(
    rut: WorkshopUser, bot: ServedBot, tmp_path: Path
) -> None:
    await rut.adds("# Rut.\n")
    await published(rut)
    await ended(rut)
    asked = (
        "SELECT state, content, person FROM audit_log LEFT JOIN audit_names "
        "ON audit_name = actor WHERE what = 'release' ORDER BY sequence"
    )
    with closing(sqlite3.connect(tmp_path / "bot.db")) as database:
        lines = database.execute(asked).fetchall()

    base = folder_hash(tmp_path)
    assert lines == [("waiting", base, entra_id("rut")), ("published", base, None)]


async def test_a_restart_goes_on_with_what_is_published(tmp_path: Path, cache: Path) -> None:
    async with served_workshop(tmp_path, cache) as bot:
        before = await in_use(bot)
        await WorkshopUser(bot, "rut").adds("# Sparat, inte publicerat.\n")
    async with served_workshop(tmp_path, cache) as bot:
        assert await in_use(bot) == before


async def test_which_questions_get_another_answer_is_told(
    rut: WorkshopUser, tmp_path: Path
) -> None:
    await rut.adds("# Rut.\n")
    answer = await rut.posts("release-changes", {})
    last = (await answer.text()).splitlines()[-1]

    assert '"stage":"done"' in last


async def test_editors_see_who_else_has_which_file_open(
    rut: WorkshopUser, rolf: WorkshopUser, clock: SetClock
) -> None:
    windows = ["0" * 36, "1" * 36]
    alone = await rut.told("presence", window=windows[0], file=BLOCKING)
    seen = await rolf.told("presence", window=windows[1], file="topics.yaml")
    assert alone["others"] == []
    assert seen["others"] == [{"name": "Rut", "file": BLOCKING}]

    closed = await rut.told("presence", window=windows[0], file="")
    assert closed["others"] == [{"name": "Rolf", "file": "topics.yaml"}]
    clock.now = NOW + timedelta(minutes=2)
    later = await rut.told("presence", window=windows[0], file=BLOCKING)

    assert later["others"] == []
    assert later["hash"] == (await rut.reads())["hash"]
