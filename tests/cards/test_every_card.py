"""What must hold of every card the bot can send, over the whole real base in both languages."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cards.actions import (
    MAX_QUESTION,
    Asked,
    Browse,
    Forward,
    OldCard,
    Rate,
    ShowPassage,
    data_of,
    read,
)
from cards.answer import Shown, answer_card
from cards.browse import group_card, groups_card, welcome_card
from cards.findings import forwarded_card, nothing_card, suggestions_card
from cards.templates import Templates
from knowledge.loader import load
from knowledge.passage import LANGUAGES
from texts.catalogue import load_texts

BASE = load(Path("knowledge/base"))
TEXTS = load_texts()
LONGEST = "å" * MAX_QUESTION


def asked(language: Any, question: str = LONGEST) -> Asked:
    return Asked(answer="a1b2c3", language=language, question=question)


def every_card() -> Iterator[tuple[str, dict[str, Any]]]:
    passages = list(BASE.passages.values())
    for language in LANGUAGES:
        texts, one = TEXTS.in_language(language), asked(language)
        for passage in passages:
            shown = Shown(
                one,
                passage,
                back=passages[0],
                personal_data=("e_mail", "phone_number"),
                cautions=("Stäm av.",),
            )
            yield f"{language} {passage.id}", answer_card(shown, BASE, texts)
        yield f"{language} suggestions", suggestions_card(one, passages[:3], BASE, texts)
        topics = list(BASE.topics())[:3]
        yield f"{language} nothing", nothing_card(one, topics, BASE, texts)
        for area in BASE.elsewhere:
            card = nothing_card(one, topics, BASE, texts, area=area)
            yield f"{language} {area.id}", card
        yield f"{language} forwarded", forwarded_card(one, texts)
        nobody = asked(language, "")
        yield f"{language} welcome", welcome_card(nobody, BASE, texts, added_by="Ada")
        yield f"{language} groups", groups_card(nobody, BASE, texts)
        for group in BASE.groups:
            yield f"{language} {group.id}", group_card(nobody, group, BASE, texts)


CARDS = list(every_card())


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for value in node.values():
            yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


@pytest.mark.parametrize(("name", "card"), CARDS, ids=[name for name, _ in CARDS])
def test_a_card_keeps_to_what_teams_can_show(name: str, card: dict[str, Any]) -> None:
    faults = [
        *(["version"] if card["version"] != "1.5" else []),
        *(["actions"] if len(card.get("actions", ())) > 6 else []),
        *(["size"] if len(json.dumps(card, ensure_ascii=False).encode()) > 28_000 else []),
        *(["fallback"] if not card.get("fallbackText") else []),
        *(
            [f"no wrap: {part['text']}"]
            for part in parts(card)
            if part["type"] == "TextBlock" and not part.get("wrap")
        ),
        *(
            [f"no title or fallback: {part}"]
            for part in parts(card)
            if part["type"] == "Action.Execute"
            and (not part.get("title") or part["fallback"]["data"] != part["data"])
        ),
    ]

    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("passage", BASE.passages.values(), ids=list(BASE.passages))
def test_an_answer_is_the_passage_itself_with_all_it_takes_to_check_it(
    passage: Any, language: Any
) -> None:
    texts = TEXTS.in_language(language)

    card = answer_card(Shown(asked(language), passage), BASE, texts)

    blocks = [part["text"] for part in card["body"] if part["type"] == "TextBlock"]
    words = passage.text_in(language)
    assert blocks[0] == words.title
    assert "\n\n".join(blocks[1:]).startswith(words.text)
    facts = {
        fact["title"] for part in parts(card) if part["type"] == "FactSet" for fact in part["facts"]
    }
    dated = {texts.say("answer.revised"), texts.say("answer.dated")}
    expected = {texts.say(f"answer.{key}") for key in ("source", "basis", "reviewed")}
    assert expected <= facts
    assert facts & dated
    assert texts.say("answer.footer") in blocks
    notice = texts.say("answer.unconfirmed") in json.dumps(card, ensure_ascii=False)
    assert notice is not passage.confirmed


@pytest.mark.parametrize(
    "action",
    [
        ShowPassage(asked=asked("sv"), passage="a-b", back="c"),
        Rate(asked=asked("en"), passage="a", helpful=False, forwarded=True),
        Forward(asked=asked("sv"), passage=None, helpful=True),
        Browse(asked=asked("sv"), group="starta"),
        Browse(asked=asked("en")),
    ],
)
def test_what_a_button_carries_comes_back_as_it_went(action: Any) -> None:
    assert read(data_of(action)) == action


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "show",
        {},
        {"action": "approve"},
        {"action": "show"},
        {"action": "show", "asked": {"answer": "A B", "language": "sv"}, "passage": "x"},
        {"action": "show", "asked": {"answer": "a", "language": "de"}, "passage": "x"},
        {"action": "show", "asked": {"answer": "a", "language": "sv"}, "passage": "../x"},
        {"action": "show", "asked": {"answer": "a", "language": "sv"}, "passage": "x" * 200},
        {"action": "rate", "asked": {"answer": "a", "language": "sv"}, "passage": "x"},
    ],
)
def test_data_that_no_card_of_ours_carries_is_an_old_card(data: object) -> None:
    with pytest.raises(OldCard):
        read(data)


def test_a_template_gives_the_very_card_that_would_have_been_built() -> None:
    templates, texts = Templates(), TEXTS.in_language("sv")
    passage = BASE.passages["diarieforing-kommentarer"]
    first = Asked(answer="first", language="sv", question="En fråga")
    second = Asked(answer="second", language="sv", question='Med "citat" och \\ i')

    def make(one: Asked) -> dict[str, Any]:
        return answer_card(Shown(one, passage), BASE, texts)

    made = [templates.card("key", make, one) for one in (first, second)]

    assert made == [make(first), make(second)]
