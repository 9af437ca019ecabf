"""A base with everything built from it: what questions are answered from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge import saved
from knowledge.analysis import Glossary
from knowledge.base import Base
from knowledge.evidence import Judge
from knowledge.index import LanguageIndex
from knowledge.language import LanguageGuesser
from knowledge.loader import load
from knowledge.passage import Language, Passage
from knowledge.spelling import Speller


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One immutable state of knowledge; swapped whole when the base changes."""

    base: Base
    passages: tuple[Passage, ...]
    """The index's entries begin with these, in this order; the areas follow."""
    guesser: LanguageGuesser
    indexes: Mapping[Language, LanguageIndex]
    judges: Mapping[Language, Judge]
    spellers: Mapping[Language, Speller]


def open_snapshot(folder: Path, cache: Path | None = None) -> Snapshot:
    """Return the snapshot of the base in *folder*.

    Building takes some ten seconds, so what was built is kept in *cache* under the base's hash.

    Raises:
        Faulty: with every fault of the base.
    """
    base = load(folder)
    built = saved.load(_path(base, cache), Glossary(base.glossary)) if cache else None
    if built is None:
        from knowledge.building import build  # scikit-learn: only where something must be built

        built = build(base)
        if cache:
            saved.save(built, _path(base, cache))
    passages = tuple(base.passages.values())
    return Snapshot(base, passages, built.guesser, built.indexes, built.judges, built.spellers)


def _path(base: Base, cache: Path) -> Path:
    return cache / f"index-{saved.FORMAT}-{base.hash}.npz"
