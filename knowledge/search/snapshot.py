"""A base with everything built from it: what questions are answered from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.base import Base
from knowledge.passage import Language, Passage
from knowledge.search import index_file
from knowledge.search.analysis import Glossary
from knowledge.search.confidence import Classifier
from knowledge.search.index import LanguageIndex
from knowledge.search.language import LanguageGuesser
from knowledge.search.question_text import Speller
from knowledge.source.loader import load


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One immutable state of knowledge; swapped whole when the base changes."""

    base: Base
    passages: tuple[Passage, ...]
    """The index's entries begin with these, in this order; the areas follow."""
    guesser: LanguageGuesser
    indexes: Mapping[Language, LanguageIndex]
    judges: Mapping[Language, Classifier]
    spellers: Mapping[Language, Speller]


def open_snapshot(folder: Path, cache: Path | None = None) -> Snapshot:
    """Return the snapshot of the base in *folder*.

    Building takes some seconds, so what was built is kept in *cache* under the base's hash.

    Raises:
        Faulty: with every fault of the base.
    """
    return snapshot_of(load(folder), cache)


def snapshot_of(base: Base, cache: Path | None = None) -> Snapshot:
    """Return the snapshot of *base*, read from the cache or built."""
    snapshot = remembered_snapshot(base, cache) if cache else None
    if snapshot is None:
        from knowledge.search.build import build

        built = build(base)
        if cache:
            index_file.save(built, _path(base, cache))
        snapshot = _joined(base, built)
    return snapshot


def remembered_snapshot(base: Base, cache: Path) -> Snapshot | None:
    """Return the snapshot of *base* where its index is in the cache."""
    built = index_file.load(_path(base, cache), Glossary(base.glossary))
    return _joined(base, built) if built else None


def _joined(base: Base, built: index_file.Built) -> Snapshot:
    passages = tuple(base.passages.values())
    return Snapshot(base, passages, built.guesser, built.indexes, built.judges, built.spellers)


def _path(base: Base, cache: Path) -> Path:
    return cache / f"index-{index_file.FORMAT}-{base.hash}.npz"
