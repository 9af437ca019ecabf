"""A fold asks no more of a large base, and which questions it asks an edit hardly moves."""

from knowledge.search.analysis import Glossary
from knowledge.search.corpus import corpus_of
from knowledge.search.folds import QUESTIONS_PER_FOLD, folds_of
from knowledge.search.snapshot import Snapshot


def test_a_large_base_has_as_many_questions_asked_and_one_more_moves_one(small: Snapshot) -> None:
    corpus = corpus_of(small.base, "sv", Glossary(()))
    questions = [(f"fråga {number}", 0) for number in range(6 * QUESTIONS_PER_FOLD)]
    before = [{*fold.questions} for fold in folds_of(corpus, questions)]

    after = [{*fold.questions} for fold in folds_of(corpus, [("en till", 0), *questions])]

    assert [*map(len, before)] == [QUESTIONS_PER_FOLD] * len(before)
    moved = [one ^ other for one, other in zip(before, after, strict=True)]
    assert max(map(len, moved)) <= 2
    assert set.union(*before) <= {*questions}
