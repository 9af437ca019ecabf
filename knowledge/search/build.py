"""Build everything that answers are found with; serving never imports this module's libraries."""

# scikit-learn and threadpoolctl come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownMemberType=false

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from core.language import Language
from knowledge.base import Base
from knowledge.search.analysis import words
from knowledge.search.calibration import calibrate, test_questions, training_of
from knowledge.search.confidence import Classifier
from knowledge.search.corpus import count_terms, everyday_questions
from knowledge.search.estimators import MultinomialNB
from knowledge.search.index import LanguageIndex
from knowledge.search.language import LanguageGuesser, grams
from knowledge.search.question_text import Speller
from knowledge.search.snapshot import Built
from knowledge.search.talk_training import talk_index_of


def build(base: Base) -> Built:
    """Return the index of *base* in each of its languages, with its classifiers calibrated."""
    indexes: dict[Language, LanguageIndex] = {}
    classifiers: dict[Language, Classifier] = {}
    spellers: dict[Language, Speller] = {}
    with threadpool_limits(1):  # the matrices are small: a second thread would mostly wait
        for language in base.languages:
            parts = build_language(base, language)
            indexes[language], classifiers[language], spellers[language] = parts
        return Built(guesser_of(base), indexes, classifiers, spellers, talk_index_of(base))


def build_language(base: Base, language: Language) -> tuple[LanguageIndex, Classifier, Speller]:
    """Return all that is built from *base* in one language, except what tells it apart."""
    training = training_of(base, language)
    corpus = training.corpus
    known = set(words("\n".join((*corpus.texts, *corpus.phrasings))))
    classifier = calibrate(training, test_questions(base, language))
    return training.index(), classifier, Speller(tuple(sorted(known)))


def guesser_of(base: Base) -> LanguageGuesser:
    """Return a guesser that has learnt the base's languages from its words."""
    counted = {
        language: Counter(words("\n".join(_all_texts(base, language))))
        for language in base.languages
    }
    known = list(dict.fromkeys(word for each in counted.values() for word in each))
    of_words, numbers = count_terms([grams(word) for word in known])
    times = [[each[word] for word in known] for each in counted.values()]
    model: Any = MultinomialNB(alpha=0.5)
    model.fit(np.array(times, np.float32) @ of_words, list(counted))
    learnt = dict(zip(model.classes_, model.feature_log_prob_, strict=True))
    first, *others = base.languages
    odds = {
        other: dict(zip(numbers, (learnt[other] - learnt[first]).tolist(), strict=True))
        for other in others or [first]
    }
    used = {language: tuple(sorted(each)) for language, each in counted.items()}
    return LanguageGuesser(odds, used)


def _all_texts(base: Base, language: Language) -> Iterator[str]:
    for passage in base.passages.values():
        text = passage.text_in(language)
        yield from (text.title, text.text, *map(_once, base.asked_as(passage, language)))
    for area in base.elsewhere:
        yield from map(_once, base.asked_as(area, language))
    for kind in base.talk:
        yield from kind.text_in(language).said_as
    yield from everyday_questions(language)


def _once(sentences: Sequence[str]) -> str:
    """Return a phrasing as one text, in which each word of a pattern stands once."""
    if len(sentences) == 1:
        return sentences[0]
    return " ".join(dict.fromkeys(word for each in sentences for word in words(each)))
