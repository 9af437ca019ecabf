"""An Adaptive Card as text to read: its lines, and what in it can be pressed or filled in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from textwrap import indent
from typing import Any

from localchat.fields import leading, shown_in

Element = dict[str, Any]

_ESCAPED = re.compile(r"\\([*_`])|\u2060")
"""How cards mark signs that are not meant as Markdown."""

_PRESSABLE = {"Action.Execute", "Action.Submit", "Action.OpenUrl"}
_NESTED = ("items", "columns", "rows", "cells", "images")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to press, and the fields that go with it."""

    action: Element
    fields: Sequence[Element]


@dataclass(slots=True)
class CardText:
    """The card's *lines*; those that can be pressed begin with a number from *first* on."""

    first: int = 1
    lines: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """A card, or one that opens within it, as far as it has been read."""

    text: CardText
    fields: list[Element]
    depth: int = 0

    def add_line(self, words: str) -> None:
        self.text.lines.append(indent(words, "  " * self.depth))


def card_text(card: Element, *, first: int = 1) -> CardText:
    text = CardText(first)
    _add_card(_Reading(text, []), card)
    return text


def words_of(element: Element) -> list[str]:
    """Every piece of text that *element* shows, in reading order."""
    return [words for part in _with_parts(element) if (words := _own_words(part))]


def _add_card(reading: _Reading, card: Element) -> None:
    for element in card.get("body", []):
        _add(reading, element)
    _add_actions(reading, card.get("actions", []))


def _add(reading: _Reading, element: Element) -> None:
    kind = element.get("type", "")
    if pressed := element.get("selectAction"):
        _add_action(reading, pressed, " ".join(words_of(element)))
    elif kind == "FactSet":
        for fact in element.get("facts", []):
            title, value = _plain(fact.get("title", "")), _plain(fact.get("value", ""))
            reading.add_line(f"{title}: {value}")
    elif kind == "TableRow":
        reading.add_line(" | ".join(" ".join(words_of(cell)) for cell in element["cells"]))
    elif kind == "ActionSet":
        _add_actions(reading, element.get("actions", []))
    elif kind.startswith("Input."):
        reading.fields.append(element)
        reading.add_line(shown_in(element))
    elif words := _own_words(element):
        reading.add_line(words)
    else:
        for part in _parts(element):
            _add(reading, part)


def _add_actions(reading: _Reading, actions: Iterable[Element]) -> None:
    for action in actions:
        if action.get("type") == "Action.ShowCard":
            reading.add_line(leading(action.get("title", "")))
            # What opens has fields of its own, and the card's go along with its buttons too.
            inside = _Reading(reading.text, [*reading.fields], reading.depth + 1)
            _add_card(inside, action.get("card", {}))
        else:
            _add_action(reading, action, action.get("title", ""))


def _add_action(reading: _Reading, action: Element, words: str) -> None:
    if action.get("type") not in _PRESSABLE:
        return
    text = reading.text
    number = text.first + len(text.choices)
    takes_fields = action.get("associatedInputs") != "none"
    text.choices.append(Choice(action, reading.fields if takes_fields else ()))
    reading.add_line(f"[{number}] {words or action.get('title', '')}")


def _own_words(element: Element) -> str:
    match element.get("type"):
        case "TextBlock":
            return _plain(str(element.get("text", "")))
        case "RichTextBlock":
            return "".join(_run(run) for run in element.get("inlines", []))
        case "Image":
            return str(element.get("altText", ""))
        case _:
            return ""


def _plain(markdown: str) -> str:
    return _ESCAPED.sub(r"\1", markdown)


def _run(run: Element | str) -> str:
    return run if isinstance(run, str) else str(run.get("text", ""))


def _parts(element: Element) -> list[Element]:
    parts: list[Element] = []
    for name in _NESTED:
        parts += [{"type": _row_or_none(name)} | part for part in element.get(name, [])]
    return parts


def _row_or_none(name: str) -> str:
    # Rows of a table may leave out their type.
    return "TableRow" if name == "rows" else ""


def _with_parts(element: Element) -> Iterable[Element]:
    yield element
    for part in _parts(element):
        yield from _with_parts(part)
