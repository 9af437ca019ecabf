"""What is done to a question's text: follow-ups joined, spelling corrected, risks noticed."""

import re
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.language import Language
from knowledge.base import Base
from knowledge.passage import Caution
from knowledge.search.analysis import words

MAX_WORDS = 8
"""A longer question stands on its own, however it begins."""
MAX_LENGTH = 400
"""Characters of the questions before, so that a chain of follow-ups doesn't grow."""

_OPENS = {
    "sv": re.compile(
        r"(?:och|men|eller|fast|då|om det|i så fall|gäller det|gäller detsamma|samma sak|även|också"
        r"|hur är det|vad gäller)\b"
    ),
    "en": re.compile(
        r"(?:and|but|or|then|what about|how about|what if|does that|does the same|same for|also"
        r"|in that case|is that)\b"
    ),
}
_ENDS = {
    "sv": re.compile(r"\b(?:då|också|med)\s*\?*$"),
    "en": re.compile(r"\b(?:then|too|as well)\s*\?*$"),
}


def looks_like_follow_up(question: str, language: Language) -> bool:
    """Whether *question* is short and begins or ends like one that continues another."""
    if not 0 < len(words(question)) <= MAX_WORDS or language not in _OPENS:
        return False
    text = question.strip().lower()
    return bool(_OPENS[language].match(text) or _ENDS[language].search(text))


MAX_WORDS_WITH_PRONOUN = 10
_NONE: frozenset[str] = frozenset()
"""Of a language that isn't ours: there a question is read by itself."""
_PRONOUNS = {
    "sv": frozenset(
        words(
            "det den de dom dem han hon hen honom henne denna detta dessa dess deras hans hennes"
            " där dit sen sedan så sådan sådana sådant samma båda"
        )
    ),
    "en": frozenset(
        words("it that this these those they them he she him her his their its then there same")
    ),
}
_SAYS_NOTHING = {
    "sv": frozenset(
        words(
            "vad vem hur när var varför gör göra gjort ska skall kan måste bör får jag vi man du nu"
            " först sen sedan då nästa steg och men eller att till med om på är blir händer ringer"
            " ringa säger säga hjälp hjälper mig oss snälla börjar det den här inte"
            " vilka vilken vilket"
        )
    ),
    "en": frozenset(
        words(
            "what who how when where why do does did done should shall can must may i we you now"
            " first then next step and but or to with if on is are happens call say help me us it"
            " that this about the a go from here not which"
        )
    ),
}


def may_follow_up(question: str, language: Language) -> bool:
    """Whether *question* may lean on the one before: for that it must find nothing by itself."""
    asked = words(question)
    if not 0 < len(asked) <= MAX_WORDS_WITH_PRONOUN:
        return False
    return says_nothing(question, language) or not _PRONOUNS.get(language, _NONE).isdisjoint(asked)


def says_nothing(question: str, language: Language) -> bool:
    """Whether *question* names nothing that it could be about."""
    return _SAYS_NOTHING.get(language, _NONE).issuperset(words(question))


def joined(before: str | None, question: str) -> str:
    """Return the question to look up: the follow-up after the question before it, if any."""
    return f"{before[-MAX_LENGTH:]} {question}" if before else question


SHORTEST = 4
"""Letters a word must have to be corrected: nearly every shorter one is next to some other word."""
LONG = 9
"""Letters from which two wrong keystrokes are corrected instead of one."""


@dataclass(slots=True)
class Speller:
    """Corrects misspelt words to the nearest of *words*, each listed once."""

    words: tuple[str, ...]
    _known: frozenset[str] = field(init=False)
    _near_in_length: dict[int, tuple[str, ...]] = field(
        init=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        self._known = frozenset(self.words)

    def corrected(self, text: str) -> str | None:
        """Return *text* with its unknown words corrected; None where no known word is near."""
        asked = words(text)
        corrected = tuple(self._corrected(word) for word in asked)
        return " ".join(corrected) if corrected != asked else None

    def _corrected(self, word: str) -> str:
        """The distance is optimal string alignment, where two letters swapped count as one."""
        if word in self._known or len(word) < SHORTEST or not word.isalpha():
            return word
        allowed = 2 if len(word) >= LONG else 1
        near = self._near_in(len(word), allowed)
        nearest = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=allowed)
        return nearest[0] if nearest else word

    def _near_in(self, length: int, allowed: int) -> tuple[str, ...]:
        """Return the words, in order, whose length alone doesn't put them further off."""
        found = self._near_in_length.get(length)
        if found is None:
            found = tuple(word for word in self.words if abs(len(word) - length) <= allowed)
            self._near_in_length[length] = found
        return found


def cautions_on(base: Base, question: str, language: Language) -> tuple[Caution, ...]:
    """Return whom to check with, for each risk whose words occur in *question*."""
    asked = " ".join(words(question))
    return tuple(
        caution
        for caution in base.cautions
        if _beginnings(caution.text_in(language).words).search(asked)
    )


@cache
def _beginnings(beginnings: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds a word that begins like one of *beginnings*."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, beginnings))})")
