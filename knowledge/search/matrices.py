"""An index as matrices: they score many questions at once, one a row and a block at a time."""

# scipy comes without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.search.analysis import words
from knowledge.search.coefficients import Coefficients
from knowledge.search.confidence import ScoreRows
from knowledge.search.corpus import Matrix, count_terms
from knowledge.search.index import Block, LanguageIndex
from knowledge.search.postings import LEAST, UNKNOWN, Doubles, Floats, Postings

CELLS = 1 << 20
"""Questions × phrasings that are scored at a time, in 4 MB: a larger base has fewer a block."""


@dataclass(frozen=True, slots=True)
class AskedWords:
    """How often each question has each word."""

    counts: Matrix
    """Questions × words."""
    words: Sequence[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "AskedWords":
        counts, numbers = count_terms([words(text) for text in texts])
        return cls(counts.astype(np.float64), [*numbers])


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each question has each term of a block."""

    known: Matrix
    """Questions × terms."""
    unknown: Doubles

    @classmethod
    def of(cls, asked: AskedWords, block: Block) -> "TermCounts":
        of_words = [*map(block.ids_of_word, asked.words)]
        ids = np.fromiter(chain.from_iterable(of_words), np.intp)
        word_of = np.repeat(np.arange(len(of_words)), [*map(len, of_words)])
        shape, known = (len(of_words), len(block.vocabulary)), ids != UNKNOWN
        places = (word_of[known], ids[known])
        matrix = sparse.csr_matrix((np.ones(len(places[0])), places), shape)
        unknown = np.bincount(word_of[~known], minlength=len(of_words))
        return cls(asked.counts @ matrix, asked.counts @ unknown.astype(np.float64))

    def shares(self, block: Block) -> Floats:
        """Return what a score counts for, of the most that each question could score in a field."""
        postings = block.postings
        unknown = self.unknown[:, None] * postings.unknown_max_scores
        most = np.maximum(self.known @ postings.max_scores.T + unknown, LEAST)
        return (block.share / most).astype(np.float32)

    def classifier_weights(self, block: Block) -> Matrix:
        """Return what the classifiers weigh each question's terms by."""
        known, row_of = self.known, _row_of_each(self.known)
        weights = (1 + np.log(known.data)) * block.idf[known.indices]
        lengths = np.sqrt(np.bincount(row_of, weights**2, known.shape[0]))
        weights *= block.classifier_weight / np.where(lengths, lengths, 1.0)[row_of]
        return sparse.csr_matrix((weights, known.indices, known.indptr), known.shape)


@dataclass(frozen=True, slots=True)
class MatrixIndex:
    """An index as matrices, whose rows are terms."""

    index: LanguageIndex
    weights: Sequence[Matrix]
    """Of each block, terms × documents and phrasings, in single precision."""
    rarity: Doubles
    """Of each term of the first block: its squared idf, as `Postings.rare_share` has it."""
    held: Matrix
    """The rarity where a document holds the term."""
    coefficients: Matrix
    """Terms of all blocks × passages: the passages' coefficients, for terms that aren't common."""

    @classmethod
    def of(cls, index: LanguageIndex) -> "MatrixIndex":
        weights = [_weights(block.postings) for block in index.blocks]
        first = index.blocks[0].postings
        rarity = first.max_scores[0].astype(np.float64) ** 2
        held = weights[0][:, : first.sizes[0]].astype(np.float64)
        held.data = rarity[_row_of_each(held)]
        coefficients = _coefficients(index.classifiers.passages)
        return cls(index, weights, rarity, held, coefficients)

    def scores(self, questions: Sequence[str]) -> Iterator[ScoreRows]:
        """Yield the scores of some *questions* after the other."""
        if not questions:
            return
        index, language = self.index, self.index.language
        texts = [index.glossary.expand(each, language) for each in questions]
        asked = AskedWords.of(texts)
        counts = [TermCounts.of(asked, block) for block in index.blocks]
        asked_words = self._spelled_out(questions, texts, counts[0])
        pairs = [*zip(counts, index.blocks, strict=True)]
        asked_terms = [each.known.astype(np.float32) for each in counts]
        shares = [each.shares(of) for each, of in pairs]
        weights = sparse.hstack([each.classifier_weights(of) for each, of in pairs]).tocsr()
        step = max(1, CELLS // self.weights[0].shape[1])
        for first in range(0, len(questions), step):
            block = slice(first, first + step)
            coverage = index.coverage(*self._coverage(asked_terms, shares, block))
            of_topics, of_passages, elsewhere = self._margins(weights[block])
            margins = index.margins(of_topics)
            yield ScoreRows(
                total=index.total(coverage, margins, of_passages),
                coverage=coverage,
                margins=margins,
                elsewhere=elsewhere,
                unknown=asked_words.unknown[block],
                rare_shares=self._rare_shares(asked_words, block),
            )

    def _spelled_out(
        self, questions: Sequence[str], texts: Sequence[str], counts: TermCounts
    ) -> TermCounts:
        """Return the *counts* of the words of *texts*, with short forms as what they stand for."""
        index, order = self.index, np.arange(len(texts))
        pairs = enumerate(zip(questions, texts, strict=True))
        short = [number for number, (question, text) in pairs if question != text]
        meant = [index.glossary.spelled_out(questions[n], index.language) for n in short]
        put_right = TermCounts.of(AskedWords.of(meant), index.blocks[0])
        order[short] = len(texts) + np.arange(len(short))
        return TermCounts(
            sparse.vstack([counts.known, put_right.known]).tocsr()[order],
            np.concatenate([counts.unknown, put_right.unknown])[order],
        )

    def _coverage(
        self, counts: Sequence[Matrix], shares: Sequence[Floats], block: slice
    ) -> tuple[Floats, Floats]:
        """Return what `Postings.coverage` does, of all blocks together."""
        documents, _ = self.index.blocks[0].postings.sizes
        parts: list[Floats] = []
        for asked, share, weights in zip(counts, shares, self.weights, strict=True):
            sums = (asked[block] @ weights).toarray()
            sums[:, :documents] *= share[block, :1]
            sums[:, documents:] *= share[block, 1:]
            parts.append(sums)
        both = reduce(np.add, parts)
        return both[:, :documents], both[:, documents:]

    def _margins(self, weights: Matrix) -> tuple[Doubles, Doubles, Doubles]:
        """Return the margins; of full coefficients those are read that *weights* have."""
        ids, places = np.unique(weights.indices, return_inverse=True)
        asked = (weights.data, places, weights.indptr)
        of_ids: Matrix = sparse.csr_matrix(asked, (weights.shape[0], len(ids)))
        stored = self.index.classifiers.passages
        common = stored.common[stored.places[ids]].astype(np.float64)
        steps = of_ids @ common + (weights @ self.coefficients).toarray()
        return self.index.classifiers.margins(ids.astype(np.int32), of_ids, steps)

    def _rare_shares(self, asked: TermCounts, block: slice) -> Doubles:
        """Return which share of a question's rare words each document holds."""
        known = asked.known[block].sign()
        never_seen = float(self.index.blocks[0].postings.unknown_max_scores[0]) ** 2
        whole = known @ self.rarity + asked.unknown[block] * never_seen
        return (known @ self.held).toarray() / np.where(whole, whole, 1.0)[:, None]


def _weights(postings: Postings) -> Matrix:
    """Return terms × documents and phrasings."""
    shape = (len(postings.places), sum(postings.sizes))
    weights = sparse.csr_matrix((postings.weights, postings.rows, postings.starts), shape)
    if len(postings.common):
        common: Matrix = sparse.csr_matrix(postings.common)
        common.resize(len(postings.common), shape[1])
        terms = np.flatnonzero(postings.places >= 0)
        places = (np.ones(len(terms), np.float32), (terms, postings.places[terms]))
        weights = weights + sparse.csr_matrix(places, (shape[0], len(terms))) @ common
    return weights


def _coefficients(stored: Coefficients) -> Matrix:
    """Return terms × classes, without those of common terms."""
    rare = (stored.pairs[:, 1].astype(np.float64), stored.pairs[:, 0], stored.starts)
    return sparse.csr_matrix(rare, (len(stored.places), stored.common.shape[1]))


def _row_of_each(matrix: Matrix) -> NDArray[np.intp]:
    """Return the row of each value that is stored."""
    lengths: NDArray[np.intp] = np.diff(matrix.indptr)
    return np.repeat(np.arange(len(lengths)), lengths)
