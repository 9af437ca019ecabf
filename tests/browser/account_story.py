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
    "Vilken enhet": "Exempelgårdens äldreboende",
    "Är du ansvarig chef": ["Nej"],
    "Vart kan allmänheten": "Kommunens växel",
    "Har ni pratat": ["Ja"],
}
MANAGER: Answers = {"Vem är ansvarig chef": "Maria"}
"""Asked once it is known that Anna isn't the manager."""
PURPOSE: Answers = {
    "Vad är syftet": "Visa vardagen hos oss för anhöriga, och få fler att söka jobb här.",
    "Vilka vill ni främst nå": "Anhöriga, och den som vill arbeta i omsorgen.",
    "Skulle en kanal": ["Nej, vi har undersökt det"],
    "Hur märker ni": "300 följare om ett år. Vi går igenom det varje vår.",
}
ACCOUNT: Answers = {
    "Vilken plattform": ["Facebook"],
    "Varför just": "De flesta anhöriga finns där.",
    "Vad ska kontot heta": NAME,
    "Är kontot redan igång": ["Nej, det ska startas"],
}
PEOPLE: Answers = {
    "Vem blir kontoansvarig": "Anna",
    "Vem hoppar in": "Bo Berg",
    "Är det avsatt": ["Ja, tiden är bestämd"],
    "Hur ofta tänker": ["Ungefär varje vecka"],
    "Ska andra kunna": ["Ja, kommentarerna är öppna"],
    "Tänker ni köpa": ["Nej"],
}
RULES: Answers = {
    "Hur bevakar": "Anna tittar morgon och eftermiddag på vardagar. Vi svarar inom ett dygn.",
    "Tittar någon": ["Nej"],
    "Vilka kan komma": ["Medarbetare"],
    "Har ni gått igenom": ["Ja, med dataskyddsombudet"],
    "Kan ni göra": ["Ja, vi vet hur man gör"],
}
REASON: Answers = {
    "Hur ser ni till": "Profilen säger när vi svarar, och Bo tar över under semestern.",
}
EVERY = (UNIT, PURPOSE, ACCOUNT, PEOPLE, RULES)


def step(page: Page, number: int) -> Locator:
    """The card of the walk, where it stands on step *number*."""
    return the_card(page).filter(has_text=re.compile(f"^Steg {number} av 5"))


async def fill_in(card: Locator, answers: Answers) -> None:
    for label, given in answers.items():
        fields = card.locator("[id^='answer.'], [id^='reason.'], [id^='person.']")
        field = fields.filter(has_text=label)
        await expect(field).to_be_visible()
        if isinstance(given, str) and await field.get_by_role("combobox").count():
            await field.get_by_role("combobox").select_option(given)
        elif isinstance(given, str):
            await field.get_by_role("textbox").fill(given)
        else:
            for choice in given:
                await field.get_by_text(choice, exact=True).click()


async def press(card: Locator, button: str) -> None:
    """Press as people do: not while the press before is still at work, when nothing is taken."""
    await expect(card.page.locator(".body[aria-busy=true]")).to_have_count(0)
    await card.get_by_role("button", name=button, exact=True).click()


async def pass_step(page: Page, number: int, answers: Answers) -> None:
    """Answer step *number* and go on to what comes after it."""
    card = step(page, number)
    await fill_in(card, answers)
    await press(card, NEXT if number < 5 else TO_SUMMARY)
    await expect(card).to_have_count(0)
