"""What becomes of a request that is sent: the manager, and my cases."""

from datetime import timedelta

import pytest

from accounts.history import RequestStatus
from core.person import Person
from dialogs.notices import NoticeWriter
from tests.world.account_walk import id_in, in_review, live, sent
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import buttons_of, fault_at, fields_of, rows_of, title_of, words_of


async def test_a_managers_own_request_goes_straight_to_review(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await sent(anna)

    assert anna.say("status.in-review") in words_of(card)
    assert bot.told() == [("review", "review-channel")]


async def test_the_manager_named_is_asked_first(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    card = await sent(anna, boss="maria")

    assert anna.say("status.awaiting-manager") in words_of(card)
    assert bot.told() == [("manager-asked", "aad-maria")]


async def test_the_manager_confirms_and_the_review_begins(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    await sent(anna, boss="maria")
    asked = await maria.presses(await maria.writes("mina ärenden"), "Mellanby förskola")
    confirmed = await maria.presses(asked, "manager.yes")

    assert "Anna vill starta kontot" in words_of(asked)
    assert anna.say("manager.confirmed") in words_of(confirmed)
    assert bot.told()[1:] == [("review", "review-channel"), ("manager-answered", "aad-anna")]


async def test_the_manager_says_no_with_a_reason(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    await sent(anna, boss="maria")
    asked = await maria.presses(await maria.writes("mina ärenden"), "Mellanby förskola")
    without = await maria.presses(asked, "manager.send_no")
    done = await maria.fills_in(asked, "manager.send_no", said__refuse="Vi har inte tid.")
    listed = await maria.writes("mina ärenden")
    again = await maria.presses(listed, "Mellanby förskola")
    back = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")

    assert fault_at(without, "said.refuse") == f"⚠ {anna.say('refused.reason-missing')}"
    for card in (done, again):
        assert maria.say("manager.refused_title") in words_of(card)
        assert maria.say("manager.yes") not in buttons_of(card)
    assert "Du har sagt nej, till Anna" in words_of(listed)
    assert words_of(back).startswith(
        "Mellanby förskola på Facebook\nMaria har sagt nej\nSkäl: Vi har inte tid."
    )
    assert anna.say("status_explained.returned") not in words_of(back)
    assert anna.say("case.correct") in buttons_of(back)


async def test_a_manager_the_bot_has_not_met_confirms_with_the_requests_id(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await sent(anna, boss="Maria Ek")
    code = id_in(card)
    maria = bot.person("maria")
    asked = await maria.writes(f"Bekräfta {code.upper()}")
    confirmed = await maria.presses(asked, "manager.yes")

    assert f"bekräfta {code}" in words_of(card)
    assert anna.say("manager.confirmed") in words_of(confirmed)
    assert bot.request_status() is RequestStatus.IN_REVIEW


@pytest.mark.parametrize(
    "written", ["bekräfta: {code}", "”bekräfta {code}”", "Bekräfta  {code}!", "confirm {code}."]
)
async def test_what_the_manager_was_told_to_write_may_come_as_it_stood_in_a_mail(
    bot: DialogBot, anna: DialogUser, written: str
) -> None:
    code = id_in(await sent(anna, boss="Maria Ek"))
    asked = await bot.person("maria").writes(written.format(code=code))

    assert "Mellanby förskola" in title_of(asked)


async def test_a_mistyped_id_is_said_to_be_no_case(anna: DialogUser) -> None:
    assert await anna.writes("bekräfta sm-abc") == anna.say("refused.no-such-case")


@pytest.mark.parametrize("written", ["bekräfta", "Ta över!"])
async def test_without_an_id_the_manager_is_shown_what_waits(
    anna: DialogUser, maria: DialogUser, written: str
) -> None:
    await sent(anna, boss="maria")
    card = await maria.writes(written)

    assert rows_of(card) == ["Mellanby förskola på Facebook"]


async def test_nobody_confirms_their_own_request(bot: DialogBot, anna: DialogUser) -> None:
    card = await sent(anna, boss="Maria Ek")
    said = await anna.writes(f"bekräfta {id_in(card)}")

    assert said == anna.say("refused.no-such-case")


async def test_a_request_may_go_to_review_unconfirmed_and_the_card_says_so(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await sent(anna, boss="Maria Ek")
    await anna.presses(card, "case.send_unconfirmed_send")
    review = await rut.presses(await rut.writes("att granska"), "Mellanby förskola")

    assert "Chefens bekräftelse saknas. Som ansvarig chef angavs Maria Ek." in words_of(review)


async def test_a_request_in_review_can_be_withdrawn(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    review = await in_review(bot, anna)
    mine = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")
    withdrawn = await anna.presses(mine, "give_up.yes_sent")
    said = await rut.presses(review, "review.approve_send")

    assert bot.request_status() is RequestStatus.WITHDRAWN
    assert anna.say("give_up.done_sent") in words_of(withdrawn)
    assert words_of(said).startswith("Det går inte längre. Ärendet är nu: tillbakadragen.")


async def test_my_cases_lists_what_is_under_way_and_the_accounts(
    bot: DialogBot, anna: DialogUser
) -> None:
    await live(bot, anna)
    bot.clock.pass_by(timedelta(minutes=1))
    await anna.writes("starta konto")
    card = await anna.writes("my cases")

    assert title_of(card) == "My cases"
    assert rows_of(card) == ["Account without a name yet", "Mellanby förskola on Facebook"]


async def test_that_a_request_is_sent_is_said_at_the_top(anna: DialogUser) -> None:
    assert words_of(await sent(anna)).startswith(anna.say("case.sent"))


async def test_a_card_that_is_confirmed_no_longer_asks(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    await sent(anna, boss="maria")
    asked = await maria.presses(await maria.writes("mina ärenden"), "Mellanby förskola")
    confirmed = await maria.presses(asked, "manager.yes")

    assert "Läs svaren och bekräfta" in words_of(asked)
    assert "Läs svaren och bekräfta" not in words_of(confirmed)


@pytest.mark.parametrize(
    ("button", "outcome"),
    [("review.approve_send", "approved"), ("review.decline_send", "declined")],
)
async def test_the_manager_hears_the_outcome_with_its_words(
    bot: DialogBot,
    anna: DialogUser,
    maria: DialogUser,
    rut: DialogUser,
    button: str,
    outcome: str,
) -> None:
    await sent(anna, boss="maria")
    asked = await maria.presses(await maria.writes("mina ärenden"), "Mellanby förskola")
    await maria.presses(asked, "manager.yes")
    review = await rut.presses(await rut.writes("att granska"), "Mellanby förskola")
    await rut.fills_in(review, button, **{f"said__{outcome}": "Ha två admin."})
    notice = list(bot.uow.outbox.notices.values())[-2]
    message = await NoticeWriter(bot.services)(notice, "sv")
    opened = await maria.presses(await maria.writes("mina ärenden"), "Mellanby förskola")

    assert notice.to == "aad-maria"
    assert message is not None
    for card in (message.card, opened):
        assert "Ha två admin." in words_of(card)
    assert maria.say(f"notice.manager-{outcome}") in words_of(message.card)


async def test_nobody_is_told_they_were_named_unless_it_was_they_who_were_asked(
    bot: DialogBot, anna: DialogUser
) -> None:
    code = id_in(await sent(anna, boss="Birgitta Nilsson"))
    asked = await bot.person("gustav").writes(f"bekräfta {code}")

    assert "har angett dig" not in words_of(asked)
    assert "har angett Birgitta Nilsson som ansvarig chef" in words_of(asked)


async def test_a_managers_old_card_says_how_it_stands(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    await sent(anna, boss="maria")
    listed = await maria.writes("mina ärenden")
    mine = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")
    await anna.presses(mine, "give_up.yes_sent")
    again = await maria.writes("mina ärenden")

    assert "Väntar på att du bekräftar" in words_of(listed)
    assert "Väntar inte på dig, från Anna · Tillbakadragen" in words_of(again)


async def test_a_manager_the_bot_has_not_met_gets_a_link_and_is_asked_on_turning_up(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    card = await sent(anna, boss="Birgitta Nilsson")
    link = fields_of(card)[anna.say("case.invitation_label")]
    bot.uow.people.met.append(Person("aad-birgitta", "Birgitta Nilsson (Kultur)"))
    await bot.services.managers.ask_those_met()
    birgitta = bot.person("birgitta")
    asked = await birgitta.presses(await birgitta.writes("mina ärenden"), "Mellanby förskola")
    again = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")

    assert f"users=28%3Arutinboten&message=bekr%C3%A4fta%20{id_in(card)}" in link
    assert ("manager-asked", "aad-birgitta") in bot.told()
    assert "har angett dig som ansvarig chef" in words_of(asked)
    assert anna.say("case.invitation_label") not in fields_of(again)


async def test_a_deputy_confirms_in_the_managers_place_and_the_reviewer_reads_so(
    bot: DialogBot, anna: DialogUser, maria: DialogUser, rut: DialogUser
) -> None:
    await sent(anna, boss="maria")
    bot.uow.people.met.append(Person("aad-bo", "Bo"))
    asked = await maria.presses(await maria.writes("mina ärenden"), "Mellanby förskola")
    handed = await maria.fills_in(asked, "manager.pass_on_send", said__who="bo")
    bo = bot.person("bo")
    theirs = await bo.presses(await bo.writes("mina ärenden"), "Mellanby förskola")
    await bo.presses(theirs, "manager.yes")
    review = await rut.presses(await rut.writes("att granska"), "Mellanby förskola")

    assert "väntar inte på ditt svar" in words_of(handed)
    assert "Du är tillfrågad som ersättare för maria" in words_of(theirs)
    assert "Bo har bekräftat ansökan som ersättare för maria." in words_of(review)


async def test_the_requester_asks_somebody_else_when_it_was_the_wrong_manager(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    card = await sent(anna, boss="maria")
    bot.uow.people.met.append(Person("aad-bo", "Bo"))
    after = await anna.fills_in(card, "case.reassign_send", said__who="bo")
    again = await maria.writes("mina ärenden")

    assert "Jag frågade bo" in words_of(after)
    assert bot.told()[-2:] == [("manager-asked", "aad-bo"), ("manager-relieved", "aad-maria")]
    assert rows_of(again) == []
