"""Walking through a request in the chat."""

from datetime import timedelta
from typing import Any

import pytest

from tests.world.account_walk import ACCOUNT, MINE, at_the_second_step, at_the_summary
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import (
    button,
    buttons_of,
    fields_of,
    opened_by,
    rows_of,
    title_of,
    words_of,
)

ANOTHER = {"action": "start_request", "language": "sv", "another": True}


@pytest.mark.parametrize(
    ("written", "place", "title"),
    [
        ("starta konto", "Steg 1 av 3", "Kontot"),
        ("Starta ett konto!", "Steg 1 av 3", "Kontot"),
        ("start an account", "Step 1 of 3", "The account"),
    ],
)
async def test_a_few_words_begin_the_walk(
    anna: DialogUser, written: str, place: str, title: str
) -> None:
    card = await anna.writes(written)

    assert title_of(card) == place
    assert title in words_of(card)


async def test_a_step_asks_what_the_editors_file_says(anna: DialogUser) -> None:
    card = await anna.writes("starta konto")

    assert list(fields_of(card)) == [
        anna.say("register.column.platform"),
        "Kontots namn",
        "Syfte",
        "Målgrupp (frivilligt)",
    ]


async def test_the_reason_for_a_step_opens_within_its_card(anna: DialogUser) -> None:
    card = await anna.writes("starta konto")

    assert "Källa" in words_of(opened_by(card, "Varför frågar vi?"))


async def test_next_leads_on_where_all_is_answered(anna: DialogUser) -> None:
    card = await at_the_second_step(anna)

    assert title_of(card) == "Steg 2 av 3"


async def test_a_missing_answer_is_told_at_the_top_and_at_its_field_and_nothing_is_lost(
    anna: DialogUser,
) -> None:
    first = await anna.writes("starta konto")
    card = await anna.fills_in(first, "walk.next", answer__kanal="facebook", answer__syfte="Visa.")

    assert title_of(card) == "Steg 1 av 3"
    assert "- Kontots namn: Svar saknas." in words_of(card)
    assert "⚠ Svar saknas." in words_of(card)
    assert fields_of(card)["Syfte"] == "Visa."
    assert fields_of(card)[anna.say("register.column.platform")] == "facebook"


async def test_too_long_an_answer_comes_back_to_be_shortened(anna: DialogUser) -> None:
    first = await anna.writes("starta konto")
    card = await anna.fills_in(first, "walk.next", **{**ACCOUNT, "answer__namn": "å" * 61})

    assert "Kontots namn: Svaret är för långt: högst 60 tecken." in words_of(card)
    assert fields_of(card)["Kontots namn"] == "å" * 61


async def test_an_identity_number_stops_the_step(anna: DialogUser) -> None:
    first = await anna.writes("starta konto")
    card = await anna.fills_in(
        first, "walk.next", **{**ACCOUNT, "answer__syfte": "Visa 19121212-1212 och vardagen"}
    )

    assert title_of(card) == "Steg 1 av 3"
    assert anna.say("fault.personal-data") in words_of(card)


async def test_an_unmet_requirement_asks_for_a_reason_and_is_passed_with_one(
    anna: DialogUser,
) -> None:
    second = await at_the_second_step(anna)
    told = await anna.fills_in(second, "walk.next", **{**MINE, "answer__helger": "no"})
    third = await anna.fills_in(
        told,
        "walk.next",
        **{**MINE, "answer__helger": "no", "reason__ingen-helg": "Vi stänger inlägg."},
    )

    assert title_of(told) == "Steg 2 av 3"
    assert "Kommentarer får inte ligga obevakade länge." in words_of(told)
    assert "- Ingen bevakar kontot på helger" in words_of(told)
    assert title_of(third) == "Steg 3 av 3"


async def test_a_requirement_is_not_held_against_a_step_nobody_has_answered(
    anna: DialogUser,
) -> None:
    second = await at_the_second_step(anna)

    assert "Ingen bevakar" not in words_of(second)


