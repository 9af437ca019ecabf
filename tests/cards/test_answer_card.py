"""An answer is a quotation: the passage itself, with all it takes to check it."""

from typing import Any

import pytest

from cards.answer import Shown, answer_card
from core.language import LANGUAGES
from knowledge.base import Base
from knowledge.passage import Basis, Passage
from tests.cards.gallery import asked
from tests.world.reading import buttons_of, facts_of, rows_of, words_of
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
        blocks = [part["text"] for part in card["body"] if part["type"] == "TextBlock"]
        quoted = passage.text_in(texts.language)
        end = 1 + len(quoted.text.split("\n\n"))
        if [blocks[0], "\n\n".join(blocks[1:end])] != [quoted.title, quoted.text]:
            altered.append(f"{texts.language} {passage.id}")

    assert altered == []


@pytest.mark.parametrize("fact", ["source", "basis", "reviewed"])
def test_every_answer_tells_where_it_comes_from(answers: Shownings, fact: str) -> None:
    silent = [
        passage.id
        for passage, card, texts in answers
        if not facts_of(card).get(texts.say(f"answer.{fact}"))
    ]

    assert silent == []


def test_every_answer_tells_how_old_its_source_is(answers: Shownings, base: Base) -> None:
    wrong: list[str] = []
    for passage, card, texts in answers:
        is_routine = passage.basis is Basis.ROUTINE
        label = texts.say("answer.revised" if is_routine else "answer.dated")
        dated = base.sources[passage.source.id].dated or texts.say("answer.undated")
        if facts_of(card).get(label) != dated:
            wrong.append(passage.id)

    assert wrong == []


def test_the_source_is_named_with_its_section(answers: Shownings, base: Base) -> None:
    wrong: list[str] = []
    for passage, card, texts in answers:
        place = facts_of(card)[texts.say("answer.source")]
        section = passage.source.section
        parts = [base.sources[passage.source.id].text_in(texts.language).document]
        parts += [section.text_in(texts.language)] if section else []
        if place != ", ".join(parts):
            wrong.append(passage.id)

    assert wrong == []


def test_what_is_not_confirmed_says_so_and_nothing_else_does(answers: Shownings) -> None:
    wrong = [
        passage.id
        for passage, card, texts in answers
        if (texts.say("answer.unconfirmed") in words_of(card)) is passage.confirmed
    ]

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
    card = small_card(helpful=True)

    assert buttons_of(card)[0] == "Inte till hjälp"
    assert "Tack! Du svarade: till hjälp." in words_of(card)


def test_what_was_sent_on_cannot_be_sent_again(small_card: Any) -> None:
    card = small_card(forwarded=True)

    assert "Skicka till Kommunikationsenheten" not in buttons_of(card)
    assert "Din fråga är sparad för Kommunikationsenheten." in words_of(card)


def test_where_nothing_was_asked_there_is_nothing_to_send_on(small_card: Any) -> None:
    assert "Skicka till Kommunikationsenheten" not in buttons_of(small_card(question=""))


def test_the_warning_about_personal_data_comes_before_all_else(small_card: Any) -> None:
    first = words_of(small_card(personal_data=("e_mail", "identity_number"))).splitlines()[:2]

    assert first[0] == "Var försiktig med personuppgifter"
    assert "en e-postadress och ett personnummer" in first[1]


def test_cautions_stand_in_a_box_of_their_own(small_card: Any) -> None:
    words = words_of(small_card(cautions=("Fråga chefen.", "Fråga juristen."))).splitlines()
    start = words.index("Stäm av först")

    assert words[start + 1 : start + 4] == ["Fråga chefen.", "", "Fråga juristen."]
