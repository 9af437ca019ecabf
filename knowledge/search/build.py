"""Build everything that answers are found with. Serving never imports this module's libraries."""

from knowledge.base import Base
from knowledge.passage import LANGUAGES
from knowledge.search.analysis import Glossary, words
from knowledge.search.calibration import calibrate
from knowledge.search.index_file import Built
from knowledge.search.question_text import Speller
from knowledge.search.training import RECIPES, assemble, corpus_of, count, guesser_of


def build(base: Base) -> Built:
    """Return the index of *base* in both languages, with the judges learnt from it."""
    glossary = Glossary(base.glossary)
    indexes, judges, spellers = {}, {}, {}
    for language in LANGUAGES:
        corpus = corpus_of(base, language, glossary)
        counts = [count(corpus, recipe, language) for recipe in RECIPES]
        indexes[language] = assemble(corpus, counts, glossary, language)
        judges[language] = calibrate(
            corpus, counts, glossary, language, passages=len(base.passages)
        )
        spellers[language] = Speller(
            word for text in (*corpus.texts, *corpus.phrasings) for word in words(text)
        )
    return Built(guesser_of(base), indexes, judges, spellers)
