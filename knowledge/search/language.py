"""Which language a message is in, from what the base's own words look like."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from core.language import Language
from knowledge.search.analysis import words

SURE = 1.0
"""Log-odds beyond which the question's own words decide; within, the client's locale does."""
FEW = 4
"""Words that are too few for letters to tell: there the locale decides, unless they are of the
other language alone."""
MANY_ALONE = 3
"""Words of English alone that tell it among few: Swedish borrows one or two of them at a time."""
STRONG = 3.0
"""Log-odds beyond which a few words that nobody listed are Swedish: English hardly borrows any."""
NEVER_BORROWED = frozenset(
    words(
        "the is are was who what how when where why which can could may should would do does did"
        " my your our their we you they not and or of to with about for from this that"
        " thanks thank please bye goodbye yes hello hi need want wrong me us it"
    )
)
"""English words that no Swede writes among Swedish ones."""
NORDIC = frozenset(
    words("jeg ikke hvem hva hvad hvordan hvor hvorfor hvilke hvilken hvornår noe noget og etter")
)
"""Words of Norwegian and Danish alone: what is written in those is often found in Swedish."""
FOREIGN_FROM = 3
"""Words that a message must have to be taken for a third language."""
VOCABULARY = 2_000
"""Words of each language that a base must use to tell a third one from words it never met."""
MAX_KNOWN = 0.34
"""Share of its words that a message in a third language has in common with ours."""


@dataclass(slots=True)
class LanguageGuesser:
    """Naive Bayes over the letters of words: each n-gram's log-odds of being English."""

    english: Mapping[str, float]
    words: Mapping[Language, tuple[str, ...]]
    """Every word that the base uses in each language."""
    _of_word: Callable[[str], float] = field(init=False)
    _known: Mapping[Language, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        self._of_word = lru_cache(maxsize=20_000)(self._odds_of_word)
        self._known = {language: frozenset(known) for language, known in self.words.items()}

    def guess(self, text: str, locale: str | None = None) -> Language:
        """Return the language of *text*; where its words don't tell, that of the *locale*."""
        ours = of_locale(locale)
        if len(words(text)) <= FEW:
            other: Language = "sv" if ours == "en" else "en"
            is_other = self._is_swedish if other == "sv" else self._is_english
            return other if is_other(words(text)) else ours
        odds = self.odds(text)
        if abs(odds) < SURE:
            return ours
        return "en" if odds > 0 else "sv"

    def is_foreign(self, text: str) -> bool:
        """Whether *text* is in neither of our languages."""
        asked = [word for word in words(text) if not word.isdigit()]
        letters = [sign for sign in text if sign.isalpha()]
        if letters and sum(map(_is_latin, letters)) < len(letters) / 2:
            return True
        if len(asked) < FOREIGN_FROM or min(map(len, self._known.values())) < VOCABULARY:
            return False
        known = sum(any(word in known for known in self._known.values()) for word in asked)
        return known / len(asked) <= MAX_KNOWN

    def is_nordic(self, text: str) -> bool:
        """Whether *text* is Norwegian or Danish."""
        return not NORDIC.isdisjoint(words(text))

    def odds(self, text: str) -> float:
        """Return the log-odds that *text* is English rather than Swedish."""
        return sum(map(self._of_word, words(text)))

    def _is_english(self, asked: list[str]) -> bool:
        """Whether the few words *asked*, from a Swedish client, are English all the same."""
        if any(word in self._known["sv"] and word not in self._known["en"] for word in asked):
            return False
        alone = [word for word in asked if word not in self._known["sv"]]
        known = [word for word in alone if word in self._known["en"]]
        return len(known) >= MANY_ALONE or any(word in NEVER_BORROWED for word in alone)

    def _is_swedish(self, asked: list[str]) -> bool:
        """Whether the few words *asked*, from an English client, are Swedish all the same."""
        if any(word in self._known["en"] and word not in self._known["sv"] for word in asked):
            return False
        alone = [word for word in asked if word not in self._known["en"]]
        is_known = any(word in self._known["sv"] for word in alone)
        return bool(alone) and (is_known or self.odds(" ".join(asked)) < -STRONG)

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


@lru_cache(maxsize=2_000)
def _is_latin(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith("LATIN")
