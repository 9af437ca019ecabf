"""What a command of `python -m editor` is, and the tables that commands print."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from texts.catalogue import Catalogue


def _none(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    """Add no arguments beside those that every command has."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command; its help is `editor.help.<name>` in the texts."""

    run: Callable[[argparse.Namespace, Catalogue], int]
    """Returns the exit status: 0 when all is well, 1 when something is wrong with the base."""
    arguments: Callable[[argparse.ArgumentParser, Catalogue], None] = _none


class Failed(Exception):
    """A command couldn't do what it was asked; holds the sentence that says why."""


def require_languages(told: Iterable[str], known: Sequence[str], texts: Catalogue) -> None:
    """Raise `Failed` where one of the languages *told* isn't among those *known* to the base."""
    for each in told:
        if each not in known:
            facts = {"language": each, "known": ", ".join(known)}
            raise Failed(texts.say("editor.no_language", **facts))


def tell(lines: Iterable[str]) -> None:
    """Write *lines* to standard output, each as it comes."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


Format: TypeAlias = Literal["table", "markdown"]
FORMATS: tuple[Format, ...] = ("table", "markdown")

Row = Sequence[object]


def table(header: Row, rows: Sequence[Row], form: Format) -> list[str]:
    """Return the lines of a table; columns whose every value is a number stand to the right."""
    if form == "markdown":
        marks = ["---:" if _is_numeric(rows, number) else "---" for number in range(len(header))]
        return [_markdown_row(header), _markdown_row(marks), *map(_markdown_row, rows)]
    cells = [[_one_line(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[number]) for row in cells) for number in range(len(header))]
    right = [_is_numeric(rows, number) for number in range(len(header))]
    return [
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in cells
    ]


def heading(text: str, form: Format) -> list[str]:
    """Return the lines of a heading, with an empty one before it."""
    if form == "markdown":
        return ["", f"### {text}", ""]
    return ["", text, "-" * len(text)]


def _is_numeric(rows: Sequence[Row], number: int) -> bool:
    return bool(rows) and all(isinstance(row[number], int | float) for row in rows)


def _markdown_row(row: Row) -> str:
    return f"| {' | '.join(_one_line(cell).replace('|', chr(92) + '|') for cell in row)} |"


def _one_line(cell: object) -> str:
    return " ".join(str(cell).split())
