from typing import Any

from aiohttp.test_utils import TestClient

from localchat.card_text import card_text
from localchat.terminal import chat
from tests.localchat.pretend_bot import (
    PretendBot,
    a_form_card,
    a_message,
    an_answer_card,
    text_answer,
)
from tests.localchat.terminals import Terminal, a_terminal

Client = TestClient[Any, Any]


async def test_a_question_is_answered_with_a_readable_card(client: Client) -> None:
    async with a_terminal(str(client.make_url("/"))) as terminal:
        terminal.type("Måste vi diarieföra?")
        await terminal.shows("Källa: Rutin för sociala medier, Diarieföring")
        await terminal.shows("[1] Vad är en allmän handling?")
        await terminal.shows("[3] Hjälpte")


async def test_a_number_presses_the_row_and_the_new_card_takes_its_place(
    client: Client, bot: PretendBot
) -> None:
    async with a_terminal(str(client.make_url("/"))) as terminal:
        terminal.type("Måste vi diarieföra?")
        await terminal.shows("[6] Öppna på sala.se")
        terminal.type("1")
        await terminal.shows("[7] Måste vi diarieföra")
        terminal.type("1")
        await terminal.shows("Det finns inget val 1.")

    pressed = await bot.has_received("invoke")
    assert pressed["name"] == "adaptiveCard/action"
    assert pressed["value"]["action"]["verb"] == "show"
    assert pressed["value"]["action"]["data"] == {"topic": "Vad är en allmän handling?"}


async def test_the_address_of_a_link_is_printed(client: Client) -> None:
    async with a_terminal(str(client.make_url("/"))) as terminal:
        terminal.type("Måste vi diarieföra?")
        await terminal.shows("[6] Öppna på sala.se")
        terminal.type("6")
        await terminal.shows("https://sala.se/rutin")


async def test_fields_are_asked_for_before_the_press_goes_off(
    client: Client, bot: PretendBot
) -> None:
    bot.invoke_answer = text_answer("Tack, nu är den skickad.")
    async with a_terminal(str(client.make_url("/"))) as terminal:
        await bot.has_received("conversationUpdate")
        await bot.send(a_message(card=a_form_card()))
        await terminal.shows("[1] Skicka")
        terminal.type("1", "", "Hemtjänst väst", "2")
        await terminal.shows("Tack, nu är den skickad.")

    pressed = await bot.has_received("invoke")
    assert "Skriv enhetens namn" in terminal.screen
    assert pressed["value"]["action"]["data"] == {
        "step": "first",
        "unit": "Hemtjänst väst",
        "platform": "instagram",
    }


async def test_what_comes_later_is_printed_while_a_line_is_being_read(
    client: Client, bot: PretendBot
) -> None:
    async with a_terminal(str(client.make_url("/"))) as terminal:
        await bot.has_received("conversationUpdate")
        await bot.send(a_message("Påminnelse: kontrollera kontot."))
        await terminal.shows("Rutinboten: Påminnelse: kontrollera kontot.")


async def test_a_bot_that_fails_is_told_of_and_the_chat_goes_on(
    client: Client, bot: PretendBot
) -> None:
    async with a_terminal(str(client.make_url("/"))) as terminal:
        await terminal.shows("> ")
        bot.answer_status = 500
        terminal.type("Hallå?")
        await terminal.shows("Det nådde inte fram till boten (HTTP 500)")
        bot.answer_status = 200
        terminal.type("Hallå?")
        await terminal.shows("[1]")


async def test_what_was_said_before_is_shown_again(client: Client) -> None:
    async with a_terminal(str(client.make_url("/"))) as terminal:
        terminal.type("Måste vi diarieföra?")
        await terminal.shows("[6]")

    async with a_terminal(str(client.make_url("/")), lang="en") as again:
        await again.shows("You: Måste vi diarieföra?")
        await again.shows("[1] Vad är en allmän handling?")


async def test_the_chat_ends_with_a_goodbye(client: Client, bot: PretendBot) -> None:
    async with a_terminal(str(client.make_url("/"))) as terminal:
        terminal.type("/avsluta")

    assert [activity["type"] for activity in bot.received] == [
        "installationUpdate",
        "conversationUpdate",
    ]


async def test_a_server_that_is_not_there_is_told_of() -> None:
    terminal = Terminal()
    url = "http://127.0.0.1:9"
    await chat(url, person="anna", lang="sv", read_line=terminal.read_line, write=terminal.write)

    assert f"Ingen server svarar på {url}" in terminal.screen


def test_a_card_reads_from_top_to_bottom() -> None:
    assert card_text(an_answer_card(), first=10).lines == [
        "Måste vi diarieföra kommentarer på Facebook?",
        an_answer_card()["body"][1]["text"],
        "Källa: Rutin för sociala medier, Diarieföring",
        "Version: 2023-05-04",
        "Gäller: Salas egen rutin",
        "Liknande frågor",
        "[10] Vad är en allmän handling? →",
        "[11] Hur länge ska kommentarer sparas? →",
        "Citat ur rutinen, inte skapat av AI.",
        "[12] Hjälpte",
        "[13] Hjälpte inte",
        "[14] Skicka frågan till Kommunikationsenheten",
        "[15] Öppna på sala.se",
    ]


def test_signs_that_are_no_markdown_are_read_as_they_were_written() -> None:
    fact = {"title": "Namn", "value": "\u20601. sala\\_"}
    block = {"type": "TextBlock", "text": "[a]\u2060(b) \\*c\\*"}
    card = {"type": "AdaptiveCard", "body": [block, {"type": "FactSet", "facts": [fact]}]}

    assert card_text(card).lines == ["[a](b) *c*", "Namn: 1. sala_"]
