"""Build everything that answers are found with; serving never imports this module's libraries."""

# scikit-learn and threadpoolctl come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownMemberType=false

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, TypeAlias

import numpy as np
from threadpoolctl import threadpool_limits

from core.language import Language
from knowledge.base import Base
from knowledge.code import code_hash
from knowledge.search.analysis import Glossary, words
from knowledge.search.calibration import Training, calibrate, test_questions
from knowledge.search.confidence import Classifier
from knowledge.search.corpus import Corpus, corpus_of, count, count_terms, everyday_questions
from knowledge.search.estimators import MultinomialNB
from knowledge.search.index import LanguageIndex
from knowledge.search.language import LanguageGuesser, grams
from knowledge.search.question_text import Speller
from knowledge.search.snapshot import Built, digest
from knowledge.search.talk_training import talk_examples_of, talk_index_of

OfLanguage: TypeAlias = tuple[LanguageIndex, Classifier, Speller]
LIBRARIES = ("numpy", "scipy", "scikit-learn", "snowballstemmer")
GUESSER, TALK = "guesser", "talk"
"""Names of parts beside those of the languages, which have their tags."""


@dataclass(frozen=True, slots=True)
class LanguageSource:
    """All that one language's parts are made from."""

    corpus: Corpus
    glossary: Glossary
    questions: list[tuple[str, int]]

    def training(self) -> Training:
        return Training(self.corpus, count(self.corpus), self.glossary)


def build(base: Base, before: Built | None = None) -> Built:
    """Return the index of *base* in each of its languages, with its classifiers calibrated.

    A part whose sources *before* had too is taken from there: it would be built the same.
    """
    sources = {language: source_of(base, language) for language in base.languages}
    texts, of_talk = texts_of(base), talk_examples_of(base)
    material = {**sources, GUESSER: texts, TALK: of_talk}
    inputs = {part: digest((builder(), each)) for part, each in material.items()}

    def had(part: str) -> Built | None:
        return before if before and before.inputs.get(part) == inputs[part] else None

    with threadpool_limits(1):  # the matrices are small: a second thread would mostly wait
        parts = {
            language: _parts_of(kept, language)
            if (kept := had(language))
            else build_language(source)
            for language, source in sources.items()
        }
        return Built(
            kept.guesser if (kept := had(GUESSER)) else guesser_of(texts),
            {language: index for language, (index, _, _) in parts.items()},
            {language: classifier for language, (_, classifier, _) in parts.items()},
            {language: speller for language, (_, _, speller) in parts.items()},
            kept.talk if (kept := had(TALK)) else talk_index_of(of_talk),
            inputs,
        )


@cache
def builder() -> str:
    """Return what a part comes from beside its sources: the code that builds, and its libraries."""
    return digest((code_hash(), *map(version, LIBRARIES)))


def _parts_of(built: Built, language: Language) -> OfLanguage:
    return built.indexes[language], built.classifiers[language], built.spellers[language]


def source_of(base: Base, language: Language) -> LanguageSource:
    glossary = Glossary(base.glossary)
    corpus = corpus_of(base, language, glossary)
    return LanguageSource(corpus, glossary, test_questions(base, language))


def build_language(source: LanguageSource) -> OfLanguage:
    """Return all that is built for one language, except what tells it apart."""
    corpus, training = source.corpus, source.training()
    known = set(words("\n".join((*corpus.texts, *corpus.phrasings))))
    classifier, start = calibrate(training, source.questions)
    return training.index(start=start), classifier, Speller(tuple(sorted(known)))


def guesser_of(texts: Mapping[Language, Sequence[str]]) -> LanguageGuesser:
    """Return a guesser that has learnt the languages from the words of their *texts*."""
    counted = {language: Counter(words("\n".join(each))) for language, each in texts.items()}
    known = list(dict.fromkeys(word for each in counted.values() for word in each))
    of_words, numbers = count_terms([grams(word) for word in known])
    times = [[each[word] for word in known] for each in counted.values()]
    model: Any = MultinomialNB(alpha=0.5)
    model.fit(np.array(times, np.float32) @ of_words, list(counted))
    learnt = dict(zip(model.classes_, model.feature_log_prob_, strict=True))
    first, *others = texts
    odds = {
        other: dict(zip(numbers, (learnt[other] - learnt[first]).tolist(), strict=True))
        for other in others or [first]
    }
    used = {language: tuple(sorted(each)) for language, each in counted.items()}
    return LanguageGuesser(odds, used)


def texts_of(base: Base) -> dict[Language, list[str]]:
    """Return every text of *base* in each of its languages."""
    return {language: [*_texts_in(base, language)] for language in base.languages}


def _texts_in(base: Base, language: Language) -> Iterator[str]:
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
