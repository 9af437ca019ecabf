"""An approved request becomes an account, and the account is looked after."""

import pytest

from tests.world.account_walk import ADDRESS, DONE, NAME, approved, id_in, live
from tests.world.builders import an_account
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import buttons_of, facts_of, fault_at, fields_of, title_of, words_of


async def test_the_checklist_is_kept_and_the_account_goes_live_when_it_is_done(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await approved(bot, anna)
    half = await anna.fills_in(card, "checklist.save", done__profiltext="true")
    too_soon = await anna.fills_in(
        half, "checklist.live", done__profiltext="true", said__address=ADDRESS
    )
    done = await anna.fills_in(half, "checklist.live", **DONE, said__address=ADDRESS)

    assert fields_of(half)["Profiltexten är på plats"] == "true"
    assert "⚠ Det här är inte klart än" in fault_at(too_soon, "done.tvafaktor")
    assert "⚠" not in fault_at(too_soon, "done.profiltext")
    assert fields_of(too_soon)["Kontots adress på nätet"] == ADDRESS
    assert anna.say("status_explained.live") in words_of(done)
    assert [account.address for account in bot.uow.register.all()] == [ADDRESS]


@pytest.mark.parametrize("address", ["", "facebook", "javascript:alert(1)", "https://a b.se"])
async def test_an_address_nobody_can_open_is_refused(
    bot: DialogBot, anna: DialogUser, address: str
) -> None:
    card = await approved(bot, anna)
    again = await anna.fills_in(card, "checklist.live", **DONE, said__address=address)

    assert fault_at(again, "said.address").startswith("⚠ Skriv en hel webbadress")
    assert fields_of(again)["Kontots adress på nätet"] == address


async def test_the_same_account_cannot_be_asked_for_twice(bot: DialogBot, anna: DialogUser) -> None:
    await live(bot, anna)
    first = await anna.writes("starta konto")
    card = await anna.fills_in(
        first,
        "walk.next",
        answer__kanal="facebook",
        answer__namn="mellanby  FÖRSKOLA",
        answer__syfte="Visa.",
    )

    assert title_of(card) == "Steg 1 av 3"
    assert "Kontot finns redan" in words_of(card)


async def test_of_two_approved_requests_of_one_name_the_later_is_led_to_another_name(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await approved(bot, anna)
    bot.uow.register.kept["konto-other222"] = an_account("konto-other222", name=NAME)
    said = await anna.fills_in(card, "checklist.live", **DONE, said__address=ADDRESS)

    assert said == anna.say("refused.name-taken", case="konto-other222")
    assert {anna.say("case.copy"), anna.say("case.withdraw")} <= {*buttons_of(card)}


async def test_an_account_is_handed_over_to_somebody_the_bot_has_met(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    account = await live(bot, anna)
    offered = await anna.fills_in(account, "handover.send", said__who="Maria")
    asked = await maria.writes(f"ta över {id_in(account)}")
    taken = await maria.presses(asked, "handover.yes")
    gone = await anna.presses(offered, "account.pause_send")

    assert ("handover-asked", "aad-maria") in bot.told()
    assert facts_of(taken)[anna.say("account.responsible")] == "Maria"
    assert words_of(gone).startswith(anna.say("refused.out-of-date"))


async def test_whoever_declines_an_account_has_no_card_left_that_offers_it(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    account = await live(bot, anna)
    await anna.fills_in(account, "handover.send", said__who="Maria")
    asked = await maria.writes(f"ta över {id_in(account)}")
    declined = await maria.presses(asked, "handover.no")

    assert anna.say("handover.declined") in words_of(declined)
    assert buttons_of(declined) == [anna.say("case.mine")]


async def test_an_account_is_paused_and_taken_into_use_again(
    bot: DialogBot, anna: DialogUser
) -> None:
    account = await live(bot, anna)
    paused = await anna.fills_in(account, "account.pause_send", said__pause="Sommar.")
    resumed = await anna.presses(paused, "account.resume")

    assert facts_of(paused)["Läge"] == "Pausat"
    assert facts_of(resumed)["Läge"] == "I bruk"


async def test_an_account_is_closed_only_when_all_is_saved_and_weeded(
    bot: DialogBot, anna: DialogUser
) -> None:
    account = await live(bot, anna)
    again = await anna.fills_in(account, "account.close_send", done__spara="true")
    closed = await anna.fills_in(
        account, "account.close_send", done__spara="true", done__foljare="true"
    )

    assert fault_at(again, "done.foljare") == "⚠ Det här är inte klart än."
    assert fields_of(again)["Innehållet är sparat"] == "true"
    assert facts_of(closed)["Läge"] == anna.say("standing.closed")
    assert bot.uow.register.all() == []


async def test_a_reviewer_looks_after_an_account_whose_person_has_left(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    account = await live(bot, anna)
    paused = await rut.fills_in(account, "account.pause_send", said__pause="Ingen svarar.")

    assert facts_of(paused)["Läge"] == "Pausat"


async def test_that_the_checklist_is_saved_is_said_at_the_top(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await approved(bot, anna)
    saved = await anna.fills_in(card, "checklist.save", done__profiltext="true")

    assert words_of(saved).startswith(anna.say("checklist.saved"))
