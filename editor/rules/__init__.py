"""What makes a base worse without breaking it. Each rule is a function; the server runs none.

What a base can't be used without is checked in `knowledge/`, and stops a start or a reload.
"""

from collections.abc import Callable, Iterator

from editor.rules import (
    dates,
    folder,
    languages,
    personal_data,
    phrasings,
    reach,
    readability,
    sources,
    traps,
)
from editor.rules.subject import Subject
from yamlfile.problem import Problem

Rule = Callable[[Subject], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    traps.read_as_something_else,
    traps.cut_at_a_hash,
    folder.unknown_files,
    folder.without_schema,
    folder.misses_of_nothing,
    languages.not_translated,
    phrasings.near_duplicates,
    reach.reached_by_no_question,
    dates.overdue,
    dates.reviewed_in_the_future,
    sources.not_to_be_found,
    personal_data.identity_numbers,
    readability.hard_to_read,
)
