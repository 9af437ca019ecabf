"""Saturated TF-IDF, the weighting known as BM25, on scikit-learn's count matrices.

S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009,
with the idf that never turns negative: log(1 + (n - df + 0.5) / (df + 0.5)).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from knowledge.index import Field


@dataclass(frozen=True, slots=True)
class Saturation:
    """How quickly repeats stop counting (k1) and how much long rows are held back (b, 0..1)."""

    k1: float
    b: float
    floor: float
    """Rarity below which a term says too little to be worth looking up."""


def field(counts: sparse.csr_matrix, saturation: Saturation) -> Field:
    """Return the inverted file of *counts* (rows × terms), weighted."""
    rarity = idf(counts)
    rarity[rarity < saturation.floor] = 0
    per_term = sparse.csc_matrix(counts.multiply(rarity > 0), dtype=np.float32)
    per_term.eliminate_zeros()
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    slowness = _slowness(lengths, saturation)
    frequency = per_term.data
    saturated = frequency * (saturation.k1 + 1) / (frequency + slowness[per_term.indices])
    size = len(lengths)
    return Field(
        starts=per_term.indptr.astype(np.int32),
        rows=per_term.indices.astype(np.int32),
        weights=(saturated * np.repeat(rarity, np.diff(per_term.indptr))).astype(np.float32),
        ceilings=((saturation.k1 + 1) * rarity).astype(np.float32),
        unknown_ceiling=float((saturation.k1 + 1) * np.log1p((size + 0.5) / 0.5)),
        size=size,
    )


def _slowness(lengths: np.ndarray, saturation: Saturation) -> np.ndarray:
    """Return how much each row's length slows the saturation."""
    mean = float(lengths.mean()) or 1.0
    return saturation.k1 * (1 - saturation.b + saturation.b * lengths / mean)


def idf(counts: sparse.csr_matrix) -> np.ndarray:
    """Return the rarity of each term: 0 for one in every row, more for a rarer one."""
    shape: Any = counts.shape
    size, terms = shape
    frequency = np.bincount(counts.indices, minlength=terms)
    return np.log1p((size - frequency + 0.5) / (frequency + 0.5))
