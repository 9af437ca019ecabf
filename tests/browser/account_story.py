"""The walk over the real base as people take it on the page: what they answer, and how."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.chatting import the_card

Answers = dict[str, str | list[str]]
"""By the beginning of a field's label: what is written, or what is chosen."""

NAME = "Exempelgården Sala kommun"
ADDRESS = "https://www.facebook.com/exempelgarden"
NEXT, TO_SUMMARY = "Nästa", "Till sammanfattningen"

UNIT: Answers = {
    "Vilken verksamhet": "Exempelgårdens äldreboende",
    "Vilken befattning": "Undersköterska",
    "Vart kan allmänheten": "Kommunens växel",
    "Är du ansvarig chef": ["Nej"],
    "Har ni pratat": ["Ja"],
}
PURPOSE: Answers = {
    "Vad är syftet": "Visa vardagen hos oss för anhöriga, och få fler att söka jobb här.",
    "Vilka vill ni främst nå": "Anhöriga, och den som vill arbeta i omsorgen.",
    "Skulle en kanal": ["Nej, vi har undersökt det"],
}
ACCOUNT: Answers = {
    "Vilken plattform": ["Facebook"],
    "Varför just": "De flesta anhöriga finns där.",
    "Vad ska kontot heta": NAME,
    "Är kontot redan igång": ["Nej, det ska startas"],
}
PEOPLE: Answers = {
    "Vem är ansvarig chef": "Maria",
    "Har chefen sagt ja": ["Ja"],
    "Vem blir kontoansvarig": "Anna",
    "Vem är ersättare": "Bo Berg",
    "Är det avsatt": ["Ja, tiden är bestämd"],
    "Hur ofta följer": ["Minst varje halvår"],
}
SIGN_IN: Answers = {
    "Vilka ska vara": "Anna, Bo Berg och Maria",
    "Blir ni minst två": ["Ja"],
    "Kommer ni att använda": ["Ja"],
    "Vad kommer att stå": [
        "Vilka vi är, och att vi hör till kommunen",
        "När vi bevakar och svarar",
    ],
    "Har ni en profilbild": ["Ja"],
}
WATCHING: Answers = {
    "Hur ofta tänker": ["Ungefär varje vecka"],
    "Ska andra kunna": ["Ja, kommentarerna är öppna"],
    "Hur bevakar": "Anna tittar morgon och eftermiddag på vardagar. Vi svarar inom ett dygn.",
    "Tittar någon": ["Nej"],
    "Vart hänvisar": "Vi ber personen ringa enheten, och svarar inget om ärendet.",
    "Tänker ni köpa": ["Nej"],
}
REASON: Answers = {
    "Hur ser ni till": "Profilen säger när vi svarar, och Bo tar över under semestern.",
}
RULES: Answers = {
    "Vilka kan komma": ["Medarbetare"],
    "Har ni en rutin": ["Ja, den är nedskriven"],
    "Har ni gått igenom": ["Ja, med dataskyddsombudet"],
    "Vet ni hur inlägg": ["Ja, vi har frågat registrator eller arkivet"],
    "Kan ni göra": ["Ja, vi vet hur man gör"],
    "Bocka för": [
        "Vi har läst rutinen för sociala medier",
        "Vi har gått igenom plattformens villkor",
        "Vi säger till när kontot ändras eller avslutas",
    ],
}


def step(page: Page, number: int) -> Locator:
    """The card of the walk, where it stands on step *number*."""
    return the_card(page).filter(has_text=re.compile(f"^Steg {number} av 7"))


async def fill_in(card: Locator, answers: Answers) -> None:
    for label, given in answers.items():
        field = card.locator("[id^='answer.'], [id^='reason.']").filter(has_text=label)
        if isinstance(given, str):
            await field.get_by_role("textbox").fill(given)
        else:
            for choice in given:
                await field.get_by_text(choice, exact=True).click()


async def press(card: Locator, button: str) -> None:
    await card.get_by_role("button", name=button, exact=True).click()


async def pass_step(page: Page, number: int, answers: Answers) -> None:
    """Answer step *number* and go on to what comes after it."""
    card = step(page, number)
    await fill_in(card, answers)
    await press(card, NEXT if number < 7 else TO_SUMMARY)
    await expect(card).to_have_count(0)
