"""How a text becomes terms, the same way when building and when asking."""

# The stemmer comes without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from threading import Lock
from typing import Any, Literal

import snowballstemmer

from core.language import Language
from knowledge.passage import Term

_SNOWBALL: dict[Language, str] = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""The stemmer of each language by its tag; others go by their words as they stand, and letters."""
_WORD = re.compile(r"\w+")
_STEMMING = Lock()
"""A stemmer holds the word it works on, and gaps are found on a thread of their own."""


@lru_cache(maxsize=64)
def words(text: str) -> tuple[str, ...]:
    """Return the words of *text* in lower case, without punctuation.

    A dozen rules ask for those of one message, hence the cache.
    """
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).lower()))


@lru_cache(maxsize=50_000)
def _grams_of_word(word: str) -> tuple[str, ...]:
    """Return every run of 4 characters of *word*, its edges marked by a space.

    This is scikit-learn's `char_wb` over words without punctuation: it meets inflections,
    compounds and misspellings half-way, which is what Swedish questions need most.
    """
    edged = f" {word} "
    return tuple(edged[start : start + 4] for start in range(max(1, len(edged) - 3)))


@lru_cache(maxsize=100_000)
def _stem(language: Language, word: str) -> str:
    stemmer = _stemmer(language)
    if stemmer is None:
        return word
    with _STEMMING:
        return stemmer.stemWord(word)


@cache
def _stemmer(language: Language) -> Any:
    name = _SNOWBALL.get(language)
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


@dataclass(frozen=True, slots=True)
class Analyser:
    """Turns a text into the terms of one kind."""

    kind: Literal["stems", "chars"]
    language: Language

    def __call__(self, text: str) -> list[str]:
        terms: list[str] = []
        for word in words(text):
            terms.extend(self.terms_of_word(word))
        return terms

    def terms_of_word(self, word: str) -> tuple[str, ...]:
        """Return the terms of one word in lower case."""
        if self.kind == "chars":
            return _grams_of_word(word)
        return (_stem(self.language, word),) if len(word) > 1 else ()


@dataclass(slots=True)
class Glossary:
    """Adds the words the passages use where a question has a short form or another name."""

    terms: tuple[Term, ...]
    _by_phrase: dict[str, list[Term]] = field(init=False, repr=False)
    _first_words: frozenset[str] = field(init=False, repr=False)
    _longest: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_phrase = {}
        for term in self.terms:
            for short in term.short:
                self._by_phrase.setdefault(" ".join(words(short)), []).append(term)
        self._first_words = frozenset(phrase.partition(" ")[0] for phrase in self._by_phrase)
        self._longest = max((key.count(" ") + 1 for key in self._by_phrase), default=0)

    def expand(self, text: str, language: Language) -> str:
        """Return *text* followed by what its short forms stand for."""
        return " ".join([text, *dict.fromkeys(term for _, term in self._meant(text, language))])

    def spelled_out(self, text: str, language: Language) -> str:
        """Return the words of *text* with its short forms replaced by what they stand for."""
        meant = list(self._meant(text, language))
        short = {place for places, _ in meant for place in places}
        kept = [word for place, word in enumerate(words(text)) if place not in short]
        return " ".join([*kept, *dict.fromkeys(term for _, term in meant)])

    def _meant(self, text: str, language: Language) -> Iterator[tuple[range, str]]:
        """Return where each short form stands among the words, and what it stands for."""
        tokens = words(text)
        for start, word in enumerate(tokens):
            if word not in self._first_words:
                continue
            for length in range(1, self._longest + 1):
                phrase = " ".join(tokens[start : start + length])
                for term in self._by_phrase.get(phrase, ()):
                    if (meant := term.meant_in(language)) is not None:
                        yield range(start, start + length), meant
