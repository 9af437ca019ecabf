"""One new revision, read by some: who is told, what the card says, and how many have read it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cards.actions import Asked
from cards.answer import Shown, answer_card
from core.incoming import ShownIn
from core.outbox import NoticeKind
from dialogs.notices import NoticeWriter
from jobs.job import Job
from knowledge.passage import Basis
from knowledge.routine import Unit
from knowledge.search.snapshot import Snapshot
from readings.reading import UnitReadings
from tests.world.bases import take_into_use
from tests.world.builders import an_account
from tests.world.dialog_bot import DialogBot
from tests.world.reading import buttons_of, words_of
from texts.catalogue import Texts

OLD, NEW = "Fråga först.", "Fråga alltid din chef först."


def revised(snapshot: Snapshot, name: str, sentence: str) -> Snapshot:
    """Return *snapshot* with a named revision, whose first passage of the routine says so."""
    base = snapshot.base
    passage = next(each for each in base.passages.values() if each.basis is Basis.ROUTINE)
    text = replace(passage.sv, text=f"{sentence} Sedan kan du börja.", short=None)
    passages = {**base.passages, passage.id: replace(passage, sv=text)}
    routine = replace(base.routine, revision=name, revised="2026-11-20")
    units = (Unit("skola", "Skolan", "The school"),)
    changed = replace(base, hash=name, routines=(routine,), passages=passages, units=units)
    return replace(snapshot, base=changed)


@pytest.fixture
def bot(small: Snapshot, texts: Texts) -> DialogBot:
    return DialogBot(revised(small, "r1", OLD), texts, "rut")


async def run(bot: DialogBot) -> int:
    job: Job = next(each for each in bot.table if each.name == "revisions")
    return await job.run()


async def news_of(bot: DialogBot, person: str) -> str | None:
    (notice,) = [
        each
        for each in bot.uow.outbox.notices.values()
        if each.kind.startswith("routine-") and each.to == f"aad-{person}"
    ]
    message = await NoticeWriter(bot.services)(notice, "sv")
    return words_of(message.card) if message else None


async def reads(bot: DialogBot, name: str, unit: str = "") -> str:
    person = bot.person(name)
    card = await person.writes("Jag har läst rutinen")
    return words_of(await person.fills_in(card, "reading.confirm", said__unit=unit))


async def test_a_new_revision_is_told_to_those_concerned_and_read_by_some(
    bot: DialogBot, small: Snapshot
) -> None:
    unit = bot.services.base.units[0].id
    owner = replace(an_account().responsible, id="aad-ada")
    bot.uow.register.kept["konto-1"] = replace(an_account(), responsible=owner, unit=unit)
    assert await run(bot) == 0
    assert "Du har läst den här utgåvan" in await reads(bot, "anna", unit)
    take_into_use(bot.services.live, revised(small, "r2", NEW))
    told = [await run(bot), await run(bot)]
    news = await news_of(bot, "ada") or ""
    await reads(bot, "ada", unit)
    for number in range(4):
        await reads(bot, f"p{number}", unit)
    figures = await bot.services.readings.figures()

    assert told == [2, 0]
    assert [part in news for part in (f"Förut: {OLD}", f"Nu: {NEW}")] == [True, True]
    assert await news_of(bot, "ada") is None, "who has read it is told nothing more"
    assert await news_of(bot, "anna") is not None
    assert figures is not None
    assert (figures.revision, figures.by_unit) == ("r2", (UnitReadings((unit,), 5),))


async def test_a_press_on_the_card_of_an_older_revision_shows_the_newer(
    bot: DialogBot, small: Snapshot
) -> None:
    await run(bot)
    anna = bot.person("anna")
    card = await anna.writes("jag har läst rutinen")
    take_into_use(bot.services.live, revised(small, "r2", NEW))
    await run(bot)
    late = await anna.presses(card, "reading.confirm")

    assert anna.say("refused.revision-replaced") in words_of(late)
    assert anna.say("reading.confirm") in buttons_of(late)
    assert bot.uow.readings.kept == {}


async def test_pressed_twice_it_is_read_once(bot: DialogBot) -> None:
    await run(bot)
    anna = bot.person("anna")
    card = await anna.writes("jag har läst rutinen")
    first = await anna.presses(card, "reading.confirm")
    again = await anna.presses(card, "reading.confirm")

    assert words_of(first) == words_of(again)
    assert len(bot.uow.readings.kept) == 1


async def test_going_back_to_an_earlier_base_is_no_news(bot: DialogBot, small: Snapshot) -> None:
    await run(bot)
    await reads(bot, "anna")
    for name, sentence in (("r2", NEW), ("r1", OLD), ("r2", NEW)):
        take_into_use(bot.services.live, revised(small, name, sentence))
        bot.clock.pass_by(timedelta(hours=1))
        await run(bot)

        state = await bot.services.readings.state("aad-anna")
        assert state is not None
        assert state.revision.id == name, "what is shown is what is quoted"

    assert bot.told() == [(NoticeKind.ROUTINE_NEWS, "aad-anna")]


async def test_a_base_without_a_named_revision_asks_nobody(small: Snapshot, texts: Texts) -> None:
    bot = DialogBot(small, texts)
    await run(bot)
    anna = bot.person("anna")

    assert await anna.writes("jag har läst rutinen") == anna.say("reading.none")
    assert anna.say("reading.open") not in buttons_of(await anna.writes("hej"))


async def test_an_answer_on_the_routine_offers_it_in_ones_own_chat_alone(
    small: Snapshot, texts: Texts
) -> None:
    named = revised(small, "r1", OLD)
    passage = next(each for each in named.base.passages.values() if each.basis is Basis.ROUTINE)
    routine = replace(named.base.routine, reading_offered_on=(passage.topic,))
    base, catalogue = replace(named.base, routines=(routine,)), texts.in_language("sv")
    asked = Asked(answer="answer-1", language="sv")
    alone, among = (
        answer_card(Shown(asked, passage, shown_in=where), base, catalogue)
        for where in (ShownIn.OWN_CHAT, next(each for each in ShownIn if each != ShownIn.OWN_CHAT))
    )

    assert catalogue.say("reading.open") in buttons_of(alone)
    assert catalogue.say("reading.open") not in buttons_of(among)
