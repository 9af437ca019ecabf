"""Asks in the terminal for what a card's fields hold, one after the other."""

from collections.abc import Awaitable, Callable
from typing import Any

from localchat.terminal_texts import TerminalTexts

ReadLine = Callable[[str], Awaitable[str | None]]
Write = Callable[[str], None]
Field = dict[str, Any]


class NothingMore(Exception):
    """The input ended while a field was being asked for."""


async def filled_in(
    fields: list[Field], *, texts: TerminalTexts, read_line: ReadLine, write: Write
) -> dict[str, str]:
    """The person's answers by field id, as a card sends them: every value a string."""
    answers: dict[str, str] = {}
    for field in fields:
        if answer := await _answer_to(field, texts=texts, read_line=read_line, write=write):
            answers[field["id"]] = answer
    return answers


async def _answer_to(
    field: Field, *, texts: TerminalTexts, read_line: ReadLine, write: Write
) -> str:
    prompt = _prompt(field, texts)
    for number, choice in enumerate(field.get("choices", []), start=1):
        write(f"  {number}) {choice['title']}")
    while True:
        line = await read_line(prompt)
        if line is None:
            raise NothingMore
        answer = _value(field, line.strip() or str(field.get("value", "")), texts)
        if answer or not field.get("isRequired"):
            return answer
        write(field.get("errorMessage") or texts.required)


def _prompt(field: Field, texts: TerminalTexts) -> str:
    asked = field.get("label") or field.get("title") or field.get("placeholder") or field["id"]
    choice = f" ({texts.yes_no})" if field["type"] == "Input.Toggle" else ""
    default = f" [{field['value']}]" if field.get("value") else ""
    return f"{asked}{choice}{default}: "


def _value(field: Field, line: str, texts: TerminalTexts) -> str:
    match field["type"]:
        case "Input.Toggle":
            is_on = line.lower() in texts.yes or line == field.get("valueOn", "true")
            return field.get("valueOn", "true") if is_on else field.get("valueOff", "false")
        case "Input.ChoiceSet":
            chosen = line.split(",") if field.get("isMultiSelect") else [line]
            return ",".join(filter(None, (_choice(field, each.strip()) for each in chosen)))
        case _:
            return line


def _choice(field: Field, line: str) -> str:
    choices: list[dict[str, str]] = field.get("choices", [])
    if line.isdecimal() and 0 < int(line) <= len(choices):
        return choices[int(line) - 1]["value"]
    return next((choice["value"] for choice in choices if line in choice.values()), "")
