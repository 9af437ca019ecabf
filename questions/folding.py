"""A text in plain characters, so that no odd space, dash or digit hides what is searched for."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_ORDINARY = re.compile(r"[A-Za-zÅÄÖÉÜåäöéü\s.,;:!?'\"”\u2019…()/&%\u2013-]*")

_PLAIN = re.compile(r"(?:[!-~ÅÄÖÉÜåäöéü]| (?! ))*")
"""What is folded already, as most that is written is."""

_INVISIBLE = {"Cf", "Mn", "Me", "Cc", "Cs"}
"""Joiners, soft hyphens, accents on their own, rings around digits, control characters."""
_SPACES = {"Zs", "Zl", "Zp"}
_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in plain characters, and where in the original each of them comes from."""

    text: str
    origins: Sequence[int]
    """One for each character, and the original's length at the end."""

    def place(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return where in the original a span of this text is."""
        start, end = span
        # What can't be seen goes with the character before it.
        return self.origins[start], self.origins[end]


def is_ordinary(text: str) -> bool:
    """Whether it holds only letters and punctuation of everyday Swedish: no digits, no @."""
    return _ORDINARY.fullmatch(text) is not None


def fold(text: str) -> Folded:
    """Return *text* with each space, dash and digit in its plain form, several spaces as one."""
    if _PLAIN.fullmatch(text):
        return Folded(text, range(len(text) + 1))
    characters, origins = list[str](), list[int]()
    for place, character in enumerate(text):
        plain = _plain(character)
        if plain and not (plain == " " and characters and characters[-1] == " "):
            characters.append(plain)
            origins.append(place)
    return Folded("".join(characters), [*origins, len(text)])


@lru_cache(maxsize=1024)
def _plain(character: str) -> str:
    """Return the plain character that this one looks like, or nothing."""
    if " " < character < "\x7f":
        return character
    category = unicodedata.category(character)
    if category in _SPACES or character.isspace():
        return " "
    if category in _INVISIBLE:
        return ""
    if category == "Pd" or character == _MINUS:
        return "-"
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 else character
