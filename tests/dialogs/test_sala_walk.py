"""The walk over Sala's own form, as those who have to fill it in go through it."""

from dataclasses import replace
from typing import Any

import pytest

from accounts.review_service import Dossier
from cards.review import review_card
from core.person import Person
from knowledge.base import Base
from knowledge.search.snapshot import Snapshot
from tests.world.account_walk import id_in
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import buttons_of, fields_of, parts, rows_of, title_of, words_of
from texts.catalogue import Texts

UNIT = {
    "answer__verksamhet": "exempelgarden",
    "answer__ar_chef": "yes",
    "answer__kontakt": "Kommunens växel",
    "answer__komm_samrad": "yes",
}
PURPOSE = {
    "answer__syfte": "Visa vardagen hos oss.",
    "answer__malgrupp": "Anhöriga",
    "answer__befintlig_kanal": "nej",
    "answer__mal_uppfoljning": "300 följare. Varje vår.",
}
ACCOUNT = {
    "answer__kanal": "facebook",
    "answer__kanal_varfor": "De flesta finns där.",
    "answer__namn": "Exempelgården Sala kommun",
    "answer__igang": "no",
}
PEOPLE = {
    "answer__ansvarig": "Anna",
    "answer__ersattare": "Bo Berg",
    "answer__tid_resurser": "ja",
    "answer__frekvens": "varje_vecka",
    "answer__kommentarer": "oppet",
    "answer__annonsering": "nej",
}
RULES = {
    "answer__moderering": "Anna tittar varje dag.",
    "answer__helger": "yes",
    "answer__syns": "medarbetare",
    "answer__gdpr": "ombudet",
    "answer__tillganglighet": "ja",
}
PLAIN = (UNIT, PURPOSE, ACCOUNT, PEOPLE, RULES)


@pytest.fixture
def bot(small: Snapshot, texts: Texts, real_base: Base) -> DialogBot:
    """A bot with Sala's form over the small base's passages."""
    base = replace(small.base, account_form=real_base.account_form, units=real_base.units)
    return DialogBot(replace(small, base=base), texts, "rut", "rolf")


@pytest.fixture
def rut(bot: DialogBot) -> DialogUser:
    return bot.person("rut")


async def every_card(user: DialogUser) -> list[Any]:
    """Return the cards of the plain case, the summary last."""
    cards = [await user.writes("starta konto")]
    for answers in PLAIN:
        way_on = "walk.to_summary" if answers is RULES else "walk.next"
        cards.append(await user.fills_in(cards[-1], way_on, **answers))
    return cards


async def at_the_summary(user: DialogUser) -> Any:
    return (await every_card(user))[-1]


async def sent(user: DialogUser) -> Any:
    return await user.presses(await at_the_summary(user), "walk.send")


def visible(card: Any) -> list[str]:
    """Return every word that is seen in a card as it comes."""
    texts = [words_of({"body": card["body"]})]
    texts += [action["title"] for action in card["actions"]]
    for part in parts({"body": card["body"]}):
        if part["type"].startswith("Input."):
            texts += [part.get("label", ""), part.get("placeholder") or ""]
            choices = part.get("choices", []) if part.get("style") == "expanded" else []
            texts += [choice["title"] for choice in choices]
    return " ".join(texts).split()


async def test_a_manager_asks_for_herself_in_six_presses_and_fewer_than_twenty_five_fields(
    anna: DialogUser,
) -> None:
    *steps, summary = await every_card(anna)
    fields = [field for card in steps for field in fields_of(card)]
    sent = await anna.presses(summary, "walk.send")

    assert len(steps) == 5
    assert len(fields) == 24
    assert "Granskas" in words_of(sent)


async def test_the_walk_stays_short_to_read(anna: DialogUser) -> None:
    """Before it was shortened: 39 fields and 1,260 words."""
    *steps, summary = await every_card(anna)

    assert sum(len(visible(card)) for card in steps) <= 700
    assert len(visible(summary)) <= 170


async def test_a_redrawn_step_asks_what_an_answer_leads_to_without_calling_it_an_error(
    anna: DialogUser,
) -> None:
    first = await anna.writes("starta konto")
    asked = await anna.fills_in(first, "walk.next", **{**UNIT, "answer__ar_chef": "no"})

    assert title_of(asked) == "Steg 1 av 5"
    assert "Ditt svar ledde till en fråga till" in words_of(asked)
    assert "Vem är ansvarig chef?" in fields_of(asked)
    assert "⚠" not in words_of(asked)
    assert anna.say("walk.trouble") not in words_of(asked)


