"""What a person does and sees on the chat page, for tests."""

from playwright.async_api import Locator, Page

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
ROW = "Vad är en allmän handling?"


async def ask(page: Page, text: str = QUESTION) -> None:
    await page.get_by_label("Skriv ett meddelande").fill(text)
    await page.keyboard.press("Enter")


def the_card(page: Page) -> Locator:
    return page.get_by_role("group", name="Kort från Rutinboten")
