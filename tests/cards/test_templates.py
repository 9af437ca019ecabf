"""A cached card, filled in, equals the card that would have been built."""

import tracemalloc

import orjson
from hypothesis import given
from hypothesis import strategies as st

from cards.actions import MAX_QUESTION, Asked
from cards.answer import Shown, answer_card
from cards.elements import Card
from cards.templates import Templates
from knowledge.source.loader import load
from tests.conftest import SMALL_BASE
from texts.catalogue import load_texts

BASE = load(SMALL_BASE)
SWEDISH = load_texts().naming(BASE.names).in_language("sv")
PASSAGE = BASE.passages["diarieforing-kommentarer"]


def make(asked: Asked) -> Card:
    return answer_card(Shown(asked, PASSAGE), BASE, SWEDISH)


@given(st.lists(st.text(min_size=1, max_size=MAX_QUESTION), min_size=1, max_size=3))
def test_whatever_is_asked_a_template_gives_the_card_of_that_question(questions: list[str]) -> None:
    templates = Templates()
    for number, question in enumerate(questions):
        asked = Asked(answer=f"a{number}", language="sv", question=question)

        assert templates.card("key", make, asked) == make(asked)


def test_a_card_may_be_altered_without_altering_the_next() -> None:
    templates, asked = Templates(), Asked(answer="a", language="sv", question="Får vi?")
    templates.card("key", make, asked)["body"].clear()

    assert templates.card("key", make, asked) == make(asked)


def test_only_what_was_asked_is_filled_in() -> None:
    def make_quoting(asked: Asked) -> Card:
        return {"body": ["the question", "answer-id", asked.question, asked.answer]}

    asked = Asked(answer="a", language="sv", question="Får vi?")

    assert Templates().card("key", make_quoting, asked) == make_quoting(asked)


def test_the_card_not_shown_for_longest_makes_room_for_a_new_one() -> None:
    built: list[str] = []
    templates, asked = Templates(size=2), Asked(answer="a", language="sv", question="Får vi?")

    def show(key: str) -> None:
        def noted(one: Asked) -> Card:
            built.append(key)
            return make(one)

        templates.card(key, noted, asked)

    for key in ("one", "two", "two", "three", "one"):
        show(key)

    assert built == ["one", "two", "three", "one"]


def test_a_remembered_card_takes_hardly_more_memory_than_its_json() -> None:
    templates, written = Templates(), orjson.dumps({"text": "ab" * 2_000})
    tracemalloc.start()
    templates.filled("key", lambda: orjson.dumps({"text": "ab" * 2_000}), {})
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert taken < 2 * len(written)
