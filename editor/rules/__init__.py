"""What makes a base worse without breaking it. Each rule is a function; the server runs none.

What a base can't be used without is checked in `knowledge/`, and stops a start or a reload.
"""

from collections.abc import Callable, Iterator

from editor.rules import folder, metadata, phrasings, spelling, texts, yaml_traps
from editor.rules.subject import Subject
from yamlfile.problem import Problem

Rule = Callable[[Subject], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    yaml_traps.read_as_something_else,
    yaml_traps.cut_at_a_hash,
    folder.unknown_files,
    folder.without_schema,
    folder.misses_of_nothing,
    texts.not_translated,
    phrasings.near_duplicates,
    phrasings.reached_by_no_question,
    metadata.overdue,
    metadata.reviewed_in_the_future,
    metadata.not_to_be_found,
    texts.identity_numbers,
    texts.hard_to_read,
    texts.other_terms,
    spelling.unknown_words,
)
