"""Writing a file of the base: whole or not at all, nowhere else, and never over another's work."""

import os
import shutil
from pathlib import Path, PurePosixPath

from knowledge.files import kind_of


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
    """The file isn't as it was when it was read."""

    code = "changed_meanwhile"


def content_of(folder: Path, name: str) -> bytes | None:
    """Return the content of the file *name* in *folder*; None where there is no such file.

    Raises:
        NoSuchPlace: where the file isn't one of the base.
    """
    path = place_of(folder, name)
    return path.read_bytes() if path.exists() else None


def save(folder: Path, name: str, content: bytes, *, seen: bytes | None) -> None:
    """Write *content*, where the file still is as *seen*; None for one that wasn't there.

    Raises:
        NotSaved: when it isn't, or the file isn't one of the base.
    """
    path = place_of(folder, name)
    if content_of(folder, name) != seen:
        raise ChangedMeanwhile(name)
    beginning = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beginning.write_bytes(content)
        if seen is not None:
            shutil.copymode(path, beginning)
        beginning.replace(path)
    finally:
        beginning.unlink(missing_ok=True)


def place_of(folder: Path, name: str) -> Path:
    """Return where the file *name* stands, once it is sure that it stands within *folder*.

    Raises:
        NoSuchPlace: where the file isn't one of the base.
    """
    pure = PurePosixPath(name)
    path = folder.resolve() / pure
    if ".." in pure.parts or kind_of(pure) is None or path.resolve() != path:
        raise NoSuchPlace(name)
    return path
