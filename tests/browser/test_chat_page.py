"""The local chat in a real browser: writing, reading, coming back."""

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from core.entered_text import LONGEST_MESSAGE
from tests.browser.chatting import QUESTION, ask, the_card
from tests.localchat.pretend_bot import (
    PretendBot,
    a_message,
    a_server,
)
from texts.catalogue import load_texts

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_question_gets_a_card(page: Page, bot: PretendBot) -> None:
    await ask(page)

    await expect(the_card(page).get_by_role("heading", name=QUESTION)).to_be_visible()
    await expect(the_card(page).get_by_text("Salas egen rutin")).to_be_visible()


async def test_what_the_bot_gets_is_shaped_as_teams_shapes_it(page: Page, bot: PretendBot) -> None:
    await ask(page)
    sent = await bot.has_received("message")

    assert sent["text"] == QUESTION
    assert (sent["channelId"], sent["locale"], sent["textFormat"]) == ("msteams", "sv-SE", "plain")
    assert sent["from"]["id"] == "29:anna"
    assert sent["recipient"]["id"] == "28:pretend"
    assert sent["conversation"]["conversationType"] == "personal"
    assert sent["channelData"]["tenant"]["id"] == sent["conversation"]["tenantId"]
    assert sent["attachments"][0]["contentType"] == "text/html"


async def test_opening_the_page_installs_the_bot(page: Page, bot: PretendBot) -> None:
    installed = await bot.has_received("installationUpdate")
    joined = await bot.has_received("conversationUpdate")

    assert installed["action"] == "add"
    assert {"id": "28:pretend"} in joined["membersAdded"]


async def test_in_a_channel_the_bot_is_mentioned_and_everyone_sees_it(
    page: Page, bot: PretendBot
) -> None:
    bos = await page.context.new_page()
    await bos.goto("/?as=bo&in=rutiner")
    await page.goto("/?in=rutiner")
    await page.get_by_label("Skriv i kanalen").fill("Hej")
    await page.keyboard.press("Enter")

    await expect(bos.get_by_text("@Rutinboten Hej")).to_be_visible()
    sent = await bot.has_received("message")
    mention = next(each for each in sent["entities"] if each["type"] == "mention")
    assert sent["text"] == "<at>Rutinboten</at> Hej"
    assert mention["mentioned"]["id"] == "28:pretend"


async def test_a_message_that_does_not_arrive_can_be_sent_again(
    page: Page, bot: PretendBot
) -> None:
    await bot.has_received("conversationUpdate")
    bot.answer_status = 503
    await ask(page)
    await expect(page.get_by_role("alert")).to_contain_text("nådde inte fram")

    bot.answer_status = 200
    await page.get_by_role("button", name="Försök igen").click()
    await expect(the_card(page)).to_be_visible()
    await expect(page.get_by_text(QUESTION)).to_have_count(2)


async def test_what_comes_later_appears_by_itself(page: Page, bot: PretendBot) -> None:
    await bot.has_received("conversationUpdate")
    await bot.send({"type": "typing"})
    await expect(page.get_by_text("Rutinboten skriver")).to_be_visible()

    await bot.send(a_message("Påminnelse: **kontrollera** kontot."))
    await expect(page.get_by_text("Påminnelse: kontrollera kontot.")).to_be_visible()
    await expect(page.get_by_text("Rutinboten skriver")).to_have_count(0)


async def test_a_reload_shows_the_history(page: Page) -> None:
    await ask(page)
    await the_card(page).wait_for()
    await page.reload()

    await expect(page.get_by_role("log").get_by_text(QUESTION)).to_have_count(2)
    await expect(the_card(page)).to_have_count(1)


async def test_each_window_has_its_own_person(page: Page) -> None:
    await ask(page)
    await the_card(page).wait_for()
    bos = await page.context.new_page()
    await bos.goto("/?as=bo")

    await expect(bos.get_by_text("Du är Bo")).to_be_visible()
    await expect(the_card(bos)).to_have_count(0)


