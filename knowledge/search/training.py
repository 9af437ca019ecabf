"""Learning the index from the base, on scikit-learn; serving never imports this."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from knowledge.base import Base
from knowledge.passage import LANGUAGES, Language
from knowledge.search.analysis import Analyser, Glossary, char_ngrams, stems, words
from knowledge.search.index import Block, Field, Floats, Ints, LanguageIndex, Postings
from knowledge.search.language import LanguageGuesser, grams


@dataclass(frozen=True, slots=True)
class Saturation:
    """How quickly repeats stop counting (k1) and how much long rows are held back (b, 0..1)."""

    k1: float
    b: float
    floor: float
    """Rarity below which a term says too little to be worth looking up."""


def field(counts: sparse.csr_matrix, saturation: Saturation) -> Field:
    """Return the inverted file of *counts* (rows × terms), weighted."""
    rarity = idf(counts)
    rarity[rarity < saturation.floor] = 0
    per_term = sparse.csc_matrix(counts.multiply(rarity > 0), dtype=np.float32)
    per_term.eliminate_zeros()
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    slowness = _slowness(lengths, saturation)
    frequency = per_term.data
    saturated = frequency * (saturation.k1 + 1) / (frequency + slowness[per_term.indices])
    size = len(lengths)
    return Field(
        starts=per_term.indptr.astype(np.int32),
        rows=per_term.indices.astype(np.int32),
        weights=(saturated * np.repeat(rarity, np.diff(per_term.indptr))).astype(np.float32),
        ceilings=((saturation.k1 + 1) * rarity).astype(np.float32),
        unknown_ceiling=float((saturation.k1 + 1) * np.log1p((size + 0.5) / 0.5)),
        size=size,
    )


def _slowness(lengths: np.ndarray, saturation: Saturation) -> np.ndarray:
    """Return how much each row's length slows the saturation."""
    mean = float(lengths.mean()) or 1.0
    return saturation.k1 * (1 - saturation.b + saturation.b * lengths / mean)


