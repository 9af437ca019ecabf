"""What is pressed where others look on: nobody's own matters are shown there."""

from typing import Any, Literal

from cards.account_actions import AccountAction, CaseAction, MyCases, OpenCase, PrintRecord
from cards.actions import data_of, read
from dialogs.refusals import may_be_seen_by_others
from tests.world.account_walk import approved, id_in, in_review, live
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import button, executes, facts_of, words_of

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"


async def pressed_among_others(who: DialogUser, action: AccountAction | dict[str, Any]) -> Any:
    data = action if isinstance(action, dict) else data_of(action)
    return await who.sends(data, in_private=False)


async def test_ones_own_cases_are_not_shown_to_others(bot: DialogBot, anna: DialogUser) -> None:
    typed = await anna.writes("mina ärenden", in_private=False)
    pressed = await pressed_among_others(anna, MyCases(language="sv"))

    assert pressed == typed
    assert "mina ärenden" in pressed


async def test_a_request_of_ones_own_is_not_shown_to_others(
    bot: DialogBot, anna: DialogUser
) -> None:
    case = id_in(await approved(bot, anna))

    for action in (
        OpenCase(language="sv", case=case),
        PrintRecord(language="sv", case=case),
    ):
        assert "mina ärenden" in await pressed_among_others(anna, action)


async def test_no_button_on_ones_own_card_works_among_others(
    bot: DialogBot, anna: DialogUser
) -> None:
    account = await live(bot, anna)
    cards = [account, await anna.writes("mina ärenden"), await anna.writes("starta konto")]
    for data in (press["data"] for card in cards for press in executes(card)):
        said = await pressed_among_others(anna, data)

        assert isinstance(said, str), data


async def test_a_question_sent_on_is_not_shown_to_others(bot: DialogBot, anna: DialogUser) -> None:
    receipt = await anna.sends_on(await anna.writes("När kommer lönen?"))
    following = button(receipt, anna.say("enquiry.follow"))["data"]
    for action in ("follow_enquiry", "open_enquiry", "withdraw_enquiry"):
        said = await pressed_among_others(anna, following | {"action": action})

        assert "mina ärenden" in said
    (sent,) = bot.uow.forwarded_questions.kept.values()
    assert not sent.follows


async def test_reviewers_look_after_an_account_in_their_channel(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    account = id_in(await live(bot, anna))
    opened = await pressed_among_others(rut, OpenCase(language="sv", case=account))
    refused = await pressed_among_others(rut, MyCases(language="sv"))

    assert facts_of(opened)["Läge"] == "I bruk"
    assert isinstance(refused, str)


async def test_every_button_on_the_cards_of_reviewers_works_in_their_channel(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    waiting = await in_review(bot, anna)
    queue = await rut.writes("att granska", in_private=False)
    asked = await rut.fills_in(waiting, "review.ask_send", said__question="Vem?")
    approved = await rut.presses(asked, "review.approve_send")
    statistics = await rut.presses(queue, "review.statistics")
    listed = await rut.fills_in(queue, "review.find", said__which="live")
    for press in executes([waiting, asked, approved, queue, listed, statistics]):
        action = read(press["data"], ["sv"])

        assert may_be_seen_by_others(action, is_reviewer=True), press["title"]


async def test_a_request_is_taken_and_asked_about_in_the_channel(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    taken = await pressed_among_others(rut, button(card, rut.say("review.claim"))["data"])
    ask = button(taken, rut.say("review.ask_send"))["data"] | {"said.question": "Vem svarar?"}
    asked = await pressed_among_others(rut, ask)
    replies = ask | {"replies": True, "said.reply": "Jag."}

    assert "Rut" in facts_of(taken)[rut.say("review.assigned")]
    assert "Vem svarar?" in words_of(asked)
    assert "mina ärenden" in await pressed_among_others(anna, replies)


class NewPress(CaseAction):
    """A press that somebody adds one day, and lists nowhere."""

    action: Literal["new_press"] = "new_press"


def test_a_press_that_nobody_has_listed_is_for_oneself() -> None:
    press: Any = NewPress(language="sv")

    assert not may_be_seen_by_others(press, is_reviewer=False)
    assert not may_be_seen_by_others(press, is_reviewer=True)


async def test_what_anybody_may_read_is_pressed_among_others(
    bot: DialogBot, anna: DialogUser
) -> None:
    answer = await anna.writes(QUESTION, in_private=False)
    for press in executes(answer):
        if press["title"] == anna.say("button.in_own_chat"):
            continue  # told in a sentence: the answer itself goes where nobody else looks
        assert isinstance(await pressed_among_others(anna, press["data"]), dict), press
