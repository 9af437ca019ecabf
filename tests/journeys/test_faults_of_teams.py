"""Teams or Entra fails while an answer is sent: what the person sees, and what is kept."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.echoes import TOKEN
from channel.credentials import TokensUnavailable
from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.world.reading import button, title_of
from tests.world.served_bot import ServedBot, rows_in, serve_bot
from tests.world.wire import Told, a_message, key_in

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
TITLE = "Ska kommentarer diarieföras?"
QUICK = {"BOT_SEND_SECONDS": "0.2"}
IMPATIENT = QUICK | {"BOT_DATABASE_LOCK_SECONDS": "0.5", "BOT_DATABASE_STATEMENT_SECONDS": "1.5"}

FAULTS = {
    "busy, for a second": Told(429, {"Retry-After": "1"}),
    "busy, without saying for how long": Told(429),
    "busy, until a moment long past": Told(429, {"Retry-After": "Fri, 01 Jan 2021 00:00:00 GMT"}),
    "busy, in words nobody can read": Told(429, {"Retry-After": "soon"}),
    "the request took too long": Told(408),
    "a precondition fails": Told(412),
    "an error": Told(500),
    "a bad gateway": Told(502),
    "unavailable": Told(503, {"Retry-After": "0"}),
    "a gateway that waits no longer": Told(504),
    "a redirect": Told(302, {"Location": "https://elsewhere.example/"}),
    "the line is cut": Told(0),
    "silence": Told(201, after_seconds=1.0),
    "the token is refused twice": Told(401),
}


@dataclass
class Tokens:
    """Gives a token, when there is one to be had."""

    are_there: bool = True

    async def token(self) -> str:
        if not self.are_there:
            raise TokensUnavailable("invalid_client")
        return TOKEN

    def forget(self, token: str) -> None:
        pass


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
async def bot(small: Snapshot, tmp_path: Path, tokens: Tokens) -> AsyncIterator[ServedBot]:
    async with serve_bot(CurrentBase(small), tmp_path, tokens, **QUICK) as bot:
        yield bot


async def asked_in_vain(bot: ServedBot) -> dict[str, object]:
    """Ask, see no answer, and have Teams send the same again as it does; return what was sent."""
    activity = a_message(QUESTION, service_url=bot.connector.url)
    assert await bot.post(activity) == (200, None)
    return activity


async def noted(folder: Path) -> list[str]:
    """Return the questions in the database, once there is one."""
    async with asyncio.timeout(5):
        while not (rows := rows_in(folder, "select question from answers")):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return [question for (question,) in rows]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another program holds the database, and doesn't let go."""
    other = sqlite3.connect(folder / "bot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


async def shown(bot: ServedBot, number: int = 1) -> list[str]:
    await bot.connector.until(lambda _: len(bot.shown_in("a:1")) >= number)
    return [title_of(card) for card in bot.shown_in("a:1")]


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_an_answer_that_is_not_taken_arrives_by_itself_and_once(
    bot: ServedBot, tmp_path: Path, fault: Told
) -> None:
    bot.connector.answers += [fault] * (2 if fault.status == 401 else 1)
    activity = await asked_in_vain(bot)
    again = [await bot.post(activity) for _ in range(3)]
    on_time = await shown(bot)

    assert again == [(200, None)] * 3
    assert on_time == await shown(bot) == [TITLE]
    assert bot.connector.sent[-1].path.endswith(f"/a%3A1/activities/{activity['id']}")
    assert await noted(tmp_path) == [QUESTION]


async def test_without_a_token_the_answer_waits_for_one(
    bot: ServedBot, tokens: Tokens, tmp_path: Path
) -> None:
    tokens.are_there = False
    await asked_in_vain(bot)
    before = list(bot.connector.sent)
    tokens.are_there = True

    assert before == []
    assert await shown(bot) == [TITLE]
    assert await noted(tmp_path) == [QUESTION]


async def test_answers_arrive_in_the_order_of_their_questions(bot: ServedBot) -> None:
    bot.connector.answers += [Told(429, {"Retry-After": "1"})]
    await asked_in_vain(bot)
    anna = bot.person("1")
    await bot.post(a_message("hej", service_url=bot.connector.url))

    first, second = await shown(bot, 2)
    assert anna.say("welcome.title") == second
    assert first == TITLE


async def test_a_welcome_that_is_not_taken_arrives_once(bot: ServedBot) -> None:
    anna = bot.person("anna")
    bot.connector.answers += [Told(500)]
    await anna.installs_the_bot()
    await bot.until_shown("a:anna", anna.say("welcome.title"))

    assert len(bot.shown_in("a:anna")) == 1


async def test_a_welcome_that_cannot_be_kept_either_comes_when_teams_sends_the_same_again(
    small: Snapshot, tmp_path: Path
) -> None:
    async with serve_bot(CurrentBase(small), tmp_path, **IMPATIENT) as bot:
        anna = bot.person("anna")
        added = a_message(
            None,
            service_url=bot.connector.url,
            conversation=anna.place,
            type="installationUpdate",
            action="add",
        )
        bot.connector.answers += [Told(500)]
        with locked(tmp_path):
            refused, _ = await bot.post(added)
        again = await bot.post(added)
        await bot.post(added | {"id": "f:another"})
        await bot.until_shown("a:anna", anna.say("welcome.title"))

    assert (refused, again) == (503, (200, None))
    assert len(bot.shown_in("a:anna")) == 1


async def test_a_message_beside_a_press_that_is_not_taken_arrives(bot: ServedBot) -> None:
    anna = bot.person("anna")
    card = await anna.writes("Hur startar man ett konto?")
    bot.connector.answers += [Told(500)]
    status, body = await anna.sends_press(button(card, anna.say("walk.start"))["data"])
    await bot.until_shown("a:anna", anna.say("walk.step", number=1, count=3))

    assert (status, body["value"]) == (200, anna.say("walk.opened"))


@pytest.mark.parametrize("status", [400, 413])
async def test_an_answer_that_can_never_be_taken_is_apologised_for(
    bot: ServedBot, tmp_path: Path, status: int
) -> None:
    bot.connector.answers += [Told(status)]
    activity = await asked_in_vain(bot)
    await bot.post(activity)
    (apology,) = bot.shown_in("a:1")

    assert apology.startswith(bot.person("anna").say("failure.turn", error="").rstrip("."))
    assert await noted(tmp_path) == [QUESTION]


async def test_whoever_has_removed_the_bot_is_not_written_to(
    bot: ServedBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bot.connector.answers += [Told(403)]
    await asked_in_vain(bot)

    assert len(bot.connector.sent) == 1
    assert await noted(tmp_path) == [QUESTION]
    assert "not delivered: 403" in caplog.text


async def test_where_nothing_can_be_kept_either_teams_is_asked_to_send_again(
    small: Snapshot, tmp_path: Path
) -> None:
    async with serve_bot(CurrentBase(small), tmp_path, **IMPATIENT) as bot:
        await bot.person("anna").writes("hej")
        activity = a_message(QUESTION, service_url=bot.connector.url)
        bot.connector.answers += [Told(500)]
        with locked(tmp_path):
            refused, _ = await bot.post(activity)
            again = await bot.post(activity)
        third = await bot.post(activity)
        on_time = await shown(bot)

    assert (refused, again) == (503, (503, {"error": again[1]["error"]}))

    assert third == (200, None)
    assert on_time == [TITLE]
    assert await noted(tmp_path) == [QUESTION]


async def test_a_burst_beyond_what_teams_takes_waits_its_turn_and_all_of_it_arrives(
    small: Snapshot, tmp_path: Path
) -> None:
    paced = {"BOT_SENDS_PER_SECOND": "50", "BOT_SEND_SECONDS": "0.5"}
    async with serve_bot(CurrentBase(small), tmp_path, **paced) as bot:
        asked = [a_message(QUESTION, service_url=bot.connector.url) for _ in range(8)]
        started = time.monotonic()
        statuses = [await bot.post(activity) for activity in asked]
        await shown(bot, len(asked))
        took = time.monotonic() - started
    keys = [key_in(sent.payload) for sent in bot.connector.sent if sent.is_message]

    assert statuses == [(200, None)] * len(asked)
    assert took > 0.9 * (len(asked) - 5) / 1.5  # five at once, then three in two seconds
    assert keys == [f"a:1/{activity['id']}" for activity in asked]


async def test_what_was_answered_before_a_restart_is_not_answered_again(
    small: Snapshot, tmp_path: Path
) -> None:
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        message = a_message(QUESTION, service_url=bot.connector.url)
        first = await bot.post(message)
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        again = await bot.post(message | {"serviceUrl": bot.connector.url})
        another = await bot.post(a_message("hjälp", service_url=bot.connector.url))
        said = bot.said()

    assert (first, again, another) == ((200, None), (200, None), (200, None))
    assert len(said) == 1
