"""Why an entry fits a question: which of its words speak for it, and how much each."""

from dataclasses import dataclass
from itertools import chain

import numpy as np

from core.language import Language
from knowledge.base import Base
from knowledge.passage import Passage
from knowledge.search.analysis import words
from knowledge.search.index import DOCUMENT_SHARE, LanguageIndex
from knowledge.search.postings import Postings, Terms


@dataclass(frozen=True, slots=True)
class WordShare:
    """One word of a question, and its part of what an entry covers of it."""

    word: str
    share: float
    """All words' shares together are the entry's coverage."""
    from_glossary: bool
    """Whether the glossary added it for a short form."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What speaks for an entry."""

    words: tuple[WordShare, ...]
    """Those that count at all, the weightiest first."""
    phrasing: int
    """The number of the entry's phrasing nearest to the question, its title being the first."""


def reasons(index: LanguageIndex, question: str, entry: int) -> Reasons:
    """Return what in *question* speaks for *entry*.

    A score is a sum over the question's terms, and each term belongs to a word, so the shares of
    the words add up to it exactly.
    """
    text = index.glossary.expand(question, index.language)
    asked = words(text)
    nearest = _nearest_phrasing(index, text, entry)
    shares = dict.fromkeys(asked, 0.0)
    for block in index.blocks:
        postings = block.postings
        documents, phrasings = postings.max_score(block.terms(text)).tolist()
        row = postings.sizes[0] + index.offsets[entry] + nearest
        for word in asked:
            terms = block.terms(word)
            share = DOCUMENT_SHARE * _weight(postings, terms, entry) / documents
            share += (1 - DOCUMENT_SHARE) * _weight(postings, terms, row) / phrasings
            shares[word] += block.share * share
    own = set(words(question))
    found = [WordShare(word, share, word not in own) for word, share in shares.items() if share]
    return Reasons(tuple(sorted(found, key=lambda one: -one.share)), nearest)


def phrasing_of(base: Base, passage: Passage, language: Language, number: int) -> str:
    """Return the phrasing that `Reasons` counts as *number*."""
    asked = chain.from_iterable(base.asked_as(passage, language))
    return (passage.text_in(language).title, *asked)[number]


def _nearest_phrasing(index: LanguageIndex, text: str, entry: int) -> int:
    coverage = np.zeros(index.blocks[0].postings.sizes[1], np.float32)
    for block in index.blocks:
        coverage = coverage + block.share * block.postings.coverage(block.terms(text))[1]
    ends = [*index.offsets[1:].tolist(), len(coverage)]
    return int(coverage[index.offsets[entry] : ends[entry]].argmax())


def _weight(postings: Postings, terms: Terms, row: int) -> float:
    """Return what *terms* add to the score of *row*."""
    pairs = zip(terms.ids.tolist(), terms.counts.tolist(), strict=True)
    return sum(count * postings.weight(term, row) for term, count in pairs)
