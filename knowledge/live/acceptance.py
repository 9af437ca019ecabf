"""What a base must pass to be answered from: its checks, a build, and its own test questions.

The start and a reload ask the same of it. What has passed is noted in the cache, so that the next
start needn't ask again: the parsed YAML as JSON lines, since parsing is what takes time at start.
That is good only for the code that accepted it: other code may ask more of a base.

A test question in `must_answer` is met when its passage is among the first three and the bot
offers something. `known_misses.yaml` lists the others; it must stay true in both directions.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import orjson

from core.language import Language
from knowledge.live.current import CurrentBase
from knowledge.live.versions import BaseStore
from knowledge.passage import Miss
from knowledge.search.answers import Nothing, find
from knowledge.search.snapshot import Snapshot, cached_snapshot, snapshot_of, write_cached
from knowledge.source.files import KNOWN_MISSES, Content, read_content
from knowledge.source.loader import (
    base_of,
    has_errors,
    inspect_content,
    load,
    parse,
    read_shapes,
)
from yamlfile.document import Document
from yamlfile.problem import Faulty, Level, Place, Problem

FIRST = 3
"""Among so many matches a passage must be to meet its question."""
MIN_MET = 0.5
"""Share of its questions that a base must meet: below it, something is wrong with all of it."""
MAX_LOST = 0.1
"""Share of its questions that a base may lose without its editors having said so."""
ROOMS = ("accounts", "core", "followup", "knowledge", "yamlfile")
"""Whose code reads and checks a base."""
_END = "end"
"""What the last line says; without it the file was cut short."""

logger = logging.getLogger(__name__)


def open_current(store: BaseStore, at: datetime) -> CurrentBase:
    """Return what to answer from at start: the version pinned, or else the editors' folder.

    Raises:
        Faulty: with every fault of the editors' base.
    """
    pinned = _pinned_snapshot(store)
    if pinned is not None:
        return CurrentBase(pinned, at=at, pinned=True)
    content = read_content(store.folder)
    snapshot, warnings = accept(content, store.cache)
    for warning in warnings:
        logger.warning("%s: %s %s", warning.path.name, warning.code, dict(warning.facts))
    store.add_version(content, passages=len(snapshot.passages), at=at)
    return CurrentBase(snapshot, at=at)


def _pinned_snapshot(store: BaseStore) -> Snapshot | None:
    """Return the snapshot of the version pinned; None where there is none, or it can't be used."""
    pinned = store.versions.pinned()
    if pinned is None:
        return None
    try:
        return accept(store.versions.read(pinned), store.cache)[0]
    except Faulty:
        logger.warning("the pinned base %s can't be used: starting from the folder", pinned)
        return None


def open_snapshot(folder: Path, cache: Path | None = None) -> Snapshot:
    """Return the snapshot of the base in *folder*, whatever its own test questions say.

    Raises:
        Faulty: with every fault of the base.
    """
    return snapshot_of(load(folder), cache)


def accept(content: Content, cache: Path) -> tuple[Snapshot, list[Problem]]:
    """Return the snapshot of *content*, and what its editors should be warned of.

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
    problems += check_questions(snapshot, content.folder)
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


def misses(snapshot: Snapshot) -> Iterator[Miss]:
    """Yield every test question that isn't met."""
    for passage in snapshot.passages:
        for language in snapshot.base.languages:
            for question in passage.text_in(language).must_answer:
                if not _is_met(snapshot, question, language, passage.id):
                    yield Miss(passage.id, language, question)


def check_questions(snapshot: Snapshot, folder: Path) -> list[Problem]:
    """Return what the base's own questions say against it: errors where too many are lost.

    A few lost ones are warnings, as a list of known misses that isn't true is: the rest of the
    base is better than the one before it, or it wouldn't have been changed.
    """
    found, known = set(misses(snapshot)), snapshot.base.known_misses
    path, place = folder / KNOWN_MISSES.pattern, Place()
    problems: list[Problem] = []
    asked = _count_questions(snapshot)
    if asked - len(found) < MIN_MET * asked:
        facts = {"met": asked - len(found), "asked": asked}
        problems.append(Problem(path, place, "questions-unmet", facts))
    if known is None:
        return problems
    if len(found - known) > MAX_LOST * asked:
        facts = {"lost": len(found - known), "asked": asked}
        problems.append(Problem(path, place, "questions-lost", facts))
    for code, differing in (("question-lost", found - known), ("question-met", known - found)):
        for miss in sorted(differing):
            facts = {"passage": miss.passage, "question": miss.question}
            problems.append(Problem(path, place, code, facts, Level.WARNING))
    return problems


def _count_questions(snapshot: Snapshot) -> int:
    languages = snapshot.base.languages
    texts = (passage.text_in(language) for passage in snapshot.passages for language in languages)
    return sum(len(text.must_answer) for text in texts)


def _is_met(snapshot: Snapshot, question: str, language: Language, passage: str) -> bool:
    finding = find(snapshot, question, language)
    first = [match.passage.id for match in finding.matches[:FIRST]]
    return passage in first and not isinstance(finding, Nothing)
