"""How a base reads what it has missed: which questions are alike, and which it answers by now."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np

from core.language import Language
from knowledge.passage import Passage
from knowledge.search.answers import Answer, find
from knowledge.search.index import Block, LanguageIndex
from knowledge.search.language import of_locale
from knowledge.search.snapshot import Snapshot

COMMON = 0.45
"""Share of the greatest rarity below which a term is too common to make questions alike: without
this "sociala medier?" gathers everything about social media."""


class GapReading:
    """Reads questions as the index of one snapshot does."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._indexes: Mapping[Language, LanguageIndex] = snapshot.indexes
        self._most = {
            language: [float(block.idf.max(initial=1.0)) for block in index.blocks]
            for language, index in snapshot.indexes.items()
        }

    @property
    def base_hash(self) -> str:
        return self._snapshot.base.hash

    def answer(self, question: str, language: str, *, unless: Collection[str]) -> Passage | None:
        """Return the passage that answers, unless readers found just that no help."""
        finding = find(self._snapshot, question, of_locale(language))
        if isinstance(finding, Answer) and finding.passage.id not in unless:
            return finding.passage
        return None

    def text_hash(self, passage_id: str, language: str) -> str:
        """Return a hash of the passage's text as readers see it."""
        return text_hash(self._snapshot.base.passages[passage_id], of_locale(language))

    def weights(self, question: str, language: str) -> dict[str, float]:
        """Return the weight of each term of *question*; the sum of their squares is 1 at most.

        What is common in the base weighs nothing, and what it has never seen most: that is what a
        gap is made of.
        """
        read_as = of_locale(language)
        index = self._indexes[read_as]
        text = index.glossary.expand(question, read_as)
        weights: dict[str, float] = {}
        for number, (block, most) in enumerate(zip(index.blocks, self._most[read_as], strict=True)):
            weights |= _of_block(text, block, most, prefix=f"{number}:")
        return weights


def text_hash(passage: Passage, language: Language) -> str:
    """Return a hash of *passage* as readers see it, to tell whether it has changed since."""
    text = passage.text_in(language)
    return hashlib.sha256(f"{text.title}\0{text.text}".encode()).hexdigest()[:16]


def _of_block(text: str, block: Block, most: float, *, prefix: str) -> dict[str, float]:
    counts = Counter(block.analyse(text))
    if not counts:
        return {}
    numbers = [block.vocabulary.get(term) for term in counts]
    rarity = [most if number is None else float(block.idf[number]) for number in numbers]
    telling = np.maximum(np.array(rarity) - COMMON * most, 0.0)
    if not telling.any():
        telling = np.array(rarity)  # "sociala medier?" is all there is to go by
    weights = (1 + np.log(np.fromiter(counts.values(), float))) * telling
    scaled = weights * (block.share**0.5 / float(np.linalg.norm(weights)))
    weighed = zip(counts, scaled, strict=True)
    return {prefix + term: float(weight) for term, weight in weighed if weight > 0}
