"""Which language a message is in, from what the base's own words look like."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

from core.language import Language, of_locale
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
OWN_SCRIPT = 0.02
"""Share of a language's letters that a script must have to be its own: names borrow a few."""
MAX_KNOWN = 0.34
"""Share of its words that a message in a third language has in common with ours."""


@dataclass(slots=True)
class LanguageGuesser:
    """Naive Bayes over the letters of words: each n-gram's log-odds of being of a language."""

    grams: Mapping[Language, Mapping[str, float]]
    """Of each language but the first, against the first; of that one where there is no other."""
    words: Mapping[Language, tuple[str, ...]]
    """Every word that the base uses in each of its languages."""
    _of_word: Mapping[Language, Callable[[str], float]] = field(init=False)
    _known: Mapping[Language, frozenset[str]] = field(init=False)
    _own_letters: Callable[[str], int] = field(init=False)
    _scripts: frozenset[str] = field(init=False)
    """The scripts that the base is written in."""

    def __post_init__(self) -> None:
        self._of_word = {
            language: lru_cache(maxsize=20_000)(partial(_odds_of_word, odds))
            for language, odds in self.grams.items()
        }
        self._known = {language: frozenset(known) for language, known in self.words.items()}
        self._own_letters = lru_cache(maxsize=20_000)(self._count_own_letters)
        self._scripts = frozenset().union(*map(_scripts_of, self.words.values()))

    def guess(self, text: str, locale: str | None = None) -> Language:
        """Return the language of *text*; where its words don't tell, that of the *locale*."""
        ours, asked = of_locale(locale, tuple(self.words)), words(text)
        others = [language for language in self.words if language != ours]
        if len(asked) <= FEW:
            return next((other for other in others if self._is_in(other, ours, asked)), ours)
        odds = {language: self._odds(asked, language) for language in self.words}
        best = max(odds, key=lambda language: odds[language])
        return best if odds[best] - odds[ours] >= SURE else ours

    def is_foreign(self, text: str) -> bool:
        """Whether *text* is in none of the base's languages."""
        asked = [word for word in words(text) if not word.isdigit()]
        if sum(map(self._own_letters, text.split())) < 0:
            return True
        if len(asked) < FOREIGN_FROM or min(map(len, self._known.values())) < VOCABULARY:
            return False
        unmet = set(asked)
        for known in self._known.values():
            unmet = unmet - known
        return sum(word not in unmet for word in asked) / len(asked) <= MAX_KNOWN

    def _count_own_letters(self, run: str) -> int:
        """Return how many more letters of *run* are of a script of ours than aren't."""
        return sum(1 if _script(sign) in self._scripts else -1 for sign in run if sign.isalpha())

    def is_nordic(self, text: str) -> bool:
        """Whether *text* is Norwegian or Danish."""
        return not NORDIC.isdisjoint(words(text))

    def has_met(self, run: str) -> bool:
        """Whether these letters stand beside each other in some word of the base."""
        return any(run in odds for odds in self.grams.values())

    def _is_in(self, other: Language, ours: Language, asked: Sequence[str]) -> bool:
        """Whether the few words *asked*, from a client in *ours*, are in *other* all the same."""
        of_ours, of_other = self._known[ours], self._known[other]
        if any(word in of_ours and word not in of_other for word in asked):
            return False
        alone = [word for word in asked if word not in of_ours]
        known = [word for word in alone if word in of_other]
        if other == "en":
            return len(known) >= MANY_ALONE or any(word in NEVER_BORROWED for word in alone)
        is_sure = self._odds(asked, other) - self._odds(asked, ours) > STRONG
        return bool(alone) and (bool(known) or is_sure)

    def _odds(self, asked: Sequence[str], language: Language) -> float:
        """Return the log-odds that *asked* is in *language* rather than in the first."""
        of_word = self._of_word.get(language)
        return sum(map(of_word, asked)) if of_word else 0.0


def _odds_of_word(odds: Mapping[str, float], word: str) -> float:
    return sum(odds.get(gram, 0.0) for gram in grams(word))


def grams(word: str) -> tuple[str, ...]:
    """Return the whole word, and every run of two and three characters in it with its edges."""
    edged = f" {word} "
    pieces = (edged[i : i + n] for n in (2, 3) for i in range(len(edged) - n + 1))
    return (edged, *pieces)


def _scripts_of(known: Sequence[str]) -> set[str]:
    """Return the scripts that the words are written in."""
    times = Counter[str]()
    for sign, count in Counter("".join(known)).items():
        if sign.isalpha():
            times[_script(sign)] += count
    return {script for script, count in times.items() if count >= OWN_SCRIPT * times.total()}


@lru_cache(maxsize=2_000)
def _script(sign: str) -> str:
    """Return the script of a letter: the word that its name begins with, such as "LATIN"."""
    return unicodedata.name(sign, "").partition(" ")[0]
