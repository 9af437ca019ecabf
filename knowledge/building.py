"""Build everything that answers are found with. Serving never imports this module's libraries."""

from knowledge.analysis import Glossary, words
from knowledge.base import Base
from knowledge.calibration import calibrate
from knowledge.fitting import RECIPES, assemble, corpus_of, count, guesser_of
from knowledge.passage import LANGUAGES
from knowledge.saved import Built
from knowledge.spelling import Speller


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
