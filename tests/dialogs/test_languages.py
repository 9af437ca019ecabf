"""A base in Swedish alone, and one in a language that nobody has written here before."""

from pathlib import Path

import pytest

from knowledge.live.acceptance import open_snapshot
from tests.world.dialog_bot import DialogBot
from tests.world.made_up_language import MADE_UP, a_base, with_texts
from tests.world.reading import title_of, words_of
from texts.catalogue import load_texts


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> DialogBot:
    """A bot that speaks a third language: a file of texts and the base's translations, no more."""
    base = a_base(tmp_path_factory.mktemp("bases") / "base", "sv", "en", MADE_UP)
    return DialogBot(open_snapshot(base), load_texts(with_texts(tmp_path_factory.mktemp("texts"))))


async def test_a_third_language_is_a_file_of_texts_and_translations(bot: DialogBot) -> None:
    ada = bot.person("ada", "eo")
    welcome = words_of(await ada.writes("hellozu"))
    answer = await ada.writes("whatzu canzu Izu askzu aboutzu")

    assert "Hello!zu Izu amzu Rutinboten.zu" in welcome
    assert "inzu sveda, angla" in welcome
    assert title_of(answer) == "Whatzu canzu Izu askzu aboutzu here?zu"
    assert "Howzu thezu botzu works.zu" in words_of(answer)


async def test_beside_a_third_language_the_first_two_are_told_apart(bot: DialogBot) -> None:
    asked = {
        "sv-SE": ("vem ansvarar för rutinen", "Vem ansvarar för rutinen?"),
        "en-GB": ("who is responsible for the routine", "Who is responsible for the routine?"),
        "de-DE": ("vem kontaktar jag om rutinen", "Vem ansvarar för rutinen?"),
    }
    for locale, (question, title) in asked.items():
        assert title_of(await bot.person("ada", locale).writes(question)) == title


async def test_a_base_in_swedish_alone_answers_everybody_in_swedish(tmp_path: Path) -> None:
    bot = DialogBot(open_snapshot(a_base(tmp_path / "base", "sv")), load_texts(), "eve")
    eve = bot.person("eve", "en-GB")

    assert "med egna ord, på svenska." in words_of(await eve.writes("hello"))
    assert title_of(await eve.writes("vem äger rutinen")) == "Vem ansvarar för rutinen?"
    assert "Det här kan du skriva" in words_of(await eve.writes("help"))
    browsed = await eve.writes("browse")
    assert title_of(await eve.presses(browsed, "Om rutinen")) == "Färdiga frågor: Om rutinen"