async def test_two_honest_answers_need_a_reason_each_beside_them(anna: DialogUser) -> None:
    card = (await every_card(anna))[3]
    await anna.writes("fortsätt")
    people = await anna.presses(await anna.writes("fortsätt"), "Ändra: Vem sköter kontot?")
    asked = await anna.fills_in(
        people, "walk.save", **{**PEOPLE, "answer__ersattare": "", "answer__tid_resurser": "delvis"}
    )
    labels = list(fields_of(asked))

    assert title_of(card) == title_of(asked) == "Steg 4 av 5"
    assert "Två saker behöver ett skäl" in words_of(asked)
    assert anna.say("walk.trouble") not in words_of(asked)
    assert labels.index("Hur klarar ni kontot när den ansvariga är borta?") == 2
    assert labels.index("Hur ska ni hinna sköta kontot?") == 4


async def test_the_unit_is_shown_with_its_board(anna: DialogUser) -> None:
    summary = words_of(await at_the_summary(anna))

    assert "Verksamhet: Exempelgårdens äldreboende" in summary
    assert "Nämnd: Vård- och omsorgsnämnden" in summary


async def test_a_note_is_shown_when_it_arises(anna: DialogUser) -> None:
    first = await anna.writes("starta konto")
    second = await anna.fills_in(first, "walk.next", **{**UNIT, "answer__komm_samrad": "no"})

    assert title_of(second) == "Steg 2 av 5"
    assert "Ni har inte pratat med Kommunikationsenheten" in words_of(second)


async def test_an_old_summary_leads_to_the_request_as_it_is(
    bot: DialogBot, anna: DialogUser
) -> None:
    summary = await at_the_summary(anna)
    change = next(part["selectAction"] for part in summary["body"] if "selectAction" in part)
    await anna.sends({**change["data"], "step": "konto"})
    pressed = await bot.root.on_press(anna.incoming(data=change["data"]))

    assert pressed.sentence == anna.say("walk.old_card")
    assert pressed.news is not None
    assert title_of(pressed.news.card) == "Steg 3 av 5"


async def test_a_manager_whom_the_bot_has_not_met_is_told_of_at_once(anna: DialogUser) -> None:
    first = await anna.writes("starta konto")
    named = {**UNIT, "answer__ar_chef": "no", "answer__chef_ok": "Birgitta Nilsson"}
    second = await anna.fills_in(first, "walk.next", **named)

    assert title_of(second) == "Steg 2 av 5"
    assert "Jag har inte pratat med chefen än" in words_of(second)


async def test_ones_own_name_as_the_managers_is_a_fault_at_its_field(anna: DialogUser) -> None:
    first = await anna.writes("starta konto")
    named = {**UNIT, "answer__ar_chef": "no", "answer__chef_ok": "anna"}
    again = await anna.fills_in(first, "walk.next", **named)

    assert title_of(again) == "Steg 1 av 5"
    assert f"⚠ {anna.say('fault.own-name')}" in words_of(again)


