"""Cards in the local chat, in a real browser: pressing, filling in, being replaced."""

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from tests.browser.chatting import ROW, ask, the_card
from tests.localchat.pretend_bot import (
    PretendBot,
    a_card,
    a_form_card,
    a_message,
    a_text,
    a_topic_card,
    card_answer,
    text_answer,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_pressed_row_is_replaced_in_place(page: Page, bot: PretendBot) -> None:
    await ask(page)
    await the_card(page).get_by_role("button", name=ROW).click()

    await expect(the_card(page).get_by_role("heading", name=ROW)).to_be_visible()
    await expect(the_card(page)).to_have_count(1)
    pressed = await bot.has_received("invoke")
    assert pressed["value"]["action"]["data"] == {"topic": ROW}
    assert pressed["value"]["trigger"] == "manual"


async def test_everything_can_be_done_with_the_keyboard(page: Page) -> None:
    await ask(page)
    await the_card(page).get_by_role("button", name=ROW).wait_for()
    await page.get_by_role("log").focus()
    await page.keyboard.press("Tab")  # the menu on the question
    await page.keyboard.press("Tab")

    await expect(the_card(page).get_by_role("button", name=ROW)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(the_card(page).get_by_role("heading", name=ROW)).to_be_visible()


async def test_nothing_else_can_be_pressed_while_the_bot_works(page: Page, bot: PretendBot) -> None:
    await ask(page)
    button = the_card(page).get_by_role("button", name="Hjälpte", exact=True)
    await button.wait_for()
    bot.may_answer.clear()
    await button.click()

    await expect(button).to_have_attribute("aria-disabled", "true")
    await the_card(page).get_by_role("button", name=ROW).click()
    bot.may_answer.set()
    await expect(the_card(page).get_by_role("heading", name=ROW)).to_be_visible()
    assert [each["type"] for each in bot.received].count("invoke") == 1


@pytest.mark.parametrize("failure", ["HTTP 500", "statusCode 500"])
async def test_a_press_that_fails_says_so_and_can_be_tried_again(
    page: Page, bot: PretendBot, failure: str
) -> None:
    await ask(page)
    await the_card(page).wait_for()
    good_answer = bot.invoke_answer
    bot.answer_status = 500 if failure == "HTTP 500" else 200
    bot.invoke_answer = {"statusCode": 500, "type": "application/vnd.microsoft.error", "value": {}}
    await the_card(page).get_by_role("button", name=ROW).click()
    await expect(page.get_by_role("alert")).to_contain_text("Det gick inte att utföra valet.")

    bot.answer_status, bot.invoke_answer = 200, good_answer
    await page.get_by_role("button", name="Försök igen").click()
    await expect(the_card(page).get_by_role("heading", name=ROW)).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_an_answer_in_words_is_shown_beside_the_card(page: Page, bot: PretendBot) -> None:
    bot.invoke_answer = text_answer("Tack för hjälpen!")
    await ask(page)
    await the_card(page).get_by_role("button", name="Hjälpte", exact=True).click()

    await expect(page.get_by_role("log").get_by_role("status")).to_have_text("Tack för hjälpen!")


async def test_fields_are_checked_and_sent_along(page: Page, bot: PretendBot) -> None:
    await bot.has_received("conversationUpdate")
    await bot.send(a_message(card=a_form_card()))
    await the_card(page).get_by_role("button", name="Skicka").click()
    await expect(the_card(page).get_by_text("Skriv enhetens namn")).to_be_visible()

    await the_card(page).get_by_label("Enhet").fill("Hemtjänst väst")
    await the_card(page).get_by_label("Plattform").select_option("Instagram")
    await the_card(page).get_by_role("button", name="Skicka").click()
    pressed = await bot.has_received("invoke")
    assert pressed["value"]["action"]["data"] == {
        "step": "first",
        "unit": "Hemtjänst väst",
        "platform": "instagram",
    }


async def test_a_submit_is_a_message_with_a_value(page: Page, bot: PretendBot) -> None:
    await bot.has_received("conversationUpdate")
    submit = {"type": "Action.Submit", "title": "Välj", "data": {"topic": "arkiv"}}
    card_id = await bot.send(a_message(card=a_card(a_text("Ämnen"), actions=[submit])))
    await the_card(page).get_by_role("button", name="Välj").click()
    sent = await bot.has_received("message")

    assert (sent["value"], sent["replyToId"]) == ({"topic": "arkiv"}, card_id)
    assert "text" not in sent


async def test_a_button_can_speak_for_the_person(page: Page, bot: PretendBot) -> None:
    await bot.has_received("conversationUpdate")
    data = {"msteams": {"type": "imBack", "value": "Visa alla ämnen"}}
    button = {"type": "Action.Submit", "title": "Ämnen", "data": data}
    await bot.send(a_message(card=a_card(a_text("Hej"), actions=[button])))
    await the_card(page).get_by_role("button", name="Ämnen").click()

    await expect(page.locator("article.mine")).to_contain_text("Visa alla ämnen")
    assert (await bot.has_received("message"))["text"] == "Visa alla ämnen"


async def test_an_update_takes_the_cards_place_and_keeps_the_focus(
    page: Page, bot: PretendBot
) -> None:
    await bot.has_received("conversationUpdate")
    card_id = await bot.send(a_message(card=a_topic_card()))
    await bot.send(a_message("Något nyare."))
    button = the_card(page).get_by_role("button", name="Hjälpte")
    await button.focus()
    updated = a_topic_card()
    updated["body"][1]["text"] = "Nu med en ny text."
    await bot.update(card_id, a_message(card=updated))

    await expect(the_card(page).get_by_text("Nu med en ny text.")).to_be_visible()
    await expect(button).to_be_focused()
    await bot.delete(card_id)
    await expect(the_card(page)).to_have_count(0)


async def test_what_stands_there_already_is_not_drawn_again_over_what_was_typed(
    page: Page, bot: PretendBot
) -> None:
    await bot.has_received("conversationUpdate")
    card_id = await bot.send(a_message(card=a_form_card()))
    await the_card(page).get_by_label("Enhet").fill("Hemtjänst väst")
    await the_card(page).get_by_label("Plattform").focus()
    await bot.update(card_id, a_message(card=a_form_card()))
    await bot.send(a_message("Efteråt."))
    await expect(page.get_by_text("Efteråt.")).to_be_visible()

    await expect(the_card(page).get_by_label("Enhet")).to_have_value("Hemtjänst väst")


async def test_a_card_that_begins_anew_is_shown_from_its_start(page: Page, bot: PretendBot) -> None:
    """The next step of a form: Tab leads into its first field, however long the card is."""
    await bot.has_received("conversationUpdate")
    filling = [a_text(f"Rad {number}") for number in range(60)]
    first, second = a_form_card(), a_form_card()
    first["body"] = [a_text("Steg 1"), *filling, *first["body"]]
    second["body"] = [a_text("Steg 2"), *second["body"], *filling]
    bot.invoke_answer = card_answer(second)
    await bot.send(a_message(card=first))
    await the_card(page).get_by_label("Enhet").fill("Hemtjänst väst")
    await the_card(page).get_by_label("Plattform").select_option("Instagram")
    await the_card(page).get_by_role("button", name="Skicka").press("Enter")

    await expect(the_card(page).get_by_text("Steg 2")).to_be_in_viewport()
    await page.keyboard.press("Tab")
    await expect(the_card(page).get_by_label("Enhet")).to_be_focused()


HOSTILE = (
    "<script>document.title = 'x'</script> <img src=x onerror=\"document.title='x'\"> "
    "[tryck](javascript:document.title='x') ![bild](https://example.org/x.png) [ok](https://sala.se)"
)


async def test_nothing_hostile_in_markdown_runs(page: Page, bot: PretendBot) -> None:
    await bot.has_received("conversationUpdate")
    await bot.send(a_message(HOSTILE, card=a_card(a_text(HOSTILE))))
    log = page.get_by_role("log")
    await expect(log.get_by_role("link", name="ok")).to_have_count(2)

    assert await log.locator("script, img, [onerror]").count() == 0
    assert await log.locator("a:not([href^='https:'])").count() == 0
    assert await log.get_by_role("link", name="ok").first.get_attribute("target") == "_blank"
    assert await page.title() == "Rutinboten"


async def test_a_hostile_address_in_a_card_is_not_opened(page: Page, bot: PretendBot) -> None:
    await bot.has_received("conversationUpdate")
    hostile = "javascript:document.title='x'"
    open_url = {"type": "Action.OpenUrl", "title": "Öppna", "url": hostile}
    await bot.send(a_message(card=a_card(a_text("Hej"), actions=[open_url])))
    await the_card(page).get_by_role("link", name="Öppna").click()

    assert len(page.context.pages) == 1
    assert await page.title() == "Rutinboten"


async def test_an_address_opens_in_a_tab_of_its_own(page: Page, server: TestServer) -> None:
    await page.context.route("https://sala.se/**", lambda route: route.fulfill(body="Sala"))
    await ask(page)
    async with page.context.expect_page() as opened:
        await the_card(page).get_by_role("link", name="Öppna på sala.se").click()
    tab = await opened.value
    await tab.wait_for_url("https://sala.se/rutin")

    assert await tab.evaluate("window.opener") is None
