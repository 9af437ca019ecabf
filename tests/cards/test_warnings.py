"""Warnings stand where a wrong text does harm, once each, and never before help in danger."""

from dataclasses import replace
from typing import Any

import pytest

from cards.answer import Shown, answer_card
from core.language import LANGUAGES
from knowledge.base import Base
from knowledge.passage import Passage, Risk
from knowledge.search.snapshot import Snapshot
from tests.cards.gallery import ALL_PERSONAL_DATA, asked
from tests.world.reading import words_of
from texts.catalogue import Catalogue, Texts


@pytest.fixture
def passage(small: Snapshot) -> Passage:
    return small.base.passages["gallring-kommentarer"]


@pytest.fixture
def swedish(texts: Texts) -> Catalogue:
    return texts.in_language("sv")


def boxes(card: Any) -> list[str]:
    return [words_of(part) for part in card["body"] if part.get("style") and "items" in part]


@pytest.mark.parametrize("risk", Risk)
def test_a_text_warns_of_its_risk_below_itself(
    passage: Passage, small: Snapshot, swedish: Catalogue, risk: Risk
) -> None:
    card = answer_card(Shown(asked(), replace(passage, warn=risk)), small.base, swedish)
    lines = words_of(card).splitlines()

    assert boxes(card) == [f"Stäm av först\n{swedish.say(f'risk.{risk}')}"]
    assert lines.index("Stäm av först") > lines.index(passage.sv.text.split("\n\n")[-1])


def test_what_the_text_warns_of_the_question_does_not_repeat(
    passage: Passage, small: Snapshot, swedish: Catalogue
) -> None:
    secrecy, children = small.base.cautions
    cautions = (replace(secrecy, risk=Risk.SECRECY), children)
    shown = Shown(asked(), replace(passage, warn=Risk.SECRECY), cautions=cautions)
    (box,) = boxes(answer_card(shown, small.base, swedish))

    assert secrecy.sv.check not in box
    assert box.splitlines()[1:] == [swedish.say("risk.secrecy"), "", children.sv.check]


def test_in_danger_the_advice_comes_first_and_112_is_said_once(
    passage: Passage, small: Snapshot, swedish: Catalogue
) -> None:
    threat = replace(small.base.cautions[0], risk=Risk.THREAT)
    shown = Shown(
        asked(),
        replace(passage, emergency=True, warn=Risk.THREAT),
        personal_data=ALL_PERSONAL_DATA,
        cautions=(threat,),
    )
    card = answer_card(shown, small.base, swedish)

    assert [part["text"] for part in card["body"][:2]] == [
        passage.sv.title,
        *passage.sv.text.split("\n\n")[:1],
    ]
    assert len(boxes(card)) == 1
    assert boxes(card)[0].startswith(swedish.say("warning.title"))


@pytest.mark.parametrize("told", ["text", "short", "nowhere"])
def test_the_alarm_number_is_told_once(
    passage: Passage, small: Snapshot, swedish: Catalogue, told: str
) -> None:
    threat = small.base.cautions[0]
    check = "Berätta för din chef genast. Är någon i fara, ring 112."
    said = replace(threat, risk=None, sv=replace(threat.sv, check=check))
    text = passage.sv if told == "nowhere" else replace(passage.sv, **{told: "Ring 112 först."})
    shown = Shown(asked(), replace(passage, warn=Risk.THREAT, sv=text), cautions=(said,))
    words = words_of(answer_card(shown, small.base, swedish))

    assert words.count("112") == 1
    assert "Berätta för din chef innan du svarar den som hotar." in words
    assert "Berätta för din chef genast." in words


def test_no_text_of_the_base_tells_the_alarm_number_beside_itself_again(
    base: Base, texts: Texts
) -> None:
    doubled = [
        passage.id
        for passage in base.passages.values()
        for box in boxes(
            answer_card(
                Shown(asked(), passage, cautions=base.cautions), base, texts.in_language("sv")
            )
        )
        if "112" in box and "112" in f"{passage.sv.short} {passage.sv.text}"
    ]

    assert doubled == []


def test_no_emergency_of_the_base_begins_with_anything_but_its_advice(
    base: Base, texts: Texts
) -> None:
    late: list[str] = []
    for language in LANGUAGES:
        for passage in base.passages.values():
            said = passage.text_in(language)
            shown = Shown(asked(language), passage, personal_data=ALL_PERSONAL_DATA)
            card = answer_card(shown, base, texts.in_language(language))
            first = said.short or said.text.split("\n\n")[0]
            if passage.emergency and not words_of(card).startswith(f"{said.title}\n{first}"):
                late.append(passage.id)

    assert late == []


def test_texts_without_a_risk_do_not_warn(base: Base, texts: Texts) -> None:
    warning = [
        passage.id
        for language in LANGUAGES
        for passage in base.passages.values()
        if boxes(answer_card(Shown(asked(language), passage), base, texts.in_language(language)))
        and (passage.warn is None or passage.emergency)
    ]

    assert warning == []
