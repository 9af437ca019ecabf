"""The index as it serves: saved arrays, read with numpy alone.

The score is TF-IDF with saturated term frequency (the weighting known as BM25), in two blocks
(stems and character n-grams) over two fields (the whole passage with its phrasings, and the best
single phrasing), each divided by the most the question could have scored, plus a linear
classifier's opinion of the topic. `knowledge/building.py` makes the arrays with scikit-learn.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.analysis import Analyser, Glossary
from knowledge.passage import Language

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

DOCUMENT_SHARE = 0.5
"""How much the whole passage weighs against its best phrasing."""
CLASSIFIER_SHARE = 0.15
"""How much the classifier's margin adds to the coverage."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one question in one block: known ones with their counts, and the unknown."""

    ids: Ints
    counts: Floats
    unknown: float


@dataclass(frozen=True, slots=True)
class Field:
    """An inverted file: for each term the rows it stands in and its weight there."""

    starts: Ints
    """Where each term's postings begin; one more entry than there are terms."""
    rows: Ints
    weights: Floats
    ceilings: Floats
    """The most each term can add to a row."""
    unknown_ceiling: float
    """What a term never seen before counts for: as much as the rarest."""
    size: int

    def coverage(self, terms: Terms) -> Floats:
        """Return, for each row, which share of the question's possible score it reaches (0..1)."""
        possible = float(self.ceilings[terms.ids] @ terms.counts)
        possible += terms.unknown * self.unknown_ceiling
        starts, ends = self.starts[terms.ids], self.starts[terms.ids + 1]
        lengths = ends - starts
        total = int(lengths.sum())
        if total == 0 or possible <= 0:
            return np.zeros(self.size, np.float32)
        before = np.repeat(np.cumsum(lengths) - lengths, lengths)
        postings = np.arange(total) - before + np.repeat(starts, lengths)
        weights = self.weights[postings] * np.repeat(terms.counts, lengths)
        sums = np.bincount(self.rows[postings], weights=weights, minlength=self.size)
        return (sums / possible).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Block:
    """One way of cutting texts into terms, with both fields and the classifier's part."""

    analyse: Analyser
    share: float
    vocabulary: Mapping[str, int]
    documents: Field
    phrasings: Field
    idf: Floats
    """The classifier's own weighting of terms."""
    opinions: Floats
    """Terms × topics: what each term says for each topic."""

    def terms(self, text: str) -> Terms:
        """Return the terms of *text* that the block knows, and how many it doesn't."""
        counts = Counter(self.analyse(text))
        known = {
            number: count
            for term, count in counts.items()
            if (number := self.vocabulary.get(term)) is not None
        }
        return Terms(
            np.fromiter(known, np.int32, len(known)),
            np.fromiter(known.values(), np.float32, len(known)),
            float(counts.total() - sum(known.values())),
        )

    def opinion(self, terms: Terms) -> Floats:
        """Return what the question's terms say for each topic, its length evened out."""
        weights = (1 + np.log(terms.counts)) * self.idf[terms.ids]
        length = float(np.linalg.norm(weights)) or 1.0
        return (weights / length) @ self.opinions[terms.ids]


@dataclass(frozen=True, slots=True)
class Scores:
    """How well each entry fits a question."""

    total: Floats
    """What entries are ranked by."""
    coverage: Floats
    """The share of the question that the entry's words cover (0..1)."""
    opinion: Floats
    """The classifier's margin for the entry's topic; above zero is a yes."""


@dataclass(frozen=True, slots=True)
class LanguageIndex:
    """The index of one language. Entries are the passages in their order, then the areas."""

    language: Language
    glossary: Glossary
    blocks: tuple[Block, ...]
    owners: Ints
    """The entry each phrasing belongs to; entries come in order."""
    topics: Ints
    """The classifier's topic of each entry."""
    intercepts: Floats
    """The classifier's constant for each topic."""

    def scores(self, question: str) -> Scores:
        text = self.glossary.expand(question, self.language)
        size = len(self.topics)
        documents = np.zeros(size, np.float32)
        phrasings = np.zeros(len(self.owners), np.float32)
        opinion = self.intercepts.copy()
        for block in self.blocks:
            terms = block.terms(text)
            documents += block.share * block.documents.coverage(terms)
            phrasings += block.share * block.phrasings.coverage(terms)
            opinion += block.opinion(terms)
        best = best_of_each_owner(phrasings, self.owners, size)
        return combine(documents, best, opinion[self.topics])


def best_of_each_owner(values: Floats, owners: Ints, size: int) -> Floats:
    """Return the highest of *values* for each of *size* owners."""
    best = np.zeros(size, np.float32)
    np.maximum.at(best, owners, values)
    return best


def combine(documents: Floats, phrasings: Floats, opinion: Floats) -> Scores:
    """Return the scores from both fields' coverage and the classifier's opinion."""
    coverage = DOCUMENT_SHARE * documents + (1 - DOCUMENT_SHARE) * phrasings
    return Scores(coverage + CLASSIFIER_SHARE * opinion, coverage, opinion)
