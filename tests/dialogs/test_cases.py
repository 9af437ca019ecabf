"""What becomes of a request: the manager, the reviewers, and the account."""

from datetime import timedelta

import pytest

from accounts.history import RequestStatus
from core.person import Person
from knowledge.search.snapshot import Snapshot
from tests.world.account_walk import ADDRESS, DONE, approved, id_in, in_review, live, sent
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import button, buttons_of, facts_of, fields_of, rows_of, title_of, words_of
from texts.catalogue import Texts


@pytest.fixture
def bot(small: Snapshot, texts: Texts) -> DialogBot:
    return DialogBot(small, texts, "rut", "rolf")


@pytest.fixture
def rut(bot: DialogBot) -> DialogUser:
    return bot.person("rut")


@pytest.fixture
def maria(bot: DialogBot) -> DialogUser:
    """The manager, whom the bot has met."""
    bot.uow.people.known.append(Person("aad-maria", "Maria"))
    return bot.person("maria")


def status(bot: DialogBot) -> RequestStatus:
    (request,) = bot.uow.requests.kept.values()
    return request.status


def told(bot: DialogBot) -> list[tuple[str, str]]:
    return [(notice.kind, notice.to) for notice in bot.uow.outbox.notices.values()]


async def test_a_managers_own_request_goes_straight_to_review(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await sent(anna)

    assert anna.say("status.in-review") in words_of(card)
    assert told(bot) == [("review", "review-channel")]


async def test_the_manager_named_is_asked_first(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    card = await sent(anna, boss="maria")

    assert anna.say("status.awaiting-manager") in words_of(card)
    assert told(bot) == [("manager-asked", "aad-maria")]


async def test_the_manager_confirms_and_the_review_begins(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    await sent(anna, boss="maria")
    asked = await maria.presses(await maria.writes("mina ärenden"), "Mellanby förskola")
    confirmed = await maria.presses(asked, "manager.yes")

    assert "Anna vill starta kontot" in words_of(asked)
    assert anna.say("manager.confirmed") in words_of(confirmed)
    assert told(bot)[1:] == [("review", "review-channel"), ("manager-answered", "aad-anna")]


async def test_the_manager_says_no_with_a_reason(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    await sent(anna, boss="maria")
    asked = await maria.presses(await maria.writes("mina ärenden"), "Mellanby förskola")
    without = await maria.presses(asked, "manager.send_no")
    await maria.fills_in(asked, "manager.send_no", said__refuse="Vi har inte tid.")
    back = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")

    assert without == anna.say("refused.reason-missing")
    assert "Chefen Maria sa nej: Vi har inte tid." in words_of(back)
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
    assert status(bot) is RequestStatus.IN_REVIEW


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


async def test_the_reviewer_sees_every_answer_the_unmet_and_the_history(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await in_review(bot, anna)

    assert "Syfte: Visa vår vardag." in words_of(card)
    assert anna.say("review.all_met") in words_of(card)
    assert "Skickad av Anna" in words_of(card)


async def test_approval_with_conditions_reaches_the_requester(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    decided = await rut.fills_in(card, "review.approve_send", said__approved="Ha två admin.")
    mine = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")

    assert "Godkänd" in words_of(decided)
    assert "Ha två admin." in words_of(mine)
    assert ("decided", "aad-anna") in told(bot)


async def test_declining_needs_a_reason(bot: DialogBot, anna: DialogUser, rut: DialogUser) -> None:
    card = await in_review(bot, anna)
    said = await rut.presses(card, "review.decline_send")

    assert said == anna.say("refused.reason-missing")
    assert status(bot) is RequestStatus.IN_REVIEW


async def test_what_one_decision_says_is_not_taken_for_another(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    """Some clients send every field of the card along with any of its buttons."""
    card = await in_review(bot, anna)
    said = await rut.fills_in(card, "review.decline_send", said__approved="Bra!")

    assert said == anna.say("refused.reason-missing")


async def test_a_returned_request_leads_to_the_step_where_something_is_missing(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    await rut.fills_in(card, "review.return_send", remark__ansvar="Vem är ersättare?")
    mine = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")
    step = await anna.presses(mine, "case.correct")

    assert "Vem är ersättare?" in words_of(mine)
    assert title_of(step) == "Steg 2 av 3"
    assert "Rut skriver att något saknas här\nVem är ersättare?" in words_of(step)


async def test_a_declined_request_is_corrected_and_sent_again(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    await rut.fills_in(card, "review.decline_send", said__declined="För smalt.")
    mine = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")
    first = await anna.presses(mine, "case.correct")
    second = await anna.fills_in(first, "walk.next", answer__syfte="Visa hela verksamheten.")
    third = await anna.presses(second, "walk.next")
    summary = await anna.presses(third, "walk.to_summary")
    again = await anna.presses(summary, "walk.send")

    assert "För smalt." in words_of(mine)
    assert anna.say("status.in-review") in words_of(again)


async def test_only_those_named_in_the_settings_decide(bot: DialogBot, anna: DialogUser) -> None:
    card = await in_review(bot, anna)
    said = await bot.person("bo").sends(button(card, anna.say("review.approve_send"))["data"])

    assert said.startswith(anna.say("refused.not-a-reviewer"))
    assert status(bot) is RequestStatus.IN_REVIEW


async def test_nobody_decides_their_own_request(bot: DialogBot, rut: DialogUser) -> None:
    card = await in_review(bot, rut)
    said = await rut.presses(card, "review.approve_send")

    assert said.startswith(rut.say("refused.own-request"))


async def test_the_second_presser_is_told_who_decided(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    await rut.presses(card, "review.approve_send")
    said = await bot.person("rolf").fills_in(card, "review.decline_send", said__declined="Nej.")

    assert said.startswith("Rut hann före: godkänd, 2026-11-23")


async def test_the_same_press_again_shows_the_decision(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    once = await rut.presses(card, "review.approve_send")
    before = told(bot)
    twice = await rut.presses(card, "review.approve_send")

    assert (twice, told(bot)) == (once, before)


async def test_a_request_in_review_can_be_withdrawn(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    review = await in_review(bot, anna)
    mine = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")
    withdrawn = await anna.presses(mine, "give_up.yes_sent")
    said = await rut.presses(review, "review.approve_send")

    assert status(bot) is RequestStatus.WITHDRAWN
    assert anna.say("give_up.done_sent") in words_of(withdrawn)
    assert said == "Det går inte i det läge ärendet är: tillbakadragen."


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
    assert too_soon == "Det här är inte klart: Tvåstegsverifiering är påslagen."
    assert anna.say("status_explained.live") in words_of(done)
    assert [account.address for account in bot.uow.register.all()] == [ADDRESS]


@pytest.mark.parametrize("address", ["", "facebook", "javascript:alert(1)", "https://a b.se"])
async def test_an_address_nobody_can_open_is_refused(
    bot: DialogBot, anna: DialogUser, address: str
) -> None:
    card = await approved(bot, anna)
    said = await anna.fills_in(card, "checklist.live", **DONE, said__address=address)

    assert said.startswith("Skriv en hel webbadress")


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


async def test_an_account_is_handed_over_to_somebody_the_bot_has_met(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    account = await live(bot, anna)
    offered = await anna.fills_in(account, "handover.send", said__name="Maria")
    asked = await maria.writes(f"ta över {id_in(account)}")
    taken = await maria.presses(asked, "handover.yes")
    gone = await anna.presses(offered, "account.pause_send")

    assert ("handover-asked", "aad-maria") in told(bot)
    assert facts_of(taken)[anna.say("account.responsible")] == "Maria"
    assert gone == anna.say("refused.no-such-case")


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
    said = await anna.fills_in(account, "account.close_send", done__spara="true")
    closed = await anna.fills_in(
        account, "account.close_send", done__spara="true", done__foljare="true"
    )

    assert said == "Det här är inte klart: Följarna har fått veta."
    assert facts_of(closed)["Läge"] == anna.say("standing.closed")
    assert bot.uow.register.all() == []


async def test_a_reviewer_looks_after_an_account_whose_person_has_left(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    account = await live(bot, anna)
    paused = await rut.fills_in(account, "account.pause_send", said__pause="Ingen svarar.")

    assert facts_of(paused)["Läge"] == "Pausat"


async def test_my_cases_lists_what_is_under_way_and_the_accounts(
    bot: DialogBot, anna: DialogUser
) -> None:
    await live(bot, anna)
    bot.clock.pass_by(timedelta(minutes=1))
    await anna.writes("starta konto")
    card = await anna.writes("my cases")

    assert title_of(card) == "My cases"
    assert rows_of(card) == ["Account without a name yet", "Mellanby förskola on Facebook"]


async def test_a_reviewer_makes_the_channel_by_writing_in_it(
    bot: DialogBot, rut: DialogUser
) -> None:
    in_channel = bot.person("rut", place="19:granskning;messageid=17")
    said = await in_channel.writes("granska här", in_private=False)
    privately = await rut.writes("granska här")

    assert said.startswith(rut.say("review.channel_made"))
    assert [channel.conversation for channel in bot.channels] == ["19:granskning"]
    assert privately.startswith(rut.say("review.channel_only"))


async def test_others_make_no_review_channel(bot: DialogBot) -> None:
    bo = bot.person("bo", place="19:fika")
    said = await bo.writes("granska här", in_private=False)

    assert said.startswith(bo.say("refused.not-a-reviewer"))
    assert bot.channels == []


async def test_that_a_request_is_sent_is_said_at_the_top(anna: DialogUser) -> None:
    assert words_of(await sent(anna)).startswith(anna.say("case.sent"))


async def test_that_the_checklist_is_saved_is_said_at_the_top(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await approved(bot, anna)
    saved = await anna.fills_in(card, "checklist.save", done__profiltext="true")

    assert words_of(saved).startswith(anna.say("checklist.saved"))


async def test_a_decision_stands_first_on_the_reviewers_card_with_what_is_missing_by_step(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    decided = await rut.fills_in(card, "review.return_send", remark__ansvar="Vem är ersättare?")

    assert words_of(decided).startswith("Rut begärde komplettering")
    assert "Det som saknas står här nedanför.\n- Ansvar: Vem är ersättare?" in words_of(decided)


async def test_a_card_that_is_confirmed_no_longer_asks(
    bot: DialogBot, anna: DialogUser, maria: DialogUser
) -> None:
    await sent(anna, boss="maria")
    asked = await maria.presses(await maria.writes("mina ärenden"), "Mellanby förskola")
    confirmed = await maria.presses(asked, "manager.yes")

    assert "Läs svaren och bekräfta" in words_of(asked)
    assert "Läs svaren och bekräfta" not in words_of(confirmed)
