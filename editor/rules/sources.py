"""Sources that a reader can't find."""

import re
from collections.abc import Iterator

from editor.rules.subject import Subject, warning
from knowledge.passage import Source
from yamlfile.problem import Problem

_NUMBER_OF_LAW = re.compile(r"\b\d{4}[:/]\d+\b")
"""A Swedish act (2009:400) or an EU one (2016/679): its number says which and from when."""


def not_to_be_found(subject: Subject) -> Iterator[Problem]:
    """Sources without address and date, that no number of a law makes up for."""
    for origin in subject.reading.sources:
        if not _can_be_found(origin.value):
            yield warning(origin.problem(("id",), "source-not-to-be-found", id=origin.value.id))


def _can_be_found(source: Source) -> bool:
    return bool(source.url or source.dated or _NUMBER_OF_LAW.search(source.sv.document))
