"""The bot says hello once in each conversation."""

import pytest

from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import title_of, words_of


async def test_a_new_conversation_is_welcomed(anna: DialogUser) -> None:
    assert title_of(await anna.adds_the_bot()) == anna.say("welcome.title")


async def test_a_conversation_is_welcomed_once(anna: DialogUser) -> None:
    await anna.adds_the_bot()

    assert await anna.adds_the_bot() is None


@pytest.mark.parametrize("slow", [(True, False), (False, True), (True, True)])
async def test_a_conversation_is_welcomed_once_however_slow_the_database(
    bot: DialogBot, slow: tuple[bool, bool]
) -> None:
    anna = bot.person("anna")
    welcomes = list[object]()
    for bot.database_is_slow in slow:
        welcomes.append(await anna.adds_the_bot())

    assert title_of(welcomes[0]) == anna.say("welcome.title")
    assert welcomes[1] is None


async def test_each_conversation_is_welcomed(bot: DialogBot) -> None:
    await bot.person("anna").adds_the_bot()

    assert await bot.person("bo").adds_the_bot() is not None


async def test_a_thread_is_part_of_its_channel(bot: DialogBot) -> None:
    await bot.person("anna", place="19:x@thread.tacv2").adds_the_bot(in_private=False)
    in_thread = bot.person("bo", place="19:x@thread.tacv2;messageid=17")

    assert await in_thread.adds_the_bot(in_private=False) is None


async def test_in_a_team_the_welcome_names_who_added_the_bot(anna: DialogUser) -> None:
    assert "Anna lade till mig här" in words_of(await anna.adds_the_bot(in_private=False))


async def test_in_private_nobody_is_told_who_they_are(anna: DialogUser) -> None:
    assert "Anna" not in words_of(await anna.adds_the_bot())


async def test_where_the_channel_does_not_tell_who_the_welcome_names_nobody(bot: DialogBot) -> None:
    nameless = bot.person("", place="19:x")

    assert "lade till mig" not in words_of(await nameless.adds_the_bot(in_private=False))


async def test_an_english_client_is_welcomed_in_english(bot: DialogBot) -> None:
    card = await bot.person("anna", "en-GB").adds_the_bot()

    assert title_of(card) == "Hello! I am Rutinboten."
