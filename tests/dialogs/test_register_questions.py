"""What the register answers: which accounts there are, whose one is, and one's own request."""

from dataclasses import replace
from typing import Any

import pytest

from core.language import Language
from dialogs.register_questions import Wanted, wanted
from knowledge.search.snapshot import Snapshot
from tests.world.account_walk import ADDRESS, NAME, live, sent
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.questions import our_questions
from tests.world.reading import button, buttons_of, facts_of, title_of, words_of
from texts.catalogue import Texts

ALL: list[tuple[Language, str]] = [
    ("sv", "vilka konton finns"),
    ("sv", "Vilka konton har kommunen?"),
    ("sv", "Vilka Facebooksidor har vi egentligen?"),
    ("sv", "lista alla konton vi har"),
    ("sv", "hur många konton har kommunen"),
    ("sv", "vad har vi för konton"),
    ("sv", "alla våra konton"),
    ("sv", "var ser man vilka insta å fb sidor kommunen har"),
    ("sv", "visa kontoregistret"),
    ("en", "Which accounts do we have?"),
    ("en", "what accounts does the municipality have"),
    ("en", "list our accounts in the register"),
]
ONE: list[tuple[Language, str]] = [
    ("sv", "är @mellanbyforskola vårt?"),
    ("sv", "Är kontot Mellanby förskola äkta?"),
    ("sv", "vem ansvarar för kontot Mellanby förskola"),
    ("sv", "Vem ansvarar för Mellanby förskola på Facebook?"),
    ("sv", "är https://www.facebook.com/mellanbyforskola kommunens?"),
    ("sv", "vem sköter facebook.com/mellanbyforskola"),
    ("en", "is @mellanbyforskola ours?"),
    ("en", "Who is responsible for Mellanby förskola?"),
]
MINE: list[tuple[Language, str]] = [
    ("sv", "vad hände med min ansökan"),
    ("sv", "Hur går det med min ansökan?"),
    ("sv", "har ni hunnit titta på min kontoansökan?"),
    ("sv", "Är min ansökan godkänd än"),
    ("sv", "blev mitt konto godkänt?"),
    ("sv", "status på mitt ärende"),
    ("en", "what happened to my request"),
    ("en", "How is my application going?"),
]
FOR_THE_BASE: list[tuple[Language, str]] = [
    ("sv", "Vem ansvarar för listan över kommunens konton?"),
    ("sv", "Är alla konton på listan granskade?"),
    ("sv", "Vilka konton måste registreras?"),
    ("sv", "Vem godkänner konton?"),
    ("sv", "Får @sala.kommun svara på instagram.com/@sala.kommun?"),
    ("sv", "Vad gör jag om någon utger sig för att vara @salakommun?"),
    ("sv", "Vår ansökan blev inte godkänd, vad gör vi nu?"),
    ("sv", "Hur drar jag tillbaka min ansökan om tjänstledighet?"),
    ("sv", "När får jag svar på min ansökan till förskolan?"),
    ("sv", "Vad gäller om kontot är falskt?"),
    ("en", "May we close our accounts?"),
    ("en", "What steps do I go through to open an Instagram account?"),
]


@pytest.mark.parametrize(("language", "text"), ALL)
async def test_who_asks_which_accounts_there_are_gets_the_register(
    bot: DialogBot, anna: DialogUser, language: Language, text: str
) -> None:
    await live(bot, anna)
    asker = bot.person("bo", language)
    card = await asker.writes(text)

    assert title_of(card) == asker.say("registered.title", count=1)
    assert NAME in words_of(card)
    assert facts_of(card)[asker.say("account.address")] == ADDRESS
    assert bot.kept.asked == []


@pytest.mark.parametrize(("language", "text"), ONE)
async def test_an_account_in_the_register_is_ours_and_nobodys_name_is_told(
    bot: DialogBot, anna: DialogUser, language: Language, text: str
) -> None:
    await live(bot, anna)
    asker = bot.person("bo", language)
    card = await asker.writes(text)

    assert title_of(card) == asker.say("registered.is_ours", count=1)
    assert facts_of(card)[asker.say("account.address")] == ADDRESS
    assert "Anna" not in words_of(card)


@pytest.mark.parametrize("text", ["är @mellanby_forskola_ vårt?", "Är kontot Storby skola äkta?"])
async def test_an_account_that_is_not_in_the_register_is_said_not_to_be(
    bot: DialogBot, anna: DialogUser, text: str
) -> None:
    await live(bot, anna)
    card = await anna.writes(text)

    assert "står inte i kommunens register" in title_of(card)
    assert anna.say("registered.unknown_explain") in words_of(card)
    assert button(card, anna.say("button.forward"))["data"]["asked"]["question"] == text


async def test_without_accounts_that_is_said(anna: DialogUser) -> None:
    assert anna.say("registered.none") in words_of(await anna.writes("vilka konton finns"))


async def test_a_closed_account_is_no_longer_ours(bot: DialogBot, anna: DialogUser) -> None:
    account = await live(bot, anna)
    await anna.fills_in(account, "account.close_send", done__spara="true", done__foljare="true")

    assert "står inte" in title_of(await anna.writes("är @mellanbyforskola vårt?"))


async def test_the_register_opens_where_browsers_reach_it(bot: DialogBot, anna: DialogUser) -> None:
    assert anna.say("registered.open") not in buttons_of(await anna.writes("vilka konton finns"))


@pytest.mark.parametrize(("language", "text"), MINE)
async def test_ones_own_request_is_shown_in_private_and_nowhere_else(
    bot: DialogBot, anna: DialogUser, language: Language, text: str
) -> None:
    await sent(anna)
    asker = bot.person("anna", language)
    mine: Any = await asker.writes(text)
    refused = await asker.writes(text, in_private=False)

    assert title_of(mine) == asker.say("case.mine")
    assert NAME in words_of(mine)
    assert refused == asker.say("walk.private_only", command=asker.word("my_cases"))


@pytest.mark.parametrize(("language", "text"), FOR_THE_BASE)
async def test_a_rule_is_asked_of_the_base(bot: DialogBot, language: Language, text: str) -> None:
    await bot.person("bo", language).writes(text)

    assert [each.question for each in bot.kept.asked] == [text]


def test_hardly_any_of_our_own_questions_is_taken_from_the_base() -> None:
    told = (Wanted.ALL, Wanted.ONE, Wanted.OWN_REQUEST)
    questions = our_questions()
    taken = [each for each in questions if wanted(each, "sv") in told or wanted(each, "en") in told]

    assert len(taken) < len(questions) / 400


async def test_a_question_on_an_account_goes_to_the_routine_that_has_accounts(
    small: Snapshot, texts: Texts
) -> None:
    base = small.base
    other = replace(base.routine, id="resor", sv=replace(base.routine.sv, owner="Ekonomi"))
    groups = tuple(replace(group, routine="resor") for group in base.groups)
    several = replace(base, routines=(base.routine, other), groups=groups)
    bot = DialogBot(replace(small, base=several), texts)
    anna = bot.person("anna")

    await anna.sends_on(await anna.writes("är @okandkonto vårt?"))
    await anna.sends_on(await anna.writes("Får vi blockera någon?"))
    gone_to = [each.routine for each in bot.uow.forwarded_questions.kept.values()]
    assert gone_to == [base.routine.id, "resor"]
