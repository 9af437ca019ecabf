"""Whether one account can be taken for another: by its name, or as one on the same platform."""

import unicodedata
from difflib import SequenceMatcher

from accounts.form import OTHER, PLATFORM, PLATFORM_NAME
from accounts.values import Answers
from core.person import folded, name_words

_SHORTEST_WORD = 3
"""Shorter words, as "i" and "på", tell no name from another."""
_SHORTEST_MISSPELT = 5
_MISSPELT = 0.8
"""Share of letters in common from which two words are one, as "biblotek" and "biblioteket" are."""
_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕԁһԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχϲϳ",
    "ABESIJKMHOPCTYXaeopcyxijsdhqwlABEZHIKMNOPTYXaiknopyxcj",
)
"""Cyrillic and Greek letters that are drawn as Latin ones."""


def platform_key(platform: str, called: str) -> str:
    """Return what tells a platform from others: its name, where it is none of the form's."""
    return f"{OTHER}/{folded(called)}" if platform == OTHER and called else platform


def platform_of(answers: Answers) -> str:
    """Return the same of the platform that a request is about."""
    return platform_key(answers.get(PLATFORM, ""), answers.get(PLATFORM_NAME, ""))


def are_alike(one: str, other: str) -> bool:
    """Whether two names look the same, or say the same in other words, order and endings aside."""
    one, other = _drawn(one), _drawn(other)
    bare, bare_other = ("".join(filter(str.isalnum, name.casefold())) for name in (one, other))
    if not bare or not bare_other:
        return False
    return bare in bare_other or bare_other in bare or _have_words_in_common(one, other)


def _drawn(name: str) -> str:
    return unicodedata.normalize("NFKC", name).translate(_LATIN)


def _have_words_in_common(one: str, other: str) -> bool:
    """Whether every word of the name with fewer is in the other; a single word isn't enough."""
    fewer, more = sorted((_telling_words(one), _telling_words(other)), key=len)
    return len(fewer) > 1 and all(any(_is_one(word, each) for each in more) for word in fewer)


def _telling_words(name: str) -> list[str]:
    return [word for word in sorted(name_words(name)) if len(word) >= _SHORTEST_WORD]


def _is_one(word: str, other: str) -> bool:
    if word == other:
        return True
    if word[:2] != other[:2] or min(len(word), len(other)) < _SHORTEST_MISSPELT:
        return False
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= _MISSPELT
