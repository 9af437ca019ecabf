"""Learn to tell kinds of talk from each other and from questions, on scikit-learn."""

# scikit-learn comes without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from collections.abc import Iterator
from typing import Any, cast

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from core.language import LANGUAGES
from knowledge.base import Base
from knowledge.search.corpus import everyday_questions
from knowledge.search.talk import TalkIndex, folded, talk_terms

QUESTION = "~"
"""Sorts after every name of a kind, so that questions have the last column."""
SEED = 20190408
TOLERANCE = 1e-2
"""No margin moves by more than 0.003 from what it is at a hundredth of it."""


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
    vectorizer: Any = TfidfVectorizer(
        analyzer=cast(Any, talk_terms), sublinear_tf=True, dtype=cast(Any, np.float32)
    )
    terms = vectorizer.fit_transform([*(phrase for phrase, _ in said), *asked])
    model: Any = LinearSVC(tol=TOLERANCE, random_state=SEED)
    model.fit(terms, np.array([*(kind for _, kind in said), *([QUESTION] * len(asked))]))
    weights, intercepts = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn has one column for both
        weights, intercepts = np.hstack([-weights, weights]), np.array([-1, 1]) * intercepts
    return TalkIndex(
        kinds=tuple(map(str, model.classes_[:-1])),
        vocabulary={str(term): int(number) for term, number in vectorizer.vocabulary_.items()},
        idf=vectorizer.idf_.astype(np.float32),
        weights=np.ascontiguousarray(weights, np.float32),
        intercepts=intercepts.astype(np.float32),
        words=tuple(sorted({word for phrase, _ in said for word in folded(phrase)})),
        single=tuple(sorted({"".join(folded(each)) for each, _ in said if len(folded(each)) == 1})),
    )


def _questions(base: Base) -> Iterator[str]:
    for language in LANGUAGES:
        for passage in base.passages.values():
            text = passage.text_in(language)
            yield from (text.title, *text.asked_as)
        for area in base.elsewhere:
            yield from area.text_in(language).asked_as
        yield from everyday_questions(language)
