"""Repair misspelt words, as a second try for a question that found nothing."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.analysis import words

SHORTEST = 4
"""Letters a word must have to be repaired: nearly every shorter one is next to some other word."""
LONG = 9
"""Letters from which two wrong keystrokes are forgiven instead of one."""


class Speller:
    """Knows the words of the base."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = tuple(sorted(set(known)))
        self._known = frozenset(self.known)

    def repaired(self, text: str) -> str | None:
        """Return *text* with its unknown words put right where one is near; None where none is."""
        asked = words(text)
        mended = [self._mended(word) for word in asked]
        return " ".join(mended) if mended != asked else None

    def _mended(self, word: str) -> str:
        """The distance is optimal string alignment, where two letters swapped count as one."""
        if word in self._known or len(word) < SHORTEST or not word.isalpha():
            return word
        allowed = 2 if len(word) >= LONG else 1
        nearest = process.extractOne(word, self.known, scorer=OSA.distance, score_cutoff=allowed)
        return nearest[0] if nearest else word
