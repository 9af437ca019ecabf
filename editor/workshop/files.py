"""The editors' folder as the workshop may touch it: its YAML files, and nothing beyond them."""

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PASSAGES = "passages"
_NEW_FILE = re.compile(rf"{PASSAGES}/[a-z0-9]+(-[a-z0-9]+)*\.yaml")
_LONGEST_NAME = 80


class UnknownFile(Exception):
    """No such file may be read or written here."""


class NotText(Exception):
    """The file isn't UTF-8, so it can't be shown without being changed."""


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text; `hash` names its exact bytes."""

    text: str
    hash: str


class ChangedMeanwhile(Exception):
    """Somebody has written the file since the text was begun; `theirs` is None if it is gone."""

    def __init__(self, theirs: FileText | None) -> None:
        super().__init__("changed meanwhile")
        self.theirs = theirs


class EditorsFolder:
    """Reads and writes files by name, such as `passages/kris.yaml`.

    A name is only ever looked up among the files that are there, or must have the form of a new
    passage file: so no name leads out of the folder. Symbolic links are left alone.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder.resolve(strict=True)

    def names(self) -> list[str]:
        """Return every file's name, those in `passages/` last."""
        passages = self.path / PASSAGES
        inner = [] if passages.is_symlink() else [f"{PASSAGES}/{n}" for n in _yaml_files(passages)]
        return [*sorted(_yaml_files(self.path)), *sorted(inner)]

    def knows(self, name: str) -> bool:
        """Whether *name* is a file here, or may become one."""
        return name in self.names() or self._may_be_new(name)

    def read(self, name: str) -> FileText:
        """Return the text of a file.

        Raises:
            UnknownFile: there is none of that name.
            NotText: it isn't UTF-8.
        """
        return _decoded(self._bytes(name))

    def current(self, name: str) -> FileText | None:
        """Return the text of a file, or None where there is none (yet, or any more)."""
        if not self.knows(name):
            raise UnknownFile(name)
        return self.read(name) if name in self.names() else None

    def contents(self) -> dict[str, bytes]:
        """Return the bytes of every file, by name."""
        return {name: self._bytes(name) for name in self.names()}

    def write(self, name: str, text: str, *, begun_with: str | None) -> FileText:
        """Write *text*, whole or not at all, unless the file is another than it was begun with.

        Raises:
            UnknownFile: no such file may be written.
            ChangedMeanwhile: the file's hash is no longer *begun_with* (None: there was no file).
        """
        current = self.current(name)
        if (current.hash if current else None) != begun_with:
            raise ChangedMeanwhile(current)
        content = text.encode()
        _replace(self.path / name, content, mode=self._mode(name))
        return FileText(text, hash_of(content))

    def _may_be_new(self, name: str) -> bool:
        passages = self.path / PASSAGES
        return (
            len(name) <= _LONGEST_NAME
            and _NEW_FILE.fullmatch(name) is not None
            and passages.is_dir()
            and not passages.is_symlink()
            and not os.path.lexists(self.path / name)
        )

    def _bytes(self, name: str) -> bytes:
        if name not in self.names():
            raise UnknownFile(name)
        try:
            opened = os.open(self.path / name, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            raise UnknownFile(name) from None
        with open(opened, "rb") as file:
            return file.read()

    def _mode(self, name: str) -> int:
        """Return the permissions of the file, or for a new one those of its neighbours."""
        names = self.names()
        return stat.S_IMODE((self.path / (name if name in names else names[-1])).stat().st_mode)


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _yaml_files(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            is_named_so = entry.name.endswith(".yaml") and not entry.name.startswith(".")
            if is_named_so and entry.is_file(follow_symlinks=False):
                yield entry.name


def _decoded(content: bytes) -> FileText:
    try:
        return FileText(content.decode("utf-8"), hash_of(content))
    except UnicodeDecodeError:
        raise NotText from None


def _replace(path: Path, content: bytes, *, mode: int) -> None:
    """Put *content* in the file's place in one step: a reader sees the old or the new."""
    opened, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with open(opened, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
