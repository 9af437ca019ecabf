"""Terms and their postings: an inverted file of both fields, read with numpy alone."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.search.analysis import Analyser, words

Floats: TypeAlias = NDArray[np.float32]
Doubles: TypeAlias = NDArray[np.float64]
"""What is added up, so that its order makes no difference that is left when it is rounded."""
Ints: TypeAlias = NDArray[np.int32]
Bools: TypeAlias = NDArray[np.bool_]

COMMON_FROM = 1 / 8
"""Share of the documents from which a term is common: a weight for each of them all is then added
quicker than as many postings, for up to four times the memory."""
MANY_DOCUMENTS = 2_000
"""Below so many nothing is gained by it."""
FEW_SCORES = 300
"""So many are put in order sooner than the highest of them are picked out first."""
WEIGHT_STEP = np.float32(2**-14)
"""What weights are whole multiples of: their sums, up to 1,024, are then exact in single precision,
in whatever order they are added."""
LEAST = 1e-6
"""What is divided by is never less."""
IdsOfWord: TypeAlias = Callable[[str], tuple[int, ...]]
"""From a word in lower case to the ids of its terms."""
UNKNOWN = -1
"""The id of every term that isn't in the vocabulary."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one question in one block: known ones with their counts, and the unknown."""

    ids: Ints
    counts: Doubles
    unknown: float


def ids_of_words(analyse: Analyser, vocabulary: Mapping[str, int]) -> IdsOfWord:
    """Return what tells the ids of a word's terms, and remembers those of the latest words."""

    @lru_cache(maxsize=5_000)
    def ids_of_word(word: str) -> tuple[int, ...]:
        return tuple(vocabulary.get(term, UNKNOWN) for term in analyse.terms_of_word(word))

    return ids_of_word


def terms_of(text: str, ids_of_word: IdsOfWord) -> Terms:
    """Return the known terms of *text*, and how many aren't known."""
    counts = Counter(chain.from_iterable(map(ids_of_word, words(text))))
    unknown = float(counts.pop(UNKNOWN, 0))
    return Terms(
        np.fromiter(counts, np.int32, len(counts)),
        np.fromiter(counts.values(), np.float64, len(counts)),
        unknown,
    )


@dataclass(frozen=True, slots=True)
class InvertedFile:
    """One field's rows by term, weighted."""

    starts: Ints
    """Where each term's postings begin; one more entry than there are terms."""
    rows: Ints
    weights: Floats
    """In whole multiples of `WEIGHT_STEP`."""
    max_scores: Floats
    """The most each term can add to a row."""
    unknown_max_score: float
    """What a term never seen before counts for: as much as the rarest."""
    size: int


def gathered(pairs: Ints, starts: Ints, ids: Ints) -> tuple[Ints, Ints]:
    """Return the *pairs* of some terms, one after the other, and how many each has.

    Those of each term stand together, from its entry in *starts* to the next. Slices are copied
    faster than places are looked up one by one.
    """
    begins, ends = starts.take(ids), starts.take(ids + 1)
    bounds = zip(begins.tolist(), ends.tolist(), strict=True)
    slices = [pairs[begin:end] for begin, end in bounds]
    return np.concatenate([pairs[:0], *slices]), ends - begins


