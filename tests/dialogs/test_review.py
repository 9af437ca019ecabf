"""Reviewing a request: what the reviewers see and decide, and where."""

from accounts.history import RequestStatus
from tests.world.account_walk import in_review
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import button, facts_of, fault_at, fields_of, rows_of, title_of, words_of


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
    assert ("decided", "aad-anna") in bot.told()


async def test_declining_needs_a_reason(bot: DialogBot, anna: DialogUser, rut: DialogUser) -> None:
    card = await in_review(bot, anna)
    again = await rut.presses(card, "review.decline_send")

    assert fault_at(again, "said.declined") == f"⚠ {anna.say('refused.reason-missing')}"
    assert title_of(again) == title_of(card), "the panel is open where it stood"
    assert bot.request_status() is RequestStatus.IN_REVIEW


async def test_what_one_decision_says_is_not_taken_for_another(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    """Some clients send every field of the card along with any of its buttons."""
    card = await in_review(bot, anna)
    again = await rut.fills_in(card, "review.decline_send", said__approved="Bra!")

    assert fault_at(again, "said.declined") == f"⚠ {anna.say('refused.reason-missing')}"
    assert fields_of(again)[rut.say("review.approve_words")] == "Bra!"


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
    first = await anna.presses(await anna.presses(mine, "case.correct"), "Ändra: Kontot")
    summary = await anna.fills_in(first, "walk.save", answer__syfte="Visa hela verksamheten.")
    again = await anna.presses(summary, "walk.send_again")

    assert "För smalt." in words_of(mine)
    assert anna.say("status.in-review") in words_of(again)


async def test_what_was_asked_for_last_time_stands_beside_what_has_changed_since(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    asked = {"remark__konto": "Vilken målgrupp?", "said__returned": "Ring mig gärna."}
    await rut.fills_in(card, "review.return_send", **asked)
    mine = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")
    step = await anna.presses(mine, "case.correct")
    summary = await anna.fills_in(step, "walk.save", answer__syfte="Visa allt.")
    await anna.presses(summary, "walk.send_again")
    again = await rut.presses(await rut.writes("att granska"), "Mellanby förskola")
    told = words_of(again)
    lines = ("Rut begärde komplettering", "Kontot: Vilken målgrupp?", "Ring mig gärna.")

    assert title_of(again).startswith("Granska:")
    assert all(line in told for line in lines)
    assert told.index(lines[0]) < told.index("Ändrat sedan sist") < told.index("Godkänn\n")


async def test_only_those_named_in_the_settings_decide(bot: DialogBot, anna: DialogUser) -> None:
    card = await in_review(bot, anna)
    said = await bot.person("bo").sends(button(card, anna.say("review.approve_send"))["data"])

    assert said.startswith(anna.say("refused.not-a-reviewer"))
    assert bot.request_status() is RequestStatus.IN_REVIEW


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

    assert words_of(said).startswith("Rut hann före: godkänd, 2026-11-23")


async def test_the_same_press_again_shows_the_decision(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    once = await rut.presses(card, "review.approve_send")
    before = bot.told()
    twice = await rut.presses(card, "review.approve_send")

    assert (twice, bot.told()) == (once, before)


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


async def test_a_decision_stands_first_on_the_reviewers_card_with_what_is_missing_by_step(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    decided = await rut.fills_in(card, "review.return_send", remark__ansvar="Vem är ersättare?")

    assert words_of(decided).startswith("Rut begärde komplettering")
    assert "Det som saknas står här nedanför.\n- Ansvar: Vem är ersättare?" in words_of(decided)


async def test_a_question_goes_to_the_requesters_card_and_the_answer_to_the_reviewers(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    taken = await rut.presses(card, "review.claim")
    await rut.fills_in(taken, "review.ask_send", said__question="Vilka tider svarar ni?")
    mine = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")
    await anna.fills_in(mine, "thread.send", said__reply="Vardagar åtta till fem.")
    again = await rut.presses(await rut.writes("att granska"), "Mellanby förskola")

    assert facts_of(taken)[rut.say("review.assigned")] == "Rut"
    assert "Rut på Kommunikationsenheten frågar\nVilka tider svarar ni?" in words_of(mine)
    assert "Anna svarade" in words_of(again)
    assert "Vardagar åtta till fem." in words_of(again)
    assert bot.request_status() is RequestStatus.IN_REVIEW


async def test_conditions_are_boxes_on_the_requesters_list(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    said = "Ha två admin.\nStäng kommentarerna."
    await rut.fills_in(card, "review.approve_send", said__approved=said)
    mine = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")

    assert {"Ha två admin.", "Stäng kommentarerna."} <= fields_of(mine).keys()


async def test_an_approval_is_taken_back(bot: DialogBot, anna: DialogUser, rut: DialogUser) -> None:
    card = await in_review(bot, anna)
    decided = await rut.presses(card, "review.approve_send")
    after = await rut.fills_in(decided, "review.revoke_send", said__revoke="Det finns redan.")
    mine = await anna.presses(await anna.writes("mina ärenden"), "Mellanby förskola")

    assert bot.request_status() is RequestStatus.DECLINED
    for each in (after, mine):
        assert "Skäl: Det finns redan." in words_of(each)


async def test_what_a_decision_hangs_on_stands_above_the_buttons_and_the_rest_is_folded(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await in_review(bot, anna)
    kinds = [part["type"] for part in card["body"]]
    below = card["body"][kinds.index("ActionSet") :]

    assert [part["isVisible"] for part in below if part.get("id") == "rest"] == [False]
    assert "Syfte: Visa vår vardag." in words_of({"body": card["body"][: kinds.index("ActionSet")]})
    assert button(card, anna.say("review.approve_send"))


async def test_reviewers_find_cases_in_lists_and_by_their_words(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    await in_review(bot, anna)
    queue = await rut.writes("att granska")
    waiting = await rut.presses(queue, "review.find")
    managers = await rut.fills_in(queue, "review.find", said__which="managers")
    found = await rut.fills_in(queue, "review.find", said__words="mellanby")
    counted = await rut.presses(found, "review.statistics")

    assert rows_of(waiting) == rows_of(found) == ["Mellanby förskola på Facebook"]
    assert rows_of(managers) == []
    assert rut.say("review.per_unit") in words_of(counted)


async def test_the_diary_number_stands_in_the_case(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    card = await in_review(bot, anna)
    entered = await rut.fills_in(card, "review.diary_send", said__diary="KS 2026/0123")
    decided = await rut.presses(card, "review.approve_send")

    assert facts_of(entered)["Diarienummer"] == "KS 2026/0123"
    assert "Diarienumret skrivet av Rut: KS 2026/0123" in words_of(entered)
    assert "Godkänd" in words_of(decided)
