"""A card read as a page: the same words, fields and presses, in HTML's own terms."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count, takewhile
from typing import Any, TypeAlias

import orjson
from markupsafe import Markup, escape

from cards.elements import Card
from cards.fields import FAULT_SIGN
from pages.fault_summary import with_summary
from pages.markdown import line, listed_in, paragraphs
from pages.parts import (
    Box,
    Buttons,
    Facts,
    Fold,
    FormField,
    Heading,
    Part,
    Press,
    Prose,
    Rows,
    WebLink,
)

Element: TypeAlias = Mapping[str, Any]
"""An element or an action of a card, as it is sent."""

_SHAPES = {"Email": "email", "Url": "url"}


class NotOnAPage(Exception):
    """A card holds a kind of element that no page shows."""


def parts_of(card: Card, *, trouble: str) -> list[Part]:
    """Return what *card* shows, in its order; *trouble* is the title above what is wrong in it.

    Raises:
        NotOnAPage: for what cards didn't hold when this was written.
    """
    reading = _Reading()
    parts = reading.parts(card["body"])
    if actions := card.get("actions"):
        parts.append(reading.buttons(actions))
    return with_summary(_with_main_button(parts), trouble)


class _Reading:
    """One card being read. Ids are given out once; titles of folds wait for what they open."""

    def __init__(self) -> None:
        self._ids = count(1)
        self._level = 1
        self._folds: dict[str, str] = {}
        self._label: Markup | None = None
        """That of a picker the page can't offer, for the field that does instead."""

    def parts(self, elements: Sequence[Element]) -> list[Part]:
        parts: list[Part] = []
        fault = ""
        for element in elements:
            if element["type"] == "TextBlock" and element["text"].startswith(FAULT_SIGN):
                fault = str(line(element["text"]).striptags()).removeprefix(FAULT_SIGN).strip()
                continue
            for part in self._read(element):
                read, fault = (replace(part, fault=fault), "") if _is_field(part) else (part, fault)
                _append(parts, read)
        return parts

    def buttons(self, actions: Sequence[Element]) -> Buttons:
        return Buttons([each for action in actions for each in self._button(action)])

    def _read(self, element: Element) -> list[Part]:
        match element["type"]:
            case "TextBlock":
                return [self._text(element)]
            case "FactSet":
                pairs = [(line(each["title"]), line(each["value"])) for each in element["facts"]]
                return [Facts(pairs)]
            case "ActionSet":
                drawn = self.buttons(element["actions"])
                return [drawn] if drawn.items else []
            case "Container":
                return self._container(element)
            case "Input.ChoiceSet" if _needs_lookup(element):
                self._label = escape(element["label"])
                return []
            case "Input.Text" | "Input.Date" | "Input.Toggle" | "Input.ChoiceSet":
                return [self._field(element)]
            case other:
                raise NotOnAPage(other)

    def _text(self, element: Element) -> Part:
        is_heading = element.get("style") == "heading" or (
            element.get("weight") == "Bolder" and element.get("spacing") == "Large"
        )
        if is_heading:
            level, self._level = self._level, 2
            return Heading(line(element["text"]), level)
        text = paragraphs(element["text"])
        if element.get("weight") == "Bolder":
            text = Markup("<div class='strong'>{}</div>").format(text)
        return Prose(text, is_fine=element.get("size") == "Small")

    def _container(self, element: Element) -> list[Part]:
        items = element["items"]
        if "selectAction" in element:
            return [Rows([_row(element["selectAction"], items)])]
        is_folded = self._label is None
        if is_folded and (title := self._folds.get(element.get("id", ""))) is not None:
            parts = self.parts([each for each in items if each.get("text") != title])
            is_open = element.get("isVisible", True) or any(map(_has_fault, parts))
            return [Fold(title, parts, is_open=is_open)]
        if "style" in element:
            return [_box(items, element["style"])]
        return self.parts(items)

    def _button(self, action: Element) -> list[Press | WebLink]:
        match action["type"]:
            case "Action.Execute":
                return [_press(action)]
            case "Action.OpenUrl":
                return [WebLink(action["title"], action["url"])]
            case "Action.ToggleVisibility":
                opened = action["targetElements"][0]["elementId"]
                self._folds[opened] = action["title"]
                return []
            case other:
                raise NotOnAPage(other)

    def _field(self, element: Element) -> FormField:
        example = element.get("placeholder", "") if element["type"] == "Input.Text" else ""
        choices = element.get("choices", ())
        label = line(element["title"]) if "title" in element else escape(element["label"])
        if self._label is not None:
            label, self._label = self._label, None
        return FormField(
            shape=_shape(element),
            id=f"field-{next(self._ids)}",
            name=element["id"],
            label=label,
            value=element.get("value", ""),
            choices=[(each["value"], each["title"]) for each in choices],
            longest=element.get("maxLength"),
            help=escape(example),
        )


def _append(parts: list[Part], part: Part) -> None:
    """Add *part*; rows make one list, and the fine print right below a field is about it."""
    match (parts[-1] if parts else None), part:
        case Rows(items=before), Rows(items=items):
            parts[-1] = Rows([*before, *items])
        case FormField() as field, Prose(is_fine=True, text=text):
            parts[-1] = replace(field, help=field.help + text)
        case _:
            parts.append(part)


def _row(action: Element, items: Sequence[Element]) -> Press:
    title, *more = (line(each["text"]) for each in items)
    return replace(_press(action), title=title, detail=more[0] if more else None)


def _press(action: Element) -> Press:
    if action["type"] != "Action.Execute":
        raise NotOnAPage(action["type"])
    data = orjson.dumps(action["data"]).decode()
    return Press(escape(action["title"]), data, is_primary=action.get("style") == "positive")


def _box(items: Sequence[Element], tone: str) -> Box:
    *titles, text = items
    title = line(titles[0]["text"]) if titles else None
    return Box(title, paragraphs(text["text"]), tone, listed_in(text["text"]))


def _needs_lookup(element: Element) -> bool:
    """Whether it is chosen among people whom only Teams can look up."""
    return "choices.data" in element and not element["choices"]


def _shape(element: Element) -> str:
    match element:
        case {"type": "Input.Date"}:
            return "date"
        case {"type": "Input.Toggle"}:
            return "tick"
        case {"type": "Input.ChoiceSet", "style": "expanded"}:
            return "boxes" if element.get("isMultiSelect") else "radios"
        case {"type": "Input.ChoiceSet"}:
            return "select"
        case {"isMultiline": True}:
            return "lines"
        case _:
            return _SHAPES.get(element.get("style", ""), "text")


def _with_main_button(parts: list[Part]) -> list[Part]:
    """The first of the last buttons of a form is its main one; what they open stands below."""
    is_form = any(map(_is_field, parts))
    opened = list(takewhile(lambda part: isinstance(part, Fold), reversed(parts)))
    match parts[: len(parts) - len(opened)]:
        case [*before, Buttons(items=[Press() as first, *others])] if is_form:
            main = Buttons([replace(first, is_primary=True), *others])
            return [*before, main, *reversed(opened)]
        case _:
            return parts


def _is_field(part: Part) -> bool:
    return isinstance(part, FormField)


def _has_fault(part: Part) -> bool:
    return isinstance(part, FormField) and bool(part.fault)
