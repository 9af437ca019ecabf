"""The walk and the review in the terminal, against a real server with the real base."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.localchat.terminals import Terminal, a_terminal
from tests.server_process import a_server

NAME = "Exempelgården Sala kommun"
STEPS = (
    ("Exempelgårdens äldreboende", "Undersköterska", "Kommunens växel", "2", "1"),
    ("Visa vardagen hos oss.", "", "Anhöriga.", "", "1", ""),
    ("1", "De flesta anhöriga finns där.", NAME, "1", "", ""),
    ("Maria", "1", "Anna", "Bo Berg", "1", "1"),
    ("Anna och Bo Berg", "1", "1", "", "1,3", "1"),
)
"""What is typed at each field, in order: words, the number of a choice, or Enter."""
WATCHING = ("2", "1", "Anna tittar varje dag.", "2", "Vi ber dem ringa.", "1")
RULES = ("2", "1", "1", "2", "1", "1,2,3")


@dataclass(frozen=True)
class Terminals:
    anna: Terminal
    maria: Terminal
    rut: Terminal


@pytest.fixture
async def terminals(tmp_path: Path) -> AsyncIterator[Terminals]:
    """Everybody's terminal, where the bot has said hello."""
    async with a_server(tmp_path) as url, AsyncExitStack() as opened:
        everybody = Terminals(
            *[
                await opened.enter_async_context(a_terminal(url, person=person))
                for person in ("anna", "maria", "rut")
            ]
        )
        for each in (everybody.anna, everybody.maria, everybody.rut):
            await each.shows("Hej! Jag är Rutinboten.")
        yield everybody


async def test_a_request_goes_all_the_way_in_the_terminal(terminals: Terminals) -> None:
    anna, maria, rut = terminals.anna, terminals.maria, terminals.rut
    await walks_to_the_summary(anna)
    await anna.presses("Skicka ansökan", shows="Väntar på chefen")
    await maria.shows("Någon behöver ditt ja som chef")
    await maria.presses("Bekräfta", shows="Du har bekräftat ansökan.")
    rut.type("att granska")
    await rut.shows(f"] {NAME} på Facebook")
    await opens_the_only_case(rut)

    asked = await rut.presses("Skicka avslaget", "", shows="Skriv ett skäl")
    await rut.presses("Skicka godkännandet", "Fråga de boende.", shows="Godkänd av Rut")
    await anna.shows("Villkor: Fråga de boende.")
    assert anna.screen.count("Steg 3 av 7") == 1
    assert "Skäl (obligatoriskt): " in asked
    assert "Annat som saknas" not in asked
    assert "Villkor" not in asked


async def test_a_button_that_is_not_about_the_fields_asks_for_none(terminals: Terminals) -> None:
    anna = terminals.anna
    anna.type("starta konto")
    await anna.shows("Steg 1 av 7")
    await anna.presses("Ja, ta bort utkastet", shows="Utkastet är borttaget.")

    assert "Enter behåller" not in anna.screen


async def test_a_fault_is_told_and_the_rest_is_kept_with_one_key(terminals: Terminals) -> None:
    anna = terminals.anna
    anna.type("starta konto")
    await anna.shows("Steg 1 av 7")
    unit, _, *rest = STEPS[0]
    told = await anna.presses("Nästa", unit, "", *rest, shows="Rätta det här först")
    await anna.shows("⚠ Svar saknas.")
    await anna.presses("Nästa", "", "Enhetschef", ".", shows="Steg 2 av 7")
    back = await anna.presses("Tillbaka", ".", shows="Steg 1 av 7")

    assert "Vilken befattning har du? Svar saknas." in told
    assert f"Vilken verksamhet eller enhet gäller det? {unit}" in back
    assert "Är du ansvarig chef för verksamheten? Nej" in back


async def walks_to_the_summary(anna: Terminal) -> None:
    anna.type("starta konto")
    await anna.shows("Steg 1 av 7")
    for number, lines in enumerate(STEPS, start=1):
        await anna.presses("Nästa", *lines, shows=f"Steg {number + 1} av 7")
    await anna.presses("Nästa", *WATCHING, shows="Hur ser ni till")
    reason = "Bo tar över under semestern."
    await anna.presses("Nästa", *[""] * len(WATCHING), reason, shows="Steg 7 av 7")
    await anna.presses("Till sammanfattningen", *RULES, shows="Kontrollera och skicka")


async def opens_the_only_case(rut: Terminal) -> None:
    row = next(line for line in rut.screen.splitlines() if f"] {NAME}" in line)
    await rut.presses(row.partition("] ")[2], shows=f"Granska: {NAME}")
