"""A case stands whole in one message of a chat, and as it is, however it came to be shown."""

from typing import Any

from tests.world.account_walk import IN_CHANNEL, NAME, Participants, at_the_summary, id_in, sent
from tests.world.reading import button, buttons_of, title_of
from tests.world.served_bot import ServedBot, read_aloud
from tests.world.tab import TabUser
from tests.world.user import SWEDISH

MOVED = SWEDISH.say("notice.card-moved")
RENEWED = SWEDISH.say("notice.card-renewed", at="")[:11]


def shown_in(bot: ServedBot, conversation: str) -> list[str]:
    return [read_aloud(each) for each in bot.shown_in(conversation)]


async def until_renewed(bot: ServedBot, conversation: str, words: str) -> None:
    """Wait until the last message there has been renewed, and says *words*."""

    def is_renewed(_: object) -> bool:
        last = shown_in(bot, conversation)[-1]
        return RENEWED in last and words in last

    await bot.connector.until(is_renewed)


async def until_moved(bot: ServedBot, conversation: str, *, messages: int = 1) -> None:
    """Wait until so many messages there say that another one shows their case."""
    await bot.connector.until(
        lambda _: sum(MOVED in each for each in shown_in(bot, conversation)) == messages
    )


async def asked(story: Participants) -> tuple[Any, str]:
    """Return the card that asks Maria, and the id of Anna's request."""
    await story.is_prepared()
    case = id_in(await sent(story.anna, boss="Maria"))
    return await story.bot.until_shown("a:maria", SWEDISH.say("notice.manager-asked")), case


async def test_a_case_shown_for_a_typed_word_is_renewed_when_it_moves_on(bot: ServedBot) -> None:
    story, own_chat = Participants(bot), bot.person("rut")
    card, case = await asked(story)
    await story.maria.presses(card, "manager.yes")
    await bot.until_shown("a:anna", SWEDISH.say("notice.manager-confirmed"))
    for_anna = await story.anna.writes(f"visa ärende {case}")
    for_maria = await story.maria.writes(f"bekräfta {case}")
    for_rut = await own_chat.writes(case)
    review = await bot.until_shown(IN_CHANNEL, SWEDISH.say("review.title", case=NAME))
    await story.rolf.presses(review, "review.claim")

    assert title_of(for_anna).startswith(NAME)
    assert title_of(for_maria).startswith(NAME)
    assert title_of(for_rut) == SWEDISH.say("review.title", case=title_of(for_anna))
    for person, words in (("anna", NAME), ("maria", NAME), ("rut", "Rolf")):
        await until_renewed(bot, f"a:{person}", words)


async def test_what_is_typed_in_a_step_stays_until_the_request_is_sent(bot: ServedBot) -> None:
    """A second card of the walk takes nothing from the first; then they both say where it is."""
    anna = bot.person("anna")
    await at_the_summary(anna)
    await anna.writes("fortsätt")
    before = shown_in(bot, "a:anna")
    summary = await anna.writes("fortsätt")
    data = button(summary, SWEDISH.say("walk.send"))["data"]
    *_, third = bot.connector.ids.values()
    await anna.sends_press(data, reply_to=third)
    await until_moved(bot, "a:anna", messages=2)

    assert not any(MOVED in each for each in before)


async def test_whoever_answers_on_a_second_card_isnt_asked_by_the_first_any_more(
    bot: ServedBot,
) -> None:
    story = Participants(bot)
    _, case = await asked(story)
    typed = await story.maria.writes(f"bekräfta {case}")
    yes = button(typed, SWEDISH.say("manager.yes"))
    await until_moved(bot, "a:maria")
    await story.maria.sends_press(yes["data"], reply_to="typed")
    await bot.until_shown("a:anna", SWEDISH.say("notice.manager-confirmed"))

    assert not any("manager.yes" in each for each in shown_in(bot, "a:maria")[:-1])


async def test_a_line_that_is_opened_shows_the_case_there_and_the_line_moves(
    bot: ServedBot,
) -> None:
    anna = bot.person("anna")
    case = id_in(await sent(anna))
    await anna.writes(case)
    await anna.writes(case)
    await until_moved(bot, "a:anna")
    *_, one, other = bot.connector.ids.values()
    line = next(each for each in bot.shown_in("a:anna") if MOVED in read_aloud(each))
    await anna.sends_press(button(line, SWEDISH.say("case.open"))["data"], reply_to=one)

    def has_changed_places(_: object) -> bool:
        *_, first, second = shown_in(bot, "a:anna")
        return MOVED in second and MOVED not in first

    await bot.connector.until(has_changed_places)
    assert one != other


async def test_what_is_pressed_on_the_tab_renews_the_card_in_the_chat(bot: ServedBot) -> None:
    story, tab = Participants(bot), TabUser(bot, "maria")
    await asked(story)
    await tab.presses(await tab.presses(await tab.opens(), NAME), "manager.yes")

    await until_renewed(bot, "a:maria", SWEDISH.say("manager.confirmed"))
    assert not any(
        SWEDISH.say("manager.yes") in buttons_of(each) for each in bot.shown_in("a:maria")
    )


async def test_what_a_reviewer_decides_in_the_channel_renews_their_own_card(
    bot: ServedBot,
) -> None:
    story, own_chat = Participants(bot), bot.person("rut")
    card, case = await asked(story)
    await story.maria.presses(card, "manager.yes")
    review = await bot.until_shown(IN_CHANNEL, SWEDISH.say("review.title", case=NAME))
    await own_chat.writes(case)
    await story.rut.presses(review, "review.approve_send")

    await until_renewed(bot, "a:rut", "Godkänd av Rut")
