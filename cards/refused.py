"""A card once more after a press that was refused: what is wrong at its field, and all that was
typed kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast

from cards.elements import Card, fits, notice, with_more
from cards.fields import fault_line

Part: TypeAlias = dict[str, Any]
"""An element or action of a card, as it is sent."""


def refused_card(
    whole: Card,
    faults: Mapping[str, str],
    entered: Mapping[str, str],
    choices: Mapping[str, Mapping[str, str]] | None = None,
) -> Card | None:
    """Return the card with each of *faults* above its field; None where that field isn't there.

    The mappings go by the ids of fields; *choices* are what to choose from there, by value. The
    panels with a fault in them are open, whichever was open before.
    """
    filled = cast(Card, _filled(whole, entered, choices or {}))
    marked = _marked(filled["body"], faults)
    again = {**filled, "body": marked}
    held = {str(part.get("id")) for part in _parts(marked)}
    return again if faults.keys() & held and fits(again) else None


def stale_card(whole: Card, sentence: str, entered: Mapping[str, str]) -> Card:
    """Return the card below *sentence*, which says why it isn't the one that was pressed."""
    said = [notice(sentence, tone="emphasis")]
    return with_more(cast(Card, _filled(whole, entered, {})), said, first=True)


def _filled(
    node: object, entered: Mapping[str, str], choices: Mapping[str, Mapping[str, str]]
) -> object:
    if isinstance(node, list):
        return [_filled(each, entered, choices) for each in cast(list[object], node)]
    if not isinstance(node, dict):
        return node
    part = {key: _filled(value, entered, choices) for key, value in cast(Part, node).items()}
    name = str(part.get("id"))
    if name in choices:
        part["choices"] = [{"title": t, "value": v} for v, t in choices[name].items()]
        part["style"] = "expanded"
    if _is_input(part) and _takes(part, entered.get(name)):
        part["value"] = entered[name]
    return part


def _takes(field: Part, value: str | None) -> bool:
    """Whether *value* was entered in a field that can show it."""
    choices = field.get("choices")
    return value is not None and (not choices or value in [each["value"] for each in choices])


def _marked(items: Sequence[Part], faults: Mapping[str, str]) -> list[Part]:
    marked: list[Part] = []
    for item in items:
        part: Part = {**item}
        if part.get("id") in faults and _is_input(part):
            line = fault_line(faults[part["id"]])
            marked.append(line.model_dump(by_alias=True, exclude_none=True))
        if part.get("isVisible") is False and _has_fault(part, faults):
            part |= {"isVisible": True}
        inner = {"items": _marked(part["items"], faults)} if "items" in part else {}
        marked.append({**part, **inner})
    return marked


def _has_fault(node: object, faults: Mapping[str, str]) -> bool:
    return any(part.get("id") in faults for part in _parts(node))


def _parts(node: object) -> Iterator[Part]:
    if isinstance(node, list):
        for each in cast(list[object], node):
            yield from _parts(each)
    elif isinstance(node, dict):
        yield cast(Part, node)
        for each in cast(Part, node).values():
            yield from _parts(each)


def _is_input(part: Part) -> bool:
    return str(part.get("type")).startswith("Input.")
