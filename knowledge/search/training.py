"""Learn the index from the texts of the base, on scikit-learn; serving never imports this."""

# scikit-learn and scipy come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse

from knowledge.search.analysis import Glossary
from knowledge.search.coefficients import COEFFICIENT_STEP, Bytes, Coefficients
from knowledge.search.corpus import (
    Corpus,
    Counts,
    Matrix,
    Saturation,
)
from knowledge.search.estimators import TfidfTransformer
from knowledge.search.index import Block, Classifiers, LanguageIndex
from knowledge.search.postings import WEIGHT_STEP, Floats, Ints, InvertedFile, Postings
from knowledge.search.ridge import fit_ridge
from knowledge.search.support_vectors import Learnt, fit_one_against_rest

CLASSIFIER_C = 0.5
MIN_COEFFICIENT = 0.03
"""Half of the coefficients of the passages are below it; with them one more test
question is lost."""
ROUNDS, ROUGH_ROUNDS = 20, 8
"""Of learning the topics. Of a fold's only the mean over all questions matters; the whole base's
go on from those: an edit then moves other topics' margins no more than it moves the one solution.
"""
PASSAGE_ROUNDS = 18
"""Of learning passages at most: so many whatever the data, so that the result moves as they do."""
MIN_SIZE = 30.0
"""Rows that a base is taken to have at least: in one of a single text no word would be rare."""


def inverted_file(
    counts: Matrix, saturation: Saturation, written: Matrix | None = None
) -> InvertedFile:
    """Return the inverted file of *counts* (rows × terms), weighted.

    How rare a term is, *written* tells: the rows with those of a pattern as one.
    """
    seen = counts if written is None else written
    idf = _idf(seen)
    idf[idf < saturation.min_idf] = 0
    per_term: Any = sparse.csc_matrix(counts.multiply(idf > 0), dtype=np.float32)
    per_term.eliminate_zeros()
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    mean = float(_steady(lengths.mean(), digits=5)) or 1.0
    length_norm = saturation.k1 * (1 - saturation.b + saturation.b * lengths / mean)
    frequency = per_term.data
    saturated = frequency * (saturation.k1 + 1) / (frequency + length_norm[per_term.indices])
    weights = saturated * np.repeat(idf, np.diff(per_term.indptr))
    return InvertedFile(
        starts=per_term.indptr.astype(np.int32),
        rows=per_term.indices.astype(np.int32),
        weights=(np.rint(weights / WEIGHT_STEP) * WEIGHT_STEP).astype(np.float32),
        max_scores=((saturation.k1 + 1) * idf).astype(np.float32),
        unknown_max_score=float((saturation.k1 + 1) * _rarity(_size(seen), 0.0)),
        size=len(lengths),
    )


def _idf(counts: Matrix) -> Any:
    """Return how rare each term is: 0 for one in every row, more for a rarer one."""
    return _rarity(_size(counts), np.minimum(_steady(_document_frequency(counts)), _size(counts)))


def _size(counts: Matrix) -> float:
    return max(float(_steady(counts.shape[0], digits=5)), MIN_SIZE)


def _rarity(size: Any, frequency: Any) -> Any:
    return np.log1p((size - frequency + 0.5) / (frequency + 0.5))


def _document_frequency(counts: Matrix) -> Any:
    return np.bincount(counts.indices, minlength=counts.shape[1])


def _steady(values: Any, digits: int = 1) -> Any:
    """Return *values* rounded to so many binary digits: one for terms, five for sizes.

    One phrasing more then seldom changes what a word counts for, or the size of the base, and so
    leaves the scores and margins of all other passages as they were. A size rougher than that
    would set a fold's scores apart from the whole base's.
    """
    steps = 2.0 ** (np.floor(np.log2(np.maximum(values, 1))) + 1 - digits)
    return np.round(values / steps) * steps


def assemble(
    corpus: Corpus,
    counts: Sequence[Counts],
    glossary: Glossary,
    *,
    rounds: int = ROUNDS,
    start: Learnt | None = None,
) -> LanguageIndex:
    """Return the index over *counts*; calibration assembles others with phrasings held out.

    *start* is what one of these has learnt of the topics.
    """
    membership = corpus.membership()
    with_text = np.flatnonzero([bool(text) for text in corpus.texts]).astype(np.int32)
    owners = np.concatenate([corpus.owners, with_text], dtype=np.int32)
    written = [corpus.as_written(part.phrasings) for part in counts]
    examples, idfs = _examples(counts, written, with_text)
    blocks = tuple(
        Block(
            analyse=part.settings.analyse,
            share=part.settings.share,
            classifier_weight=part.settings.classifier_weight,
            vocabulary=part.vocabulary,
            postings=Postings.of(
                inverted_file(
                    (part.texts + membership @ phrasings).tocsr(), part.settings.documents
                ),
                inverted_file(part.phrasings, part.settings.phrasings, phrasings),
            ),
            idf=idf,
        )
        for part, phrasings, idf in zip(counts, written, idfs, strict=True)
    )
    classifiers = _train(corpus, examples, owners, rounds, start)
    offsets = np.flatnonzero(np.diff(corpus.owners, prepend=-1)).astype(np.int32)
    topics = corpus.topics[: corpus.passages]
    by_topic = np.argsort(topics, kind="stable").astype(np.int32)
    topic_starts = np.searchsorted(topics[by_topic], np.arange(corpus.elsewhere)).astype(np.int32)
    return LanguageIndex(
        corpus.language,
        glossary,
        blocks,
        classifiers,
        offsets,
        corpus.topics,
        by_topic,
        topic_starts,
    )


