"""The editors' folder as their tools may touch it: its own files, and nothing beyond them.

A file is written whole or not at all, and never over another's work.
"""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from editor.workshop import names
from knowledge.source.files import FILE_KINDS, FOLDERS, PASSAGES, names_in
from yamlfile.writing import write_whole

_NEW_FILE = re.compile(rf"({'|'.join(filter(None, FOLDERS))})/[a-z0-9]+(-[a-z0-9]+)*\.yaml")
_LONGEST_NAME = 80


class NotSaved(Exception):
    """The file was left as it is."""

    code = "not_saved"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} was not saved")
        self.name = name


class NoSuchPlace(NotSaved):
    """The name isn't that of a file of the base, or a link leads elsewhere."""

    code = "no_such_place"


class ChangedMeanwhile(NotSaved):
    """The file isn't as it was when it was read; `theirs` is None where it is gone."""

    code = "changed_meanwhile"

    def __init__(self, name: str, theirs: bytes | None) -> None:
        super().__init__(name)
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a file is to hold, and what it held when it was seen; None for no file."""

    name: str
    content: bytes | None
    seen: bytes | None


class EditorsFolder:
    """Reads and writes files by name, such as `passages/kris.yaml`.

    A name is only ever looked up among the files that are there, or must be that of a file that a
    base may get: so no name leads out of the folder. Symbolic links are left alone.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder.resolve()

    def names(self) -> list[str]:
        """Return every file's name, those in `passages/` last."""
        return list(self._own())

    def content(self, name: str) -> bytes | None:
        """Return what the file *name* holds, or None where there is none (yet, or any more).

        Raises:
            NoSuchPlace: where no such file may stand in the base.
        """
        if name not in self._own():
            if not self._may_be_new(name):
                raise NoSuchPlace(name)
            return None
        try:
            opened = os.open(self.path / name, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            raise NoSuchPlace(name) from None
        with open(opened, "rb") as file:
            return file.read()

    def file_with(self, passage: str) -> str | None:
        """Return the name of the file that *passage* stands in.

        Raises:
            NoSuchPlace: where a file of passages has become a link.
        """
        for name in PASSAGES.names(self.names()):
            found = names.names_in({name: self.content(name) or b""}, "sv").passages
            if any(each.id == passage for each in found):
                return name
        return None

    def save(self, name: str, content: bytes, *, seen: bytes | None) -> None:
        """Write *content*, where the file still is as *seen*; None for one that wasn't there.

        Raises:
            NotSaved: when it isn't, or no such file may stand in the base.
        """
        self.save_together([FileChange(name, content, seen)])

    def save_together(self, changes: Sequence[FileChange]) -> None:
        """Make all *changes*, or none where one of them can't be made.

        Raises:
            NotSaved: when a file isn't as it was seen, or may not stand in the base.
        """
        for change in changes:
            now = self.content(change.name)
            if now != change.seen:
                raise ChangedMeanwhile(change.name, now)
        modes = {change.name: self._mode(change.name) for change in changes}
        made: list[FileChange] = []
        try:
            for change in changes:
                self._write(change.name, change.content, modes[change.name])
                made.append(change)
        except OSError:
            for change in reversed(made):
                self._write(change.name, change.seen, modes[change.name])
            raise

    def _write(self, name: str, content: bytes | None, mode: int) -> None:
        if content is None:
            (self.path / name).unlink(missing_ok=True)
        else:
            write_whole(self.path / name, content, mode=mode)

    def _own(self) -> Iterator[str]:
        for name in names_in(self.path):
            path = self.path / name
            if path.is_file() and path.resolve() == path:
                yield name

    def _may_be_new(self, name: str) -> bool:
        path = self.path / name
        return (
            _is_new_name(name)
            and (path.parent.is_dir() or not os.path.lexists(path.parent))
            and path.resolve() == path
            and not os.path.lexists(path)
        )

    def _mode(self, name: str) -> int:
        """Return the permissions of the file, or for a new one those of its neighbours."""
        own = self.names()
        like = name if name in own else next(reversed(own), None)
        return stat.S_IMODE((self.path / like).stat().st_mode) if like else 0o644


def _is_new_name(name: str) -> bool:
    if any(kind.optional and kind.names(()) == [name] for kind in FILE_KINDS):
        return True
    return len(name) <= _LONGEST_NAME and _NEW_FILE.fullmatch(name) is not None
