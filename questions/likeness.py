"""Which texts are alike, by the weights of their terms, and the stars that those make."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, float]
"""The weight of each term; the sum of their squares is at most 1."""
Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

SIMILAR = 0.4
"""Cosine similarity (0..1) from which two texts count as the same."""
_COUNTED_AT_ONCE = 512
"""Texts whose likeness is spread out at once: some 20 MB of ten thousand."""


def stars(likeness: "Likeness", texts: Integers, free: Flags) -> list[list[int]]:
    """Group the things that are *free*, whose *texts* are given by number; return positions.

    Each centre stands first, and all members of a group are similar to it, so no chain of weak
    similarities merges everything; the thing with most neighbours becomes a centre first. The
    result is deterministic. What has no terms stands in no group.
    """
    free = free & likeness.has_terms()[texts]
    alike = likeness.counts(np.bincount(texts[free], minlength=len(likeness)))[texts]
    centres = np.flatnonzero(free)
    found: list[list[int]] = []
    for centre in centres[np.argsort(-alike[centres], kind="stable")].tolist():
        if not free[centre]:
            continue
        free[centre] = False
        others: list[int] = []
        if alike[centre] > 1:  # most questions are like no other
            others = np.flatnonzero(free & likeness.to(int(texts[centre]))[texts]).tolist()
        free[others] = False
        found.append([centre, *others])
    return found


class Likeness:
    """Which of the texts added so far are alike; each is compared with those before it, once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._terms = np.zeros(0, np.int32)
        self._weights = np.zeros(0, np.float32)
        self._ends = np.zeros(1, np.int64)
        self._alike = np.zeros((0, 0), np.uint8)
        """A row of bits for each text, of which those up to its own are set."""

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, things: Iterable[Weights]) -> None:
        """Add texts, which get the numbers that follow."""
        first, terms, weights, lengths = len(self), list[int](), list[float](), list[int]()
        for each in things:
            terms += [self._numbers.setdefault(term, len(self._numbers)) for term in each]
            weights += each.values()
            lengths.append(len(each))
        if not lengths:
            return
        self._terms = np.concatenate([self._terms, np.array(terms, np.int32)])
        self._weights = np.concatenate([self._weights, np.array(weights, np.float32)])
        self._ends = np.concatenate([self._ends, self._ends[-1] + np.cumsum(lengths)])
        added, width = len(lengths), (len(self) + 7) // 8 - self._alike.shape[1]
        self._alike = np.pad(self._alike, ((0, added), (0, width)))
        for number, sums in enumerate(self._similarities(first), first):
            bits = np.packbits(sums >= SIMILAR)
            self._alike[number, : len(bits)] = bits

    def _similarities(self, first: int) -> Iterator[Floats]:
        """Yield for each text from *first* on how similar those up to itself are.

        The sums are made in eight bytes, of products of four: their order makes no difference.
        """
        order = np.argsort(self._terms, kind="stable")
        postings = self._weights[order]
        rows = np.repeat(np.arange(len(self)), np.diff(self._ends))[order]
        places = np.empty_like(order)
        places[order] = np.arange(len(order))
        lengths = np.bincount(self._terms, minlength=len(self._numbers))
        begins = np.cumsum(lengths) - lengths
        for number in range(first, len(self)):
            own = slice(self._ends[number], self._ends[number + 1])
            starts = begins[self._terms[own]]
            lengths = places[own] + 1 - starts
            before = np.cumsum(lengths) - lengths
            at = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
            shares = postings[at] * np.repeat(self._weights[own], lengths)
            yield np.bincount(rows[at], shares, number + 1).astype(np.float32)

    def has_terms(self) -> Flags:
        """Return of each text whether it has any."""
        return np.diff(self._ends) > 0

    def to(self, number: int) -> Flags:
        """Return of each text whether it is like the one with that number."""
        earlier = np.unpackbits(self._alike[number], count=len(self))
        later = self._alike[:, number >> 3] & (128 >> (number & 7))
        return (earlier | later).astype(np.bool_)

    def counts(self, times: Integers) -> Integers:
        """Return for each text how many are like it, where each is there so many *times*."""
        counts, weights = np.zeros(len(self), np.float32), times.astype(np.float32)
        for start in range(0, len(self), _COUNTED_AT_ONCE):
            stop = min(start + _COUNTED_AT_ONCE, len(self))
            packed = self._alike[start:stop, : (stop + 7) // 8]
            bits = np.unpackbits(packed, axis=1, count=stop).astype(np.float32)
            counts[start:stop] += bits @ weights[:stop]
            bits[:, start:] = np.tril(bits[:, start:], -1)  # none counts itself twice
            counts[:stop] += weights[start:stop] @ bits
        return counts.astype(np.int64)