def _examples(
    counts: Sequence[Counts], written: Sequence[Matrix], with_text: Ints
) -> tuple[Matrix, list[Floats]]:
    """Return what the classifiers learn from, and each block's idf.

    The rows are the phrasings, the texts that aren't empty, and the everyday questions.
    """
    weighted: list[Matrix] = []
    idfs: list[Floats] = []
    for part, phrasings in zip(counts, written, strict=True):
        texts = part.texts[with_text]
        ours: Any = sparse.vstack([part.phrasings, texts]).tocsr()
        size = _steady(phrasings.shape[0] + texts.shape[0], digits=5)
        frequency = _steady(_document_frequency(phrasings) + _document_frequency(texts))
        transformer: Any = TfidfTransformer(sublinear_tf=True).fit(ours)
        transformer.idf_ = np.log((1 + size) / (1 + np.minimum(frequency, size))) + 1
        whole: Any = sparse.vstack([ours, part.everyday]).tocsr()
        weighted.append(transformer.transform(whole) * part.settings.classifier_weight)
        idfs.append(transformer.idf_.astype(np.float32))
    return sparse.hstack(weighted).tocsr(), idfs


def _train(
    corpus: Corpus, examples: Matrix, owners: Ints, rounds: int, start: Learnt | None
) -> Classifiers:
    """Fit the classifiers on the phrasings and texts of *owners*, and on everyday questions."""
    of_topics, topic_intercepts = _fit_topics(corpus, examples, owners, rounds, start)
    of_passages, passage_intercepts = _fit_passages(corpus, examples, owners, rounds)
    return Classifiers(
        topics=of_topics,
        topic_intercepts=topic_intercepts,
        passages=of_passages,
        passage_intercepts=passage_intercepts,
        elsewhere=_odds_of_elsewhere(corpus, examples, owners),
    )


def _in_steps(coefficients: Any) -> Bytes:
    steps = np.rint(coefficients / COEFFICIENT_STEP)
    steps[np.abs(coefficients) < MIN_COEFFICIENT] = 0
    return np.clip(steps, -127, 127, out=steps).astype(np.int8)


def _fit_topics(
    corpus: Corpus, examples: Matrix, owners: Ints, rounds: int, start: Learnt | None
) -> Learnt:
    """Fit a support vector machine."""
    elsewhere = np.full(len(corpus.everyday), corpus.elsewhere, np.int32)
    labels = np.concatenate([corpus.topics[owners], elsewhere])
    shares = _shares(corpus, examples)
    return fit_one_against_rest(
        examples, labels, shares, c=CLASSIFIER_C, rounds=rounds, start=start
    )


def _shares(corpus: Corpus, examples: Matrix) -> Floats:
    """Return what each of the *examples* counts for; those after the phrasings are whole."""
    shares = np.ones(examples.shape[0], np.float32)
    shares[: len(corpus.phrasings)] = corpus.shares
    return shares


def _odds_of_elsewhere(corpus: Corpus, examples: Matrix, owners: Ints) -> Floats:
    """Return each term's log-odds, by naive Bayes, of what isn't ours against what is.

    On counts so rounded, an edit moves few of them; a term of few rows says little.
    """
    examples = corpus.as_written(examples)
    owners = np.concatenate([corpus.owners[corpus.firsts], owners[len(corpus.phrasings) :]])
    is_ours = np.flatnonzero(corpus.topics[owners] != corpus.elsewhere)
    ours = _steady(_document_frequency(examples[is_ours]))
    foreign = _steady(_document_frequency(examples) - _document_frequency(examples[is_ours]))
    sizes = [len(is_ours), examples.shape[0] - len(is_ours)]
    of_ours, of_foreign = _steady(np.array(sizes), digits=5)
    least = 1 / (of_ours + of_foreign)
    odds = np.log(foreign / of_foreign + least) - np.log(ours / of_ours + least)
    return odds.astype(np.float32)


def _fit_passages(
    corpus: Corpus, examples: Matrix, owners: Ints, rounds: int
) -> tuple[Coefficients, Floats]:
    """Fit a ridge regression among each topic's passages, on the terms of that topic.

    Returns the weights and intercepts; zero where a topic has one passage.
    """
    shares, topics = _shares(corpus, examples), corpus.topics[owners]
    intercepts = np.zeros(corpus.passages, np.float32)
    nothing: Any = np.zeros(0, np.int8)
    kept: list[tuple[Any, Any, Any]] = [(nothing, nothing, nothing)]
    for topic in range(corpus.elsewhere):
        passages = np.flatnonzero(corpus.topics[: corpus.passages] == topic)
        if len(passages) > 1:
            rows = np.flatnonzero(topics == topic).astype(np.int32)
            of_topic = examples[rows]
            terms = np.flatnonzero(_document_frequency(of_topic))
            of_topic = of_topic[:, terms]
            truths = owners[rows][:, None] == passages
            dual = fit_ridge(of_topic, truths, shares[rows], min(rounds, PASSAGE_ROUNDS))
            intercepts[passages] = dual.sum(axis=0)
            steps = _in_steps(of_topic.T @ dual)
            rows, columns = np.nonzero(steps)
            kept.append((terms[rows], passages[columns], steps[rows, columns]))
    parts = [np.concatenate(each) for each in zip(*kept, strict=True)]
    return Coefficients.of(*parts, shape=(examples.shape[1], corpus.passages)), intercepts
