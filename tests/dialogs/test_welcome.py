"""The bot says hello once in each conversation."""

from tests.dialogs.talk import Talk, Talker
from tests.reading import title_of, words_of


async def test_a_new_conversation_is_welcomed(anna: Talker) -> None:
    assert title_of(await anna.adds_the_bot()) == "Hej! Jag är Rutinboten."


async def test_a_conversation_is_welcomed_once(anna: Talker) -> None:
    await anna.adds_the_bot()

    assert await anna.adds_the_bot() is None


async def test_each_conversation_is_welcomed(talk: Talk) -> None:
    await talk.person("anna").adds_the_bot()

    assert await talk.person("bo").adds_the_bot() is not None


async def test_a_thread_is_part_of_its_channel(talk: Talk) -> None:
    await talk.person("anna", place="19:x@thread.tacv2").adds_the_bot(in_private=False)
    in_thread = talk.person("bo", place="19:x@thread.tacv2;messageid=17")

    assert await in_thread.adds_the_bot(in_private=False) is None


async def test_in_a_team_the_welcome_names_who_added_the_bot(anna: Talker) -> None:
    assert "Anna lade till mig här" in words_of(await anna.adds_the_bot(in_private=False))


async def test_in_private_nobody_is_told_who_they_are(anna: Talker) -> None:
    assert "Anna" not in words_of(await anna.adds_the_bot())


async def test_where_the_channel_does_not_tell_who_the_welcome_names_nobody(talk: Talk) -> None:
    nameless = talk.person("", place="19:x")

    assert "lade till mig" not in words_of(await nameless.adds_the_bot(in_private=False))


async def test_an_english_client_is_welcomed_in_english(talk: Talk) -> None:
    card = await talk.person("anna", "en-GB").adds_the_bot()

    assert title_of(card) == "Hello! I am Rutinboten."
