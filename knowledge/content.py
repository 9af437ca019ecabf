"""What a base's files hold at one moment: hashed, checked, built from and kept as one thing."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

KNOWN_MISSES = "known_misses.yaml"
"""The one file that no answer is made from."""
PASSAGES = "passages"
MAX_FILE_BYTES = 1_000_000
"""A file beyond this is a mistake: the longest of ours holds a fortieth of it."""


@dataclass(frozen=True, slots=True)
class Content:
    """The YAML files of a base by name, and what could not be read of them."""

    folder: Path
    """What the files' names are relative to, for telling where a fault stands."""
    files: Mapping[str, bytes]
    unreadable: Mapping[str, str] = field(default_factory=dict[str, str])
    """Name → the code of the problem it is."""

    @property
    def hash(self) -> str:
        """A short hash of every name and byte that answers are made from."""
        return _hash((name, self.files[name]) for name in self.files if name != KNOWN_MISSES)

    @property
    def state(self) -> str:
        """A short hash of everything: two contents in one state are judged alike."""
        faults = ((name, code.encode()) for name, code in self.unreadable.items())
        return _hash((*self.files.items(), *faults))


def read_content(folder: Path, unsaved: Mapping[str, bytes] | None = None) -> Content:
    """Return what the base in *folder* holds; hidden files are an editor's own business.

    *unsaved* holds the content of files, by name, that are to be taken as if they were saved.

    What can't be read is told in `unreadable`, never left out in silence: a base that lost a file
    to its permissions must not look whole.
    """
    if not folder.is_dir():
        return Content(folder, {}, {"": "folder-missing"})
    root = folder.resolve()
    files: dict[str, bytes] = {}
    unreadable: dict[str, str] = {}
    for path in _paths(folder):
        name = path.relative_to(folder).as_posix()
        content = _read(path, root)
        if isinstance(content, bytes):
            files[name] = content
        else:
            unreadable[name] = content
    for name, content in (unsaved or {}).items():
        files[name] = content
        unreadable.pop(name, None)
    return Content(folder, files, unreadable)


def _paths(folder: Path) -> Iterator[Path]:
    for place in (folder, folder / PASSAGES):
        yield from (path for path in sorted(place.glob("*.yaml")) if path.name[0] != ".")


def _read(path: Path, root: Path) -> bytes | str:
    """Return the bytes in *path*, or the code of what is wrong with it."""
    try:
        if not path.resolve().is_relative_to(root):
            return "file-outside"
        if not path.is_file():
            return "file-missing"
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError:
        return "file-missing"
    return content if len(content) <= MAX_FILE_BYTES else "file-too-large"


def _hash(entries: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(entries):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