async def test_back_keeps_what_was_entered_without_checking_it(anna: DialogUser) -> None:
    second = await at_the_second_step(anna)
    first = await anna.fills_in(second, "answer.back", answer__verksamhet="Förskolan")
    again = await anna.fills_in(first, "walk.next", **ACCOUNT)

    assert title_of(first) == "Steg 1 av 3"
    assert fields_of(again)["Verksamhet"] == "Förskolan"


async def test_save_and_close_can_be_taken_up_again_days_later(
    bot: DialogBot, anna: DialogUser
) -> None:
    second = await at_the_second_step(anna)
    closed = await anna.fills_in(second, "walk.close", answer__verksamhet="Förskolan")
    bot.clock.pass_by(timedelta(days=5))
    again = await anna.writes("fortsätt")

    assert 'Skriv "fortsätt"' in words_of(closed)
    assert title_of(again) == "Steg 2 av 3"
    assert fields_of(again)["Verksamhet"] == "Förskolan"


async def test_the_summary_too_can_be_saved_and_closed(anna: DialogUser) -> None:
    closed = await anna.presses(await at_the_summary(anna), "walk.close")
    again = await anna.writes("fortsätt")

    assert 'Skriv "fortsätt"' in words_of(closed)
    assert anna.say("walk.send") in buttons_of(again)


async def test_a_question_in_the_middle_is_answered_and_the_walk_stands(anna: DialogUser) -> None:
    second = await at_the_second_step(anna)
    answer = await anna.writes("Måste vi diarieföra kommentarer på Facebook?")
    third = await anna.fills_in(second, "walk.next", **MINE)

    assert "diarieföra" in title_of(answer).lower()
    assert title_of(third) == "Steg 3 av 3"


async def test_of_several_drafts_one_is_chosen(bot: DialogBot, anna: DialogUser) -> None:
    await at_the_second_step(anna)
    bot.clock.pass_by(timedelta(minutes=1))
    asked = await anna.writes("starta konto")
    another = await anna.presses(asked, "walk.start")
    asked_again = await anna.writes("fortsätt")

    assert "Mellanby förskola på Facebook" in rows_of(asked)
    assert title_of(another) == "Steg 1 av 3"
    assert rows_of(asked_again) == [anna.say("case.unnamed"), "Mellanby förskola på Facebook"]


async def test_the_same_activity_twice_begins_one_draft(bot: DialogBot, anna: DialogUser) -> None:
    await anna.writes("starta konto", id="f:1")
    await bot.root.on_press(anna.incoming(id="f:1", data=ANOTHER))

    assert len(bot.uow.requests.kept) == 1


async def test_cancel_asks_once_more_within_the_card_and_then_deletes(anna: DialogUser) -> None:
    second = await at_the_second_step(anna)
    cancel = opened_by(second, "Avbryt ansökan")
    gone = await anna.presses(second, "give_up.yes_draft")

    assert "Spara och stäng i stället" in words_of(cancel)
    assert "Utkastet är borttaget." in words_of(gone)
    assert (await anna.writes("fortsätt")).startswith(anna.say("walk.no_drafts"))


async def test_the_summary_shows_every_answer_in_words(anna: DialogUser) -> None:
    card = await at_the_summary(anna)

    assert "Plattform: Facebook" in words_of(card)
    assert "Är du ansvarig chef?: Ja" in words_of(card)
    assert "Ändra: Ansvar" in rows_of(card)
    assert anna.say("walk.send") in buttons_of(card)


async def test_from_the_summary_one_goes_straight_to_a_step(anna: DialogUser) -> None:
    card = await anna.presses(await at_the_summary(anna), "Ändra: Ansvar")

    assert title_of(card) == "Steg 2 av 3"


async def test_an_old_card_changes_nothing_and_says_so(anna: DialogUser) -> None:
    first = await anna.writes("starta konto")
    await anna.fills_in(first, "walk.next", **ACCOUNT)
    said = await anna.fills_in(first, "walk.next", **{**ACCOUNT, "answer__namn": "Ett annat"})
    now = await anna.writes("fortsätt")

    assert said.startswith("Kortet är gammalt")
    assert title_of(now) == "Steg 2 av 3"


