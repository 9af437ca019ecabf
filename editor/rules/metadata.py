"""What is noted of passages and sources: when they were reviewed, where they are to be found."""

import re
from collections.abc import Iterator

from editor.rules.subject import Subject, warning
from knowledge.overdue import due_by_file
from yamlfile.problem import Problem


def overdue(subject: Subject) -> Iterator[Problem]:
    """Passages whose `review_by` has passed or, without one, that were reviewed long ago."""
    for origin in subject.reading.passages:
        passage = origin.value
        due = due_by_file(passage)
        if due < subject.today:
            field = "review_by" if passage.review_by else "reviewed"
            yield warning(origin.problem((field,), "overdue", due=due.isoformat()))


def reviewed_in_the_future(subject: Subject) -> Iterator[Problem]:
    """Dates of review that haven't been yet: most often a slip of the keyboard."""
    for origin in subject.reading.passages:
        if origin.value.reviewed > subject.today:
            yield warning(origin.problem(("reviewed",), "reviewed-in-future"))


_NUMBER_OF_LAW = re.compile(r"\b\d{4}[:/]\d+\b")
"""A Swedish act (2009:400) or an EU one (2016/679): its number says which and from when."""


def not_to_be_found(subject: Subject) -> Iterator[Problem]:
    """Sources without address and date, that no number of a law makes up for."""
    for origin in subject.reading.sources:
        source = origin.value
        if not (source.url or source.dated or _NUMBER_OF_LAW.search(source.sv.document)):
            yield warning(origin.problem(("id",), "source-not-to-be-found", id=source.id))
