"""Passages that stand in the base but can't be found."""

from collections.abc import Iterator

from editor.rules.subject import Subject, warning
from knowledge.live.acceptance import misses
from knowledge.passage import LANGUAGES, Miss
from yamlfile.problem import Problem


def reached_by_no_question(subject: Subject) -> Iterator[Problem]:
    """Passages that none of their own test questions in a language finds."""
    if subject.snapshot is None:
        return
    missed = set(misses(subject.snapshot))
    for origin in subject.reading.passages:
        for language in LANGUAGES:
            questions = origin.value.text_in(language).must_answer
            if all(Miss(origin.value.id, language, question) in missed for question in questions):
                yield warning(origin.problem((language, "must_answer"), "not-reached"))
