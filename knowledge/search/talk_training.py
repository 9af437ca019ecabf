"""Learn to tell kinds of talk from each other and from questions, on scikit-learn."""

# scikit-learn and scipy come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator, Sequence
from typing import Any, cast
from zlib import crc32

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.svm import LinearSVC

from core.language import LANGUAGES
from knowledge.base import Base
from knowledge.search.corpus import Matrix, everyday_questions
from knowledge.search.talk import LONGEST, TalkIndex, folded, terms_between, terms_of_word

QUESTION = "~"
"""Sorts after every name of a kind, so that questions have the last column."""
SEED = 20190408
TOLERANCE = 1e-2
"""No margin moves by more than 0.003 from what it is at a hundredth of it."""
ONE_OF = 2
"""So many of the base's questions are learnt from: all of them tell no more talk apart."""


def talk_index_of(base: Base) -> TalkIndex:
    """Return what tells the talk of *base* from its questions."""
    said = [
        (phrase, kind.id)
        for kind in base.talk
        for language in LANGUAGES
        for phrase in kind.text_in(language).said_as
    ]
    if not said:
        nothing = np.zeros(0, np.float32)
        return TalkIndex((), {}, nothing, np.zeros((0, 1), np.float32), nothing, (), ())
    phrases = {phrase for phrase, _ in said}
    asked = [question for question in _questions(base) if question not in phrases]
    counts, vocabulary = _count([*(phrase for phrase, _ in said), *asked])
    transformer: Any = TfidfTransformer(sublinear_tf=True)
    terms = transformer.fit_transform(counts)
    model: Any = LinearSVC(tol=TOLERANCE, random_state=SEED)
    model.fit(terms, np.array([*(kind for _, kind in said), *([QUESTION] * len(asked))]))
    weights, intercepts = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn has one column for both
        weights, intercepts = np.hstack([-weights, weights]), np.array([-1, 1]) * intercepts
    return TalkIndex(
        kinds=tuple(map(str, model.classes_[:-1])),
        vocabulary=vocabulary,
        idf=transformer.idf_.astype(np.float32),
        weights=np.ascontiguousarray(weights, np.float32),
        intercepts=intercepts.astype(np.float32),
        words=tuple(sorted({word for phrase, _ in said for word in folded(phrase)})),
        single=tuple(sorted({"".join(folded(each)) for each, _ in said if len(folded(each)) == 1})),
    )


def _count(texts: Sequence[str]) -> tuple[Matrix, dict[str, int]]:
    """Return how often each term is in each text, and the terms' numbers.

    Words are counted once, and what each consists of, too.
    """
    split = [folded(text) for text in texts]
    of_words, words = _vectorize(split, list)
    of_terms, terms = _vectorize(words, terms_of_word)
    between, pairs = _vectorize(split, terms_between)
    matrix: Any = sparse.hstack([of_words @ of_terms, between]).tocsr()
    return matrix, {term: number for number, term in enumerate([*terms, *pairs])}


def _vectorize(texts: Sequence[object], analyse: Any) -> tuple[Matrix, list[str]]:
    vectorizer: Any = CountVectorizer(analyzer=analyse, dtype=cast(Any, np.float32))
    matrix = vectorizer.fit_transform(texts)
    return matrix, vectorizer.get_feature_names_out().tolist()


def _questions(base: Base) -> Iterator[str]:
    """Yield some of the questions no longer than talk is, chosen by what they say."""
    for question in _all_questions(base):
        if len(folded(question)) <= LONGEST and crc32(question.encode()) % ONE_OF == 0:
            yield question


def _all_questions(base: Base) -> Iterator[str]:
    for language in LANGUAGES:
        for passage in base.passages.values():
            text = passage.text_in(language)
            yield from (text.title, *text.asked_as)
        for area in base.elsewhere:
            yield from area.text_in(language).asked_as
        yield from everyday_questions(language)
