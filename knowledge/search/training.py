"""Learn the index from the texts of the base, on scikit-learn; serving never imports this."""

# scikit-learn and scipy come without types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from core.language import LANGUAGES, Language
from knowledge.base import Base
from knowledge.search.analysis import Analyser, Glossary, words
from knowledge.search.index import Block, Floats, Ints, InvertedFile, LanguageIndex, Postings
from knowledge.search.language import LanguageGuesser, grams

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


def _blocks(language: Language) -> tuple[BlockSettings, ...]:
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


BLOCKS = {language: _blocks(language) for language in LANGUAGES}
CLASSIFIER_C = 0.5
SEED = 20190408
"""Two builds of one base must give one index."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """All the texts of one language: each entry's own, its phrasings, and its topic."""

    language: Language
    texts: list[str]
    phrasings: list[str]
    owners: Ints
    """The number of the entry that each phrasing belongs to."""
    topics: Ints

    def membership(self) -> Matrix:
        """Return entries × phrasings: a one where the phrasing is the entry's."""
        ones = np.ones(len(self.owners), np.float32)
        places = (self.owners, np.arange(len(self.owners)))
        return sparse.csr_matrix((ones, places), shape=(len(self.texts), len(self.owners)))


def corpus_of(base: Base, language: Language, glossary: Glossary) -> Corpus:
    """Return the texts of *base*; its test questions (`must_answer`) are never among them."""
    entries: list[tuple[str, str, tuple[str, ...]]] = []
    for passage in base.passages.values():
        text = passage.text_in(language)
        entries.append((passage.topic, text.text, (text.title, *text.asked_as)))
    for area in base.elsewhere:
        other = area.text_in(language)
        entries.append((f"elsewhere: {area.id}", "", (other.name, *other.asked_as)))
    topics = dict.fromkeys(topic for topic, _, _ in entries)
    numbers = {topic: number for number, topic in enumerate(topics)}
    owners = [number for number, (_, _, asked) in enumerate(entries) for _ in asked]
    return Corpus(
        language,
        [text for _, text, _ in entries],
        [glossary.expand(phrasing, language) for _, _, asked in entries for phrasing in asked],
        np.array(owners, np.int32),
        np.array([numbers[topic] for topic, _, _ in entries], np.int32),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each term occurs in each text and each phrasing of a corpus."""

    settings: BlockSettings
    vocabulary: dict[str, int]
    texts: Matrix
    phrasings: Matrix


def count(corpus: Corpus, settings: BlockSettings) -> Counts:
    vectorizer: Any = CountVectorizer(
        analyzer=cast(Any, settings.analyse), dtype=cast(Any, np.float32)
    )
    matrix = vectorizer.fit_transform([*corpus.texts, *corpus.phrasings]).tocsr()
    vocabulary = {str(term): int(number) for term, number in vectorizer.vocabulary_.items()}
    split = len(corpus.texts)
    return Counts(settings, vocabulary, matrix[:split], matrix[split:])


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
    examples = [" ".join(_all_words(base, language)) for language in ("sv", "en")]
    vectorizer: Any = CountVectorizer(analyzer=cast(Any, _grams_in))
    model: Any = MultinomialNB(alpha=0.5)
    model.fit(vectorizer.fit_transform(examples), ["sv", "en"])
    odds = dict(zip(model.classes_, model.feature_log_prob_, strict=True))
    english = (odds["en"] - odds["sv"]).tolist()
    names = vectorizer.get_feature_names_out()
    return LanguageGuesser(dict(zip(names.tolist(), english, strict=True)))


def _grams_in(text: str) -> list[str]:
    return [gram for word in words(text) for gram in grams(word)]


def _all_words(base: Base, language: Language) -> Iterator[str]:
    for passage in base.passages.values():
        text = passage.text_in(language)
        yield from (text.title, text.text, *text.asked_as)
    for area in base.elsewhere:
        yield from area.text_in(language).asked_as


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
    """Fit a linear classifier of topics on phrasings and texts.

    Returns each block's weights (terms × topics) and idf, and the topics' intercepts.
    """
    with_text = np.flatnonzero([bool(text) for text in corpus.texts])
    labels = np.concatenate([corpus.topics[corpus.owners], corpus.topics[with_text]])
    weighted: list[Matrix] = []
    idfs: list[Floats] = []
    for part in counts:
        transformer: Any = TfidfTransformer(sublinear_tf=True)
        examples: Matrix = sparse.vstack([part.phrasings, part.texts[with_text]]).tocsr()
        weighted.append(transformer.fit_transform(examples) * part.settings.classifier_weight)
        idfs.append(transformer.idf_.astype(np.float32))
    classifier: Any = LinearSVC(C=CLASSIFIER_C, random_state=SEED)
    classifier.fit(sparse.hstack(weighted).tocsr(), labels)
    ends = np.cumsum([len(part.vocabulary) for part in counts])[:-1]
    topic_weights = [
        np.ascontiguousarray(weights * part.settings.classifier_weight, np.float32)
        for weights, part in zip(np.split(classifier.coef_.T, ends), counts, strict=True)
    ]
    return topic_weights, idfs, classifier.intercept_.astype(np.float32)
