"""What the index of one language is learnt from: texts, phrasings, and what isn't ours, counted."""

# scikit-learn and scipy come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import orjson
from scipy import sparse

from core.language import Language
from knowledge.base import Base
from knowledge.search.analysis import Analyser, Glossary, words
from knowledge.search.postings import Bools, Floats, Ints

Matrix: TypeAlias = Any
"""A `sparse.csr_matrix`, which has no types to speak of."""


@dataclass(frozen=True, slots=True)
class Saturation:
    """How quickly repeats stop counting (k1) and how much long rows are held back (b, 0..1)."""

    k1: float
    b: float
    min_idf: float
    """Below it a term says too little to be worth looking up."""


@dataclass(frozen=True, slots=True)
class BlockSettings:
    """How one block is made: its share of the score, and how its two fields are weighted."""

    analyse: Analyser
    share: float
    classifier_weight: float
    documents: Saturation
    phrasings: Saturation


@cache
def blocks_of(language: Language) -> tuple[BlockSettings, ...]:
    return (
        BlockSettings(
            Analyser("stems", language),
            share=0.3,
            classifier_weight=0.6,
            documents=Saturation(0.8, 0.75, min_idf=0.5),
            phrasings=Saturation(0.8, 0.3, min_idf=2.5),
        ),
        BlockSettings(
            Analyser("chars", language),
            share=0.7,
            classifier_weight=0.8,
            documents=Saturation(1.0, 0.75, min_idf=0.5),
            phrasings=Saturation(1.0, 0.3, min_idf=2.5),
        ),
    )


ELSEWHERE = "elsewhere"
"""The last topic: all that isn't ours."""


EVERYDAY = Path(__file__).with_name("everyday.jsonl")


@dataclass(frozen=True, slots=True)
class Corpus:
    """All the texts of one language: each entry's own, its phrasings, and its topic."""

    language: Language
    texts: list[str]
    phrasings: list[str]
    """As sentences: a phrasing by pattern is several."""
    patterns: Ints
    """Which of the phrasings that are written each is of, in their order."""
    owners: Ints
    """The number of the entry that each phrasing belongs to."""
    topics: Ints
    passages: int
    """How many of the entries, the first, are passages; the others are areas that aren't ours."""
    everyday: list[str]
    """Questions that are foreign to every base; English where the language ships none."""

    @property
    def elsewhere(self) -> int:
        """The number of the topic of all that isn't ours."""
        return int(self.topics[: self.passages].max()) + 1

    @property
    def ours(self) -> Bools:
        """Which phrasings belong to a passage."""
        return self.owners < self.passages

    @property
    def firsts(self) -> Ints:
        """The first sentence of each phrasing that is written."""
        return np.flatnonzero(np.diff(self.patterns, prepend=-1)).astype(np.int32)

    @property
    def shares(self) -> Floats:
        """What each sentence counts for: those of one pattern together as much as a phrasing."""
        return (1 / np.bincount(self.patterns)[self.patterns]).astype(np.float32)

    def membership(self) -> Matrix:
        """Return entries × written phrasings: a one where the phrasing is the entry's."""
        owners = self.owners[self.firsts]
        ones, places = np.ones(len(owners), np.float32), (owners, np.arange(len(owners)))
        return sparse.csr_matrix((ones, places), shape=(len(self.texts), len(owners)))

    def as_written(self, rows: Matrix) -> Matrix:
        """Return *rows*, first those of phrasings, with one row for each that is written.

        Of a pattern it has the most that any of its sentences has of a term, as if it were one
        phrasing with all their words: sixty sentences weigh no more than one.
        """
        sizes = np.bincount(self.patterns)
        if sizes.max(initial=0) <= 1:
            return rows
        firsts = self.firsts
        parts, done = [], 0
        for number in np.flatnonzero(sizes > 1).tolist():
            first, end = int(firsts[number]), int(firsts[number] + sizes[number])
            parts += [rows[done:first], rows[first:end].max(axis=0).tocsr()]
            done = end
        return sparse.vstack([*parts, rows[done:]]).tocsr()


