"""Employees ask, in Swedish and English, through the real endpoint with real signed tokens."""

import logging
import sqlite3
from pathlib import Path

import pytest

from tests.journeys.conversation import (
    Town,
    button,
    everything_in,
    pressable,
    title_of,
)
from tests.wire import a_message, an_invoke

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
TITLE = "Måste kommentarer på sociala medier diarieföras?"


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "town.db") as database:
        return database.execute(sql).fetchall()


async def test_a_question_in_swedish_gets_the_passage_with_its_source(town: Town) -> None:
    card = await town.person("anna").writes(QUESTION)

    assert title_of(card) == TITLE
    whole = everything_in(card)
    assert "Malmö stads handbok" in whole
    assert "Andra kommuners praxis" in whole
    assert "inte AI-genererat" in whole


async def test_a_question_in_english_gets_the_english_passage(town: Town) -> None:
    card = await town.person("anna").writes("Do we have to register comments on Facebook?")

    assert title_of(card) == "Must comments on social media be registered?"


async def test_a_question_that_belongs_elsewhere_says_whom_to_ask(town: Town) -> None:
    card = await town.person("anna").writes("När kommer lönen?")

    assert title_of(card) == "Det hör inte till rutinen för sociala medier."


async def test_gibberish_is_not_answered_outright_and_never_a_dead_end(town: Town) -> None:
    card = await town.person("anna").writes("xyzzy plugh frobnicate")

    assert title_of(card) in ("Jag hittar inget om det.", "I find nothing on that.")
    assert button(card, "Visa" if title_of(card).startswith("Jag") else "Show")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("hej", "Hej! Jag är Rutinboten."),
        ("Hjälp!", "Hej! Jag är Rutinboten."),
        ("hello", "Hello! I am Rutinboten."),
        ("help", "Hello! I am Rutinboten."),
        ("bläddra", "Färdiga frågor"),
        ("browse", "Ready questions"),
    ],
)
async def test_commands_work_in_both_languages(town: Town, written: str, title: str) -> None:
    assert title_of(await town.person("anna").writes(written)) == title


async def test_browsing_leads_from_areas_to_an_answer(town: Town) -> None:
    anna = town.person("anna")
    areas = await anna.writes("bläddra")
    group = await anna.presses(areas, "Allmänna handlingar")

    card = await anna.presses(group, TITLE)

    assert title_of(card) == TITLE


async def test_a_short_follow_up_is_understood_from_the_question_before_it(town: Town) -> None:
    anna, bo = town.person("anna"), town.person("bo")
    await anna.writes("Måste vi diarieföra kommentarer på Facebook?")

    after = title_of(await anna.writes("och på Instagram då?"))
    alone = title_of(await bo.writes("och på Instagram då?"))

    assert after == TITLE
    assert alone != TITLE


async def test_a_press_replaces_the_card_and_leads_back(town: Town) -> None:
    anna = town.person("anna")
    card = await anna.writes(QUESTION)
    other = await anna.presses(card, "Vad säger lagen")

    back = await anna.presses(other, "Tillbaka")

    assert title_of(other).startswith("Vad säger lagen")
    assert title_of(back) == TITLE


async def test_a_vote_counts_once_and_may_be_changed(town: Town, tmp_path: Path) -> None:
    anna = town.person("anna")
    card = await anna.writes(QUESTION)
    thanked = await anna.presses(card, "Till hjälp")
    await anna.presses(card, "Till hjälp")
    await anna.presses(thanked, "Inte till hjälp")

    assert rows(tmp_path, "select verdict from votes") == [("not_helpful",)]


async def test_a_question_sent_on_is_stored_once_with_its_asker(town: Town, tmp_path: Path) -> None:
    anna = town.person("anna")
    card = await anna.writes(QUESTION)
    sent = await anna.presses(card, "Skicka till")
    await anna.presses(card, "Skicka till")

    stored = rows(tmp_path, "select question, asker from forwarded_questions")
    assert stored == [(QUESTION, "aad-anna")]
    assert "Skicka till Kommunikationsenheten" not in pressable(sent)


async def test_personal_data_is_warned_about_and_stored_nowhere(
    town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    anna = town.person("anna")
    with caplog.at_level(logging.DEBUG):
        card = await anna.writes(
            "Får vi visa brukaren 19121212-1212 på bild? Ring 070-123 45 67 eller a.b@sala.se"
        )
        await anna.presses(card, "Skicka till")
        await anna.writes("hej")

    secrets = ("121212", "123 45 67", "a.b@sala.se")
    whole = everything_in(card) + caplog.text
    kept = (tmp_path / "town.db").read_bytes() + (tmp_path / "town.db-wal").read_bytes()
    assert "Var försiktig med personuppgifter" in whole
    assert [secret for secret in secrets if secret in whole] == []
    assert [secret for secret in secrets if secret.encode() in kept] == []


async def test_a_conversation_is_welcomed_once_and_not_again_on_upgrade(town: Town) -> None:
    anna = town.person("anna")
    for action in ("add", "add-upgrade", "add"):
        await anna.installs(action)

    assert len(town.said()) == 1


async def test_in_a_channel_the_bot_hears_its_mention_and_not_the_bots_name(town: Town) -> None:
    mention = {
        "type": "mention",
        "mentioned": {"id": "28:bot", "name": "Rutinboten"},
        "text": "<at>Rutinboten</at>",
    }
    place = {"id": "19:x@thread.tacv2;messageid=1", "conversationType": "channel"}

    card = await town.person("anna").writes(
        f"<at>Rutinboten</at>&nbsp;{QUESTION}", entities=[mention], conversation=place
    )

    assert title_of(card) == TITLE


async def test_the_same_activity_twice_is_answered_once(town: Town) -> None:
    activity = a_message(QUESTION, service_url=town.connector.url)
    statuses = [(await town.post(activity))[0] for _ in range(2)]

    assert statuses == [200, 200]
    assert len(town.said()) == 1


@pytest.mark.parametrize(
    "data", [None, {}, {"action": "show", "asked": {"answer": "x", "language": "sv"}}]
)
async def test_an_old_or_forged_press_gets_a_sentence(town: Town, data: object) -> None:
    status, body = await town.person("anna").press(data)

    assert status == 200
    assert body["type"] == "application/vnd.microsoft.activity.message"
    assert body["value"].startswith("Kortet är gammalt")


async def test_a_press_on_a_passage_that_is_gone_says_so(town: Town) -> None:
    data = {
        "action": "show",
        "asked": {"answer": "x", "language": "en"},
        "passage": "no-such-passage",
    }

    _, body = await town.person("anna").press(data)

    assert body["value"].startswith("The text has changed")


async def test_an_invoke_of_another_kind_gets_an_empty_body(town: Town) -> None:
    activity = an_invoke("message/submitAction", {"x": 1}, service_url=town.connector.url)

    assert await town.post(activity) == (200, {})


@pytest.mark.parametrize(
    ("text", "begins"), [("", "Jag ser ingen"), ("?", "Jag ser ingen"), ("a" * 2001, "Din text")]
)
async def test_what_is_no_question_gets_a_plain_sentence(
    town: Town, text: str, begins: str
) -> None:
    assert (await town.person("anna").writes(text)).startswith(begins)
