"""Phrasings by pattern: one line that stands for the many sentences that it makes.

`får (vi|jag) lägga ut bild[er] på {person}`: one of those in parentheses, with or without what is
in brackets, and each line of a list that the base names. A backslash makes any sign a plain one,
and parentheses alone make no pattern: people write them. The syntax is Home Assistant's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod
from typing import ClassVar, TypeAlias

from pydantic import ConfigDict

from core.language import Language
from knowledge.languages import InLanguages, untranslated
from knowledge.passage import CLOSED, Slug, SomeLines
from yamlfile.problem import suggestion

MAX_SENTENCES = 200
"""Of one pattern. More are seldom what the editor meant, and each makes the index larger."""
_SIGNS = re.compile(r"[\[\]{}|\\]")
"""A line without any of these is a sentence as it stands."""
_TOKEN = re.compile(r"\\.|[()\[\]|]|\{[^{}]*\}|[^()\[\]{}|\\]+|.", re.DOTALL)
_CLOSES = {"(": ")", "[": "]"}
_BEFORE_MARK = re.compile(r"\s+(?=[?!.,])")

Lists: TypeAlias = Mapping[str, Sequence[str]]
"""The lines of each list that patterns may name."""
_Sequence: TypeAlias = "tuple[str | _Choice, ...]"


@dataclass(frozen=True, slots=True)
class WordList(InLanguages[tuple[str, ...]]):
    """Words that may stand for each other in phrasings, which name the list by its id."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: Slug
    sv: SomeLines
    en: SomeLines | None = None
    translations: Mapping[Language, SomeLines] = untranslated()


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of these stands there."""

    options: tuple[_Sequence, ...]


class PatternFault(Exception):
    """A line isn't the pattern that it seems to be; *facts* are for the sentence under *code*."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def facts_among(self, lists: Lists) -> dict[str, object]:
        """Return the facts, and which of *lists* was meant where there is none of that name."""
        if "name" not in self.facts:
            return self.facts
        return {**self.facts, **suggestion(str(self.facts["name"]), lists)}


def lists_in(language: Language, lists: Iterable[WordList]) -> dict[str, tuple[str, ...]]:
    """Return the lines of *lists* in *language*, by their ids."""
    return {each.id: each.text_in(language) for each in lists}


def is_pattern(line: str) -> bool:
    return _SIGNS.search(line) is not None


def literal(text: str) -> str:
    """Return the line that makes *text* itself, whatever signs it holds."""
    return re.sub(r"[()\[\]{}|\\]", r"\\\g<0>", text) if is_pattern(text) else text


def lists_named(line: str) -> list[str]:
    """Return the names of the lists in *line*, whether there are such or not."""
    return [each[1:-1].strip() for each in _TOKEN.findall(line) if each[0] == "{" and each[1:]]


def sentences_of(line: str, lists: Lists) -> tuple[str, ...]:
    """Return the sentences that *line* makes: itself, or those of the pattern it is.

    Raises:
        PatternFault: it is a pattern that makes none, or too many.
    """
    if not is_pattern(line):
        return (line,)
    named = tuple((name, tuple(lists[name])) for name in lists_named(line) if name in lists)
    return _made(line, named)


@lru_cache(maxsize=2_000)
def _made(line: str, named: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    sequence = _Parser(line, dict(named)).read()
    if (count := _count(sequence)) > MAX_SENTENCES:
        raise PatternFault("pattern-too-many", made=count, most=MAX_SENTENCES)
    made = (_BEFORE_MARK.sub("", " ".join(each.split())) for each in _sentences(sequence))
    whole = tuple(dict.fromkeys(made))
    if not all(re.search(r"\w", each) for each in whole):
        raise PatternFault("pattern-makes-nothing")
    return whole


def _count(sequence: _Sequence) -> int:
    return prod(sum(map(_count, p.options)) for p in sequence if isinstance(p, _Choice))


def _sentences(sequence: _Sequence) -> Iterator[str]:
    parts = [
        [part] if isinstance(part, str) else [s for each in part.options for s in _sentences(each)]
        for part in sequence
    ]
    return map("".join, product(*parts))


class _Parser:
    """Reads one line; a bracket within a bracket is read by the same method."""

    def __init__(self, line: str, lists: Lists) -> None:
        self._tokens = [(found[0], found.start()) for found in _TOKEN.finditer(line)]
        self._line, self._lists = line, lists
        self._at = 0

    def read(self) -> _Sequence:
        (whole,) = self._options(opened=None)
        return whole

    def _options(self, opened: tuple[str, int] | None) -> list[_Sequence]:
        """Return what stands between bars, up to the bracket that closes the *opened* one."""
        options: list[list[str | _Choice]] = [[]]
        while self._at < len(self._tokens):
            token, place = self._tokens[self._at]
            self._at += 1
            if token in _CLOSES:
                options[-1].append(self._choice(token, place))
            elif token == "|" and opened:
                options.append([])
            elif opened and token == _CLOSES[opened[0]]:
                return [tuple(each) for each in options]
            elif token in (")", "]", "}", "|", "{"):
                raise self._fault(token, place, opened)
            elif token[0] == "{":
                options[-1].append(self._list(token[1:-1].strip()))
            else:
                options[-1].append(token[1:] if token[0] == "\\" else token)
        if opened:
            raise PatternFault("pattern-unclosed", sign=opened[0], part=self._line[opened[1] :])
        return [tuple(each) for each in options]

    def _fault(self, token: str, place: int, opened: tuple[str, int] | None) -> PatternFault:
        if token == "|":
            return PatternFault("pattern-bar-alone")
        if opened and token in ")]":
            begun = self._line[opened[1] :]
            return PatternFault("pattern-unclosed", sign=opened[0], part=begun)
        if token == "{":
            return PatternFault("pattern-unclosed", sign=token, part=self._line[place:])
        return PatternFault("pattern-unopened", sign=token, part=self._line[: place + 1])

    def _choice(self, sign: str, place: int) -> _Choice:
        options = self._options(opened=(sign, place))
        if not all("".join(map(str, each)).strip() for each in options):
            end = self._tokens[self._at - 1][1] + 1
            raise PatternFault("pattern-empty", part=self._line[place:end])
        return _Choice((*options, *([()] if sign == "[" else [])))

    def _list(self, name: str) -> _Choice:
        if name not in self._lists:
            raise PatternFault("pattern-unknown-list", name=name)
        return _Choice(tuple((line,) for line in self._lists[name]))
