"""Build everything that answers are found with; serving never imports this module's libraries."""

# scikit-learn and threadpoolctl come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownMemberType=false

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from multiprocessing import parent_process
from threading import Thread
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
from knowledge.search.snapshot import Built, digest, from_bytes, to_bytes
from knowledge.search.talk import TalkIndex
from knowledge.search.talk_training import talk_examples_of, talk_index_of

Work: TypeAlias = Mapping[str, tuple[type[Any], Callable[[Any], Any], Any]]
LIBRARIES = ("numpy", "scipy", "scikit-learn", "snowballstemmer")
GUESSER, TALK = "guesser", "talk"
"""Names of parts beside those of the languages, which have their tags."""


@dataclass(frozen=True, slots=True)
class OfLanguage:
    """All that is built for one language, except what tells it apart."""

    index: LanguageIndex
    classifier: Classifier
    speller: Speller


@dataclass(frozen=True, slots=True)
class LanguageSource:
    """All that one language's parts are made from."""

    corpus: Corpus
    glossary: Glossary
    questions: list[tuple[str, int]]

    def training(self) -> Training:
        return Training(self.corpus, count(self.corpus), self.glossary)


def build(base: Base, before: Built | None = None, *, processes: int = 1) -> Built:
    """Return the index of *base* in each of its languages, with its classifiers calibrated.

    A part whose sources *before* had too is taken from there: it would be built the same. The
    others are built by so many *processes*, beside each other; more than one are begun as
    `concurrent.futures` does, where the main module must bear being imported.
    """
    work = _work_of(base)
    inputs = {part: digest((builder(), source)) for part, (_, _, source) in work.items()}
    parts = _same_parts(before, inputs) if before else {}
    parts |= _done({part: each for part, each in work.items() if part not in parts}, processes)
    of_languages: dict[Language, OfLanguage] = {each: parts[each] for each in base.languages}
    return Built(
        parts[GUESSER],
        {language: each.index for language, each in of_languages.items()},
        {language: each.classifier for language, each in of_languages.items()},
        {language: each.speller for language, each in of_languages.items()},
        parts[TALK],
        inputs,
    )


def _work_of(base: Base) -> Work:
    """Return by part what it is, what builds it, and from what; the longest first."""
    languages = {language: source_of(base, language) for language in base.languages}
    return {
        **{each: (OfLanguage, build_language, source) for each, source in languages.items()},
        TALK: (TalkIndex, talk_index_of, talk_examples_of(base)),
        GUESSER: (LanguageGuesser, guesser_of, texts_of(base)),
    }


def _done(work: Work, processes: int) -> dict[str, Any]:
    with threadpool_limits(1):  # the matrices are small: a second thread would mostly wait
        if processes == 1 or len(work) < 2:
            return {part: make(source) for part, (_, make, source) in work.items()}
        with ProcessPoolExecutor(processes, initializer=_end_with_parent) as pool:
            making = [pool.submit(_written, make, source) for _, make, source in work.values()]
            return {
                part: from_bytes(kind, made.result())
                for (part, (kind, _, _)), made in zip(work.items(), making, strict=True)
            }


def _written(make: Callable[[Any], Any], source: Any) -> bytes:
    """Return what is made of *source* as a file would hold it: what it keeps for itself can't go
    to another process.
    """
    return to_bytes(make(source))


def _end_with_parent() -> None:
    """Have this process of a pool end where the one that began it is killed."""
    parent = parent_process()
    assert parent is not None

    def end() -> None:
        parent.join()
        os._exit(1)

    Thread(target=end, daemon=True).start()


@cache
def builder() -> str:
    """Return what a part comes from beside its sources: the code that builds, and its libraries."""
    return digest((code_hash(), *map(version, LIBRARIES)))


def _same_parts(before: Built, inputs: Mapping[str, str]) -> dict[str, Any]:
    """Return those parts of *before* that were made from the same *inputs*."""
    languages = {
        language: OfLanguage(index, before.classifiers[language], before.spellers[language])
        for language, index in before.indexes.items()
    }
    parts = {**languages, GUESSER: before.guesser, TALK: before.talk}
    return {
        part: each
        for part, each in parts.items()
        if part in inputs and inputs[part] == before.inputs.get(part)
    }


def source_of(base: Base, language: Language) -> LanguageSource:
    glossary = Glossary(base.glossary)
    corpus = corpus_of(base, language, glossary)
    return LanguageSource(corpus, glossary, test_questions(base, language))


def build_language(source: LanguageSource) -> OfLanguage:
    corpus, training = source.corpus, source.training()
    known = set(words("\n".join((*corpus.texts, *corpus.phrasings))))
    classifier, start = calibrate(training, source.questions)
    index = training.index(start=start)
    return OfLanguage(index, classifier, Speller(tuple(sorted(known))))


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
