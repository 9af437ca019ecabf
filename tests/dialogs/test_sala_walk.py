"""The walk over Sala's own form, as those who have to fill it in go through it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from accounts.review_service import Dossier
from cards.review import review_card
from core.person import Person
from knowledge.base import Base
from knowledge.search.snapshot import Snapshot
from tests.world.account_walk import id_in
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import (
    as_it_comes,
    button,
    buttons_of,
    fault_at,
    fields_of,
    fields_seen,
    parts,
    rows_of,
    title_of,
    words_of,
)
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
    shown = as_it_comes({"body": card["body"]})
    texts = [words_of(shown), *buttons_of(card)]
    for part in parts(shown):
        if part["type"].startswith("Input."):
            texts += [part.get("label", ""), part.get("placeholder") or ""]
            choices = part.get("choices", []) if part.get("style") == "expanded" else []
            texts += [choice["title"] for choice in choices]
    return " ".join(texts).split()


async def test_a_manager_asks_for_herself_in_six_presses_and_fewer_than_twenty_five_fields(
    anna: DialogUser,
) -> None:
    *steps, summary = await every_card(anna)
    fields = [field for card in steps for field in fields_seen(card)]
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
    assert _next_to(labels, "Vem hoppar in") == "Hur klarar ni kontot när den ansvariga är borta?"
    assert _next_to(labels, "Är det avsatt") == "Hur ska ni hinna sköta kontot?"


def _next_to(labels: list[str], beginning: str) -> str:
    place = next(each for each, label in enumerate(labels) if label.startswith(beginning))
    return labels[place + 1]


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


async def test_who_one_is_stands_filled_in_the_next_time(anna: DialogUser) -> None:
    await sent(anna)
    first = await anna.writes("starta konto")
    changed = {"answer__verksamhet": "hemtjansten", "answer__komm_samrad": "yes"}
    second = await anna.fills_in(first, "walk.next", **changed)

    assert anna.say("walk.remembered") in words_of(first)
    assert fields_of(first)["Är du ansvarig chef för enheten?"] == "yes"
    assert "Vem är ansvarig chef?" not in fields_of(first)
    assert title_of(second) == "Steg 2 av 5"
    assert anna.say("walk.remembered") not in words_of(second)


async def test_the_manager_stands_filled_in_while_the_bot_knows_whom_is_meant(
    bot: DialogBot, anna: DialogUser
) -> None:
    bot.uow.people.met.append(Person("aad-maria", "Maria Ek"))
    await sent(anna)
    (request,) = bot.uow.requests.kept.values()
    named = {**request.answers, "ar_chef": "no", "chef_ok": "Maria Ek"}
    bot.uow.requests.kept[request.id] = replace(request, answers=named)
    first = await anna.writes("starta konto")
    bot.uow.people.met.append(Person("aad-another-maria", "Maria Ek"))
    later = await anna.writes("starta konto")

    assert fields_of(first)["Vem är ansvarig chef?"] == ""
    assert fields_of(first)[anna.say("person.write")] == "Maria Ek"
    assert anna.say("person.write") not in fields_of(later)


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
    data = button(first, "Nästa")["data"]
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


MARIA_EK, OTHER_MARIA = str(UUID(int=1)), str(UUID(int=2))


async def at_the_manager(bot: DialogBot, anna: DialogUser) -> Any:
    """Return the first step where it asks for the manager; the bot has met two of one name."""
    bot.uow.people.met += [Person(MARIA_EK, "Maria Ek"), Person(OTHER_MARIA, "Maria Ek (vård)")]
    first = await anna.writes("starta konto")
    return await anna.fills_in(first, "walk.next", **{**UNIT, "answer__ar_chef": "no"})


async def to_the_summary(anna: DialogUser, card: Any) -> Any:
    """Fill in what comes after the first step."""
    for answers in PLAIN[1:]:
        way_on = "walk.to_summary" if answers is RULES else "walk.next"
        card = await anna.fills_in(card, way_on, **answers)
    return card


async def test_a_manager_picked_is_shown_by_name_and_asked_by_id(
    bot: DialogBot, anna: DialogUser
) -> None:
    asked = await at_the_manager(bot, anna)
    picker = next(part for part in parts(asked) if part.get("id") == "person.chef_ok")
    second = await anna.fills_in(asked, "walk.next", person__chef_ok=OTHER_MARIA)
    summary = await to_the_summary(anna, second)
    await anna.presses(summary, "walk.send")

    assert picker["choices.data"]["dataset"] == "graph.microsoft.com/users"
    assert "Ansvarig chef: Maria Ek (vård)\n" in words_of(summary)
    assert ("manager-asked", OTHER_MARIA) in bot.told()


async def test_two_of_a_name_are_shown_to_choose_from(bot: DialogBot, anna: DialogUser) -> None:
    asked = await at_the_manager(bot, anna)
    again = await anna.fills_in(asked, "walk.next", answer__chef_ok="maria ek")
    picker = next(part for part in parts(again) if part.get("id") == "person.chef_ok")
    chosen = await anna.fills_in(again, "walk.next", person__chef_ok=MARIA_EK)
    back = await anna.presses(chosen, "walk.back")

    assert title_of(again) == "Steg 1 av 5"
    assert fault_at(again, "person.chef_ok") == f"⚠ {anna.say('fault.several-people')}"
    assert [each["title"] for each in picker["choices"]] == ["Maria Ek", "Maria Ek (vård)"]
    assert title_of(chosen) == "Steg 2 av 5"
    assert fields_of(back)["Vem är ansvarig chef?"] == MARIA_EK


async def test_somebody_picked_whom_the_bot_has_not_met_is_asked_for_by_name_too(
    bot: DialogBot, anna: DialogUser
) -> None:
    """Teams tells the id alone, and a record needs a name."""
    asked, stranger = await at_the_manager(bot, anna), str(UUID(int=3))
    again = await anna.fills_in(asked, "walk.next", person__chef_ok=stranger)
    named = await anna.fills_in(again, "walk.next", answer__chef_ok="Birgitta Nilsson")
    (draft,) = bot.uow.requests.kept.values()

    assert fault_at(again, "person.chef_ok") == f"⚠ {anna.say('fault.name-needed')}"
    assert fields_of(again)["Vem är ansvarig chef?"] == stranger
    assert title_of(named) == "Steg 2 av 5"
    assert draft.answers["chef_ok"] == f"Birgitta Nilsson <{stranger}>"


async def test_two_of_a_name_are_shown_where_another_manager_is_asked(
    bot: DialogBot, anna: DialogUser
) -> None:
    asked = await at_the_manager(bot, anna)
    second = await anna.fills_in(asked, "walk.next", answer__chef_ok="Birgitta Nilsson")
    waiting = await anna.presses(await to_the_summary(anna, second), "walk.send")
    again = await anna.fills_in(waiting, "case.reassign_send", said__who="Maria Ek")
    done = await anna.fills_in(again, "case.reassign_send", person__who=MARIA_EK)

    assert "Jag känner flera med det namnet" in fault_at(again, "person.who")
    assert anna.say("case.reassigned") in words_of(done)
    assert ("manager-asked", MARIA_EK) in bot.told()
