"""Requests over the town's own form, through the real endpoint, as those in them take them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.live.acceptance import open_snapshot
from knowledge.live.current import CurrentBase
from tests.conftest import REAL_BASE
from tests.dialogs.test_sala_walk import ACCOUNT, PEOPLE, PURPOSE, RULES, UNIT
from tests.world.account_walk import IN_CHANNEL, Participants, id_in
from tests.world.reading import (
    buttons_of,
    facts_of,
    fault_at,
    fields_of,
    fields_seen,
    title_of,
    words_of,
)
from tests.world.served_bot import ServedBot, entra_id, serve_bot
from tests.world.user import User

NAME = "Exempelgården Sala kommun"
ADDRESS = "https://www.facebook.com/exempelgarden"


@pytest.fixture
async def bot(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServedBot]:
    cache = tmp_path_factory.getbasetemp() / "real-index"
    async with serve_bot(CurrentBase(open_snapshot(REAL_BASE, cache)), tmp_path) as bot:
        yield bot


async def steps(user: User, **unit: str) -> list[Any]:
    """Return the cards of the walk, the summary last."""
    cards = [await user.writes("starta konto")]
    for answers in ({**UNIT, **unit}, PURPOSE, ACCOUNT, PEOPLE, RULES):
        way_on = "walk.to_summary" if answers is RULES else "walk.next"
        if unit and "answer__chef_ok" in unit and len(cards) == 1:
            first = {**answers}
            named = {"answer__chef_ok": first.pop("answer__chef_ok")}
            asked = await user.fills_in(cards[-1], way_on, **first)
            cards.append(await user.fills_in(asked, way_on, **named))
            continue
        cards.append(await user.fills_in(cards[-1], way_on, **answers))
    return cards


async def test_a_manager_asks_for_herself_goes_live_and_mends_a_telephone_number(
    bot: ServedBot,
) -> None:
    story = Participants(bot)
    anna, rut, say = story.anna, story.rut, story.anna.say
    await rut.mentions_the_bot("granska här")
    *cards, summary = await steps(anna)
    await anna.presses(summary, "walk.send")
    review = await bot.until_shown(IN_CHANNEL, say("review.title", case=NAME))
    await rut.fills_in(review, "review.approve_send", said__approved="Ha två som kan logga in.")
    approved = await bot.until_shown("a:anna", say("notice.approved"))
    boxes = {name.replace(".", "__"): "true" for name in _boxes(approved)}
    elsewhere = await anna.fills_in(
        approved, "checklist.live", **boxes, said__address="https://evil.example/phish"
    )
    done = await anna.fills_in(elsewhere, "checklist.live", **boxes, said__address=ADDRESS)
    to_review = await bot.until_shown(IN_CHANNEL, say("notice.account-to-review"))
    await rut.presses(to_review, "account.approve")
    account = await anna.presses(done, "case.account")
    mended = await anna.fills_in(
        account, "account.correct_send", fact__contact="0224-74 70 00", fact__address=ADDRESS
    )

    assert sum(len(fields_seen(card)) for card in cards) < 25
    assert "⚠ Adressen ligger inte på kontots plattform" in fault_at(elsewhere, "said.address")
    assert fields_of(elsewhere)["Ha två som kan logga in."] == "true"
    assert facts_of(account)["Läge"] == say("standing.live")
    assert facts_of(mended)["Kontakt"] == "0224-74 70 00"


async def test_a_manager_met_late_a_deputy_reviewer_and_a_no_that_both_hear(
    bot: ServedBot,
) -> None:
    """Birgitta has never met the bot; Rut is away, and Kim stands in for her."""
    story = Participants(bot)
    anna, rut, rolf, say = story.anna, story.rut, story.rolf, story.anna.say
    birgitta, kim = bot.person("birgitta"), bot.person("kim")
    await kim.writes("hej")
    await rut.mentions_the_bot("granska här")
    away = bot.person("rut")
    await away.fills_in(
        await away.writes("granskare"),
        "reviewers.propose_send",
        said__who="Kim",
        said__deputy=entra_id("rut"),
    )
    proposed = await bot.until_shown(IN_CHANNEL, say("notice.appointment"))
    await rolf.presses(proposed, "Bekräfta")

    *_, summary = await steps(anna, answer__ar_chef="no", answer__chef_ok="Birgitta")
    sent = await anna.presses(summary, "walk.send")
    await birgitta.writes("hej")
    asked = await bot.until_shown("a:birgitta", say("notice.manager-asked"))
    await birgitta.presses(asked, "manager.yes")
    await bot.until_shown(IN_CHANNEL, say("review.title", case=NAME))
    review = await kim.presses(await kim.writes("att granska"), NAME)
    await kim.fills_in(review, "review.decline_send", said__declined="Använd huvudkontot.")
    hers = await bot.until_shown("a:anna", say("notice.declined"))
    managers = await bot.until_shown("a:birgitta", say("notice.manager-declined"))

    assert f"bekräfta {id_in(sent)}" in words_of(sent)
    assert "Anna" in words_of(asked)
    assert "Avslagen av Kim" in words_of(hers)
    for told in (hers, managers):
        assert "Använd huvudkontot." in words_of(told)
    assert say("manager.yes") not in buttons_of(managers)
    assert title_of(hers) != title_of(review)


def _boxes(card: Any) -> list[str]:
    return [each["id"] for each in card["body"] if each["type"] == "Input.Toggle"]
