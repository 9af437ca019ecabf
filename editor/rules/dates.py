"""Texts that someone should have looked over again by now."""

from collections.abc import Iterator
from datetime import timedelta

from editor.rules.subject import Subject, warning
from yamlfile.problem import Problem

REVIEW_AFTER = timedelta(days=365)
"""How long a text stands before it must be looked over, where it names no day itself."""


def overdue(subject: Subject) -> Iterator[Problem]:
    """Passages whose `review_by` has passed or, without one, that were reviewed long ago."""
    for origin in subject.reading.passages:
        passage = origin.value
        due = passage.review_by or passage.reviewed + REVIEW_AFTER
        if due < subject.today:
            field = "review_by" if passage.review_by else "reviewed"
            yield warning(origin.problem((field,), "overdue", due=due.isoformat()))


def reviewed_in_the_future(subject: Subject) -> Iterator[Problem]:
    """Dates of review that haven't been yet: most often a slip of the keyboard."""
    for origin in subject.reading.passages:
        if origin.value.reviewed > subject.today:
            yield warning(origin.problem(("reviewed",), "reviewed-in-future"))
