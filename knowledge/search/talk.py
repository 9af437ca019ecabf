"""Which kind of talk a message is, if any: thanks, a word on the answer, a cry for help.

A linear classifier over words, pairs of words and characters, of both languages at once, against
every question of the base. It serves as plain arrays; `talk_training.py` makes them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from knowledge.search.analysis import words
from knowledge.search.postings import Floats, Ints

LONGEST = 14
"""Words of a piece of talk; longer ones are stories, and looked up like questions."""
SHORTEST = 4
"""Letters of a word that may hold a wrong keystroke."""
Written: TypeAlias = NDArray[np.bytes_]
TERM = np.dtype("S40")
"""A term in UTF-8, cut; of two that begin alike so far one counts."""
_RUNS = re.compile(r"(\w)\1{2,}")


@lru_cache(maxsize=64)
def folded(text: str) -> tuple[str, ...]:
    """Return the words of *text* without dots and accents, and without drawn-out letters."""
    return tuple(map(_folded, words(text)))


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _RUNS.sub(r"\1", plain)


@lru_cache(maxsize=50_000)
def terms_of_word(word: str) -> tuple[str, ...]:
    """Return what a word is classified by: itself, and its runs of characters."""
    edged = f"<{word}>"
    return (word, *(edged[i : i + n] for n in (3, 4) for i in range(len(edged) - n + 1)))


def terms_between(asked: Sequence[str]) -> list[str]:
    """Return the pairs of words, and how many words there are."""
    pairs = [f"{first} {second}" for first, second in pairwise(("^", *asked, "$"))]
    return [*pairs, f"#{min(len(asked), 8)}"]


def as_written(terms: Iterable[str]) -> Written:
    """Return *terms* as a vocabulary has them."""
    return np.array([term.encode() for term in terms], TERM)


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest kind of talk, and how clearly it is that."""

    kind: str
    margin: float
    """Above zero is a yes, against every other kind."""
    lead: float
    """How far it is ahead of being a question."""
    known: float
    """The share of the words (0..1) that talk is made of."""


@dataclass(slots=True)
class TalkIndex:
    """The classifier; empty where the base holds no talk."""

    kinds: tuple[str, ...]
    vocabulary: Written
    """Every term, sorted; its number is its place. A dictionary of so many takes eight megabytes,
    and an array that is mapped nearly none."""
    idf: Floats
    weights: Floats
    """Terms × kinds; the last column is for questions."""
    intercepts: Floats
    words: tuple[str, ...]
    """Every word that talk is made of, folded."""
    single: tuple[str, ...]
    """The words that are a whole phrasing by themselves."""
    _words: frozenset[str] = field(init=False)
    _ids_of_word: Callable[[str], tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self._words = frozenset(self.words)
        self._ids_of_word = lru_cache(maxsize=20_000)(self._find_ids)

    def guess(self, text: str) -> Guess | None:
        """Return the likeliest kind of *text*; None where it has no words or more than talk has."""
        asked = folded(text)
        if not self.kinds or not 0 < len(asked) <= LONGEST:
            return None
        scores = self._scores(asked)
        best = int(scores[:-1].argmax())
        known = sum(map(self._words.__contains__, asked)) / len(asked)
        lead = float(scores[best] - scores[-1])
        return Guess(self.kinds[best], float(scores[best]), lead, known)

    def is_phrase(self, word: str) -> bool:
        """Whether *word* alone is a phrasing, but for a wrong keystroke.

        A single word that merely occurs in talk is as likely a question on that word.
        """
        (said,) = folded(word)
        allowed = 0 if len(said) < SHORTEST else 1
        return any(OSA.distance(said, one, score_cutoff=allowed) <= allowed for one in self.single)

    def _scores(self, asked: Sequence[str]) -> Floats:
        """Return the margin of each kind, and last that of questions."""
        of_words = chain.from_iterable(map(self._ids_of_word, asked))
        counts = Counter(chain(self._ids(terms_between(asked)), of_words))
        ids: Ints = np.fromiter(counts, np.int32, len(counts))
        values = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
        weighted = values * self.idf.take(ids)
        length = float(np.sqrt(weighted @ weighted)) or 1.0
        return np.asarray(
            (weighted / length) @ self.weights.take(ids, 0) + self.intercepts, np.float32
        )

    def _find_ids(self, word: str) -> tuple[int, ...]:
        return self._ids(terms_of_word(word))

    def _ids(self, terms: Sequence[str]) -> tuple[int, ...]:
        asked = as_written(terms)
        places = self.vocabulary.searchsorted(asked)
        return tuple(places[self.vocabulary.take(places, mode="clip") == asked].tolist())
