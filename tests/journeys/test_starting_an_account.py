"""An account from the first word to the public register, through the real endpoint."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from cards.account_actions import OpenCase
from cards.actions import data_of
from tests.world.account_walk import (
    ADDRESS,
    DONE,
    IN_CHANNEL,
    NAME,
    Participants,
    at_the_summary,
    id_in,
    sent,
)
from tests.world.reading import button, buttons_of, title_of, words_of
from tests.world.served_bot import ServedBot, entra_id, read_aloud, rows_in
from tests.world.user import SWEDISH


@pytest.mark.parametrize("locale", ["sv-SE", "en-GB"])
async def test_anna_gets_an_account_and_everybody_is_told_what_concerns_them(
    bot: ServedBot, locale: str
) -> None:
    story = Participants(bot, locale=locale)
    say = story.anna.say
    await story.is_prepared()

    await sent(story.anna, boss="Maria")
    asked = await bot.until_shown("a:maria", say("notice.manager-asked"))
    await story.maria.presses(asked, "manager.yes")
    await bot.until_shown("a:anna", say("notice.manager-confirmed"))
    review = await bot.until_shown(IN_CHANNEL, say("review.title", case=NAME))

    first, second = await asyncio.gather(
        story.rut.presses(review, "review.approve_send"),
        story.rolf.presses(review, "review.approve_send"),
    )
    decided = say("refused.already-decided", name="", status=say("status.approved").lower(), at="")
    told = [said for said in map(read_aloud, (first, second)) if decided.strip(" ,.") in said]
    approved = await bot.until_shown("a:anna", say("notice.approved"))
    done = await story.anna.fills_in(approved, "checklist.live", **DONE, said__address=ADDRESS)
    unseen = await register(bot)
    to_review = await bot.until_shown(IN_CHANNEL, say("notice.account-to-review"))
    await story.rolf.presses(to_review, "account.approve")
    for owner in ("a:anna", "a:maria"):
        await bot.until_shown(owner, say("notice.account-live"))

    assert unseen == []
    assert len(told) == 1
    assert await register(bot) == [("Mellanby förskola", ADDRESS, "live")]
    assert title_of(done).startswith("Mellanby förskola")
    assert count(bot, IN_CHANNEL, say("review.title", case=NAME)) == 1
    assert count(bot, "a:anna", say("notice.approved")) == 1
    assert told_in_all(bot, say("notice.manager-asked")) == 1


async def test_the_review_card_changes_for_everybody_when_one_has_decided(bot: ServedBot) -> None:
    story = Participants(bot)
    review = await in_review(story)
    await story.rut.presses(review, "review.approve_send")
    await bot.connector.until(lambda _: "Godkänd av Rut" in reviewed(bot))
    (shown,) = [each for each in bot.shown_in(IN_CHANNEL) if is_review(each)]

    assert "Godkänn" not in buttons_of(shown)


async def test_cards_in_chats_are_replaced_when_their_case_has_moved_on(bot: ServedBot) -> None:
    story, own_chat = Participants(bot), bot.person("rut")
    await story.is_prepared()
    summary = await at_the_summary(story.anna, boss="Maria")
    await story.anna.sends_press(button(summary, "Skicka ansökan")["data"], reply_to="walk")
    asked = await bot.until_shown("a:maria", SWEDISH.say("notice.manager-asked"))
    await story.maria.presses(asked, "manager.yes")
    case = id_in(await bot.until_shown("a:anna", SWEDISH.say("status.in-review")))
    opened = OpenCase(language="sv", case=case, apart=True)
    await story.anna.sends_press(data_of(opened), reply_to="digest")
    review = await bot.until_shown(IN_CHANNEL, SWEDISH.say("review.title", case=NAME))
    queue = await own_chat.writes("att granska")
    await own_chat.sends_press(button(queue, NAME)["data"], reply_to="queue")
    await story.rolf.presses(review, "review.approve_send")

    await bot.until_shown("a:rut", "Godkänd av Rolf")
    await bot.connector.until(lambda _: shows_the_case_once(bot, "a:anna", "Godkänd av Rolf"))
    below = SWEDISH.say("notice.card-moved")
    await bot.connector.until(lambda _: below in now_at(bot, "walk"))
    assert SWEDISH.say("notice.card-renewed", at="")[:10] in read_aloud(bot.shown_in("a:rut")[-1])
    await bot.connector.until(
        lambda _: not any("Bekräfta" in buttons_of(each) for each in bot.shown_in("a:maria"))
    )
    late = await story.rut.presses(review, "review.decline_send")
    assert title_of(late).startswith(SWEDISH.say("review.title", case=NAME)[:8])
    assert "Rolf" in words_of(late).split("\n")[0]


def shows_the_case_once(bot: ServedBot, conversation: str, words: str) -> bool:
    """Whether of the messages on the case the last one shows it, and the others point there."""
    *earlier, last = bot.shown_in(conversation)
    told = [read_aloud(each) for each in earlier]
    waits = SWEDISH.say("status.in-review")
    return words in read_aloud(last) and not any(words in each or waits in each for each in told)


def now_at(bot: ServedBot, activity: str) -> str:
    """Return what was last put in place of a message."""
    puts = [each for each in bot.connector.sent if each.path.endswith(f"/activities/{activity}")]
    return read_aloud(puts[-1].payload["attachments"][0]["content"]) if puts else ""


async def test_a_returned_request_is_completed_and_sent_again(bot: ServedBot) -> None:
    story = Participants(bot)
    review = await in_review(story)
    await story.rut.fills_in(review, "review.return_send", remark__konto="Vilken målgrupp?")
    told = await bot.until_shown("a:anna", "Din ansökan behöver kompletteras")
    step = await story.anna.presses(told, "case.correct")
    summary = await story.anna.fills_in(step, "walk.save", answer__malgrupp="anhoriga")
    await story.anna.presses(summary, "walk.send_again")
    await story.maria.presses(await asked_again(bot), "manager.yes")
    await bot.connector.until(lambda _: "Anhöriga" in reviewed(bot))

    assert "Vilken målgrupp?" in words_of(told)
    assert count(bot, IN_CHANNEL, "Granska:") == 1


async def test_the_requester_is_told_at_once_why_the_request_was_declined(bot: ServedBot) -> None:
    story = Participants(bot)
    review = await in_review(story)
    await story.rut.fills_in(review, "review.decline_send", said__declined="Det finns redan ett.")
    told = await bot.until_shown("a:anna", "Din ansökan är avslagen")

    assert "Det finns redan ett." in words_of(told)


async def test_without_a_channel_nothing_is_lost_and_all_comes_when_one_is_made(
    bot: ServedBot,
) -> None:
    story = Participants(bot)
    await story.maria.writes("hej")
    await sent(story.anna, boss="Maria")
    asked = await bot.until_shown("a:maria", SWEDISH.say("notice.manager-asked"))
    await story.maria.presses(asked, "manager.yes")
    await bot.until_shown("a:anna", SWEDISH.say("notice.manager-confirmed"))
    before = bot.shown_in(IN_CHANNEL)
    await story.rut.mentions_the_bot("granska här")
    review = await bot.until_shown(IN_CHANNEL, SWEDISH.say("review.title", case=NAME))

    assert before == []
    assert "Mellanby förskola" in title_of(review)


async def test_a_walk_is_taken_up_on_another_device_with_everything_in_it(bot: ServedBot) -> None:
    anna = bot.person("anna")
    first = await anna.writes("starta konto")
    await anna.fills_in(
        first, "walk.next", answer__kanal="facebook", answer__namn="Mellanby förskola"
    )
    again = await anna.writes("fortsätt")

    assert "Mellanby förskola" in str(again)


async def test_a_step_stays_replaced_when_the_chat_is_opened_again(bot: ServedBot) -> None:
    anna = bot.person("anna")
    first = await anna.writes("starta konto")
    data = {**button(first, anna.say("walk.next"))["data"], "answer.kanal": "facebook"}
    await anna.sends_press(data, reply_to="sent-1")

    assert [sent.method for sent in bot.connector.sent] == ["POST", "PUT"]
    assert bot.connector.sent[1].path.endswith("/activities/sent-1")


@pytest.mark.parametrize("forged", ["seen", "case", "step", "answer"])
async def test_forged_card_data_gets_a_sentence_and_changes_nothing(
    bot: ServedBot, tmp_path: Path, forged: str
) -> None:
    anna = bot.person("anna")
    first = await anna.writes("starta konto")
    changes: dict[str, Any] = {
        "seen": {"seen": 999, "answer.namn": "Mellanby"},
        "case": {"case": "sm-aaaaaaaa"},
        "step": {"step": "nowhere"},
        "answer": {"answer.kanal": "x" * 5000},
    }
    before = rows_in(tmp_path, "select version, content from account_requests")
    status, body = await anna.sends_press(
        {**button(first, anna.say("walk.next"))["data"], **changes[forged]}
    )

    assert (status, type(body["value"])) == (200, str)
    assert rows_in(tmp_path, "select version, content from account_requests") == before


async def test_somebody_elses_request_is_not_even_admitted_to_exist(bot: ServedBot) -> None:
    first = await bot.person("anna").writes("starta konto")
    said = await bot.person("bo").presses(first, "walk.next")

    assert said == "Jag hittar inget sådant ärende hos dig."


async def test_the_log_of_everything_holds_no_names_and_no_words(
    bot: ServedBot, tmp_path: Path
) -> None:
    story = Participants(bot)
    review = await in_review(story)
    await story.rut.fills_in(review, "review.decline_send", said__declined="Det finns redan ett.")
    log = repr(rows_in(tmp_path, "select * from audit_log"))

    assert log.count("request") >= 6
    for secret in ("Anna", "Maria", "Rut", "Det finns", "förskola", entra_id("anna")):
        assert secret not in log


async def in_review(story: Participants) -> Any:
    """Return the review card of a request that the manager has confirmed."""
    await story.is_prepared()
    await sent(story.anna, boss="Maria")
    asked = await story.bot.until_shown("a:maria", SWEDISH.say("notice.manager-asked"))
    await story.maria.presses(asked, "manager.yes")
    return await story.bot.until_shown(IN_CHANNEL, SWEDISH.say("review.title", case=NAME))


async def asked_again(bot: ServedBot) -> Any:
    await bot.connector.until(lambda _: told_in_all(bot, SWEDISH.say("notice.manager-asked")) == 2)
    return [
        each
        for each in bot.shown_in("a:maria")
        if SWEDISH.say("notice.manager-asked") in words_of(each)
    ][-1]


def is_review(said: Any) -> bool:
    return isinstance(said, dict) and SWEDISH.say("review.title", case=NAME) in words_of(said)


def reviewed(bot: ServedBot) -> str:
    return "".join(words_of(each) for each in bot.shown_in(IN_CHANNEL) if is_review(each))


def told_in_all(bot: ServedBot, words: str) -> int:
    """Return how often a message with *words* was sent, whatever stands in its place by now."""
    return sum(words in read_aloud(said) for said in bot.said())


def count(bot: ServedBot, conversation: str, words: str) -> int:
    shown = [each for each in bot.shown_in(conversation) if not isinstance(each, str)]
    return sum(words in words_of(each) for each in shown)


async def register(bot: ServedBot) -> list[tuple[str, str, str]]:
    """Return the name, address and standing of each account in the public register."""
    url = bot.url.replace("/api/messages", "/konton.json")
    async with ClientSession() as session, session.get(url) as response:
        listed = (await response.json())["accounts"]
    return [(each["name"], each["address"], each["standing"]) for each in listed]
