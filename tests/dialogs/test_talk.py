"""What is said that is no question gets a short reply, and leaves no trace."""

from pathlib import Path

import pytest
import yaml

from knowledge.live.acceptance import open_snapshot
from knowledge.search.snapshot import Snapshot
from questions.asked import Outcome
from tests.conftest import REAL_BASE
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import rows_of, title_of, words_of
from texts.catalogue import Texts

EXAMPLES: dict[str, list[str]] = yaml.safe_load(
    Path("tests/knowledge/talk_examples.yaml").read_text("utf-8")
)
EMERGENCIES = ("danger", "self-harm", "somebody-in-danger")
QUESTION = "Måste vi diarieföra kommentarer på Facebook?"


@pytest.fixture(scope="module")
def sala() -> Snapshot:
    return open_snapshot(REAL_BASE, Path(".cache"))


@pytest.fixture
def sala_bot(sala: Snapshot, texts: Texts) -> DialogBot:
    return DialogBot(sala, texts)


@pytest.fixture
def rut(sala_bot: DialogBot) -> DialogUser:
    return sala_bot.person("rut")


def reply_to(bot: DialogBot, kind: str) -> str:
    found = next(each for each in bot.services.base.talk if each.id == kind)
    return found.sv.reply


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("tack snälla du!", "thanks"),
        ("hejdå så länge", "bye"),
        ("trevlig helg på er", "bye"),
        ("okej då förstår jag", "ok"),
        ("du är ju värdelös", "insult"),
        ("är du en AI eller?", "robot"),
        ("vem ser vad jag skriver här", "privacy"),
        ("hur mår du idag", "smalltalk"),
        ("Hej! Är du en människa? Mvh Rut", "robot"),
    ],
)
async def test_talk_is_replied_to_and_leaves_no_trace(
    said: str, kind: str, sala_bot: DialogBot, rut: DialogUser
) -> None:
    await rut.writes(QUESTION)
    before = (list(sala_bot.kept.asked), dict(sala_bot.kept.last))
    answer = await rut.writes(said)

    assert reply_to(sala_bot, kind) in (answer if isinstance(answer, str) else words_of(answer))
    assert (sala_bot.kept.asked, sala_bot.kept.last) == before


@pytest.mark.parametrize(
    "said",
    [
        "en boende skriver att hon vill dö",
        "en elev skickade dm om att hen inte orkar leva",
        "min kollega har skrivit ett avskedsbrev på instagram",
        "det står i kommentaren att någon tänker hoppa framför tåget",
        "a client wrote that she wants to die",
    ],
)
async def test_who_is_in_danger_for_another_gets_what_to_do_for_that_one(
    said: str, sala_bot: DialogBot, rut: DialogUser
) -> None:
    passage = sala_bot.services.base.passages["enskilda-arenden-akut"]

    assert title_of(await rut.writes(said)) in (passage.sv.title, passage.text_in("en").title)


@pytest.mark.parametrize(
    ("sign", "kind"),
    [
        ("👍", "ok"),
        ("❤️", "thanks"),
        ("🙏🙏", "thanks"),
        ("👍🏽", "ok"),
        ("👎", "wrong"),
        ("???", "unclear"),
    ],
)
async def test_an_emoji_says_what_it_says_among_people(
    sign: str, kind: str, sala_bot: DialogBot, rut: DialogUser
) -> None:
    assert await rut.writes(sign) == reply_to(sala_bot, kind)


@pytest.mark.parametrize("locale", ["sv-SE", "en-GB"])
async def test_talk_of_a_few_words_is_replied_to_in_its_own_language(
    locale: str, sala_bot: DialogBot
) -> None:
    kinds = {kind.id: kind for kind in sala_bot.services.base.talk}
    person = sala_bot.person("rut", locale)

    assert await person.writes("much appreciated") == kinds["thanks"].text_in("en").reply
    assert await person.writes("hang on a sec") == kinds["wait"].text_in("en").reply
    assert await person.writes("tack så hemskt mycket") == kinds["thanks"].sv.reply
    assert await person.writes("ha det så gott") == kinds["bye"].sv.reply


@pytest.fixture
async def diary(rut: DialogUser) -> str:
    """An answer on records, with another one after it."""
    await rut.writes(QUESTION)
    replied = rut.replied
    await rut.writes("Måste filmer textas?")
    return replied


