"""Asking someone at a terminal, or a script in their place, one thing at a time."""

from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from texts.catalogue import Catalogue

END_OF_TEXT = "."
"""A line with this alone ends a text of several lines."""


class Ended(Exception):
    """There are no more answers: nothing is to be written."""


class Interview:
    """Asks on one stream and reads the answers from another."""

    def __init__(self, answers: TextIO, questions: TextIO, texts: Catalogue) -> None:
        self._answers = answers
        self._questions = questions
        self._texts = texts

    def tell(self, key: str, /, **facts: object) -> None:
        self.show(self._texts.say(f"editor.new.{key}", **facts))

    def show(self, line: str) -> None:
        self._questions.write(f"{line}\n")
        self._questions.flush()

    def line(self, key: str, /, *, default: str = "", **facts: object) -> str:
        """Return the answer to a question; *default* where it is left empty.

        Raises:
            Ended: when there are no more answers.
        """
        asked = self._texts.say(f"editor.new.{key}", **facts)
        self._questions.write(f"{asked} [{default}] " if default else f"{asked} ")
        self._questions.flush()
        return self._read() or default

    def text(self, key: str, /, **facts: object) -> str:
        """Return an answer of several lines."""
        self.tell(key, **facts)
        lines: list[str] = []
        while (line := self._read_as_it_is()).strip() != END_OF_TEXT:
            lines.append(line.rstrip())
        return "\n".join(lines).strip()

    def lines(self, key: str, accept: Callable[[str], bool], /, **facts: object) -> None:
        """Give answers to *accept* until an empty one; at least one must be accepted."""
        self.tell(key, **facts)
        accepted = 0
        while True:
            answer = self._read()
            if answer:
                accepted += accept(answer)
            elif accepted:
                return
            else:
                self.tell("one_at_least")

    def yes(self, key: str, /, **facts: object) -> bool:
        self.tell(key, **facts)
        return self._read().casefold() in self._texts.words("editor.new.yes")

    def choice(self, key: str, choices: Sequence[str], /) -> int:
        """Return which of *choices* was chosen, by its number."""
        self.tell(key)
        for line in _numbered(choices):
            self.show(line)
        while True:
            answer = self.line("number")
            if answer.isdecimal() and 1 <= int(answer) <= len(choices):
                return int(answer) - 1
            self.tell("no_such_number", count=len(choices))

    def _read(self) -> str:
        return self._read_as_it_is().strip()

    def _read_as_it_is(self) -> str:
        line = self._answers.readline()
        if not line:
            raise Ended
        return line.rstrip("\r\n")


def _numbered(choices: Sequence[str]) -> Iterator[str]:
    for number, choice in enumerate(choices, start=1):
        yield f"  {number}. {choice}"
