"""One bot, two routines: answered from both, browsed one by one, and sent on to each its owner."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.live.acceptance import open_snapshot
from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.world.bases import TRAVEL, two_routines
from tests.world.reading import buttons_of, facts_of, rows_of, words_of
from tests.world.served_bot import REVIEW_CHANNEL, ServedBot, TeamsUser, read_aloud, serve_bot

IN_CHANNEL = "19:granskning@thread.tacv2"
ON_TRAVEL = "Hur dyrt får hotellet vara när man reser i tjänsten?"
ON_REMOTE_WORK = "Får jag övertid när jag arbetar hemma?"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return open_snapshot(two_routines(tmp_path_factory.mktemp("two")))


@pytest.fixture
async def bot(two: Snapshot, tmp_path: Path) -> AsyncIterator[ServedBot]:
    async with serve_bot(CurrentBase(two), tmp_path) as bot:
        yield bot


async def test_the_welcome_lists_the_routines_and_each_is_browsed_by_itself(
    bot: ServedBot,
) -> None:
    anna = bot.person("anna")
    welcome = await anna.writes("hej")
    assert "Fråga mig om distansarbete och tjänsteresor" in words_of(welcome)
    assert "rutinen för distansarbete och rutinen för tjänsteresor" in words_of(welcome)
    assert "så att HR-avdelningen och Ekonomiavdelningen ser" in words_of(welcome)

    every = await anna.writes("ämnen")
    assert rows_of(every) == ["Rutin för distansarbete", "Rutin för tjänsteresor"]
    travel = await anna.presses(every, "Rutin för tjänsteresor")
    assert rows_of(travel) == ["Rutin för tjänsteresor"]
    group = await anna.presses(travel, "Rutin för tjänsteresor")
    topic = await anna.presses(group, "Rutin för tjänsteresor")
    assert "Hur dyrt hotell får jag bo på?" in rows_of(topic)
    assert rows_of(await anna.presses(topic, "browse.back")) == rows_of(travel)
    assert rows_of(await anna.presses(travel, "Alla rutiner")) == rows_of(every)
    remote = await anna.presses(welcome, "Rutin för distansarbete")
    assert rows_of(remote) == ["Komma överens", "Arbeta hemma"]


async def test_an_answer_says_which_routine_it_is_of_and_who_may_be_asked(bot: ServedBot) -> None:
    anna = bot.person("anna")
    for question, routine, owner in (
        (ON_TRAVEL, "rutinen för tjänsteresor", "Ekonomiavdelningen"),
        (ON_REMOTE_WORK, "rutinen för distansarbete", "HR-avdelningen"),
    ):
        answer = await anna.writes(question)
        assert f"Lövdala kommuns egen rutin. Hör till {routine}." in words_of(answer)
        assert f"Skicka till {owner}" in buttons_of(answer)
        receipt = await anna.sends_on(answer)
        assert words_of(receipt).startswith(f"Din fråga är skickad till {owner}.")

    foreign = words_of(await anna.writes("Vem vann matchen igår?"))
    either = "rutinen för distansarbete eller rutinen för tjänsteresor"
    assert f"Det hör inte till {either}." in foreign
    english = await bot.person("eve", "en-GB").writes("how much may a hotel room cost a night")
    assert "Belongs to the routine for business travel." in words_of(english)


async def appointed(bot: ServedBot, name: str, routine: str) -> TeamsUser:
    """Return somebody whom two reviewers have let see to the questions on one routine."""
    somebody = bot.person(name)
    await somebody.writes("hej")
    rut, rolf = bot.person("rut"), bot.person("rolf")
    said: dict[str, str] = {"said__who": name.title(), "said__routine": routine}
    proposed = await rut.fills_in(await rut.writes("granskare"), "reviewers.propose_send", **said)
    assert facts_of(proposed)["Besvarar"] == "Bara frågor och luckor: Rutin för tjänsteresor"
    await rolf.presses(await rolf.presses(await rolf.writes("granskare"), name.title()), "Bekräfta")
    return somebody


async def test_a_question_goes_to_the_owner_of_its_routine_and_to_nobody_elses(
    bot: ServedBot,
) -> None:
    await bot.person("rut", place=REVIEW_CHANNEL).mentions_the_bot("granska här")
    stina, anna = await appointed(bot, "stina", TRAVEL), bot.person("anna")

    await anna.sends_on(await anna.writes(ON_TRAVEL))
    told = await bot.until_shown("a:stina", "En fråga till Ekonomiavdelningen")
    assert facts_of(told)["Rutin"] == "Rutin för tjänsteresor"
    await anna.sends_on(await anna.writes(ON_REMOTE_WORK))
    await bot.until_shown(IN_CHANNEL, "En fråga till HR-avdelningen")
    shown = "\n".join(map(read_aloud, bot.shown_in(IN_CHANNEL)))
    assert ON_TRAVEL not in shown

    assert rows_of(await stina.writes(stina.word("to_answer"))) == [ON_TRAVEL]
    await stina.fills_in(told, "question.send", said__reply="Högst 1 400 kronor.")
    answered = await bot.until_shown("a:anna", "Ekonomiavdelningen har svarat på din fråga")
    assert "Högst 1 400 kronor." in words_of(answered)


async def test_who_sees_to_one_routine_sees_its_gaps_and_nothing_else(bot: ServedBot) -> None:
    stina, anna, rut = await appointed(bot, "stina", TRAVEL), bot.person("anna"), bot.person("rut")
    for question in (ON_TRAVEL, ON_REMOTE_WORK):
        await anna.presses(await anna.writes(question), "button.not_helpful")

    every = await until_rows(rut, 2)
    assert rows_of(await stina.writes("luckor")) == [ON_TRAVEL]
    opened = await rut.presses(every, ON_REMOTE_WORK)
    refused = await stina.fills_in(opened, "gap.not_ours_send")
    assert "Bara de som är utsedda att granska" in read_aloud(refused)

    help_of = {each: words_of(await each.writes("hjälp")) for each in (stina, anna, rut)}
    assert "För den som svarar på frågor" in help_of[stina]
    assert "luckor" not in help_of[anna]
    assert "För den som granskar" in help_of[rut]
    assert "Bara de som är utsedda" in read_aloud(await stina.writes("granskare"))


async def until_rows(person: TeamsUser, count: int) -> Any:
    """Return the list of gaps once it has *count* rows; what is asked is noted a moment later."""
    for _ in range(300):
        gaps = await person.writes("luckor")
        if len(rows_of(gaps)) == count:
            return gaps
    raise AssertionError("no such gaps were noted")
