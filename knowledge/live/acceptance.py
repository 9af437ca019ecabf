"""What a base must pass to be answered from: its checks, a build, and its own test questions.

The start and a reload ask the same of it. What has passed is noted in the cache, so that the next
start needn't ask again: the parsed YAML as JSON lines, since parsing is what takes time at start.
That is good only for the code that accepted it: other code may ask more of a base.

A test question in `must_answer` is met when its passage is among the first three and the bot
offers something. One that isn't is lost, unless the editors name it in `known_misses.yaml`, and a
base that loses one isn't answered from. What has been in use may: there the code has changed.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import orjson

from knowledge.base import Base
from knowledge.live.current import CurrentBase
from knowledge.live.versions import BaseStore
from knowledge.passage import Miss, PassageText
from knowledge.search.answers import Finding, Nothing
from knowledge.search.snapshot import Snapshot, cached_snapshot, snapshot_of, write_cached
from knowledge.source.files import KNOWN_MISSES, Content, read_content
from knowledge.source.loader import (
    Parser,
    base_in,
    base_of,
    has_errors,
    inspect_content,
    parse,
    read_shapes,
)
from yamlfile.document import Document
from yamlfile.problem import Faulty, Level, Place, Problem

FIRST = 3
"""Among so many matches a passage must be to meet its question."""
MIN_MET = 0.5
"""Share of its questions that a base must meet: below it, something is wrong with all of it."""
ROOMS = ("accounts", "core", "followup", "knowledge", "readings", "yamlfile")
"""Whose code reads and checks a base."""
LOST, MET = "question-lost", "question-met"
_END = "end"
"""What the last line says; without it the file was cut short."""

logger = logging.getLogger(__name__)


def open_current(store: BaseStore, at: datetime) -> CurrentBase:
    """Return what to answer from at start: the version pinned, or published, or else the folder.

    Where reviewers publish, the folder is published as it is when that is turned on.

    Raises:
        Faulty: with every fault of the editors' base.
    """
    pinned = store.versions.pinned()
    if pinned is not None and (kept := _kept_snapshot(store, pinned)) is not None:
        return CurrentBase(kept, at=at, pinned=True)
    published = store.published()
    if published is not None and (kept := _kept_snapshot(store, published)) is not None:
        return CurrentBase(kept, at=at)
    content, versions = read_content(store.folder), store.versions.all()
    was_used = store.was_used(content) or not versions
    try:
        snapshot, warnings = accept(content, store.cache, was_used=was_used)
    except Faulty as faulty:
        only_loses = all(each.code == LOST for each in faulty.problems if each.level is Level.ERROR)
        kept = _kept_snapshot(store, versions[0].hash) if versions and only_loses else None
        if kept is None:
            raise
        return CurrentBase(kept, at=at)  # the editors are told of the folder by the first reload
    for warning in warnings:
        logger.warning("%s: %s %s", warning.path.name, warning.code, dict(warning.facts))
    store.add_version(content, passages=len(snapshot.passages), at=at)
    if store.publishes:
        store.versions.publish(content.hash)
    return CurrentBase(snapshot, at=at)


def _kept_snapshot(store: BaseStore, content_hash: str) -> Snapshot | None:
    """Return the snapshot of a version that has been in use; None where it can't be used."""
    try:
        return accept(store.versions.read(content_hash), store.cache, was_used=True)[0]
    except Faulty:
        logger.warning("the base %s, which has been in use, can't be used any more", content_hash)
        return None


def open_snapshot(
    folder: Path, cache: Path | None = None, parser: Parser | None = None
) -> Snapshot:
    """Return the snapshot of the base in *folder*, whatever its own test questions say.

    A *parser* that has read a base much like it parses only what differs.

    Raises:
        Faulty: with every fault of the base.
    """
    content = read_content(folder)
    return snapshot_of(base_in(content, parser(content) if parser else None), cache)


def accept(
    content: Content, cache: Path, *, was_used: bool = False
) -> tuple[Snapshot, list[Problem]]:
    """Return the snapshot of *content*, and what its editors should be warned of.

    Of what *was_used* before, questions that are lost are warnings.

    Raises:
        Faulty: with every fault of the base; where there is none, with what its questions say.
    """
    known = load_accepted(content, cache)
    if known is not None:
        return known, []
    documents = parse(content)
    base, problems = inspect_content(content, documents)
    if base is None or has_errors(problems):
        raise Faulty(problems)
    snapshot = snapshot_of(base, cache)
    found = check_questions(base, missed_by(snapshot, cache), content.folder)
    problems += (_as_warning(each) if was_used and each.code == LOST else each for each in found)
    if has_errors(problems):
        raise Faulty(problems)
    write_cached(_accepted_path(content, cache), _as_lines(documents))
    return snapshot, problems


def load_accepted(content: Content, cache: Path) -> Snapshot | None:
    """Return the snapshot of *content* where it has been accepted before; it isn't checked anew."""
    documents = _read_lines(_accepted_path(content, cache), content.folder)
    if documents is None:
        return None
    base = base_of(read_shapes(content, documents))
    return cached_snapshot(base, cache) if base else None


def is_accepted(content: Content, cache: Path) -> bool:
    """Whether *content* has been accepted before; it isn't read."""
    return _accepted_path(content, cache).exists()


def _as_lines(documents: Mapping[str, Document]) -> bytes:
    """Return what *documents* hold, without their places."""
    entries = [*((name, document.data) for name, document in documents.items()), (_END, None)]
    return b"".join(orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE) for entry in entries)


def _read_lines(path: Path, folder: Path) -> dict[str, Document] | None:
    """Return the documents of `_as_lines`, said to stand in *folder*; None where some lack.

    A line at a time, so that other threads get their turn.
    """
    documents: dict[str, Document] = {}
    try:
        with path.open("rb") as file:
            for line in file:
                name, data = orjson.loads(line)
                if name == _END:
                    return documents
                documents[name] = Document(folder / name, data)
    except (OSError, ValueError, TypeError):
        pass
    return None


def _accepted_path(content: Content, cache: Path) -> Path:
    return cache / f"base-{code_hash()}-{content.state}.jsonl"


@cache
def code_hash(root: Path = Path(__file__).parent.parent.parent) -> str:
    """Return a short hash of the code that reads and checks bases."""
    digest = hashlib.sha256()
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def missed_by(snapshot: Snapshot, cache: Path) -> frozenset[Miss]:
    """Return the test questions that aren't met; those of one base are asked once."""
    path = cache / f"misses-{code_hash()}-{snapshot.base.hash}.json"
    try:
        return frozenset(Miss(**each) for each in orjson.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):  # there is none, or not a whole one
        found = sorted(misses(snapshot))
        write_cached(path, orjson.dumps(found))
        return frozenset(found)


def misses(snapshot: Snapshot) -> Iterator[Miss]:
    """Yield every test question that isn't met."""
    from knowledge.search.batch import BatchFinder  # what has been accepted starts without scipy

    asked = [
        Miss(passage.id, language, question)
        for passage in snapshot.passages
        for language in snapshot.base.languages
        for question in passage.text_in(language).must_answer
    ]
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


def _as_warning(problem: Problem) -> Problem:
    return replace(problem, level=Level.WARNING)


def is_met(finding: Finding, passage: str) -> bool:
    """Whether a test question of *passage* that got *finding* is met."""
    first = [match.passage.id for match in finding.matches[:FIRST]]
    return passage in first and not isinstance(finding, Nothing)