@pytest.mark.parametrize("said", ["och på Instagram då?", "mer", "länk?", "jag förstår inte"])
async def test_a_quoted_answer_is_what_is_meant_and_not_the_last_one(
    said: str, diary: str, sala_bot: DialogBot, rut: DialogUser
) -> None:
    passage = sala_bot.services.base.passages["diarieforing-kommentarer"]

    assert passage.sv.title not in words_of(await rut.writes(said, quoted="a message unknown"))
    assert passage.sv.title in words_of(await rut.writes(said, quoted=diary))


async def test_a_quoted_answer_lends_its_text_and_never_somebody_elses_question(
    diary: str, sala_bot: DialogBot
) -> None:
    bo = sala_bot.person("bo", place="a:rut")
    await bo.writes("och på Instagram då?", quoted=diary)

    assert "Facebook" not in sala_bot.kept.asked[-1].question
    assert sala_bot.kept.asked[-1].passages[0] == "diarieforing-kommentarer"


async def test_a_number_after_a_wrong_answer_means_the_rows_offered_then(rut: DialogUser) -> None:
    await rut.writes(QUESTION)
    first, second = rows_of(await rut.writes("fel svar"))[:2]

    assert title_of(await rut.writes("2")) == second
    await rut.writes(QUESTION)
    await rut.writes("det var inte det jag frågade om")
    assert title_of(await rut.writes("1")) == first


@pytest.mark.parametrize(
    ("question", "is_told"),
    [
        ("Hvordan søker jeg om en ny konto?", False),
        ("Kan jeg blive venner med en borger på facebook?", False),
        ("Hvem lagrer min feriesøknad?", True),
        ("Voinko julkaista kuvan asukkaasta Facebookissa?", True),
        ("Czy mogę opublikować zdjęcie pacjenta?", True),
        ("Чи можна публікувати фото мешканця?", True),
    ],
)
async def test_only_who_is_not_found_in_swedish_is_told_which_languages_there_are(
    question: str, is_told: bool, rut: DialogUser
) -> None:
    said = words_of(await rut.writes(question))

    assert (rut.say("talk.two_languages") in said) is is_told


async def test_nothing_that_is_said_is_answered_with_a_passage(
    sala_bot: DialogBot, rut: DialogUser
) -> None:
    titles = {passage.sv.title for passage in sala_bot.services.base.passages.values()}
    titles |= {passage.text_in("en").title for passage in sala_bot.services.base.passages.values()}
    answered: list[str] = []
    for kind, each in EXAMPLES.items():
        for said in each if kind not in EMERGENCIES else ():
            answer = await rut.writes(said)
            if not isinstance(answer, str) and title_of(answer) in titles:
                answered.append(said)

    assert answered == []
    assert len(sala_bot.kept.asked) <= 3, [each.question for each in sala_bot.kept.asked]


async def test_a_reply_may_offer_texts(sala_bot: DialogBot, rut: DialogUser) -> None:
    card = await rut.writes("är du en robot?")
    chosen = await rut.presses(card, rows_of(card)[0])

    assert title_of(chosen) == sala_bot.services.base.passages["om-rutinen-vad"].sv.title


@pytest.mark.parametrize(
    "said",
    [
        "han hotar mig",
        "Jag är hotad. Vem godkänner ett konto?",
        "hej, får vi ha TikTok? min man slår mig. mvh anna",
    ],
)
async def test_whoever_is_in_danger_is_told_what_to_do_before_anything_else(
    said: str, sala_bot: DialogBot, rut: DialogUser
) -> None:
    card = await rut.writes(said)
    first = sala_bot.services.base.passages["hot-hat-gor"].sv

    assert words_of(card).splitlines()[0] == first.title
    assert first.short is not None
    assert first.short in words_of(card)
    assert sala_bot.kept.asked[-1].outcome is Outcome.ANSWER


async def test_what_is_written_by_one_who_wants_to_die_is_stored_nowhere(
    sala_bot: DialogBot, rut: DialogUser
) -> None:
    card = await rut.writes("jag orkar inte leva längre. får jag sluta med insta?")

    assert words_of(card).startswith(reply_to(sala_bot, "self-harm"))
    assert sala_bot.kept.asked == []
    assert sala_bot.kept.last == {}


async def test_a_base_without_talk_takes_all_for_questions(
    anna: DialogUser, bot: DialogBot
) -> None:
    card = await anna.writes("vem ser vad jag skriver?")

    assert title_of(card)
    assert [each.question for each in bot.kept.asked] == ["vem ser vad jag skriver?"]
