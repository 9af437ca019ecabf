"""What is held out of an index, to be asked: a part of its phrasings and of everyday questions.

Some areas that aren't ours are left out whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.search.corpus import Corpus
from knowledge.search.postings import Bools, Ints

FOLDS = 3
ASKED_PER_FOLD, QUESTIONS_PER_FOLD = 150, 300
"""Held-out phrasings of ours, as many of others, and test questions at most."""


@dataclass(frozen=True, slots=True)
class CalibrationFold:
    """What is asked, and what the index may see of it."""

    asked: Ints
    """Phrasings, by number."""
    entries: Ints
    phrasings: Ints
    everyday: Bools
    """Which everyday questions are held out, and asked too."""
    questions: Sequence[tuple[str, int]]
    """Test questions (`must_answer`), with the passages they belong to; no index ever sees them."""


def folds_of(corpus: Corpus, questions: Sequence[tuple[str, int]]) -> Iterator[CalibrationFold]:
    """Deal everything into folds by what it says, so that an edit moves nothing but itself."""
    written: list[int] = corpus.firsts.tolist()
    part = _dealt([corpus.phrasings[first] for first in written])[corpus.patterns]
    everyday = _dealt(corpus.everyday)
    of_question = _hashes([question for question, _ in questions])
    in_order = np.argsort(of_question)
    firsts: list[int] = np.flatnonzero(np.diff(corpus.owners, prepend=-1)).tolist()  # titles
    areas = _dealt([corpus.phrasings[first] for first in firsts])
    is_area = np.arange(len(corpus.texts)) >= corpus.passages
    for number in range(FOLDS):
        area_left_out = is_area & (areas == number)
        dealt: list[int] = in_order[of_question[in_order] % FOLDS == number].tolist()
        of_left_out_area = area_left_out[corpus.owners]
        held_out = (part == number) | of_left_out_area
        held_out[_titles_without_phrasings(corpus, held_out) & ~of_left_out_area] = False
        yield CalibrationFold(
            _sample(corpus, held_out),
            np.flatnonzero(~area_left_out).astype(np.int32),
            np.flatnonzero(~held_out).astype(np.int32),
            everyday == number,
            [questions[place] for place in dealt[:QUESTIONS_PER_FOLD]],
        )


def _sample(corpus: Corpus, held_out: Bools) -> Ints:
    """Return up to `ASKED_PER_FOLD` held-out phrasings of ours, and others: one of a pattern."""
    is_first = np.diff(corpus.patterns, prepend=-1) != 0
    order = _hashes(corpus.phrasings)
    chosen: list[Ints] = []
    for group in (held_out & is_first & corpus.ours, held_out & is_first & ~corpus.ours):
        numbers = np.flatnonzero(group)
        chosen.append(numbers[np.argsort(order[numbers])][:ASKED_PER_FOLD].astype(np.int32))
    return np.concatenate(chosen)


def _dealt(texts: Sequence[str]) -> Ints:
    return (_hashes(texts) % FOLDS).astype(np.int32)


def _hashes(texts: Sequence[str]) -> NDArray[np.uint32]:
    return np.array([crc32(text.encode()) for text in texts], np.uint32)


def _titles_without_phrasings(corpus: Corpus, held_out: Bools) -> Bools:
    """Return which phrasings are the first of an entry with all its phrasings held out.

    An entry without any can't be found, and a new passage may well have one or two.
    """
    left = np.bincount(corpus.owners[~held_out], minlength=len(corpus.texts))
    is_first = np.diff(corpus.owners, prepend=-1) != 0
    return is_first & (left == 0)[corpus.owners]
