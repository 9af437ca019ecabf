"""Putting like things together: each in one group, around the one that most others are like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, float]
"""How much each term says; the sum of their squares is 1 at most."""
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

LIKE = 0.4
"""How like one must be to another (0..1) to count as the same."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """Which things are in which group, by their numbers."""

    known: Mapping[int, Sequence[int]]
    """What is like a known thing, by that one's number."""
    new: Sequence[Sequence[int]]
    """The other groups, each with its middle first."""


def grouped(things: Sequence[Weights], known: Sequence[tuple[Weights, int]] = ()) -> Grouped:
    """Put each of *things* with the known thing it is most like, or else into a group of its own.

    Each known thing takes only from so many of the first things. A group's members are all like
    its middle, so that no chain of small likenesses makes one group of everything; the thing that
    most others are like becomes a middle first. The same things in the same order give the same
    groups.
    """
    everything = [*things, *(weights for weights, _ in known)]
    likes = _Likes(everything)
    taken = np.zeros(len(things), bool)
    taken[[number for number, weights in enumerate(things) if not weights]] = True
    by_known = _with_known(likes, len(things), [first for _, first in known], taken)
    return Grouped(by_known, _stars(likes, len(things), taken))


def _with_known(
    likes: "_Likes", count: int, known: Sequence[int], taken: NDArray[np.bool_]
) -> dict[int, list[int]]:
    best = np.full(count, LIKE, np.float32)
    owner = np.full(count, -1)
    for place, first in enumerate(known):
        may = np.arange(count) < first
        like = likes.to(count + place)[:count]
        better = may & ~taken & (like >= best) & ((owner < 0) | (like > best))
        best[better], owner[better] = like[better], place
    taken |= owner >= 0
    return {
        place: [int(number) for number in np.flatnonzero(owner == place)]
        for place in range(len(known))
        if (owner == place).any()
    }


def _stars(likes: "_Likes", count: int, taken: NDArray[np.bool_]) -> list[list[int]]:
    free = ~taken
    friends = [
        int((likes.to(number)[:count][free] >= LIKE).sum()) if free[number] else 0
        for number in range(count)
    ]
    stars: list[list[int]] = []
    for middle in sorted(np.flatnonzero(free).tolist(), key=lambda number: -friends[number]):
        if free[middle]:
            like = np.flatnonzero(free & (likes.to(middle)[:count] >= LIKE))
            free[like] = free[middle] = False
            stars.append([middle, *(int(number) for number in like if number != middle)])
    return stars


class _Likes:
    """Everything's terms as an inverted file."""

    def __init__(self, things: Sequence[Weights]) -> None:
        numbers: dict[str, int] = {}
        terms = [numbers.setdefault(t, len(numbers)) for weights in things for t in weights]
        self._count = len(things)
        self._ends = np.cumsum([0, *map(len, things)])
        self._terms = np.array(terms, np.int32)
        self._weights = np.array([w for each in things for w in each.values()], np.float32)
        order = np.argsort(self._terms, kind="stable")
        self._rows = np.repeat(np.arange(len(things)), np.diff(self._ends))[order]
        self._postings = self._weights[order]
        lengths = np.bincount(self._terms, minlength=len(numbers))
        self._starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)

    def to(self, number: int) -> Floats:
        """Return how like everything is to the thing with that number."""
        own = slice(self._ends[number], self._ends[number + 1])
        terms, weights = self._terms[own], self._weights[own]
        starts = self._starts[terms]
        lengths = self._starts[terms + 1] - starts
        before = np.cumsum(lengths) - lengths
        places = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
        shares = self._postings[places] * np.repeat(weights, lengths)
        sums = np.bincount(self._rows[places], shares, self._count)
        return sums.astype(np.float32)
