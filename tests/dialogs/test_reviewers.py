"""The list of reviewers in Teams: proposing, confirming and ending, with forms."""

import pytest

from core.outbox import REVIEW_CHANNEL, Notice
from core.person import Person
from dialogs.notices import NoticeWriter
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import fault_at, fields_of, words_of


@pytest.fixture
def rolf(bot: DialogBot) -> DialogUser:
    bot.uow.people.met += [Person("aad-rut", "Rut"), Person("aad-kim", "Kim Lund")]
    return bot.person("rolf")


async def test_a_reviewer_sees_who_reviews(rolf: DialogUser) -> None:
    card = await rolf.writes("granskare")

    assert "Rut" in words_of(card)
    assert "aad-rolf" in words_of(card)  # whom the bot hasn't met


async def test_two_reviewers_together_make_a_third(
    bot: DialogBot, rut: DialogUser, rolf: DialogUser
) -> None:
    card = await rut.writes("granskare")
    proposed = await rut.fills_in(card, "reviewers.propose_send", said__who="kim lund")
    assert "Föreslagen av Rut, väntar på bekräftelse" in words_of(proposed)
    told = await rut.presses(proposed, "Bekräfta")
    assert told.startswith("Du kan inte bekräfta ditt eget förslag.")

    (notice,) = bot.uow.outbox.notices.values()
    message = await NoticeWriter(bot.services)(notice, "sv")
    assert message is not None
    assert notice.to == REVIEW_CHANNEL
    assert "En kollega föreslår en ändring" in words_of(message.card)
    assert await bot.person("kim").writes("att granska") == _refusal(bot)

    await rolf.presses(message.card, "Bekräfta")
    assert await bot.person("kim").writes("att granska") != _refusal(bot)


async def test_an_end_is_proposed_on_a_date(
    bot: DialogBot, rut: DialogUser, rolf: DialogUser
) -> None:
    card = await rut.presses(await rut.writes("granskare"), "aad-rolf")
    ending = await rut.fills_in(card, "reviewers.end_send", said__last="2126-12-31")

    assert "Rut föreslår att det tar slut 2126-12-31" in words_of(ending)
    ended = await rolf.presses(ending, "Bekräfta")
    assert "till och med 2126-12-31" in words_of(ended)


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"said__who": "Ingen Alls"}, "who", "Jag hittar ingen, eller flera, med det namnet."),
        ({"said__who": "Kim Lund", "said__last": "sommaren"}, "last", "Skriv dagen som ett datum"),
        (
            {"said__who": "Kim Lund", "said__last": "2020-01-01"},
            "last",
            "Sista dagen måste komma efter",
        ),
        (
            {"said__who": "Kim Lund", "said__deputy": "aad-kim"},
            "deputy",
            "Den som ska ersättas är inte",
        ),
    ],
)
async def test_what_cannot_be_done_is_told_at_its_field(
    rut: DialogUser, rolf: DialogUser, said: dict[str, str], field: str, sentence: str
) -> None:
    again = await rut.fills_in(await rut.writes("granskare"), "reviewers.propose_send", **said)

    assert fault_at(again, f"said.{field}").startswith(f"⚠ {sentence}")
    assert fields_of(again)[rut.say("reviewers.who")] == said["said__who"]


async def test_the_list_is_for_reviewers(bot: DialogBot, anna: DialogUser) -> None:
    assert await anna.writes("granskare") == _refusal(bot)


async def test_a_notice_of_an_appointment_that_is_gone_says_nothing(bot: DialogBot) -> None:
    notice = Notice("k", "appointment", REVIEW_CHANNEL, "granskare-00000000")
    bot.uow.appointments.kept.clear()

    assert await NoticeWriter(bot.services)(notice, "sv") is None


def _refusal(bot: DialogBot) -> str:
    return bot.services.texts("sv").say("refused.not-a-reviewer")
