"""Other lexical search engines, each as a function from a question to the best texts' numbers."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import bm25s
import numpy as np
import Stemmer
import tantivy
from sklearn.feature_extraction.text import TfidfVectorizer

from core.language import Language

Ranker = Callable[[str, int], list[int]]
"""From a question and how many are wanted to the numbers of the best texts, best first."""
Build = Callable[[Sequence[str], Language], Ranker]

_NAMES: dict[Language, str] = {"sv": "swedish", "en": "english"}


def plain_tfidf(texts: Sequence[str], language: Language) -> Ranker:
    """scikit-learn's TfidfVectorizer with its defaults, ranked by cosine."""
    vectorizer: Any = TfidfVectorizer()
    matrix = vectorizer.fit_transform(texts).T.tocsr()

    def rank(question: str, at_most: int) -> list[int]:
        scores = (vectorizer.transform([question]) @ matrix).toarray()[0]
        return np.argsort(-scores, kind="stable")[:at_most].tolist()

    return rank


def bm25(texts: Sequence[str], language: Language) -> Ranker:
    """bm25s with PyStemmer's Snowball stemmer."""
    stemmer = Stemmer.Stemmer(_NAMES[language])

    def tokens(words: Sequence[str]) -> Any:
        return bm25s.tokenize(
            list(words), stopwords=[], stemmer=stemmer, return_ids=False, show_progress=False
        )

    retriever = bm25s.BM25()
    retriever.index(tokens(texts), show_progress=False)

    def rank(question: str, at_most: int) -> list[int]:
        asked = tokens([question])
        found, _ = retriever.retrieve(asked, k=min(at_most, len(texts)), show_progress=False)
        return [int(number) for number in found[0]]

    return rank


def fts5_trigram(texts: Sequence[str], language: Language) -> Ranker:
    """SQLite's FTS5 with its trigram tokenizer, its own bm25, any trigram of the question."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table texts using fts5(words, tokenize='trigram')")
    database.executemany("insert into texts(rowid, words) values (?, ?)", enumerate(texts, start=1))

    def rank(question: str, at_most: int) -> list[int]:
        words = re.findall(r"\w+", question.lower())
        grams = {word[i : i + 3] for word in words for i in range(len(word) - 2)}
        if not grams:
            return []
        match = " OR ".join(f'"{gram}"' for gram in sorted(grams))
        sql = "select rowid from texts where texts match ? order by bm25(texts), rowid limit ?"
        return [row - 1 for (row,) in database.execute(sql, (match, at_most))]

    return rank


def tantivy_stemmed(texts: Sequence[str], language: Language) -> Ranker:
    """tantivy with its own stemmer of the language."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=False, tokenizer_name="stemmed")
    builder.add_unsigned_field("number", stored=True)
    index = tantivy.Index(builder.build())
    analyser = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer(_NAMES[language]))
        .build()
    )
    index.register_tokenizer("stemmed", analyser)
    writer: Any = index.writer()
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(words=[text], number=number))
    writer.commit()
    index.reload()
    searcher: Any = index.searcher()

    def rank(question: str, at_most: int) -> list[int]:
        words = " ".join(re.findall(r"\w+", question.lower()))
        query = index.parse_query(words, ["words"])
        hits = searcher.search(query, at_most).hits
        return [int(searcher.doc(address)["number"][0]) for _, address in hits]

    return rank


PEERS: dict[str, Build] = {
    "TfidfVectorizer, defaults": plain_tfidf,
    "bm25s, Snowball stemmer": bm25,
    "SQLite FTS5 trigram": fts5_trigram,
    "tantivy, own stemmer": tantivy_stemmed,
}
