"""Build everything that answers are found with; serving never imports this module's libraries."""

# threadpoolctl comes without types.
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownMemberType=false

from threadpoolctl import threadpool_limits

from core.language import Language
from knowledge.base import Base
from knowledge.search.analysis import words
from knowledge.search.calibration import calibrate, test_questions, training_of
from knowledge.search.confidence import Classifier
from knowledge.search.index import LanguageIndex
from knowledge.search.question_text import Speller
from knowledge.search.snapshot import Built
from knowledge.search.talk_training import talk_index_of
from knowledge.search.training import guesser_of


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
