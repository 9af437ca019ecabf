"""An Adaptive Card as text to read: its lines, and what in it can be pressed or filled in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Element = dict[str, Any]

_ESCAPED = re.compile(r"\\([*_`])|\u2060")
"""How cards mark signs that are not meant as Markdown."""

_PRESSABLE = {"Action.Execute", "Action.Submit", "Action.OpenUrl"}
_NESTED = ("items", "columns", "rows", "cells", "images")


@dataclass(slots=True)
class CardText:
    """The card's *lines*; those that can be pressed begin with a number from *first* on."""

    first: int = 1
    lines: list[str] = field(default_factory=list)
    actions: list[Element] = field(default_factory=list)
    inputs: list[Element] = field(default_factory=list)


def card_text(card: Element, *, first: int = 1) -> CardText:
    text = CardText(first)
    _add_card(text, card)
    return text


def words_of(element: Element) -> list[str]:
    """Every piece of text that *element* shows, in reading order."""
    return [words for part in _with_parts(element) if (words := _own_words(part))]


def _add_card(text: CardText, card: Element) -> None:
    for element in card.get("body", []):
        _add(text, element)
    _add_actions(text, card.get("actions", []))


def _add(text: CardText, element: Element) -> None:
    kind = element.get("type", "")
    if pressed := element.get("selectAction"):
        _add_action(text, pressed, " ".join(words_of(element)))
    elif kind == "FactSet":
        facts = element.get("facts", [])
        pairs = [(_plain(fact.get("title", "")), _plain(fact.get("value", ""))) for fact in facts]
        text.lines += [f"{title}: {value}" for title, value in pairs]
    elif kind == "TableRow":
        text.lines.append(" | ".join(" ".join(words_of(cell)) for cell in element["cells"]))
    elif kind == "ActionSet":
        _add_actions(text, element.get("actions", []))
    elif kind.startswith("Input."):
        text.inputs.append(element)
    elif words := _own_words(element):
        text.lines.append(words)
    else:
        for part in _parts(element):
            _add(text, part)


def _add_actions(text: CardText, actions: Iterable[Element]) -> None:
    for action in actions:
        if action.get("type") == "Action.ShowCard":
            text.lines.append(f"{action.get('title', '')}:")
            _add_card(text, action.get("card", {}))
        else:
            _add_action(text, action, action.get("title", ""))


def _add_action(text: CardText, action: Element, words: str) -> None:
    if action.get("type") not in _PRESSABLE:
        return
    number = text.first + len(text.actions)
    text.actions.append(action)
    text.lines.append(f"[{number}] {words or action.get('title', '')}")


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
