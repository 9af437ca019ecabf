"""The index as it serves: plain arrays, read with numpy alone.

The score is TF-IDF with saturated term frequency (the weighting known as BM25), in two blocks
(stems and character n-grams) over two fields (the whole passage with its phrasings, and the best
single phrasing), each divided by the most the question could have scored, plus a linear
classifier's margin for the topic. `training.py` makes the arrays with scikit-learn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import sqrt
from typing import Any

import numpy as np

from core.language import Language
from knowledge.search.analysis import Analyser, Glossary
from knowledge.search.coefficients import COEFFICIENT_STEP, Coefficients
from knowledge.search.postings import (
    Doubles,
    Floats,
    IdsOfWord,
    Ints,
    Postings,
    Terms,
    ids_of_words,
    terms_of,
)

DOCUMENT_SHARE = 0.6
"""How much the whole passage weighs against its best phrasing."""
CLASSIFIER_SHARE = 0.2
"""How much the classifier's margin adds to the coverage."""
PASSAGE_SHARE = 0.15
"""How much the margin among a topic's own passages adds, when they are put in order."""


@dataclass(slots=True)
class Block:
    """One analysis of the texts."""

    analyse: Analyser
    share: float
    classifier_weight: float
    vocabulary: Mapping[str, int]
    postings: Postings
    idf: Floats
    """The classifiers' own weighting of terms."""
    ids_of_word: IdsOfWord = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.ids_of_word = ids_of_words(self.analyse, self.vocabulary)

    def terms(self, text: str) -> Terms:
        return terms_of(text, self.ids_of_word)

    def classifier_weights(self, terms: Terms) -> Doubles:
        """Return what the classifiers weigh *terms* by."""
        idf = self.idf.take(terms.ids).astype(np.float64)
        weights = (1 + np.log(terms.counts)) * idf
        weights *= self.classifier_weight / (sqrt(weights @ weights) or 1.0)
        return weights


@dataclass(frozen=True, slots=True)
class Classifiers:
    """One linear classifier of the topics, and one of the passages within each topic.

    Their terms are those of the blocks, one block after the other.
    """

    topics: Floats
    """Coefficients, terms × topics; the last topic is all that isn't ours."""
    topic_intercepts: Floats
    passages: Coefficients
    passage_intercepts: Floats
    elsewhere: Floats
    """By how much each term speaks for what isn't ours, in log-odds."""

    def margins(self, ids: Ints, weights: Any, steps: Doubles) -> tuple[Doubles, Doubles, Any]:
        """Return the margins of the topics, of the passages, and of what isn't ours.

        They are for terms so weighted, in one question or in each row of a matrix; *steps* are
        what these make of the coefficients of the passages.
        """
        of_topics = weights @ self.topics.take(ids, 0) + self.topic_intercepts
        of_passages = COEFFICIENT_STEP * steps + self.passage_intercepts
        return of_topics, of_passages, weights @ self.elsewhere.take(ids)


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
    """How much the words speak for what isn't ours; below zero they speak for ours."""
    words: Terms
    """The question's words, by their stems; a short form is what it stands for."""


@dataclass(frozen=True, slots=True)
class LanguageIndex:
    """The index of one language. Entries are the passages in their order, then the areas."""

    language: Language
    glossary: Glossary
    blocks: tuple[Block, ...]
    classifiers: Classifiers
    offsets: Ints
    """The number of each entry's first phrasing; an entry's phrasings are contiguous."""
    topics: Ints
    """The classifier's topic of each entry."""
    by_topic: Ints
    """The passages' numbers, topic by topic."""
    topic_starts: Ints
    """Where each topic's passages begin in `by_topic`."""

    def scores(self, question: str) -> Scores:
        text = self.glossary.expand(question, self.language)
        terms_of_blocks = [block.terms(text) for block in self.blocks]
        documents, phrasings = zip(
            *(
                block.postings.coverage(terms, block.share)
                for block, terms in zip(self.blocks, terms_of_blocks, strict=True)
            ),
            strict=True,
        )
        coverage = self.coverage(reduce(np.add, documents), reduce(np.add, phrasings))
        of_topics, of_passages, elsewhere = self._classify(terms_of_blocks)
        margins = self.margins(of_topics)
        return Scores(
            self.total(coverage, margins, of_passages),
            coverage,
            margins,
            elsewhere=float(elsewhere),
            words=terms_of_blocks[0] if text == question else self._spelled_out(question),
        )

    # What follows takes one question, or one a row.

    def coverage(self, documents: Floats, phrasings: Floats) -> Floats:
        """Return the coverage of the entries from that of their documents and phrasings."""
        best = np.maximum.reduceat(phrasings, self.offsets, axis=-1)
        return np.asarray(DOCUMENT_SHARE * documents + (1 - DOCUMENT_SHARE) * best, np.float32)

    def margins(self, of_topics: Doubles) -> Floats:
        """Return the margin of each entry's topic."""
        return of_topics[..., self.topics].astype(np.float32)

    def total(self, coverage: Floats, margins: Floats, of_passages: Doubles) -> Floats:
        """Return what the entries are ranked by."""
        total = np.asarray(coverage + CLASSIFIER_SHARE * margins, np.float32)
        return self._in_order(total, of_passages)

    def _in_order(self, total: Floats, margins: Doubles) -> Floats:
        """Return *total* with each topic's passages put in order by their *margins* too.

        A topic's best passage then has what its best had before: topics stay as they were.
        """
        passages = margins.shape[-1]
        topics, before = self.topics[:passages], total[..., :passages]
        after = np.asarray(before + PASSAGE_SHARE * margins, np.float32)
        shift = self._best_of_topics(before) - self._best_of_topics(after)
        np.add(after, shift[..., topics], out=before)
        return total

    def _best_of_topics(self, scores: Floats) -> Floats:
        return np.maximum.reduceat(scores.take(self.by_topic, -1), self.topic_starts, axis=-1)

    # What follows takes one question.

    def _spelled_out(self, question: str) -> Terms:
        """Return the words meant: a short form that no text holds is no word unknown."""
        return self.blocks[0].terms(self.glossary.spelled_out(question, self.language))

    def _classify(self, terms_of_blocks: Sequence[Terms]) -> tuple[Doubles, Doubles, Any]:
        places: list[Ints] = []
        before = 0
        for block, terms in zip(self.blocks, terms_of_blocks, strict=True):
            places.append(terms.ids + before)
            before += len(block.idf)
        of_blocks = [
            block.classifier_weights(terms)
            for block, terms in zip(self.blocks, terms_of_blocks, strict=True)
        ]
        ids, weights = np.concatenate(places), np.concatenate(of_blocks)
        steps = self.classifiers.passages.steps(ids, weights)
        return self.classifiers.margins(ids, weights, steps)

    def rare_share(self, scores: Scores, entry: int) -> float:
        """Return the share (0..1) of the question's rare words that an entry holds."""
        return self.blocks[0].postings.rare_share(scores.words, entry)
