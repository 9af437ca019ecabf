"""The index as it serves: plain arrays, read with numpy alone.

The score is TF-IDF with saturated term frequency (the weighting known as BM25), in two blocks
(stems and character n-grams) over two fields (the whole passage with its phrasings, and the best
single phrasing), each divided by the most the question could have scored, plus a linear
classifier's margin for the topic. `training.py` makes the arrays with scikit-learn.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.language import Language
from knowledge.search.analysis import Analyser, Glossary

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int32]
Bools: TypeAlias = NDArray[np.bool_]

DOCUMENT_SHARE = 0.6
"""How much the whole passage weighs against its best phrasing."""
CLASSIFIER_SHARE = 0.2
"""How much the classifier's margin adds to the coverage."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one question in one block: known ones with their counts, and the unknown."""

    ids: Ints
    counts: Floats
    unknown: float


def terms_of(text: str, analyse: Analyser, vocabulary: Mapping[str, int]) -> Terms:
    """Return the terms of *text* that are in *vocabulary*, and how many aren't."""
    counts = Counter(analyse(text))
    known = {
        number: count
        for term, count in counts.items()
        if (number := vocabulary.get(term)) is not None
    }
    return Terms(
        np.fromiter(known, np.int32, len(known)),
        np.fromiter(known.values(), np.float32, len(known)),
        float(counts.total() - sum(known.values())),
    )


@dataclass(frozen=True, slots=True)
class InvertedFile:
    """One field's rows by term, weighted."""

    starts: Ints
    """Where each term's postings begin; one more entry than there are terms."""
    rows: Ints
    weights: Floats
    max_scores: Floats
    """The most each term can add to a row."""
    unknown_max_score: float
    """What a term never seen before counts for: as much as the rarest."""
    size: int


@dataclass(frozen=True, slots=True)
class Postings:
    """Both fields in one inverted file, so that a question reads it once.

    The rows of the documents come first, those of the phrasings after them.
    """

    starts: Ints
    rows: Ints
    weights: Floats
    max_scores: Floats
    """Fields × terms."""
    unknown_max_scores: Floats
    sizes: tuple[int, int]

    @classmethod
    def of(cls, documents: InvertedFile, phrasings: InvertedFile) -> "Postings":
        """Return both fields' postings, term by term."""
        lengths = np.diff(documents.starts) + np.diff(phrasings.starts)
        terms = np.concatenate(
            [np.repeat(np.arange(len(lengths)), np.diff(f.starts)) for f in (documents, phrasings)]
        )
        order = np.argsort(terms, kind="stable")
        rows = np.concatenate([documents.rows, phrasings.rows + documents.size])
        weights = np.concatenate([documents.weights, phrasings.weights])
        return cls(
            starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
            rows=rows[order].astype(np.int32),
            weights=weights[order].astype(np.float32),
            max_scores=np.stack([documents.max_scores, phrasings.max_scores]),
            unknown_max_scores=np.array(
                [documents.unknown_max_score, phrasings.unknown_max_score], np.float32
            ),
            sizes=(documents.size, phrasings.size),
        )

    def max_score(self, terms: Terms) -> Floats:
        """Return the most that *terms* could score in each field; never zero."""
        known = self.max_scores[:, terms.ids] @ terms.counts
        return np.maximum(known + terms.unknown * self.unknown_max_scores, 1e-6)

    def coverage(self, terms: Terms) -> tuple[Floats, Floats]:
        """Return which share (0..1) of the question's highest possible score each row reaches."""
        documents, phrasings = self.sizes
        max_score = self.max_score(terms)
        starts = self.starts[terms.ids]
        lengths = self.starts[terms.ids + 1] - starts
        total = int(lengths.sum())
        if total == 0:
            return np.zeros(documents, np.float32), np.zeros(phrasings, np.float32)
        before = np.cumsum(lengths) - lengths
        places = np.arange(total) + np.repeat(starts - before, lengths)
        weights = self.weights[places] * np.repeat(terms.counts, lengths)
        sums = np.bincount(self.rows[places], weights, documents + phrasings)
        shares = sums.astype(np.float32)
        return shares[:documents] / max_score[0], shares[documents:] / max_score[1]

    def rare_share(self, terms: Terms, document: int) -> float:
        """Return the share of the question's squared idf that *document* holds (0..1).

        Squared, so that the one word that says what a question is of outweighs what it shares
        with every other.
        """
        held = [
            bool((self.rows[self.starts[term] : self.starts[term + 1]] == document).any())
            for term in terms.ids.tolist()
        ]
        rarity = self.max_scores[0, terms.ids] ** 2
        total = float(rarity.sum()) + terms.unknown * float(self.unknown_max_scores[0]) ** 2
        return float(rarity[held].sum()) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """One analysis of the texts: both fields, and the topic classifier's weights."""

    analyse: Analyser
    share: float
    vocabulary: Mapping[str, int]
    postings: Postings
    idf: Floats
    """The classifier's own weighting of terms."""
    topic_weights: Floats
    """The classifier's coefficients, terms × topics; the last topic is all that isn't ours."""

    def terms(self, text: str) -> Terms:
        return terms_of(text, self.analyse, self.vocabulary)

    def topic_scores(self, terms: Terms) -> Floats:
        """Return the classifier's score for each topic, without its intercepts."""
        weights = (1 + np.log(terms.counts)) * self.idf[terms.ids]
        length = float(np.linalg.norm(weights)) or 1.0
        return np.asarray((weights / length) @ self.topic_weights[terms.ids], np.float32)


@dataclass(frozen=True, slots=True)
class Scores:
    """How well each entry fits a question."""

    total: Floats
    """What entries are ranked by."""
    coverage: Floats
    """The share of the question that the entry's words cover (0..1)."""
    margins: Floats
    """The classifier's margin for the entry's topic; above zero is a yes."""
    elsewhere: float
    """The classifier's margin for all that isn't ours."""
    words: Terms
    """The question's words, by their stems."""


@dataclass(frozen=True, slots=True)
class LanguageIndex:
    """The index of one language. Entries are the passages in their order, then the areas."""

    language: Language
    glossary: Glossary
    blocks: tuple[Block, ...]
    offsets: Ints
    """The number of each entry's first phrasing; an entry's phrasings are contiguous."""
    topics: Ints
    """The classifier's topic of each entry."""
    intercepts: Floats
    """The classifier's intercept for each topic."""

    def scores(self, question: str) -> Scores:
        text = self.glossary.expand(question, self.language)
        documents = np.float32(0.0)
        phrasings = np.float32(0.0)
        topic_scores = self.intercepts
        terms_of_blocks = [block.terms(text) for block in self.blocks]
        for block, terms in zip(self.blocks, terms_of_blocks, strict=True):
            of_documents, of_phrasings = block.postings.coverage(terms)
            documents = documents + block.share * of_documents
            phrasings = phrasings + block.share * of_phrasings
            topic_scores = topic_scores + block.topic_scores(terms)
        best = np.maximum.reduceat(phrasings, self.offsets)
        coverage = DOCUMENT_SHARE * documents + (1 - DOCUMENT_SHARE) * best
        margins = topic_scores[self.topics]
        total = np.asarray(coverage + CLASSIFIER_SHARE * margins, np.float32)
        return Scores(
            total,
            np.asarray(coverage, np.float32),
            margins,
            elsewhere=float(topic_scores[-1]),
            words=terms_of_blocks[0],
        )

    def rare_share(self, scores: Scores, entry: int) -> float:
        """Return the share (0..1) of the question's rare words that an entry holds."""
        return self.blocks[0].postings.rare_share(scores.words, entry)
