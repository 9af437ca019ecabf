"""Reading a card as a person does: its title, its words, and what can be pressed."""

from collections.abc import Iterator
from typing import Any

from texts.catalogue import load_texts


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every element and action of a card, the card itself first."""
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for value in node.values():
            yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


def title_of(card: Any) -> str:
    return next(part["text"] for part in card["body"] if part["type"] == "TextBlock")


def words_of(card: Any) -> str:
    """Return all that can be read in a card, one text a line."""
    lines: list[str] = []
    for part in parts(card):
        if part["type"] == "TextBlock":
            lines.append(part["text"])
        if part["type"] == "FactSet":
            lines += (f"{fact['title']}: {fact['value']}" for fact in part["facts"])
    return "\n".join(lines)


def facts_of(card: Any) -> dict[str, str]:
    sets = [part["facts"] for part in parts(card) if part["type"] == "FactSet"]
    return {fact["title"]: fact["value"] for facts in sets for fact in facts}


def rows_of(card: Any) -> list[str]:
    """Return the titles of the rows to press in the card's body."""
    return [part["items"][0]["text"] for part in card["body"] if "selectAction" in part]


def first_in(card: Any) -> str:
    """Return the title of the passage that is shown, or of the first that is offered."""
    title = title_of(card)
    offered = title in {texts.say("suggestions.title") for texts in load_texts()}
    return rows_of(card)[0] if offered else title


def buttons_of(card: Any) -> list[str]:
    """Return the titles of the buttons, those in the body first."""
    in_body = [action for part in card["body"] for action in part.get("actions", [])]
    return [action["title"] for action in (*in_body, *card.get("actions", []))]


def button(card: Any, title: str) -> Any:
    """Return the row or button whose title begins with *title*, opened further or not."""
    return next(part for part in _pressable(card) if part["title"].startswith(title))


def _pressable(card: Any) -> Iterator[dict[str, Any]]:
    for part in card["body"]:
        if "selectAction" in part:
            yield part["selectAction"]
        yield from _without_toggles(part.get("actions", []))
        yield from _pressable({"body": part["items"]} if "items" in part else {"body": []})
    yield from _without_toggles(card.get("actions", []))


def _without_toggles(actions: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield the buttons that ask the bot; what the others open stands in the body."""
    yield from (each for each in actions if each["type"] != "Action.ToggleVisibility")


def as_it_comes(node: Any) -> Any:
    """Return a card without what is hidden until a button opens it."""
    if isinstance(node, dict):
        return {key: as_it_comes(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    is_seen = [not isinstance(each, dict) or each.get("isVisible") is not False for each in node]
    return [as_it_comes(each) for each, seen in zip(node, is_seen, strict=True) if seen]


def opened_by(card: Any, title: str) -> Any:
    """Return the panel that the button *title* opens below its row."""
    toggles = (part for part in parts(card) if part["type"] == "Action.ToggleVisibility")
    toggle = next(each for each in toggles if each["title"] == title)
    name = toggle["targetElements"][0]["elementId"]
    return next(part for part in parts(card) if part.get("id") == name)


def fields_of(card: Any) -> dict[str, str]:
    """Return what stands in each field of the card, by the field's label or title."""
    fields = [part for part in parts(card) if part["type"].startswith("Input.")]
    return {field.get("label") or field["title"]: field.get("value", "") for field in fields}


def fields_seen(card: Any) -> list[str]:
    """Return the ids of the fields that are seen in a card as it comes, nothing opened."""
    items = [part for together in _seen_together(card) for part in together]
    return [part["id"] for part in items if part["type"].startswith("Input.")]


def fault_at(card: Any, name: str) -> str:
    """Return the text that stands right above the field *name*, which is open to be seen."""
    beside = next(
        (items, number)
        for items in _seen_together(card)
        for number, part in enumerate(items)
        if part.get("id") == name
    )
    items, number = beside
    return str(items[number - 1].get("text", "")) if number else ""


def _seen_together(part: Any) -> Iterator[list[Any]]:
    """Yield the elements that stand one after the other, of all that is seen at once."""
    items = part.get("body") or part.get("items") or []
    yield items
    for each in items:
        if each.get("isVisible") is not False:
            yield from _seen_together(each)


def filled_in(card: Any, entered: dict[str, str]) -> dict[str, str]:
    """Return what a client sends of a card's fields, hidden or not: what they hold, if anything.

    What is entered is named with `__` for the dot, and takes the place of what the card held.
    """
    fields = [part for part in parts(card["body"]) if part["type"].startswith("Input.")]
    held = {field["id"]: field.get("value", "") for field in fields}
    held |= {name.replace("__", "."): value for name, value in entered.items()}
    return {name: value for name, value in held.items() if value}


def executes(card: Any) -> list[dict[str, Any]]:
    return [part for part in parts(card) if part["type"] == "Action.Execute"]
