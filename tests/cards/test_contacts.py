"""Whom a text sends people to: with a way to reach them, or by name alone."""

from dataclasses import replace
from typing import Any

import pytest

from cards.answer import Shown, answer_card
from knowledge.routine import Contact, ContactName
from knowledge.search.snapshot import Snapshot
from tests.cards.gallery import asked
from tests.world.reading import buttons_of, words_of
from texts.catalogue import Texts


def a_contact(name: str, hours: str | None = None, **ways: str) -> Contact:
    return Contact(name.lower(), ContactName(name, hours), ContactName(name), {}, **ways)


@pytest.fixture
def sending_to(small: Snapshot, texts: Texts) -> Any:
    def draw(*contacts: Contact) -> Any:
        passage = small.base.passages["gallring-kommentarer"]
        passage = replace(passage, contacts=tuple(each.id for each in contacts))
        routine = replace(small.base.routine, contacts=contacts)
        base = replace(small.base, routines=(routine,))
        return answer_card(Shown(asked(), passage), base, texts.in_language("sv"))

    return draw


def test_every_way_to_reach_a_function_is_a_link(sending_to: Any) -> None:
    reached = a_contact(
        "Registratorn",
        "vardagar 8-16",
        phone="0224-74 00 00",
        email="registrator@mellanby.example",
        url="https://mellanby.example/(diariet)",
    )

    assert (
        "**Registratorn:** [0224-74 00 00](tel:0224740000), "
        "[registrator@mellanby.example](mailto:registrator@mellanby.example), "
        "[webbsida](https://mellanby.example/%28diariet%29), vardagar 8-16"
    ) in words_of(sending_to(reached))


def test_functions_without_a_way_are_named_in_one_line(sending_to: Any) -> None:
    card = sending_to(
        a_contact("Registratorn"), a_contact("Polisen", phone="114 14"), a_contact("HR")
    )

    assert "**Polisen:** [114 14](tel:11414)\nFråga: Registratorn, HR" in words_of(card)


def test_while_nobody_can_be_reached_the_question_can_be_sent_on(sending_to: Any) -> None:
    assert "Skicka till Kommunikationsenheten" in buttons_of(sending_to(a_contact("HR")))


def test_what_editors_write_makes_no_link_of_its_own(sending_to: Any) -> None:
    said = words_of(sending_to(a_contact("[HR](https://ond.example)", phone="1](x) 2")))

    assert "](https://ond.example)" not in said
    assert "](x)" not in said
