"""What a base must pass to be answered from: its checks, a build, and its own test questions.

The start and a reload ask the same of it. What has passed is noted in the cache, so that the next
start needn't ask again: the parsed YAML as JSON lines, since parsing is what takes time at start.
That is good only for the code that accepted it: other code may ask more of a base.

A base that loses a test question isn't answered from. What has been in use may: there the code
has changed.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import orjson

from knowledge.code import code_hash
from knowledge.live.current import CurrentBase
from knowledge.live.own_questions import LOST, check_questions, missed_by
from knowledge.live.versions import BaseStore
from knowledge.search.snapshot import Snapshot, cached_snapshot, snapshot_of, write_cached
from knowledge.source.files import Content, read_content
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
from yamlfile.problem import Faulty, Level, Problem

_END = "end"
"""What the last line says; without it the file was cut short."""

logger = logging.getLogger(__name__)


def accept(
    content: Content,
    cache: Path,
    *,
    was_used: bool = False,
    parser: Parser | None = None,
    processes: int = 1,
) -> list[Problem]:
    """Return all that is wrong with *content*; where nothing is an error, it is in the cache then.

    Of what *was_used* before, questions that are lost are warnings. A *parser* that has read a base
    much like it parses only what differs. It is built by so many *processes*.
    """
    if load_accepted(content, cache) is not None:
        return []
    documents = parse(content, parser)
    base, problems = inspect_content(content, documents)
    if base is None or has_errors(problems):
        return problems
    snapshot = snapshot_of(base, cache, processes=processes)
    found = check_questions(base, missed_by(snapshot, cache), content.folder)
    problems += (_as_warning(each) if was_used and each.code == LOST else each for each in found)
    if not has_errors(problems):
        write_cached(_accepted_path(content, cache), _as_lines(documents))
    return problems


class Accept(Protocol):
    """Does as `accept`, here or in another process."""

    def __call__(self, content: Content, cache: Path, *, was_used: bool) -> list[Problem]: ...


def open_current(store: BaseStore, at: datetime, accepting: Accept = accept) -> CurrentBase:
    """Return what to answer from at start: the version pinned, or published, or else the folder.

    Where reviewers publish, the folder is published as it is when that is turned on.

    Raises:
        Faulty: with every fault of the editors' base.
    """
    pinned = store.versions.pinned()
    if pinned is not None and (kept := _kept_snapshot(store, pinned, accepting)) is not None:
        return CurrentBase(kept, at=at, pinned=True)
    published = store.published()
    if published is not None and (kept := _kept_snapshot(store, published, accepting)) is not None:
        return CurrentBase(kept, at=at)
    content, versions = read_content(store.folder), store.versions.all()
    was_used = store.was_used(content) or not versions
    try:
        snapshot, warnings = _opened(content, store.cache, was_used, accepting)
    except Faulty as faulty:
        only_loses = all(each.code == LOST for each in faulty.problems if each.level is Level.ERROR)
        last = versions[0].hash if versions and only_loses else None
        kept = _kept_snapshot(store, last, accepting) if last else None
        if kept is None:
            raise
        return CurrentBase(kept, at=at)  # the editors are told of the folder by the first reload
    for warning in warnings:
        logger.warning("%s: %s %s", warning.path.name, warning.code, dict(warning.facts))
    store.add_version(content, passages=len(snapshot.passages), at=at)
    if store.publishes:
        store.versions.publish(content.hash)
    return CurrentBase(snapshot, at=at)


def _kept_snapshot(store: BaseStore, content_hash: str, accepting: Accept) -> Snapshot | None:
    """Return the snapshot of a version that has been in use; None where it can't be used."""
    try:
        return _opened(store.versions.read(content_hash), store.cache, True, accepting)[0]
    except Faulty:
        logger.warning("the base %s, which has been in use, can't be used any more", content_hash)
        return None


def _opened(
    content: Content, cache: Path, was_used: bool, accepting: Accept
) -> tuple[Snapshot, list[Problem]]:
    """Return the snapshot of *content*, and what its editors should be warned of."""
    if (known := load_accepted(content, cache)) is not None:
        return known, []
    problems = accepting(content, cache, was_used=was_used)
    if has_errors(problems):
        raise Faulty(problems)
    return load_just_accepted(content, cache), problems


def open_snapshot(
    folder: Path, cache: Path | None = None, parser: Parser | None = None
) -> Snapshot:
    """Return the snapshot of the base in *folder*, whatever its own test questions say.

    A *parser* that has read a base much like it parses only what differs.

    Raises:
        Faulty: with every fault of the base.
    """
    content = read_content(folder)
    return snapshot_of(base_in(content, parse(content, parser)), cache)


def load_accepted(content: Content, cache: Path) -> Snapshot | None:
    """Return the snapshot of *content* where it has been accepted before; it isn't checked anew."""
    documents = _read_lines(_accepted_path(content, cache), content.folder)
    if documents is None:
        return None
    base = base_of(read_shapes(content, documents))
    return cached_snapshot(base, cache) if base else None


def load_just_accepted(content: Content, cache: Path) -> Snapshot:
    """Return the snapshot of *content*, which another process has put into the cache."""
    snapshot = load_accepted(content, cache)
    if snapshot is None:
        raise RuntimeError("what was built of the base is not in the cache")
    return snapshot


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


def _as_warning(problem: Problem) -> Problem:
    return replace(problem, level=Level.WARNING)
