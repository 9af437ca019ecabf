"""Personal data in a question is warned about, and goes nowhere."""

from typing import Any

import orjson
import pytest

from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import title_of, words_of

ASKED = "Får vi visa {} på bild, en brukare?"
MASKED = {
    "19121212-1212": "[personnummer]",
    "121212-1212": "[personnummer]",
    "070-123 45 67": "[telefonnummer]",
    "a.berg@mellanby.se": "[e-post]",
}
FOLLOW_UP = "och på Instagram då?"


@pytest.fixture(params=[False, True], ids=["sure", "wary"])
def any_bot(request: pytest.FixtureRequest, bot: DialogBot, wary_bot: DialogBot) -> DialogBot:
    return wary_bot if request.param else bot


def everything_kept(bot: DialogBot) -> str:
    kept = bot.kept
    return repr((kept.asked, kept.votes, bot.uow, kept.last))


@pytest.mark.parametrize("secret", MASKED)
async def test_it_is_masked_in_the_log(any_bot: DialogBot, secret: str) -> None:
    await any_bot.person("anna").writes(ASKED.format(secret))

    assert any_bot.kept.asked[0].question == ASKED.format(MASKED[secret])


@pytest.mark.parametrize("secret", MASKED)
async def test_it_is_nowhere_in_the_card(any_bot: DialogBot, secret: str) -> None:
    card = await any_bot.person("anna").writes(ASKED.format(secret))
    data = orjson.dumps(card).decode()

    assert secret not in data
    assert ASKED.format(MASKED[secret]) in data


@pytest.mark.parametrize("secret", MASKED)
async def test_the_asker_is_warned_and_answered_as_usual(any_bot: DialogBot, secret: str) -> None:
    card = await any_bot.person("anna").writes(ASKED.format(secret))

    assert words_of(card).startswith("Var försiktig med personuppgifter")
    assert "Krävs samtycke för att visa en person på bild?" in words_of(card)


async def test_it_is_not_in_what_a_follow_up_builds_on(any_bot: DialogBot) -> None:
    anna = any_bot.person("anna")
    await anna.writes(ASKED.format("19121212-1212"))
    card = await anna.writes(FOLLOW_UP)

    for digits in ("121212", "-1212"):  # fewer may stand in an id made by chance
        assert digits not in everything_kept(any_bot)
        assert digits not in orjson.dumps(card).decode()


async def test_it_is_not_in_the_question_sent_on(any_bot: DialogBot) -> None:
    anna = any_bot.person("anna")
    card = await anna.writes(ASKED.format("070-123 45 67"))
    await anna.sends_on(card)
    (sent,) = any_bot.uow.forwarded_questions.kept.values()

    assert sent.question == ASKED.format("[telefonnummer]")


async def test_a_question_altered_on_its_way_back_is_masked_again(bot: DialogBot) -> None:
    forged: dict[str, Any] = {
        "action": "send_on",
        "asked": {"answer": "a", "language": "sv", "question": "Ring 070-123 45 67"},
    }
    await bot.person("anna").sends(forged)
    (sent,) = bot.uow.forwarded_questions.kept.values()

    assert sent.question == "Ring [telefonnummer]"


async def test_where_nothing_is_found_the_asker_is_warned_all_the_same(bot: DialogBot) -> None:
    card = await bot.person("anna").writes("När kommer lönen? Ring mig på 070-123 45 67")

    assert words_of(card).startswith("Var försiktig med personuppgifter")


async def test_all_kinds_at_once_are_named_in_one_sentence(bot: DialogBot) -> None:
    card = await bot.person("anna").writes(ASKED.format(" eller ".join(MASKED)))

    assert "en e-postadress, ett personnummer och ett telefonnummer" in words_of(card)


async def test_what_is_masked_changes_no_answer(anna: DialogUser) -> None:
    plain = await anna.writes("Måste vi diarieföra kommentarer på Facebook?")
    masked = await anna.writes("Måste vi diarieföra kommentarer på Facebook? 070-123 45 67")

    assert title_of(plain) == "Ska kommentarer diarieföras?"
    assert title_of(plain) in words_of(masked)
    assert anna.say("suggestions.title") not in words_of(masked)