async def test_pressing_twice_on_the_same_button_does_no_harm(anna: DialogUser) -> None:
    first = await anna.writes("starta konto")
    once = await anna.fills_in(first, "walk.next", **ACCOUNT)
    twice = await anna.fills_in(first, "walk.next", **ACCOUNT)

    assert twice == once


async def test_somebody_elses_draft_cannot_be_touched(bot: DialogBot, anna: DialogUser) -> None:
    first = await anna.writes("starta konto")
    said = await bot.person("bo").fills_in(first, "walk.next", **ACCOUNT)

    assert said == anna.say("refused.no-such-case")


@pytest.mark.parametrize(
    "change",
    [
        {"step": "no-such-step"},
        {"answer.no-such-field": "x"},
        {"answer.kanal": "myspace"},
        {"case": "sm-22222222"},
        {"seen": 99},
    ],
)
async def test_made_up_card_data_gets_a_sentence_and_changes_nothing(
    bot: DialogBot, anna: DialogUser, change: dict[str, Any]
) -> None:
    first = await anna.writes("starta konto")
    before = dict(bot.uow.requests.kept)
    said = await anna.sends(
        {**button(first, anna.say("walk.next"))["data"], "answer.namn": "Sida", **change}
    )

    assert isinstance(said, str)
    assert bot.uow.requests.kept == before


@pytest.mark.parametrize("change", [{"seen": "many"}, {"move": "sideways"}, {"answer.kanal": 5}])
async def test_data_that_is_none_of_ours_is_an_old_card(
    anna: DialogUser, change: dict[str, Any]
) -> None:
    first = await anna.writes("starta konto")
    said = await anna.sends({**button(first, anna.say("walk.next"))["data"], **change})

    assert said.startswith(anna.say("failure.old_card"))


async def test_in_a_channel_the_walk_is_not_begun(bot: DialogBot) -> None:
    bo = bot.person("bo", place="19:fika")
    said = await bo.writes("starta konto", in_private=False)

    assert said.startswith("Det gör vi i vår egen chatt")
    assert '"starta konto"' in said


async def test_an_answer_about_starting_offers_the_walk_in_a_card_of_its_own(
    bot: DialogBot, anna: DialogUser
) -> None:
    answer = await anna.writes("Hur startar man ett konto?")
    pressed = await bot.root.on_press(
        anna.incoming(data=button(answer, anna.say("walk.start"))["data"])
    )

    assert pressed.sentence == anna.say("walk.opened")
    assert pressed.news is not None
    assert title_of(pressed.news.card) == "Steg 1 av 3"


async def test_what_is_emptied_is_taken_away(anna: DialogUser) -> None:
    """Clients leave out a field that has been emptied."""
    second = await anna.fills_in(
        await anna.writes("starta konto"), "walk.next", **ACCOUNT, answer__malgrupp="anhoriga"
    )
    first = await anna.presses(second, "answer.back")
    await anna.fills_in(first, "walk.next", answer__malgrupp="")
    again = await anna.presses(await anna.writes("fortsätt"), "answer.back")

    assert fields_of(first)["Målgrupp (frivilligt)"] == "anhoriga"
    assert fields_of(again)["Målgrupp (frivilligt)"] == ""
    assert fields_of(again)["Kontots namn"] == "Mellanby förskola"


async def test_a_client_that_sends_no_field_at_all_empties_nothing(anna: DialogUser) -> None:
    first = await anna.presses(await at_the_second_step(anna), "answer.back")
    second = await anna.presses(first, "walk.next")

    assert title_of(second) == "Steg 2 av 3"


@pytest.mark.parametrize("words", ["starta konto", "mina ärenden", "bekräfta sm-abc"])
async def test_who_entra_does_not_know_is_told_so(
    bot: DialogBot, anna: DialogUser, words: str
) -> None:
    pressed = await anna.sends(ANOTHER, has_identity=False)

    assert pressed == anna.say("refused.no-identity")
    assert await anna.writes(words, has_identity=False) == anna.say("refused.no-identity")
    assert bot.uow.requests.all() == []
