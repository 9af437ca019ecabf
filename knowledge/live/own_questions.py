"""A base put to its own test questions.

A question in `must_answer` is met when its passage is among the first three and the bot offers
something. One that isn't is lost, unless the editors name it in `known_misses.yaml`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from core.language import Language
from knowledge.base import Base
from knowledge.code import code_hash
from knowledge.passage import Miss, PassageText
from knowledge.search.answers import Finding, Nothing
from knowledge.search.snapshot import Snapshot, digest, write_cached
from knowledge.source.files import KNOWN_MISSES
from yamlfile.problem import Level, Place, Problem

FIRST = 3
"""Among so many matches a passage must be to meet its question."""
MIN_MET = 0.5
"""Share of its questions that a base must meet: below it, something is wrong with all of it."""
LOST, MET = "question-lost", "question-met"


def missed_by(snapshot: Snapshot, cache: Path) -> frozenset[Miss]:
    """Return the test questions that aren't met; those of one language's index are asked once."""
    return frozenset[Miss]().union(
        *(_missed_in(language, snapshot, cache) for language in snapshot.base.languages)
    )


def _missed_in(language: Language, snapshot: Snapshot, cache: Path) -> frozenset[Miss]:
    asked = _asked_of(snapshot, language)
    inputs = digest((snapshot.inputs[language], asked))
    # Of each language the latest are kept, whichever is edited.
    path = cache / f"misses_{language}-{code_hash()}-{inputs}.json"
    try:
        return frozenset(Miss(**each) for each in orjson.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):  # there is none, or not a whole one
        found = sorted(_misses(snapshot, asked))
        write_cached(path, orjson.dumps(found))
        return frozenset(found)


def misses(snapshot: Snapshot) -> Iterator[Miss]:
    """Yield every test question that isn't met."""
    for language in snapshot.base.languages:
        yield from _misses(snapshot, _asked_of(snapshot, language))


def _asked_of(snapshot: Snapshot, language: Language) -> tuple[Miss, ...]:
    """Return the test questions in *language*, each as the miss that it may be."""
    return tuple(
        Miss(passage.id, language, question)
        for passage in snapshot.passages
        for question in passage.text_in(language).must_answer
    )


def _misses(snapshot: Snapshot, asked: Sequence[Miss]) -> Iterator[Miss]:
    from knowledge.search.batch import BatchFinder  # what has been accepted starts without scipy

    findings = BatchFinder(snapshot).find([(each.question, each.language) for each in asked])
    for each, finding in zip(asked, findings, strict=True):
        if not is_met(finding, each.passage):
            yield each


def check_questions(base: Base, missed: frozenset[Miss], folder: Path) -> list[Problem]:
    """Return what the base's own questions, of which some are *missed*, say against it.

    Each that is lost is an error. One that is listed as a miss and met is a win: a warning, to
    take it off the list.
    """
    path, place = folder / KNOWN_MISSES.pattern, Place()
    asked = sum(len(text.must_answer) for text in _texts(base))
    if asked - len(missed) < MIN_MET * asked:  # whatever the list says
        facts = {"met": asked - len(missed), "asked": asked}
        return [Problem(path, place, "questions-unmet", facts)]
    lost, met = missed - base.known_misses, base.known_misses - missed
    return [
        Problem(path, place, code, {"passage": miss.passage, "question": miss.question}, level)
        for code, differing, level in ((LOST, lost, Level.ERROR), (MET, met, Level.WARNING))
        for miss in sorted(differing)
    ]


def _texts(base: Base) -> Iterator[PassageText]:
    for passage in base.passages.values():
        yield from (passage.text_in(language) for language in base.languages)


def is_met(finding: Finding, passage: str) -> bool:
    """Whether a test question of *passage* that got *finding* is met."""
    first = [match.passage.id for match in finding.matches[:FIRST]]
    return passage in first and not isinstance(finding, Nothing)
