"""How a base reads what it has missed: which questions are alike, and which it answers by now."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.language import Language
from knowledge.passage import Passage
from knowledge.search.analysis import words
from knowledge.search.answers import Answer, Examined, Nothing, examine
from knowledge.search.index import Block, Floats, LanguageIndex
from knowledge.search.snapshot import Snapshot
from knowledge.search.talk import LONGEST

COMMON = 0.45
"""Share of the greatest rarity below which a term is too common to make questions alike: without
this a question of the routine's own name gathers everything."""

TALK_LEAD = -1.5
"""How far behind being a question a text without a question mark may be to pass for talk that
wasn't understood; what is understood is far nearer (`knowledge/message/reading`)."""
TALK_KNOWN = 0.6
"""Share of its words that such a text has in common with talk."""
LIKE_WORDS = 0.5
"""Share of their three-letter runs that words have in common with those of the base."""

FEWEST_RUNS = 3
"""Of fewer nothing can be told: an abbreviation, or a name."""
_KEYBOARD = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")


@dataclass(frozen=True, slots=True)
class GapFeatures:
    """What the base makes of a question that it doesn't answer."""

    ours: float
    """The probability that it is for the base at all."""
    is_elsewhere: bool
    is_talk: bool
    is_gibberish: bool
    routine: str
    """The id of the one whose passage is nearest; of the first where none is."""


class GapReading:
    """Reads questions as the index of one snapshot does."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._indexes: Mapping[Language, LanguageIndex] = snapshot.indexes
        self._rarity = {
            language: [_with_unseen(block.idf) for block in index.blocks]
            for language, index in snapshot.indexes.items()
        }
        """By block, that of each of its terms, and at the end of one that it has never seen."""
        self._examined: dict[tuple[str, Language], Examined] = {}

    @property
    def base_hash(self) -> str:
        return self._snapshot.base.hash

    def _language(self, tag: str) -> Language:
        return self._snapshot.base.language_of(tag)

    def answer(self, question: str, language: str, *, unless: Collection[str]) -> Passage | None:
        """Return the passage that answers, unless readers found just that no help."""
        finding = self._examine(question, self._language(language)).finding
        if isinstance(finding, Answer) and finding.passage.id not in unless:
            return finding.passage
        return None

    def read(self, question: str, language: str) -> GapFeatures:
        """Return what the base makes of *question*."""
        read_as = self._language(language)
        examined = self._examine(question, read_as)
        features, finding = examined.features, examined.finding
        classifier = self._snapshot.classifiers[read_as].ours
        base, nearest = self._snapshot.base, finding.matches[:1]
        return GapFeatures(
            ours=classifier.probability(features.values) if features else 0.0,
            is_elsewhere=isinstance(finding, Nothing) and finding.area is not None,
            is_talk=self._is_talk(question),
            is_gibberish=self._is_gibberish(question),
            routine=(base.routine_of(nearest[0].passage) if nearest else base.routine).id,
        )

    def _examine(self, question: str, language: Language) -> Examined:
        known = self._examined.get((question, language))
        if known is None:
            known = examine(self._snapshot, question, language)
            self._examined[question, language] = known
        return known

    def _is_talk(self, text: str) -> bool:
        talk, asked = self._snapshot.talk, words(text)
        guess = talk.guess(text)
        if guess is None or text.rstrip().endswith("?") or len(asked) > LONGEST:
            return False
        if len(asked) == 1 and not talk.is_phrase(text):
            return False
        return guess.lead >= TALK_LEAD and guess.known >= TALK_KNOWN

    def _is_gibberish(self, text: str) -> bool:
        """Whether the letters of *text* stand beside each other as in no word of the base."""
        asked = [word for word in words(text) if word.isalpha() and not _is_struck(word)]
        runs = [word[n : n + 3] for word in asked for n in range(len(word) - 2)]
        if len(runs) < FEWEST_RUNS:
            return not any(len(word) > 1 for word in asked)
        return sum(map(self._snapshot.guesser.has_met, runs)) / len(runs) < LIKE_WORDS

    def text_hash(self, passage_id: str, language: str) -> str:
        """Return a hash of the passage's text as readers see it."""
        return text_hash(self._snapshot.base.passages[passage_id], self._language(language))

    def weights(self, question: str, language: str) -> dict[str, float]:
        """Return the weight of each term of *question*; the sum of their squares is 1 at most.

        What is common in the base weighs nothing, and what it has never seen most: that is what a
        gap is made of. Two languages have no term in common.
        """
        read_as = self._language(language)
        index = self._indexes[read_as]
        text = index.glossary.expand(question, read_as)
        weights: dict[str, float] = {}
        for number, (block, rarity) in enumerate(
            zip(index.blocks, self._rarity[read_as], strict=True)
        ):
            weights |= _of_block(text, block, rarity, prefix=f"{language}:{number}:")
        return weights


def _is_struck(word: str) -> bool:
    """Whether *word* is one letter over and over, or keys beside each other."""
    return len(word) > 2 and (len(set(word)) == 1 or _is_along_a_row(word))


def _is_along_a_row(word: str) -> bool:
    return len(word) > 3 and any(word in row or word[::-1] in row for row in _KEYBOARD)


def text_hash(passage: Passage, language: Language) -> str:
    """Return a hash of *passage* as readers see it, to tell whether it has changed since."""
    text = passage.text_in(language)
    return hashlib.sha256(f"{text.title}\0{text.text}".encode()).hexdigest()[:16]


def _with_unseen(idf: Floats) -> NDArray[np.float64]:
    return np.append(idf, idf.max(initial=1.0)).astype(np.float64)


def _of_block(
    text: str, block: Block, rarity: NDArray[np.float64], *, prefix: str
) -> dict[str, float]:
    counts = Counter(block.analyse(text))
    if not counts:
        return {}
    rare = rarity[[block.vocabulary.get(term, -1) for term in counts]]
    telling = np.maximum(rare - COMMON * rarity[-1], 0.0)
    if not telling.any():
        telling = rare  # what is common is all there is to go by
    weights = (1 + np.log(np.fromiter(counts.values(), float))) * telling
    weights *= block.share**0.5 / float(np.linalg.norm(weights))
    weighed = zip(counts, weights.tolist(), strict=True)
    return {prefix + term: weight for term, weight in weighed if weight > 0}
