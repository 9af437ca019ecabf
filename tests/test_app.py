"""The whole server over HTTP, as Teams calls it."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import ClientSession
from yarl import URL

from bench.echoes import TOKEN
from config import load_settings
from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.world.reading import button, first_in, title_of
from tests.world.served_bot import ServedBot, rows_in, serve_bot
from tests.world.wire import a_message, an_invoke, serving
from wiring.server import build

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
TITLE = "Ska kommentarer diarieföras?"
SENTENCE = "application/vnd.microsoft.activity.message"
CARD = "application/vnd.microsoft.card.adaptive"


@pytest.fixture
async def bot(small: Snapshot, tmp_path: Path) -> AsyncIterator[ServedBot]:
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        yield bot


class Broken(dict[Any, Any]):
    """Anything by any key, which can't be had."""

    def __getitem__(self, key: object) -> Any:
        raise RuntimeError("the base is broken")

    def __iter__(self) -> Any:
        raise RuntimeError("the base is broken")


def broken(small: Snapshot) -> CurrentBase:
    """Return knowledge in which nothing can be found or browsed."""
    base = replace(small.base, groups=cast(Any, Broken()))
    return CurrentBase(replace(small, base=base, indexes=Broken()))


# A question, over the wire.


async def test_a_question_is_answered_with_a_card_in_its_own_conversation(bot: ServedBot) -> None:
    activity = a_message(QUESTION, service_url=bot.connector.url)
    answer = await bot.post(activity)
    (sent,) = bot.connector.sent

    assert answer == (200, None)
    assert sent.path == f"/v3/conversations/a%3A1/activities/{activity['id']}"
    assert sent.authorization == f"Bearer {TOKEN}"
    assert sent.payload["type"] == "message"
    assert sent.payload["replyToId"] == activity["id"]
    assert sent.payload["attachments"][0]["contentType"] == CARD
    assert title_of(sent.payload["attachments"][0]["content"]) == TITLE


async def test_a_question_is_noted_with_what_came_of_it(small: Snapshot, tmp_path: Path) -> None:
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        await bot.person("anna").writes(f"{QUESTION} 070-123 45 67")
    noted = rows_in(tmp_path, "select question, outcome, language, base_hash from answers")

    assert noted == [(f"{QUESTION} [telefonnummer]", "answer", "sv", small.base.hash)]


@pytest.mark.usefixtures("patient")
async def test_what_the_bot_notes_is_there_after_a_restart(small: Snapshot, tmp_path: Path) -> None:
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        await bot.person("anna").writes(QUESTION)
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        follow_up = await bot.person("anna").writes("och på Instagram då?")

    assert first_in(follow_up) == TITLE


async def test_the_same_activity_twice_is_answered_once(bot: ServedBot) -> None:
    activity = a_message(QUESTION, service_url=bot.connector.url)
    first = await bot.post(activity)
    again = await asyncio.gather(*(bot.post(activity) for _ in range(3)))

    assert [first, *again] == [(200, None)] * 4
    assert len(bot.said()) == 1


async def test_an_unsigned_request_is_refused_and_nothing_is_said(bot: ServedBot) -> None:
    activity = a_message(QUESTION, service_url=bot.connector.url)
    async with ClientSession() as session, session.post(bot.url, json=activity) as response:
        refused = response.status

    assert refused == 401
    assert bot.said() == []


