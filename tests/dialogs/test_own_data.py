"""One's own data in Teams: shown, as a file, and erased after one more press."""

import pytest

from core.personal_data import DataKind
from tests.world.builders import a_request
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import buttons_of, words_of


@pytest.fixture
def kept(bot: DialogBot, anna: DialogUser) -> DialogUser:
    """Anna, with a draft and a vote."""
    bot.uow.requests.kept["sm-aaaaaaa2"] = a_request(by=anna.who)
    bot.uow.traces.kinds[anna.who.id] = {DataKind.VOTES: [{"passage": "bilder"}]}
    return anna


async def test_a_person_sees_what_is_stored_by_kind(kept: DialogUser) -> None:
    words = words_of(await kept.writes("mina uppgifter"))

    assert "Om svar hjälpte: 1" in words
    assert "Ansökningar som inte är skickade: 1" in words


async def test_nothing_is_erased_before_it_is_confirmed(bot: DialogBot, kept: DialogUser) -> None:
    before = bot.uow.state()
    card = await kept.writes("radera mina uppgifter")

    assert bot.uow.state() == before
    assert kept.say("my_data.erase_now") in buttons_of(card)


async def test_after_the_confirmation_it_is_gone(bot: DialogBot, kept: DialogUser) -> None:
    card = await kept.writes("radera mina uppgifter")
    done = await kept.presses(card, "my_data.erase_now")

    assert "Dina uppgifter är raderade" in words_of(done)
    assert bot.uow.traces.kinds == {}
    (draft,) = bot.uow.requests.kept.values()
    assert draft.answers == {}
    assert kept.who.id not in repr(draft)


async def test_the_turn_that_erases_notes_nothing_of_the_person(
    bot: DialogBot, kept: DialogUser
) -> None:
    pressed = await bot.root.on_press(
        kept.incoming(data={"action": "erase_my_data", "language": "sv"})
    )

    assert pressed.forgets


async def test_what_is_a_public_record_stays_and_is_named(bot: DialogBot, anna: DialogUser) -> None:
    sent = a_request("in-review", by=anna.who)  # pyright: ignore[reportArgumentType]
    bot.uow.requests.kept[sent.id] = sent
    card = await anna.writes("erase my data")
    assert "Sent requests: 1" in words_of(card)

    await anna.presses(card, "Erase now")
    assert bot.uow.requests.kept[sent.id] == sent


@pytest.mark.parametrize("command", ["mina uppgifter", "radera mina uppgifter"])
async def test_it_is_shown_to_nobody_else(kept: DialogUser, command: str) -> None:
    told = await kept.writes(command, in_private=False)

    assert isinstance(told, str)
    assert command in told


async def test_a_press_in_a_channel_erases_nothing(bot: DialogBot, kept: DialogUser) -> None:
    before = bot.uow.state()
    data = {"action": "erase_my_data", "language": "sv"}
    pressed = await bot.root.on_press(kept.incoming(data=data, in_private=False))

    assert pressed.card is None
    assert bot.uow.state() == before
