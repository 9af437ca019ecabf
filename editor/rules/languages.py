"""The English that was never written."""

from collections.abc import Iterator

from core.entered_text import comparable
from editor.rules.subject import Subject, warning
from yamlfile.problem import Problem


def not_translated(subject: Subject) -> Iterator[Problem]:
    """Titles and texts that are the same in both languages."""
    for origin in subject.reading.passages:
        swedish, english = origin.value.sv, origin.value.en
        for field, first, second in (
            ("title", swedish.title, english.title),
            ("text", swedish.text, english.text),
        ):
            if comparable(first) == comparable(second):
                yield warning(origin.problem(("en", field), "not-translated", field=field))