async def test_the_page_speaks_english_too(page: Page) -> None:
    await page.get_by_role("link", name="English").click()

    await expect(page.get_by_text("You are Anna")).to_be_visible()
    await expect(page.get_by_label("Write a message")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_shift_enter_breaks_the_line(page: Page, bot: PretendBot) -> None:
    await page.get_by_label("Skriv ett meddelande").type("Rad ett")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("rad två")
    await page.keyboard.press("Enter")

    assert (await bot.has_received("message"))["text"] == "Rad ett\nrad två"


@pytest.mark.parametrize("width", [320, 360, 640])
async def test_a_narrow_window_needs_no_sideways_scrolling(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 640})
    await ask(page)
    await the_card(page).get_by_role("button", name="Skicka frågan").wait_for()

    for part in ("document.documentElement", "document.getElementById('log')"):
        assert await page.evaluate(f"{part}.scrollWidth <= {part}.clientWidth")
    card = await the_card(page).bounding_box()
    assert card is not None
    for button in await the_card(page).get_by_role("button").all():
        place = await button.bounding_box()
        assert place is not None
        assert card["x"] <= place["x"]
        assert place["x"] + place["width"] <= card["x"] + card["width"]


async def test_a_window_whose_name_is_refused_says_so(page: Page) -> None:
    await page.goto("/?as=a.b")

    await expect(page.get_by_text("Chatten gick inte att öppna.")).to_be_visible()


async def test_the_skip_link_leads_to_the_message_box(page: Page) -> None:
    await page.evaluate("document.activeElement.blur()")
    await page.get_by_role("link", name="Hoppa till").focus()
    await page.keyboard.press("Enter")

    await expect(page.get_by_label("Skriv ett meddelande")).to_be_focused()


async def test_what_could_not_be_sent_is_given_back_to_send_again(
    page: Page, bot: PretendBot
) -> None:
    await bot.has_received("conversationUpdate")
    await page.context.set_offline(True)
    await ask(page)
    await expect(page.get_by_role("alert")).to_contain_text("gick inte att skicka")
    await page.context.set_offline(False)
    await page.keyboard.press("Enter")

    await expect(the_card(page)).to_have_count(1)


async def test_a_window_finds_the_server_again_after_a_restart(
    page: Page, bot: PretendBot, server: TestServer
) -> None:
    await ask(page)
    await the_card(page).wait_for()
    port = server.port
    await server.close()
    await expect(page.get_by_text("Anslutningen bröts.")).to_be_visible()
    bot.received.clear()

    async with a_server(bot, port=port):
        await expect(page.get_by_text("Anslutningen bröts.")).to_have_count(0)
        await bot.has_received("conversationUpdate")
        await bot.send(a_message("Jag är tillbaka."))
        await expect(page.get_by_text("Jag är tillbaka.")).to_be_visible()
        await expect(the_card(page)).to_have_count(0)


async def test_a_text_that_grows_too_long_is_told_so_and_stays_until_it_is_shortened(
    page: Page, bot: PretendBot
) -> None:
    texts = load_texts().in_language("sv")
    box, length = page.get_by_label("Skriv ett meddelande"), page.locator("#length")
    await box.fill("ö" * (LONGEST_MESSAGE // 2))
    await expect(length).to_be_empty()
    await box.fill("ö" * (LONGEST_MESSAGE - 10))
    await expect(length).to_have_text(
        texts.say("chat.length", length=LONGEST_MESSAGE - 10, longest=LONGEST_MESSAGE)
    )

    await ask(page, "ö" * (LONGEST_MESSAGE + 1))
    await expect(length).to_contain_text(f"högst {texts.number(LONGEST_MESSAGE)}")
    await expect(box).to_have_value("ö" * (LONGEST_MESSAGE + 1))

    await ask(page, "ö" * LONGEST_MESSAGE)
    await expect(box).to_have_value("")
    assert (await bot.has_received("message"))["text"] == "ö" * LONGEST_MESSAGE
