"""An answer is a quotation: the passage itself, with all it takes to check it."""

from typing import Any

import pytest

from cards.answer import Shown, answer_card
from core.language import LANGUAGES
from knowledge.base import Base
from knowledge.passage import Basis, Passage
from knowledge.search.snapshot import Snapshot
from tests.cards.gallery import asked
from tests.world.reading import buttons_of, rows_of, words_of
from texts.catalogue import Catalogue, Texts

Shownings = list[tuple[Passage, dict[str, Any], Catalogue]]


@pytest.fixture(scope="session")
def answers(base: Base, texts: Texts) -> Shownings:
    return [
        (passage, answer_card(Shown(asked(language), passage), base, catalogue), catalogue)
        for language in LANGUAGES
        for catalogue in [texts.in_language(language)]
        for passage in base.passages.values()
    ]


def test_the_passage_stands_word_for_word_under_its_title(answers: Shownings) -> None:
    altered: list[str] = []
    for passage, card, texts in answers:
        quoted = passage.text_in(texts.language)
        expected = "\n".join(
            part for part in (quoted.title, quoted.short, *quoted.text.split("\n\n")) if part
        )
        if not words_of(card).startswith(f"{expected}\n"):
            altered.append(f"{texts.language} {passage.id}")

    assert altered == []


def test_every_answer_tells_its_ground_right_above_its_source(
    answers: Shownings, base: Base
) -> None:
    wrong: list[str] = []
    for passage, card, texts in answers:
        lines = words_of(card).splitlines()
        document = base.sources[passage.source.id].text_in(texts.language).document
        source = next(n for n, line in enumerate(lines) if document in line and ": " in line)
        ground = texts.say(f"basis.{passage.basis}").rstrip(".")
        if passage.basis is not Basis.PRACTICE and not lines[source - 1].startswith(ground):
            wrong.append(passage.id)

    assert wrong == []


def test_every_answer_tells_how_old_its_source_is(answers: Shownings, base: Base) -> None:
    wrong = [
        passage.id
        for passage, card, _ in answers
        if (dated := base.sources[passage.source.id].dated) and f", {dated}." not in words_of(card)
    ]

    assert wrong == []


def test_only_what_is_no_law_is_called_undated(answers: Shownings, base: Base) -> None:
    wrong: list[str] = []
    for passage, card, texts in answers:
        source = base.sources[passage.source.id]
        is_undated = source.dated is None and source.basis is not Basis.LAW
        place = texts.say("answer.source_undated", place="").split()[-1]
        if (f", {place}" in words_of(card)) is not is_undated:
            wrong.append(passage.id)

    assert wrong == []


def test_the_source_is_named_with_its_section(answers: Shownings, base: Base) -> None:
    wrong: list[str] = []
    for passage, card, texts in answers:
        section = passage.source.section
        parts = [base.sources[passage.source.id].text_in(texts.language).document]
        parts += [section.text_in(texts.language)] if section else []
        if texts.say("answer.source", place=", ".join(parts)).rstrip(".") not in words_of(card):
            wrong.append(passage.id)

    assert wrong == []


def test_every_answer_tells_when_it_was_reviewed_and_by_whom_confirmed(answers: Shownings) -> None:
    wrong: list[str] = []
    for passage, card, texts in answers:
        checked = texts.say("answer.reviewed", reviewed=passage.reviewed)
        if one := passage.confirmed:
            facts = {"reviewed": passage.reviewed, "role": one.by, "on": one.on}
            checked = texts.say("answer.confirmed", **facts)
        if checked not in words_of(card):
            wrong.append(passage.id)

    assert wrong == []


def test_every_answer_says_that_it_is_a_quotation(answers: Shownings) -> None:
    silent = [
        passage.id
        for passage, card, texts in answers
        if texts.say("answer.footer") not in words_of(card)
    ]

    assert silent == []


def test_related_questions_are_rows_to_press(small_card: Any) -> None:
    assert rows_of(small_card()) == [
        "När får kommentarer gallras?",
        "Ska direktmeddelanden diarieföras?",
    ]


def test_the_way_back_stands_first_among_the_rows(small_card: Any) -> None:
    rows = rows_of(small_card(back="gallring-kommentarer"))

    assert rows == [
        "Tillbaka: När får kommentarer gallras?",
        "Ska direktmeddelanden diarieföras?",
    ]


def test_the_buttons_ask_whether_it_helped_and_lead_on(small_card: Any) -> None:
    assert buttons_of(small_card()) == [
        "Till hjälp",
        "Inte till hjälp",
        "Skicka till Kommunikationsenheten",
        "Öppna källan",
    ]


def test_after_a_vote_only_the_other_vote_is_left(small_card: Any) -> None:
    card = small_card(is_thanked=True)

    assert buttons_of(card)[0] == "Inte till hjälp"
    assert "Tack! Du svarade: till hjälp." in words_of(card)


def test_where_nothing_was_asked_there_is_nothing_to_send_on(small_card: Any) -> None:
    assert "Skicka till Kommunikationsenheten" not in buttons_of(small_card(question=""))


def test_the_warning_about_personal_data_comes_before_all_else(small_card: Any) -> None:
    first = words_of(small_card(personal_data=("e_mail", "identity_number"))).splitlines()[:2]

    assert first[0] == "Var försiktig med personuppgifter"
    assert "en e-postadress och ett personnummer" in first[1]


def test_cautions_stand_in_a_box_of_their_own(small_card: Any, small: Snapshot) -> None:
    words = words_of(small_card(cautions=small.base.cautions)).splitlines()
    start = words.index("Stäm av först")

    assert words[start + 1 : start + 4] == [
        "Frågan kan röra sekretess. Stäm av med din chef.",
        "",
        "Frågan rör barn. Stäm av med vårdnadshavarna.",
    ]
