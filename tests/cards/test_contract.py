"""What must hold of every card the bot can send, over the small base and the real one."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from cards.account_actions import CaseAction
from cards.actions import MAX_QUESTION, read
from cards.talk import SHORTENED
from channel.invokes import as_dialog
from core.language import LANGUAGES
from knowledge.base import Base
from tests.cards.gallery import Card, case_cards, every_card
from tests.world.reading import buttons_of, executes, parts
from texts.catalogue import Texts

TO_PRESS = ("Action.Execute", "Action.Submit", "Action.OpenUrl", "Action.ToggleVisibility")
MAX_CARD_BYTES = 28_000
"""Bytes of a card; Teams' own figures differ, and this is below all of them."""
# A question of a thousand characters is cut to what a card carries of it.
LONG_QUESTION = ("Får vi göra så här på vår sida, åäö? " * 30)[:MAX_QUESTION]


@pytest.fixture(scope="session")
def cards(base: Base, texts: Texts, about_cases: dict[str, Card]) -> dict[str, Card]:
    return every_card(base, texts, LONG_QUESTION) | about_cases


@pytest.fixture(scope="session")
def about_cases(base: Base, texts: Texts) -> dict[str, Card]:
    return case_cards(base, texts)


def every(kind: str, cards: dict[str, Card]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, card in cards.items():
        for part in parts(card):
            if part["type"] == kind:
                yield name, part


def test_a_card_is_of_the_newest_version_that_bots_may_send(cards: dict[str, Card]) -> None:
    others = [name for name, card in cards.items() if card["version"] != "1.5"]

    assert others == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_no_card_is_larger_than_teams_takes(cards: dict[str, Card], encoding: str) -> None:
    sizes = {
        name: len(orjson.dumps(card).decode().encode(encoding)) for name, card in cards.items()
    }
    too_large = {name: size for name, size in sizes.items() if size >= MAX_CARD_BYTES}

    assert too_large == {}


def test_a_card_has_six_buttons_at_the_most(cards: dict[str, Card]) -> None:
    too_many = [name for name, card in cards.items() if len(buttons_of(card)) > 6]

    assert too_many == []


def test_a_card_has_one_primary_button_at_the_most(cards: dict[str, Card]) -> None:
    primary = {
        name: [part["title"] for part in parts(card) if part.get("style") == "positive"]
        for name, card in cards.items()
    }

    assert {name: titles for name, titles in primary.items() if len(titles) > 1} == {}
    assert any(primary.values())


def test_every_text_wraps(cards: dict[str, Card]) -> None:
    cut_off = [
        (name, text) for name, text in every("TextBlock", cards) if text.get("wrap") is not True
    ]

    assert cut_off == []


def test_no_text_is_empty(cards: dict[str, Card]) -> None:
    empty = [name for name, text in every("TextBlock", cards) if not text["text"].strip()]

    assert empty == []


def test_older_clients_send_the_same_as_newer_ones(cards: dict[str, Card]) -> None:
    differing = [
        (name, press["title"])
        for name, press in every("Action.Execute", cards)
        if press["fallback"]
        != {"type": "Action.Submit", "title": press["title"], "data": press["data"]}
    ]

    assert differing == []


def test_everything_to_press_has_a_title(cards: dict[str, Card]) -> None:
    untitled = [
        name
        for kind in TO_PRESS
        for name, press in every(kind, cards)
        if not press["title"].strip()
    ]

    assert untitled == []


def test_no_two_buttons_of_a_card_are_called_the_same(cards: dict[str, Card]) -> None:
    titles = {name: buttons_of(card) for name, card in cards.items()}
    doubled = [name for name, called in titles.items() if len(set(called)) < len(called)]

    assert doubled == []


def test_whatever_can_be_pressed_is_understood(cards: dict[str, Card]) -> None:
    understood = [
        read(press["data"], LANGUAGES) for card in cards.values() for press in executes(card)
    ]

    asked = [action.asked for action in understood if not isinstance(action, CaseAction)]
    carried = {each.question for each in asked}
    assert carried - {LONG_QUESTION[:SHORTENED]} == {LONG_QUESTION, ""}


def test_what_is_hidden_opens_by_a_button_of_the_same_card(cards: dict[str, Card]) -> None:
    unopened: dict[str, set[str]] = {}
    for name, card in cards.items():
        hidden = {part["id"] for part in parts(card) if part.get("isVisible") is False}
        toggles = [part for part in parts(card) if part["type"] == "Action.ToggleVisibility"]
        opened = {toggle["targetElements"][0]["elementId"] for toggle in toggles}
        if lost := hidden - opened or opened - {part.get("id") for part in parts(card)}:
            unopened[name] = lost

    assert unopened == {}


def ways_out(card: Card) -> list[str]:
    """Return the addresses a card opens that lead to the bot or to its register."""
    opened = [part["url"] for part in parts(card) if part["type"] == "Action.OpenUrl"]
    return [url for url in opened if "teams.microsoft.com/l/chat" in url or "/konton" in url]


def inputs(cards: dict[str, Card]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, card in cards.items():
        for part in parts(card):
            if part["type"].startswith("Input."):
                yield name, part


def test_every_field_is_labelled(cards: dict[str, Card]) -> None:
    bare = [
        (name, field["id"])
        for name, field in inputs(cards)
        if not (field.get("title") or field.get("label"))
    ]

    assert bare == []


def test_every_picture_is_told_in_words(cards: dict[str, Card]) -> None:
    pictures = [*every("Image", cards), *every("Media", cards)]

    assert [name for name, picture in pictures if not picture.get("altText", "").strip()] == []


def test_no_card_begins_with_a_field_that_is_hidden(cards: dict[str, Card]) -> None:
    """Teams puts the focus into the first field, and a phone then shows nothing of the card."""
    begins = {
        name: next(fields_with_visibility(card["body"]), None) for name, card in cards.items()
    }

    assert {name: field for name, field in begins.items() if field and not field[1]} == {}
    assert any(begins.values())


def fields_with_visibility(
    elements: list[dict[str, Any]], *, visible: bool = True
) -> Iterator[tuple[str, bool]]:
    """Yield each field of a body in its order."""
    for each in elements:
        shown = visible and each.get("isVisible") is not False
        if each["type"].startswith("Input."):
            yield each["id"], shown
        yield from fields_with_visibility(each.get("items", []), visible=shown)


def test_a_dialog_has_no_button_that_dialogs_dont_know(cards: dict[str, Card]) -> None:
    for name, card in cards.items():
        shown = as_dialog(card)["task"]["value"]["card"]["content"]
        pressed = [part["data"] for part in parts(shown) if part["type"] == "Action.Submit"]

        assert executes(shown) == [], name
        assert [press["data"] for press in executes(card)] == pressed, name


def test_no_two_fields_of_a_card_share_an_id(about_cases: dict[str, Card]) -> None:
    doubled = {
        name
        for name, card in about_cases.items()
        for ids in [[field["id"] for _, field in inputs({name: card})]]
        if len(set(ids)) < len(ids)
    }

    assert doubled == set()


def test_no_client_keeps_anybody_from_saving_or_going_back(about_cases: dict[str, Card]) -> None:
    """A required field stops every button of its card, "save and close" too."""
    stopping = [(name, field["id"]) for name, field in inputs(about_cases) if "isRequired" in field]

    assert stopping == []


def test_every_card_says_what_it_is_where_cards_are_not_shown(cards: dict[str, Card]) -> None:
    silent = [name for name, card in cards.items() if not card.get("fallbackText")]

    assert silent == []


def test_no_card_is_a_dead_end(cards: dict[str, Card]) -> None:
    ends = {name[4:] for name, card in cards.items() if not (executes(card) or ways_out(card))}

    assert ends == {"sentence in a dialog"}, "which has a cross of its own"


def test_fields_go_with_the_buttons_that_are_about_them(about_cases: dict[str, Card]) -> None:
    """What is typed on the way to throwing a draft away stays with whoever typed it."""
    presses = [
        (read(action["data"], LANGUAGES), action.get("associatedInputs"))
        for card in about_cases.values()
        for row in [card, *(part for part in parts(card) if part["type"] == "ActionSet")]
        for action in row["actions"]
        if action["type"] == "Action.Execute"
    ]
    wrong = {
        action.action
        for action, inputs in presses
        if isinstance(action, CaseAction) and (inputs == "none") is bool(action.entered)
    }

    assert wrong == set()