@dataclass(frozen=True, slots=True)
class Postings:
    """Both fields in one inverted file, so that a question reads it once.

    The rows of the documents come first, those of the phrasings after them.
    """

    starts: Ints
    pairs: Ints
    """Postings × 2: the row, and the weight's bits. Side by side they are copied at once; those of
    a term stand in the order of their rows."""
    max_scores: Floats
    """Fields × terms."""
    unknown_max_scores: Floats
    sizes: tuple[int, int]
    places: Ints
    """Each term's place in `common`, -1 where it has none."""
    common: Floats
    """Common terms × documents: the weights of what so many hold, which have no postings."""

    @classmethod
    def of(cls, documents: InvertedFile, phrasings: InvertedFile) -> "Postings":
        """Return both fields' postings, term by term."""
        max_scores = np.stack([documents.max_scores, phrasings.max_scores])
        documents, places, common = _without_common(documents)
        lengths = np.diff(documents.starts) + np.diff(phrasings.starts)
        terms = np.concatenate(
            [np.repeat(np.arange(len(lengths)), np.diff(f.starts)) for f in (documents, phrasings)]
        )
        order = np.argsort(terms, kind="stable")
        rows = np.concatenate([documents.rows, phrasings.rows + documents.size])
        weights = np.concatenate([documents.weights, phrasings.weights], dtype=np.float32)
        return cls(
            starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
            pairs=np.stack([rows.astype(np.int32), weights.view(np.int32)], axis=1)[order],
            max_scores=max_scores,
            unknown_max_scores=np.array(
                [documents.unknown_max_score, phrasings.unknown_max_score], np.float32
            ),
            sizes=(documents.size, phrasings.size),
            places=places,
            common=common,
        )

    @property
    def rows(self) -> Ints:
        return self.pairs[:, 0]

    @property
    def weights(self) -> Floats:
        return self.pairs[:, 1].view(np.float32)

    def max_score(self, terms: Terms) -> Doubles:
        """Return the most that *terms* could score in each field; never zero."""
        most = self.max_scores.take(terms.ids, 1) @ terms.counts
        if terms.unknown:
            most += self.unknown_max_scores.astype(np.float64) * terms.unknown
        return np.maximum(most, LEAST)

    def coverage(self, terms: Terms, share: float = 1.0) -> tuple[Floats, Floats]:
        """Return how much of the question's highest possible score, *share*, each row reaches."""
        ids = np.repeat(terms.ids, terms.counts.astype(np.intp))
        pairs, _ = gathered(self.pairs, self.starts, ids)
        sums = np.zeros(sum(self.sizes), np.float32)
        np.add.at(sums, pairs[:, 0], pairs[:, 1].view(np.float32))
        documents, phrasings = sums[: self.sizes[0]], sums[self.sizes[0] :]
        if len(self.common):
            places = self.places[ids]
            for place in places[places >= 0].tolist():
                documents += self.common[place]  # one by one: together they would be copied first
        of_documents, of_phrasings = (share / self.max_score(terms)).astype(np.float32)
        documents *= of_documents
        phrasings *= of_phrasings
        return documents, phrasings

    def rare_share(self, terms: Terms, document: int) -> float:
        """Return the share of the question's squared idf that *document* holds (0..1).

        Squared, so that the one word that says what a question is of outweighs what it shares
        with every other.
        """
        rarity = self.max_scores[0].take(terms.ids).astype(np.float64) ** 2
        total = float(rarity.sum()) + terms.unknown * float(self.unknown_max_scores[0]) ** 2
        if not total:
            return 0.0
        begins, ends = self.starts.take(terms.ids), self.starts.take(terms.ids + 1)
        parts = zip(rarity.tolist(), begins.tolist(), ends.tolist(), strict=True)
        rows, share = self.rows, 0.0
        for part, begin, end in parts:
            place = bisect_left(rows, document, begin, end)
            if place < end and rows[place] == document:
                share += part
        if len(self.common):
            places = self.places[terms.ids]
            share += float(rarity[(places >= 0) & (self.common[places, document] > 0)].sum())
        return share / total

    def weight(self, term: int, row: int) -> float:
        """Return what *term* adds to the score of *row*."""
        here = slice(self.starts[term], self.starts[term + 1])
        weight = float(self.weights[here][self.rows[here] == row].sum())
        if self.places[term] >= 0 and row < self.sizes[0]:
            weight += float(self.common[self.places[term], row])
        return weight


def _without_common(field: InvertedFile) -> tuple[InvertedFile, Ints, Floats]:
    """Return *field* without its common terms, and these as `Postings` has them."""
    lengths = np.diff(field.starts)
    is_common = (lengths > COMMON_FROM * field.size) & (field.size >= MANY_DOCUMENTS)
    places = np.where(is_common, np.cumsum(is_common) - 1, -1).astype(np.int32)
    common = np.zeros((is_common.sum(), field.size), np.float32)
    moved = np.repeat(is_common, lengths)
    common[np.repeat(places, lengths)[moved], field.rows[moved]] = field.weights[moved]
    starts = np.concatenate([[0], np.cumsum(np.where(is_common, 0, lengths))])
    rest = replace(field, starts=starts, rows=field.rows[~moved], weights=field.weights[~moved])
    return rest, places, common


def ranked_rows(scores: Floats, at_most: int) -> NDArray[np.intp]:
    """Return for each row of *scores* what `ranked` does; all of its rows are as long."""
    columns = scores.shape[1]
    kept = min(at_most, columns)
    least = np.partition(scores, columns - kept, axis=1)[:, columns - kept, None]
    row_of, numbers = np.nonzero(scores >= least)
    order = np.lexsort((numbers, -scores[row_of, numbers], row_of))
    begins = np.flatnonzero(np.diff(row_of, prepend=-1))
    return numbers[order[begins[:, None] + np.arange(kept)]]


def ranked(scores: Floats, at_most: int) -> list[int]:
    """Return the numbers of the highest *scores*, highest first, equal ones in their order."""
    if len(scores) <= max(FEW_SCORES, at_most):
        in_order: list[int] = (-scores).argsort(kind="stable")[:at_most].tolist()
        return in_order
    least = np.partition(scores, -at_most)[-at_most]
    best = np.flatnonzero(scores >= least)
    of_best: list[int] = best[(-scores[best]).argsort(kind="stable")[:at_most]].tolist()
    return of_best
