"""What a base must pass to be answered from: its checks, a build, and its own questions.

The start and a reload ask the same of it. What has passed is remembered in the cache, so that
the next start need not ask again.
"""

from pathlib import Path

from knowledge.live import parsed
from knowledge.live.own_questions import judged
from knowledge.search.snapshot import Snapshot, cached_snapshot, snapshot_of
from knowledge.source.files import Content
from knowledge.source.loader import has_errors, inspect_content, load, parse
from yamlfile.problem import Faulty, Problem


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
    known = remembered(content, cache)
    if known is not None:
        return known, []
    documents = parse(content)
    base, problems = inspect_content(content, documents)
    if base is None or has_errors(problems):
        raise Faulty(problems)
    snapshot = snapshot_of(base, cache)
    problems += judged(snapshot, content.folder)
    if has_errors(problems):
        raise Faulty(problems)
    parsed.save(documents, parsed.path_of(content, cache))
    return snapshot, problems


def remembered(content: Content, cache: Path) -> Snapshot | None:
    """Return the snapshot of *content* where it has been admitted before."""
    documents = parsed.load(parsed.path_of(content, cache), content.folder)
    if documents is None:
        return None
    base, problems = inspect_content(content, documents)
    return cached_snapshot(base, cache) if base and not has_errors(problems) else None


def is_accepted(content: Content, cache: Path) -> bool:
    """Say whether *content* has been admitted before, without reading it."""
    return parsed.path_of(content, cache).exists()
