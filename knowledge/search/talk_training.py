"""Learn to tell kinds of talk from each other and from questions, on scikit-learn."""

# scikit-learn and scipy come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from scipy import sparse

from knowledge.base import Base
from knowledge.search.corpus import Matrix, count_terms, everyday_questions
from knowledge.search.estimators import TfidfTransformer
from knowledge.search.support_vectors import fit_one_against_rest
from knowledge.search.talk import (
    LONGEST,
    TalkIndex,
    Written,
    as_written,
    folded,
    terms_between,
    terms_of_word,
)

QUESTION = "~"
"""Sorts after every name of a kind, so that questions have the last column."""
C = 1.0
ROUNDS = 20
"""With so many no more than one in 4,000 pieces of talk and questions gets another kind than with
any number of them."""
ONE_OF = 2
"""So many of the base's questions are learnt from: all of them tell no more talk apart. Everyday
questions all are: "When is lunch?" is as short and plain as talk."""
ENOUGH = 20_000
"""Questions that are learnt from at most, about: of more, one in eight, in sixteen and so on."""


@dataclass(frozen=True, slots=True)
class TalkExamples:
    """What telling talk is learnt from."""

    phrases: list[tuple[str, ...]]
    """The words of each piece of talk."""
    kinds: list[str]
    """Of each phrase."""
    asked: list[tuple[str, ...]]
    """The words of some questions."""


def talk_examples_of(base: Base) -> TalkExamples:
    """Return the talk of *base*, and some of its questions."""
    said = [
        (folded(phrase), kind.id)
        for kind in base.talk
        for language in base.languages
        for phrase in kind.text_in(language).said_as
    ]
    phrases = [phrase for phrase, _ in said]
    asked = _asked(base, besides=set(phrases)) if said else []
    return TalkExamples(phrases, [kind for _, kind in said], asked)


def talk_index_of(examples: TalkExamples) -> TalkIndex:
    """Return what tells talk from questions."""
    phrases, asked = examples.phrases, examples.asked
    if not phrases:
        nothing = np.zeros(0, np.float32)
        return TalkIndex((), as_written([]), nothing, np.zeros((0, 1), np.float32), nothing, (), ())
    counts, vocabulary = _count([*phrases, *asked])
    transformer: Any = TfidfTransformer(sublinear_tf=True)
    terms = transformer.fit_transform(counts)
    kinds, labels = np.unique([*examples.kinds, *([QUESTION] * len(asked))], return_inverse=True)
    equal = np.ones(len(labels), np.float32)
    numbers = labels.astype(np.int32)
    weights, intercepts = fit_one_against_rest(terms, numbers, equal, c=C, rounds=ROUNDS)
    order = np.argsort(vocabulary)
    return TalkIndex(
        kinds=tuple(map(str, kinds[:-1])),
        vocabulary=vocabulary[order],
        idf=transformer.idf_[order].astype(np.float32),
        weights=weights[order],
        intercepts=intercepts,
        words=tuple(sorted({word for phrase in phrases for word in phrase})),
        single=tuple(sorted({phrase[0] for phrase in phrases if len(phrase) == 1})),
    )


def _count(texts: Sequence[tuple[str, ...]]) -> tuple[Matrix, Written]:
    """Return how often each term is in each text, and the terms.

    Words are counted once, and what each consists of, too.
    """
    of_words, words = count_terms(texts)
    of_terms, terms = count_terms([terms_of_word(word) for word in words])
    between, pairs = count_terms([terms_between(text) for text in texts])
    matrix: Any = sparse.hstack([of_words @ of_terms, between]).tocsr()
    return matrix, as_written([*terms, *pairs])


def _asked(base: Base, besides: Set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the words of some questions no longer than talk is, chosen by what they say."""
    questions = [*_questions(base)]
    one_of = ONE_OF
    while len(questions) > one_of * ENOUGH:
        one_of *= 2
    chosen = [each for each in questions if crc32(each.encode()) % one_of == 0]
    everyday = [each for language in base.languages for each in everyday_questions(language)]
    split = [folded(each) for each in (*chosen, *everyday)]
    return [words for words in split if len(words) <= LONGEST and words not in besides]


def _questions(base: Base) -> Iterator[str]:
    for language in base.languages:
        for passage in base.passages.values():
            yield passage.text_in(language).title
            yield from (first for first, *_ in base.asked_as(passage, language))
        for area in base.elsewhere:
            yield from (first for first, *_ in base.asked_as(area, language))
