"""Learn the index from the texts of the base, on scikit-learn; serving never imports this."""

# scikit-learn and scipy come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator, Sequence
from typing import Any, cast

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from core.language import LANGUAGES, Language
from knowledge.base import Base
from knowledge.search.analysis import Glossary, words
from knowledge.search.corpus import Corpus, Counts, Matrix, Saturation, everyday_questions
from knowledge.search.index import Block, Floats, InvertedFile, LanguageIndex, Postings
from knowledge.search.language import LanguageGuesser, grams

CLASSIFIER_C = 0.5
SEED = 20190408
"""Two builds of one base must give one index."""


def inverted_file(counts: Matrix, saturation: Saturation) -> InvertedFile:
    """Return the inverted file of *counts* (rows × terms), weighted."""
    idf = _idf(counts)
    idf[idf < saturation.min_idf] = 0
    per_term: Any = sparse.csc_matrix(counts.multiply(idf > 0), dtype=np.float32)
    per_term.eliminate_zeros()
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    mean = float(lengths.mean()) or 1.0
    length_norm = saturation.k1 * (1 - saturation.b + saturation.b * lengths / mean)
    frequency = per_term.data
    saturated = frequency * (saturation.k1 + 1) / (frequency + length_norm[per_term.indices])
    size = len(lengths)
    return InvertedFile(
        starts=per_term.indptr.astype(np.int32),
        rows=per_term.indices.astype(np.int32),
        weights=(saturated * np.repeat(idf, np.diff(per_term.indptr))).astype(np.float32),
        max_scores=((saturation.k1 + 1) * idf).astype(np.float32),
        unknown_max_score=float((saturation.k1 + 1) * np.log1p((size + 0.5) / 0.5)),
        size=size,
    )


def _idf(counts: Matrix) -> Any:
    """Return how rare each term is: 0 for one in every row, more for a rarer one."""
    size, terms = counts.shape
    frequency = np.bincount(counts.indices, minlength=terms)
    return np.log1p((size - frequency + 0.5) / (frequency + 0.5))


def guesser_of(base: Base) -> LanguageGuesser:
    """Return a guesser that has learnt both languages from the words of *base*."""
    examples = [" ".join(_all_words(base, language)) for language in LANGUAGES]
    vectorizer: Any = CountVectorizer(analyzer=cast(Any, _grams_in))
    model: Any = MultinomialNB(alpha=0.5)
    model.fit(vectorizer.fit_transform(examples), list(LANGUAGES))
    odds = dict(zip(model.classes_, model.feature_log_prob_, strict=True))
    english = (odds["en"] - odds["sv"]).tolist()
    names = vectorizer.get_feature_names_out()
    used: dict[Language, tuple[str, ...]] = {
        language: tuple(sorted(set(words(text))))
        for language, text in zip(LANGUAGES, examples, strict=True)
    }
    return LanguageGuesser(dict(zip(names.tolist(), english, strict=True)), used)


def _grams_in(text: str) -> list[str]:
    return [gram for word in words(text) for gram in grams(word)]


def _all_words(base: Base, language: Language) -> Iterator[str]:
    for passage in base.passages.values():
        text = passage.text_in(language)
        yield from (text.title, text.text, *text.asked_as)
    for area in base.elsewhere:
        yield from area.text_in(language).asked_as
    for kind in base.talk:
        yield from kind.text_in(language).said_as
    yield from everyday_questions(language)


def assemble(corpus: Corpus, counts: Sequence[Counts], glossary: Glossary) -> LanguageIndex:
    """Return the index over *counts*; calibration assembles others with phrasings held out."""
    membership = corpus.membership()
    topic_weights, idfs, intercepts = _train(corpus, counts)
    blocks = tuple(
        Block(
            analyse=part.settings.analyse,
            share=part.settings.share,
            vocabulary=part.vocabulary,
            postings=Postings.of(
                inverted_file(
                    (part.texts + membership @ part.phrasings).tocsr(), part.settings.documents
                ),
                inverted_file(part.phrasings, part.settings.phrasings),
            ),
            idf=idf,
            topic_weights=weights,
        )
        for part, idf, weights in zip(counts, idfs, topic_weights, strict=True)
    )
    offsets = np.flatnonzero(np.diff(corpus.owners, prepend=-1)).astype(np.int32)
    return LanguageIndex(corpus.language, glossary, blocks, offsets, corpus.topics, intercepts)


def _train(corpus: Corpus, counts: Sequence[Counts]) -> tuple[list[Floats], list[Floats], Floats]:
    """Fit a linear classifier of topics on phrasings, texts, and everyday questions.

    Returns each block's weights (terms × topics) and idf, and the topics' intercepts.
    """
    with_text = np.flatnonzero([bool(text) for text in corpus.texts])
    elsewhere = np.full(len(corpus.everyday), corpus.elsewhere, np.int32)
    labels = np.concatenate([corpus.topics[corpus.owners], corpus.topics[with_text], elsewhere])
    weighted: list[Matrix] = []
    idfs: list[Floats] = []
    for part in counts:
        transformer: Any = TfidfTransformer(sublinear_tf=True)
        examples = sparse.vstack([part.phrasings, part.texts[with_text]]).tocsr()
        transformer.fit(examples)
        whole = sparse.vstack([examples, part.everyday]).tocsr()
        weighted.append(transformer.transform(whole) * part.settings.classifier_weight)
        idfs.append(transformer.idf_.astype(np.float32))
    model: Any = LinearSVC(C=CLASSIFIER_C, random_state=SEED)
    model.fit(sparse.hstack(weighted).tocsr(), labels)
    coefficients, intercepts = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn has one column for both
        coefficients = np.hstack([-coefficients, coefficients])
        intercepts = np.concatenate([-intercepts, intercepts])
    ends = np.cumsum([len(part.vocabulary) for part in counts])[:-1]
    topic_weights = [
        np.ascontiguousarray(weights * part.settings.classifier_weight, np.float32)
        for weights, part in zip(np.split(coefficients, ends), counts, strict=True)
    ]
    return topic_weights, idfs, intercepts.astype(np.float32)
