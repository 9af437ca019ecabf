"""Asks in the terminal for what a card's fields hold, one after the other."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from localchat.terminal_texts import TerminalTexts

ReadLine = Callable[[str], Awaitable[str | None]]
Write = Callable[[str], None]
Field = dict[str, Any]

EMPTY, KEEP_THE_REST = "-", "."


class NothingMore(Exception):
    """The input ended while a field was being asked for."""


class _NotThat(Exception):
    """What was typed answers none of the choices."""


async def filled_in(
    fields: Sequence[Field], *, texts: TerminalTexts, read_line: ReadLine, write: Write
) -> dict[str, str]:
    """The person's answers by field id, as a card sends them: strings, and none that is empty."""
    if fields:
        write(texts.keys.format(empty=EMPTY, rest=KEEP_THE_REST))
    answers = {field["id"]: _held(field) for field in fields}
    for field in fields:
        answer = await _answer_to(field, texts=texts, read_line=read_line, write=write)
        if answer is None:
            break
        answers[field["id"]] = answer
    return {name: answer for name, answer in answers.items() if answer}


async def _answer_to(
    field: Field, *, texts: TerminalTexts, read_line: ReadLine, write: Write
) -> str | None:
    """The answer to one field, or None where this one and all that follow stay as they are."""
    for number, choice in enumerate(field.get("choices", []), start=1):
        write(f"  {number}) {choice['title']}")
    while True:
        line = await read_line(_prompt(field, texts))
        if line is None:
            raise NothingMore
        said = line.strip()
        if said == KEEP_THE_REST:
            return None
        try:
            answer = _value(field, said, texts)
        except _NotThat:
            write(texts.not_a_choice)
            continue
        if answer or not field.get("isRequired"):
            return answer
        write(field.get("errorMessage") or texts.required)


def shown_in(field: Field) -> str:
    """What a field is called and what it holds, in words."""
    if field["type"] == "Input.Toggle":
        is_on = _held(field) == field.get("valueOn", "true")
        return f"({'x' if is_on else ' '}) {field.get('title', '')}"
    held = _in_words(field, _held(field)) or "____"
    return f"{called(field)} {held}"


def called(field: Field) -> str:
    return leading(
        field.get("label") or field.get("title") or field.get("placeholder") or field["id"]
    )


def leading(words: str) -> str:
    """Return *words* as they stand before what they lead to: a question needs no colon."""
    return words if words.endswith("?") else f"{words}:"


def _prompt(field: Field, texts: TerminalTexts) -> str:
    held = _held(field)
    if field["type"] == "Input.Toggle":
        is_on = held == field.get("valueOn", "true")
        return f"{called(field)} ({texts.yes_no}) [{texts.on if is_on else texts.off}] "
    return f"{called(field)} [{_in_words(field, held)}] " if held else f"{called(field)} "


def _held(field: Field) -> str:
    if field["type"] == "Input.Toggle":
        return str(field.get("value") or field.get("valueOff", "false"))
    return str(field.get("value") or "")


def _in_words(field: Field, value: str) -> str:
    titles = {choice["value"]: choice["title"] for choice in field.get("choices", [])}
    if not titles:
        return value
    return "; ".join(titles.get(each, each) for each in value.split(",") if each)


def _value(field: Field, said: str, texts: TerminalTexts) -> str:
    if not said:
        return _held(field)
    match field["type"]:
        case "Input.Toggle":
            is_on = said.lower() in texts.yes or said == field.get("valueOn", "true")
            return field.get("valueOn", "true") if is_on else field.get("valueOff", "false")
        case _ if said == EMPTY:
            return ""
        case "Input.ChoiceSet":
            several = said.split(",") if field.get("isMultiSelect") else [said]
            return ",".join(_choice(field, each.strip()) for each in several if each.strip())
        case _:
            return said


def _choice(field: Field, said: str) -> str:
    choices: list[dict[str, str]] = field.get("choices", [])
    if said.isdecimal() and 0 < int(said) <= len(choices):
        return choices[int(said) - 1]["value"]
    for choice in choices:
        if said.casefold() in (choice["value"].casefold(), choice["title"].casefold()):
            return choice["value"]
    raise _NotThat
