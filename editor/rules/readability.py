"""Texts that are hard to read."""

from collections.abc import Iterator

from editor.readability import FEWEST_WORDS, HARD, lix
from editor.rules.subject import Subject, warning
from knowledge.search.analysis import words
from yamlfile.problem import Problem


def hard_to_read(subject: Subject) -> Iterator[Problem]:
    """Swedish texts with a high LIX; the measure isn't made for English."""
    for origin in subject.reading.passages:
        text = origin.value.sv.text
        if len(words(text)) >= FEWEST_WORDS and (figure := lix(text)) > HARD:
            facts = {"lix": round(figure), "limit": HARD}
            yield warning(origin.problem(("sv", "text"), "hard-to-read", **facts))