def idf(counts: sparse.csr_matrix) -> np.ndarray:
    """Return the rarity of each term: 0 for one in every row, more for a rarer one."""
    shape: Any = counts.shape
    size, terms = shape
    frequency = np.bincount(counts.indices, minlength=terms)
    return np.log1p((size - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True, slots=True)
class Recipe:
    """One block: its share of the score and how its two fields are weighted."""

    name: str
    share: float
    documents: Saturation
    phrasings: Saturation


RECIPES = (
    Recipe(
        "stems",
        0.3,
        documents=Saturation(0.8, 0.75, floor=0.5),
        phrasings=Saturation(0.8, 0.3, floor=2.5),
    ),
    Recipe(
        "chars",
        0.7,
        documents=Saturation(1.0, 0.75, floor=0.5),
        phrasings=Saturation(1.0, 0.3, floor=2.5),
    ),
)
CLASSIFIER_WEIGHTS = {"stems": 0.6, "chars": 0.8}
CLASSIFIER_C = 0.5
SEED = 20190408
"""Two builds of one base must give one index."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """All the texts of one language: each entry's own, its phrasings, and its topic."""

    texts: list[str]
    phrasings: list[str]
    owners: Ints
    topics: Ints

    def membership(self) -> sparse.csr_matrix:
        """Return entries × phrasings: a one where the phrasing is the entry's."""
        ones = np.ones(len(self.owners), np.float32)
        places = (self.owners, np.arange(len(self.owners)))
        return sparse.csr_matrix((ones, places), shape=(len(self.texts), len(self.owners)))


def corpus_of(base: Base, language: Language, glossary: Glossary) -> Corpus:
    """Return the texts of *base*; its test questions (`must_answer`) are never among them."""
    texts: list[str] = []
    phrasings: list[str] = []
    owners: list[int] = []
    topics: list[str] = []
    for passage in base.passages.values():
        text = passage.text_in(language)
        asked = (text.title, *text.asked_as)
        phrasings += [glossary.expand(phrasing, language) for phrasing in asked]
        owners += [len(texts)] * len(asked)
        texts.append(text.text)
        topics.append(passage.topic)
    for area in base.elsewhere:
        other = area.text_in(language)
        asked = (other.name, *other.asked_as)
        phrasings += [glossary.expand(phrasing, language) for phrasing in asked]
        owners += [len(texts)] * len(asked)
        texts.append("")
        topics.append(f"elsewhere: {area.id}")
    numbers = {topic: number for number, topic in enumerate(dict.fromkeys(topics))}
    return Corpus(
        texts,
        phrasings,
        np.array(owners, np.int32),
        np.array([numbers[topic] for topic in topics], np.int32),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each term occurs in each text and each phrasing of a corpus."""

    recipe: Recipe
    analyse: Analyser
    vocabulary: dict[str, int]
    texts: sparse.csr_matrix
    phrasings: sparse.csr_matrix


def count(corpus: Corpus, recipe: Recipe, language: Language) -> Counts:
    analyse = stems(language) if recipe.name == "stems" else char_ngrams
    vectorizer: Any = CountVectorizer(analyzer=cast(Any, analyse), dtype=cast(Any, np.float32))
    matrix = vectorizer.fit_transform([*corpus.texts, *corpus.phrasings]).tocsr()
    vocabulary = {str(term): int(number) for term, number in vectorizer.vocabulary_.items()}
    split = len(corpus.texts)
    return Counts(recipe, analyse, vocabulary, matrix[:split], matrix[split:])


def guesser_of(base: Base) -> LanguageGuesser:
    """Return a guesser that has learnt both languages from the words of *base*."""
    examples = {language: " ".join(_all_words(base, language)) for language in LANGUAGES}
    vectorizer: Any = CountVectorizer(
        analyzer=cast(Any, lambda text: [gram for word in words(text) for gram in grams(word)])
    )
    counts = vectorizer.fit_transform([examples["sv"], examples["en"]])
    odds = MultinomialNB(alpha=0.5).fit(counts, ["sv", "en"])
    english = odds.feature_log_prob_[list(odds.classes_).index("en")]
    swedish = odds.feature_log_prob_[list(odds.classes_).index("sv")]
    names = vectorizer.get_feature_names_out()
    return LanguageGuesser(dict(zip(names.tolist(), (english - swedish).tolist(), strict=True)))


def _all_words(base: Base, language: Language) -> Iterator[str]:
    for passage in base.passages.values():
        text = passage.text_in(language)
        yield from (text.title, text.text, *text.asked_as)
    for area in base.elsewhere:
        yield from area.text_in(language).asked_as


def assemble(
    corpus: Corpus, counts: Sequence[Counts], glossary: Glossary, language: Language
) -> LanguageIndex:
    """Return the index over *counts*; calibration assembles others with phrasings held out."""
    membership = corpus.membership()
    documents = [part.texts + membership @ part.phrasings for part in counts]
    opinions, idfs, intercepts = _train(corpus, counts)
    blocks = tuple(
        Block(
            analyse=part.analyse,
            share=part.recipe.share,
            vocabulary=part.vocabulary,
            postings=Postings.of(
                field(whole.tocsr(), part.recipe.documents),
                field(part.phrasings, part.recipe.phrasings),
            ),
            idf=rarity,
            opinions=opinion,
        )
        for part, whole, rarity, opinion in zip(counts, documents, idfs, opinions, strict=True)
    )
    firsts = np.flatnonzero(np.diff(corpus.owners, prepend=-1)).astype(np.int32)
    return LanguageIndex(language, glossary, blocks, firsts, corpus.topics, intercepts)


def _train(corpus: Corpus, counts: Sequence[Counts]) -> tuple[list[Floats], list[Floats], Floats]:
    """Fit a linear classifier of topics on phrasings and texts.

    Returns each block's opinions (terms × topics) and idf, and the topics' intercepts.
    """
    with_text = np.flatnonzero([bool(text) for text in corpus.texts])
    labels = np.concatenate([corpus.topics[corpus.owners], corpus.topics[with_text]])
    weighted: list[sparse.csr_matrix] = []
    idfs: list[Floats] = []
    for part in counts:
        transformer: Any = TfidfTransformer(sublinear_tf=True)
        examples = sparse.vstack([part.phrasings, part.texts[with_text]]).tocsr()
        weight = CLASSIFIER_WEIGHTS[part.recipe.name]
        weighted.append(transformer.fit_transform(examples) * weight)
        idfs.append(transformer.idf_.astype(np.float32))
    classifier: Any = LinearSVC(C=CLASSIFIER_C, random_state=SEED).fit(
        sparse.hstack(weighted).tocsr(), labels
    )
    ends = np.cumsum([len(part.vocabulary) for part in counts])[:-1]
    parts = np.split(classifier.coef_.T, ends)
    opinions = [
        np.ascontiguousarray(part * CLASSIFIER_WEIGHTS[one.recipe.name], np.float32)
        for part, one in zip(parts, counts, strict=True)
    ]
    return opinions, idfs, classifier.intercept_.astype(np.float32)
