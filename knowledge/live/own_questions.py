"""The base's own test questions: which find their passage, and whether that is good enough.

A question in `must_answer` is met when its passage is among the first three and the bot offers
something. `known_misses.yaml` lists the others; it must stay true in both directions.
"""

from collections.abc import Iterator
from pathlib import Path

from knowledge.passage import LANGUAGES, Language, Miss
from knowledge.search.answers import Nothing, find
from knowledge.search.snapshot import Snapshot
from knowledge.source.files import KNOWN_MISSES
from yamlfile.problem import Level, Place, Problem

AMONG = 3
MET_AT_LEAST = 0.5
"""Share of its questions that a base must meet: below it, something is wrong with all of it."""
LOST_AT_MOST = 0.1
"""Share of its questions that a base may lose without its editors having said so."""


def misses(snapshot: Snapshot) -> Iterator[Miss]:
    """Yield every test question that isn't met."""
    for passage in snapshot.passages:
        for language in LANGUAGES:
            for question in passage.text_in(language).must_answer:
                if not _is_met(snapshot, question, language, passage.id):
                    yield Miss(passage.id, language, question)


def judged(snapshot: Snapshot, folder: Path) -> list[Problem]:
    """Return what the base's own questions say against it: errors where too many are lost.

    A few lost ones are warnings, as a list of known misses that isn't true is: the rest of the
    base is better than the one before it, or nobody would have changed it.
    """
    found, known = set(misses(snapshot)), snapshot.base.known_misses
    path, place = folder / KNOWN_MISSES.pattern, Place()
    problems: list[Problem] = []
    asked = _asked(snapshot)
    if asked - len(found) < MET_AT_LEAST * asked:
        facts = {"met": asked - len(found), "asked": asked}
        problems.append(Problem(path, place, "questions-unmet", facts))
    if known is None:
        return problems
    if len(found - known) > LOST_AT_MOST * asked:
        facts = {"lost": len(found - known), "asked": asked}
        problems.append(Problem(path, place, "questions-lost", facts))
    for code, differing in (("question-lost", found - known), ("question-met", known - found)):
        for miss in sorted(differing):
            facts = {"passage": miss.passage, "question": miss.question}
            problems.append(Problem(path, place, code, facts, Level.WARNING))
    return problems


def _asked(snapshot: Snapshot) -> int:
    texts = (passage.text_in(language) for passage in snapshot.passages for language in LANGUAGES)
    return sum(len(text.must_answer) for text in texts)


def _is_met(snapshot: Snapshot, question: str, language: Language, passage: str) -> bool:
    finding = find(snapshot, question, language)
    first = [match.passage.id for match in finding.matches[:AMONG]]
    return passage in first and not isinstance(finding, Nothing)
