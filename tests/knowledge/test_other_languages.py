"""A base in Swedish alone, or in languages that nobody has written here before."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bench.answers import passages, score
from bench.questions import Question
from editor.begin import ASKED, begin_base
from knowledge.live.acceptance import open_snapshot
from knowledge.search.analysis import Analyser, Glossary
from knowledge.search.build import guesser_of, texts_of
from knowledge.search.corpus import corpus_of, everyday_questions
from knowledge.search.language import LanguageGuesser
from knowledge.search.snapshot import Snapshot

NAMES: dict[str, str] = dict.fromkeys((*ASKED, "name_en", "owner_en"), "Rutinen")
UKRAINIAN = ("чи", "можна", "показати", "фото", "людини", "без", "згоди")


def test_each_language_has_everyday_questions_of_its_own_and_english_ones_stand_in(
    small: Snapshot,
) -> None:
    swedish, english, finnish = map(everyday_questions, ("sv", "en", "fi"))
    corpora = {
        language: corpus_of(small.base, language, Glossary(())).everyday
        for language in ("sv", "en", "fi")
    }

    assert finnish == []
    assert set(swedish).isdisjoint(english)
    assert corpora == {"sv": swedish, "en": english, "fi": english}


def test_a_language_is_not_learnt_from_anothers_everyday_questions(small: Snapshot) -> None:
    passages = {
        name: replace(passage, translations={"uk": replace(passage.sv, text=" ".join(UKRAINIAN))})
        for name, passage in small.base.passages.items()
    }
    routine = replace(small.base.routine, languages=("sv", "en", "uk"))
    guesser = guesser_of(texts_of(replace(small.base, passages=passages, routines=(routine,))))

    assert "згоди" in guesser.words["uk"]
    assert "lunch" in guesser.words["en"]
    assert "lunch" not in guesser.words["uk"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "bilene bilen"),
        ("nn", "bilene bilen"),
        ("nl", "boeken boek"),
        ("pl", "domami domach"),
        ("uk", "фото фото"),
    ],
)
def test_inflections_meet_in_each_language_that_has_a_stemmer(language: str, words: str) -> None:
    assert len(set(Analyser("stems", language)(words))) == 1


def test_what_is_written_in_the_scripts_of_the_base_is_not_foreign() -> None:
    swedish = (*("får", "vi", "visa", "en", "bild") * 20, "α")
    one, two = (
        LanguageGuesser({}, {"sv": swedish}),
        LanguageGuesser({}, {"sv": swedish, "uk": UKRAINIAN}),
    )

    assert one.is_foreign("Чи можна показати фото?")
    assert not two.is_foreign("Чи можна показати фото?")
    assert not two.is_foreign("Får vi visa en bild?")
    assert one.is_foreign("μπορούμε να δείξουμε μια φωτογραφία;")
    assert two.is_foreign("μπορούμε να δείξουμε μια φωτογραφία;")


def test_a_base_in_swedish_alone_is_measured_in_swedish_alone(tmp_path: Path) -> None:
    begin_base(tmp_path / "base", NAMES, ["sv"], {}, today=date(2026, 11, 25))
    snapshot = open_snapshot(tmp_path / "base")
    asked = [Question("Vem ansvarar för rutinen?", "sv", ()), Question("Who?", "en", ())]

    assert {language: each.foreign for language, each in score(snapshot, asked).items()} == {
        "sv": 1
    }
    assert [line.split()[0] for line in passages(snapshot)[1:]] == ["sv"]