async def test_a_return_is_mended_where_the_remark_is_and_sent_again(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    await sent(anna)
    review = await rut.presses(await rut.writes("att granska"), "Exempelgården")
    await rut.fills_in(review, "review.return_send", remark__ansvar="Vem är Bo?")
    mine = await anna.presses(await anna.writes("mina ärenden"), "Exempelgården")
    step = await anna.presses(mine, "case.correct")
    summary = await anna.fills_in(step, "walk.save", answer__ersattare="Bo Berg, enhetschef")
    again = await anna.presses(summary, "walk.send_again")

    assert title_of(step) == "Steg 4 av 5"
    assert "Vem är Bo?" in words_of(step)
    assert "Granskas" in words_of(again)


async def test_a_copy_for_a_second_platform_asks_for_that_alone(anna: DialogUser) -> None:
    copy = await anna.presses(await sent(anna), "case.copy")
    platform = {**ACCOUNT, "answer__kanal": "instagram"}
    summary = await anna.fills_in(copy, "walk.save", **platform)

    assert title_of(copy) == "Steg 3 av 5"
    assert fields_of(copy)["Vad ska kontot heta?"] == "Exempelgården Sala kommun"
    assert anna.say("walk.send") in buttons_of(summary)


async def test_a_withdrawn_request_is_taken_up_as_a_copy(anna: DialogUser) -> None:
    await anna.presses(await sent(anna), "give_up.yes_sent")
    gone = await anna.presses(await anna.writes("mina ärenden"), "Exempelgården")
    summary = await anna.presses(gone, "case.copy")

    assert anna.say("walk.send") in buttons_of(summary)
    assert "Ändra: Vem sköter kontot?" in rows_of(summary)


async def test_a_draft_of_the_older_form_loses_nothing(bot: DialogBot, anna: DialogUser) -> None:
    """Its unit was written freely, and the questions it answered are no longer asked."""
    await anna.fills_in(await anna.writes("starta konto"), "walk.close", **UNIT)
    (draft,) = bot.uow.requests.kept.values()
    older = {"verksamhet": "Kansliet", "befattning": "Kanslichef", "behov": "Nå fler."}
    answers = {**draft.answers, **older, "tvafaktor": "vet_inte"}
    bot.uow.requests.kept[draft.id] = replace(draft, answers=answers, step="skotsel")
    first = await anna.writes("fortsätt")
    second = await anna.presses(first, "walk.next")
    cards = [second]
    for answers in PLAIN[1:]:
        way_on = "walk.to_summary" if answers is RULES else "walk.next"
        cards.append(await anna.fills_in(cards[-1], way_on, **answers))
    sent = await anna.presses(cards[-1], "walk.send")

    assert fields_of(first)["Vad heter enheten?"] == "Kansliet"
    assert title_of(second) == "Steg 2 av 5"
    assert "Sökandens befattning: Kanslichef" in words_of(cards[-1])
    assert "Tvåfaktor: Vi vet inte hur man gör" in words_of(cards[-1])
    assert "Granskas" in words_of(sent)


async def test_a_remark_on_a_step_of_the_older_form_is_read_by_both_and_mended(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    await sent(anna)
    review = await rut.presses(await rut.writes("att granska"), "Exempelgården")
    await rut.fills_in(review, "review.return_send", remark__ansvar="Vem är Bo?")
    (request,) = bot.uow.requests.kept.values()
    assert request.decision is not None
    decision = replace(request.decision, remarks={"skotsel": "Vem svarar på helger?"})
    older = replace(request, decision=decision, step="skotsel")
    bot.uow.requests.kept[request.id] = older
    mine = await anna.presses(await anna.writes("mina ärenden"), "Exempelgården")
    summary = await anna.writes("fortsätt")
    reviewed = review_card(
        Dossier(older, older.answers, ()), bot.services.form, bot.services.texts("sv")
    )

    assert "Vem svarar på helger?" in words_of(mine)
    assert anna.say("walk.send_again") in buttons_of(summary)
    assert "Vem svarar på helger?" in words_of(reviewed)


async def test_an_old_window_is_shown_the_request_as_it_is(
    bot: DialogBot, anna: DialogUser
) -> None:
    first = await anna.writes("starta konto")
    await anna.fills_in(first, "walk.next", **UNIT)
    data = next(each for each in first["actions"] if each["title"] == "Nästa")["data"]
    pressed = await bot.root.on_press(anna.incoming(data={**data, "answer.kontakt": "En annan"}))

    assert pressed.card is None
    assert pressed.sentence == anna.say("walk.old_card")
    assert pressed.news is not None
    assert title_of(pressed.news.card) == "Steg 2 av 5"


async def test_the_responsible_person_named_ticks_the_checklist_before_the_account_is_live(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    bot.uow.people.met.append(Person("aad-sixten", "Sixten"))
    sixten, bo = bot.person("sixten"), bot.person("bo")
    card = await anna.writes("starta konto")
    for answers in PLAIN:
        way_on = "walk.to_summary" if answers is RULES else "walk.next"
        named = {"answer__ansvarig": "Sixten"} if answers is PEOPLE else {}
        card = await anna.fills_in(card, way_on, **answers | named)
    await anna.presses(card, "walk.send")
    review = await rut.presses(await rut.writes("att granska"), "Exempelgården")
    await rut.fills_in(review, "review.approve_send", said__approved="Ha två som kan logga in.")
    asked = await sixten.presses(await sixten.writes("mina ärenden"), "Exempelgården")
    saved = await sixten.fills_in(asked, "checklist.save", **{"done__villkor-1": "true"})
    hers = await anna.presses(await anna.writes("mina ärenden"), "Exempelgården")
    others = await bo.sends({"action": "tick", "language": "sv", "case": id_in(hers), "seen": 1})

    assert ("responsible-named", "aad-sixten") in bot.told()
    assert "Anna skriver in adressen när allt är klart" in words_of(asked)
    assert anna.say("checklist.saved") in words_of(saved)
    assert fields_of(hers)["Ha två som kan logga in."] == "true"
    assert "Listan ändrad av Sixten" in words_of(hers)
    assert others == anna.say("refused.no-such-case")
