"""What is wrong in a form, gathered at its top, with a link to each field."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from pages.parts import Box, FaultSummary, Fold, FormField, Heading, Part


def with_summary(parts: Sequence[Part], trouble: str) -> list[Part]:
    """Return *parts* with the faults of their fields below the heading, in place of the card's own
    list of them; as they are where nothing is wrong.

    *trouble* is the title where the card has no such list.
    """
    faulty = [field for field in _fields(parts) if field.fault]
    if not faulty:
        return list(parts)
    boxes = (part for part in parts if isinstance(part, Box))
    listed = next((box for box in boxes if _lists(box, faulty)), None)
    title = (listed and listed.title) or escape(trouble)
    lines = listed.lines if listed else ()
    rest = [part for part in parts if part is not listed]
    place = next((n for n, part in enumerate(rest, 1) if isinstance(part, Heading)), 0)
    return [*rest[:place], FaultSummary(title, _linked(faulty, lines)), *rest[place:]]


def _lists(box: Box, faulty: Sequence[FormField]) -> bool:
    return box.tone == "attention" and any(_is_about(each, faulty[0]) for each in box.lines)


def _is_about(sentence: str, field: FormField) -> bool:
    return sentence.endswith(field.fault)


def _linked(faulty: Sequence[FormField], lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return the card's own *lines*, or else a sentence for each field, with the field's id."""
    waiting = list(faulty)
    linked: list[tuple[str, str]] = []
    for sentence in lines:
        about = [field for field in waiting if _is_about(sentence, field)]
        named = [field for field in about if sentence.startswith(_called(field))]
        field = next(iter(named or about), None)
        linked.append((field.id if field else "", sentence))
        if field is not None:
            waiting.remove(field)
    return [*linked, *((field.id, _told(field)) for field in waiting)]


def _called(field: FormField) -> str:
    """Return the label up to a word in brackets at its end, such as that it is optional."""
    return str(Markup(field.label).striptags()).partition(" (")[0]


def _told(field: FormField) -> str:
    called = _called(field)
    return f"{called} {field.fault}" if called.endswith("?") else f"{called}: {field.fault}"


def _fields(parts: Sequence[Part]) -> Iterator[FormField]:
    for part in parts:
        match part:
            case FormField():
                yield part
            case Fold(parts=inner):
                yield from _fields(inner)
            case _:
                pass