def corpus_of(base: Base, language: Language, glossary: Glossary) -> Corpus:
    """Return the texts of *base*; its test questions (`must_answer`) are never among them."""
    entries: list[tuple[str, str, list[tuple[str, ...]]]] = []
    for passage in base.passages.values():
        text = passage.text_in(language)
        whole = f"{text.short or ''} {text.text}".strip()
        entries.append((passage.topic, whole, [(text.title,), *base.asked_as(passage, language)]))
    for area in base.elsewhere:
        other = area.text_in(language)
        entries.append((ELSEWHERE, "", [(other.name,), *base.asked_as(area, language)]))
    topics = dict.fromkeys(topic for topic, _, _ in entries if topic != ELSEWHERE)
    numbers = {topic: number for number, topic in enumerate((*topics, ELSEWHERE))}
    written = [(number, each) for number, (_, _, asked) in enumerate(entries) for each in asked]
    sizes = [len(sentences) for _, sentences in written]
    return Corpus(
        language,
        [text for _, text, _ in entries],
        [glossary.expand(each, language) for _, sentences in written for each in sentences],
        np.repeat(np.arange(len(written), dtype=np.int32), sizes),
        np.repeat(np.array([owner for owner, _ in written], np.int32), sizes),
        np.array([numbers[topic] for topic, _, _ in entries], np.int32),
        passages=len(base.passages),
        everyday=everyday_questions(language) or everyday_questions("en"),
    )


def everyday_questions(language: Language) -> list[str]:
    """Return what people ask at any workplace in *language*, and no base on a routine answers."""
    rows = map(orjson.loads, EVERYDAY.read_bytes().splitlines())
    return [row["q"] for row in rows if row["lang"] == language]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each term occurs in each text and each phrasing of a corpus."""

    settings: BlockSettings
    vocabulary: dict[str, int]
    texts: Matrix
    phrasings: Matrix
    everyday: Matrix


def count(corpus: Corpus) -> list[Counts]:
    """Return the counts of each block. Words are counted once; what each consists of, too."""
    ours = [words(text) for text in (*corpus.texts, *corpus.phrasings)]
    of_words, vocabulary = count_terms([*ours, *map(words, corpus.everyday)])
    known = len(set(chain.from_iterable(ours)))
    return [
        _count_block(corpus, settings, of_words, _terms_of_words([*vocabulary], known, settings))
        for settings in blocks_of(corpus.language)
    ]


def count_terms(rows: Sequence[Sequence[str]]) -> tuple[Matrix, dict[str, int]]:
    """Return how often each term is in each row, and the terms' numbers as they first came.

    It is scikit-learn's `CountVectorizer` in half the time: without a dictionary for each row.
    """
    numbers = defaultdict[str, int]()
    numbers.default_factory = numbers.__len__
    terms = np.fromiter(map(numbers.__getitem__, chain.from_iterable(rows)), np.int32)
    ends = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    counted = (np.ones(len(terms), np.float32), terms, ends)
    matrix = sparse.csr_matrix(counted, shape=(len(rows), len(numbers)))
    matrix.sum_duplicates()
    return matrix, dict(numbers)


def _count_block(
    corpus: Corpus, settings: BlockSettings, of_words: Matrix, terms: tuple[Matrix, dict[str, int]]
) -> Counts:
    matrix = (of_words @ terms[0]).tocsr()
    matrix.sort_indices()
    texts, phrasings = len(corpus.texts), len(corpus.texts) + len(corpus.phrasings)
    return Counts(settings, terms[1], matrix[:texts], matrix[texts:phrasings], matrix[phrasings:])


def _terms_of_words(
    vocabulary: Sequence[str], known: int, settings: BlockSettings
) -> tuple[Matrix, dict[str, int]]:
    """Return words × terms, and the terms' numbers; only the first, *known* words add terms."""
    of_word = [settings.analyse.terms_of_word(word) for word in vocabulary]
    ours = set(chain.from_iterable(of_word[:known]))
    return count_terms([[term for term in terms if term in ours] for terms in of_word])
