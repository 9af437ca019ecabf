"""Guess whether a question is Swedish or English, from what the base's own words look like."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from core.language import Language
from knowledge.search.analysis import words

SURE = 1.0
"""Log-odds beyond which the question's own words decide; within, the client's locale does."""


@dataclass(slots=True)
class LanguageGuesser:
    """Naive Bayes over the letters of words: each n-gram's log-odds of being English."""

    english: Mapping[str, float]
    _of_word: Callable[[str], float] = field(init=False)

    def __post_init__(self) -> None:
        self._of_word = lru_cache(maxsize=20_000)(self._odds_of_word)

    def guess(self, text: str, locale: str | None = None) -> Language:
        """Return the language of *text*; where its words don't tell, that of the *locale*."""
        odds = self.odds(text)
        if abs(odds) < SURE:
            return of_locale(locale)
        return "en" if odds > 0 else "sv"

    def odds(self, text: str) -> float:
        """Return the log-odds that *text* is English rather than Swedish."""
        return sum(map(self._of_word, words(text)))

    def _odds_of_word(self, word: str) -> float:
        return sum(self.english.get(gram, 0.0) for gram in grams(word))


def of_locale(locale: str | None) -> Language:
    """Return the language of a client's locale, such as `en-GB`; Swedish where it is another."""
    return "en" if (locale or "").lower().startswith("en") else "sv"


def grams(word: str) -> tuple[str, ...]:
    """Return the whole word, and every run of two and three characters in it with its edges."""
    edged = f" {word} "
    pieces = (edged[i : i + n] for n in (2, 3) for i in range(len(edged) - n + 1))
    return (edged, *pieces)
