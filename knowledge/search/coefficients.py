"""Coefficients of a classifier of many classes, most of which are nil, read with numpy alone."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.search.postings import Doubles, Ints, gathered

Bytes: TypeAlias = NDArray[np.int8]

COEFFICIENT_STEP = np.float32(0.015)
COMMON_FROM = 1 / 64
"""Share of the classes from which a term is common. So few, because nearly all terms of a question
then are: adding whole rows is quicker than gathering half of them."""


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Terms × classes, as whole numbers of `COEFFICIENT_STEP`: for common terms all classes'.

    Of the others, by far the most terms, only those that aren't nil are kept.
    """

    common: Bytes
    """Common terms × classes; the first row is nil, for the terms that aren't common."""
    places: Ints
    """Each term's row in `common`."""
    starts: Ints
    """Where each term's part of `pairs` begins; one more entry than there are terms."""
    pairs: Ints
    """Two columns: the class, and the number of steps."""

    @classmethod
    def of(cls, terms: Any, classes: Any, steps: Any, shape: tuple[int, int]) -> "Coefficients":
        """Return what isn't nil of terms × classes, each with its term and its class."""
        lengths = np.bincount(terms, minlength=shape[0])
        is_common = lengths > COMMON_FROM * shape[1]
        places = np.where(is_common, np.cumsum(is_common), 0).astype(np.int32)
        common = np.zeros((is_common.sum() + 1, shape[1]), np.int8)
        moved = is_common[terms]
        common[places[terms[moved]], classes[moved]] = steps[moved]
        rest = np.flatnonzero(~moved)
        rest = rest[np.argsort(terms[rest], kind="stable")]
        starts = np.concatenate([[0], np.cumsum(np.where(is_common, 0, lengths))])
        pairs = np.stack([classes[rest], steps[rest]], axis=1).astype(np.int32)
        return cls(common, places, starts.astype(np.int32), pairs)

    def steps(self, ids: Ints, weights: Doubles) -> Doubles:
        """Return the steps of each class, for terms so weighted."""
        places = self.places.take(ids)
        sums: Doubles = weights @ self.common.take(places, 0).astype(np.float64)
        if np.count_nonzero(places) < len(places):
            rare = np.flatnonzero(places == 0)
            sums += self._rare_steps(ids[rare], weights[rare])
        return sums

    def _rare_steps(self, ids: Ints, weights: Doubles) -> Doubles:
        pairs, lengths = gathered(self.pairs, self.starts, ids)
        steps = weights.repeat(lengths) * pairs[:, 1]
        return np.bincount(pairs[:, 0], steps, self.common.shape[1]).astype(np.float64, copy=False)
