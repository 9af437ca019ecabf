"""Somebody writes what should not be written: they are warned, answered, and it is kept nowhere."""

import logging
from pathlib import Path

import orjson
import pytest

from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.world.reading import first_in, words_of
from tests.world.served_bot import rows_in, serve_bot

QUESTION = "Krävs samtycke för att visa brukaren {}, {} eller {} på bild?"
WRITTEN = ("19121212-1212", "070-123 45 67", "a.berg@mellanby.se")
MASKED = ("[personnummer]", "[telefonnummer]", "[e-post]")
TELLING = ("121212", "123 45 67", "berg@")


def database_files(folder: Path) -> str:
    return "".join(path.read_bytes().decode("latin-1") for path in folder.glob("bot.db*"))


@pytest.mark.usefixtures("patient")
async def test_anna_writes_personal_data_and_none_of_it_is_kept_or_logged(
    small: Snapshot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        anna = bot.person("anna")
        card = await anna.writes(QUESTION.format(*WRITTEN))
        thanked = await anna.presses(card, "button.helpful")
        sent = await anna.sends_on(thanked)
        later = await anna.writes("och på Instagram då?")

    shown = b"".join(orjson.dumps(card) for card in (card, thanked, sent, later)).decode()
    kept = database_files(tmp_path)
    assert first_in(later) == "Krävs samtycke för att visa en person på bild?"
    assert [secret for secret in TELLING if secret in shown + kept + caplog.text] == []
    assert rows_in(tmp_path, "select content ->> 'question' from enquiries") == [
        (QUESTION.format(*MASKED),)
    ]
    assert rows_in(tmp_path, "select question from answers order by asked_at")[0] == (
        QUESTION.format(*MASKED),
    )


async def test_the_answer_comes_beside_a_warning_about_secrecy(
    small: Snapshot, tmp_path: Path
) -> None:
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        card = await bot.person("anna").writes(QUESTION.format(*WRITTEN))

    assert words_of(card).startswith("Var försiktig med personuppgifter")
    assert "Krävs samtycke för att visa en person på bild?" in words_of(card)
    assert "Frågan kan röra sekretess. Stäm av med din chef." in words_of(card)


async def test_will_is_warned_in_english(small: Snapshot, tmp_path: Path) -> None:
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        card = await bot.person("will").writes(
            "May we publish a picture of a client? Call me at 070-123 45 67"
        )

    assert words_of(card).startswith("Be careful with personal data")
    assert "It looks as if you wrote a phone number." in words_of(card)


async def test_who_asked_is_kept_nowhere_unless_a_reply_is_owed(
    small: Snapshot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        someone = bot.person("hjördis")
        card = await someone.writes("Måste vi diarieföra kommentarer på Facebook?")
        await someone.presses(card, "button.helpful")

    tables = ("answers", "votes", "last_questions", "answered_messages")
    kept = [rows_in(tmp_path, f"select * from {table}") for table in tables]
    assert all(kept)
    assert "hjördis" not in repr(kept).lower()
    assert "hjördis" not in caplog.text.lower()
