"""Names that are masked, names that warn as well, and words that are no names."""

import pytest

from questions.masking import PersonalData, mask
from tests.world.questions import our_questions

SENSITIVE = [
    ("Karin Svensson i rum 4 har ramlat", "[namn] i rum 4 har ramlat"),
    ("Muhammad Abdi, rum 7", "[namn], rum 7"),
    ("Amira Haddad på Storgatan 12", "[namn] på Storgatan 12"),
    ("Får vi visa Greta på avd. 3?", "Får vi visa [namn] på avd. 3?"),
    ("Maria har ADHD, får jag skriva det?", "[namn] har ADHD, får jag skriva det?"),
    ("brukaren karin svensson", "brukaren [namn]"),
    ("brukaren Zlatka får inte", "brukaren [namn] får inte"),
    ("klienten ahmed vill vara med", "klienten [namn] vill vara med"),
    ("patienten som heter Ali Hassan", "patienten som heter [namn]"),
    ("En boende, Sven, dansar", "En boende, [namn], dansar"),
    ("tant Greta dansar", "tant [namn] dansar"),
    ("the resident John in room 3", "the resident [namn] in room 3"),
    ("our client is called Zlatka", "our client is called [namn]"),
    ("Mrs Smith fell", "Mrs [namn] fell"),
    ("Ka\u200brin Svensson i rum 4", "[namn] i rum 4"),
]


@pytest.mark.parametrize(("text", "stored"), SENSITIVE)
def test_a_name_beside_what_tells_of_a_life_is_masked_and_warned_of(text: str, stored: str) -> None:
    masked = mask(text)

    assert masked.text == stored
    assert PersonalData.NAME in masked.to_warn_of


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Får vi visa Karin Svensson?", "Får vi visa [namn]?"),
        ("karin svensson skrev till oss", "[namn] skrev till oss"),
        ("Vad gör Anna-Karin Berg-Svensson?", "Vad gör [namn]?"),
        ("Hälsningar Anna Karin Andersson", "Hälsningar [namn]"),
        ("Hans Berg vill ha ett konto", "[namn] vill ha ett konto"),
        ("May Fatima Hassan post?", "May [namn] post?"),
    ],
)
def test_a_full_name_is_masked_wherever_it_stands(text: str, stored: str) -> None:
    masked = mask(text)

    assert masked.text == stored
    assert masked.kinds == {PersonalData.NAME}
    assert masked.to_warn_of == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "Kan Maria på kommunikation hjälpa oss?",
        "Vad säger lex Maria om patienten?",
        "Måste vi anmäla enligt lex Sarah för en vårdtagare?",
        "Får eleven Snapchat på paddan?",
        "Gäller det Facebook, eleven eller rum 4?",
        "Vi har sett en boende. Vad gör vi?",
        "Är det hans konto, i rum 4, eller mina?",
        "Får vi blogga i maj på avdelning 3?",
        "May we film in room 3?",
        "Bor det någon i rum 4 som heter så?",
        "Max antal boende på en bild?",
        "@maria.svensson skrev i rum 4",
    ],
)
def test_words_that_are_no_names_stay(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.parametrize("text", [text for text, _ in SENSITIVE])
def test_a_masked_name_is_not_masked_again(text: str) -> None:
    once = mask(text).text

    assert mask(once).text == once


def test_a_name_and_a_number_are_both_masked_in_place() -> None:
    masked = mask("Brukaren Karin\u00a0Svensson,  811228-9874, rum 4!")

    assert masked.text == "Brukaren [namn],  [personnummer], rum 4!"
    assert masked.to_warn_of == {PersonalData.NAME, PersonalData.IDENTITY_NUMBER}


def test_under_one_in_a_hundred_of_our_own_questions_is_taken_to_name_somebody() -> None:
    questions = our_questions()
    named = [each for each in questions if PersonalData.NAME in mask(each).kinds]

    assert len(questions) > 5000
    assert len(named) < len(questions) / 100