async def test_nothing_anybody_wrote_is_in_the_servers_log(
    bot: ServedBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await bot.person("anna").writes("Får vi visa brukaren 19121212-1212 på bild?")

    assert "1212" not in caplog.text


# Presses and other invokes.


async def test_a_press_is_answered_with_a_plain_body_that_holds_the_new_card(
    bot: ServedBot,
) -> None:
    anna = bot.person("anna")
    card = await anna.writes(QUESTION)
    status, body = await anna.sends_press(button(card, anna.say("button.helpful"))["data"])

    assert status == 200
    assert set(body) == {"statusCode", "type", "value"}
    assert (body["statusCode"], body["type"]) == (200, CARD)
    assert title_of(body["value"]) == TITLE


async def test_a_press_is_not_answered_in_the_conversation_too(bot: ServedBot) -> None:
    anna = bot.person("anna")
    card = await anna.writes(QUESTION)
    await anna.presses(card, "button.helpful")

    assert len(bot.said()) == 1


@pytest.mark.parametrize(
    "value",
    [
        None,
        "show",
        [],
        {},
        {"action": None},
        {"action": "show"},
        {"action": {"data": None}},
        {"action": {"data": {"action": "approve"}}},
        {"action": {"data": {"action": "show", "asked": {"answer": "x", "language": "sv"}}}},
        {"action": {"data": {"action": {}, "asked": [], "passage": {"$ne": ""}}}},
    ],
)
async def test_a_forged_press_gets_a_sentence(bot: ServedBot, value: Any) -> None:
    activity = an_invoke("adaptiveCard/action", value, service_url=bot.connector.url)
    status, body = await bot.post(activity)

    assert (status, body["statusCode"], body["type"]) == (200, 200, SENTENCE)
    assert body["value"].startswith("Kortet är gammalt eller ändrat")


async def test_a_press_on_what_is_gone_gets_a_sentence_in_the_cards_language(
    bot: ServedBot,
) -> None:
    asked = {"answer": "x", "language": "en"}
    _, body = await bot.person("anna").sends_press(
        {"action": "show", "asked": asked, "passage": "gone"}
    )

    assert body["value"].startswith("The text has changed")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("message/submitAction", {"actionName": "feedback", "actionValue": {"reaction": "like"}}),
        ("message/fetchTask", {}),
        ("composeExtension/anonymousQueryLink", None),
        ("something/new", {"x": 1}),
    ],
)
async def test_an_invoke_of_another_kind_gets_an_empty_body(
    bot: ServedBot, name: str, value: Any
) -> None:
    assert await bot.post(an_invoke(name, value, service_url=bot.connector.url)) == (200, {})


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "endOfConversation", "unheardOf"])
async def test_an_activity_of_another_kind_is_taken_in_silence(bot: ServedBot, kind: str) -> None:
    activity = a_message(None, service_url=bot.connector.url, type=kind)

    assert await bot.post(activity) == (200, None)
    assert bot.said() == []


# When something is wrong on our side.


async def test_a_turn_that_fails_is_apologised_for_with_a_number_to_find_it_by(
    small: Snapshot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve_bot(broken(small), tmp_path) as bot:
        said = await bot.person("anna").writes("Får vi visa brukaren 19121212-1212 på bild?")
    number = re.search(r"nummer (\w+)\.", said)

    assert said.startswith("Något gick fel hos mig")
    assert number is not None
    assert number[1] in caplog.text
    assert "1212" not in caplog.text


async def test_a_press_that_fails_is_apologised_for_in_its_answer(
    small: Snapshot, tmp_path: Path
) -> None:
    asked = {"answer": "x", "language": "en"}
    async with serve_bot(broken(small), tmp_path) as bot:
        status, body = await bot.person("will", "en-GB").sends_press(
            {"action": "browse", "asked": asked}
        )

    assert (status, body["type"]) == (200, SENTENCE)
    assert body["value"].startswith("Something went wrong on my side")


# Local mode.


@pytest.fixture
async def local_url(small: Snapshot, tmp_path: Path) -> AsyncIterator[str]:
    settings = load_settings(
        {"BOT_DANGEROUSLY_LOCAL": "yes", "BOT_DATABASE_URL": f"sqlite:///{tmp_path / 'local.db'}"}
    )
    server = build(settings, CurrentBase(small), follows=False)
    async with serving(server, auto_decompress=False) as url:
        yield url


async def test_local_mode_takes_unsigned_requests_but_from_this_machine_only(
    local_url: str,
) -> None:
    activity = a_message(None, service_url="http://127.0.0.1:9/", type="typing")
    statuses: list[int] = []
    async with ClientSession() as session:
        for host in ("localhost", "rebound.example"):
            async with session.post(
                f"{local_url}/api/messages", json=activity, headers={"Host": host}
            ) as response:
                statuses.append(response.status)

    assert statuses == [200, 401]


@pytest.mark.parametrize(
    "path", ["/", "/assets/app.js", "/localchat/events", "/connector/v3/conversations/a%3Aanna"]
)
async def test_the_local_chat_is_not_read_under_a_foreign_name(local_url: str, path: str) -> None:
    async with ClientSession() as session:
        url = URL(local_url + path, encoded=True)
        async with session.get(url, headers={"Host": "rebound.example"}) as foreign:
            refused = foreign.status
        async with session.get(url, headers={"Host": "localhost"}) as own:
            welcome = own.status

    assert refused == 403
    assert welcome != 403
