"""The bases that have been in use, each an archive named by its hash, and the one pinned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from os import utime
from pathlib import Path

from knowledge.live.archive import BadArchive, pack, unpack
from knowledge.source.files import Content
from yamlfile.writing import write_whole

AT_MOST = 30
MAX_ARCHIVE_BYTES = 20_000_000
_HASH = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class BaseVersion:
    """One base that has been in use."""

    hash: str
    used_at: datetime
    """When it was last taken into use."""
    passages: int


class BaseVersions:
    """The folder beside the database; the editors' own folder is never written to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pin = folder / "pinned"

    def keep(self, content: Content, *, passages: int, at: datetime) -> None:
        """Keep *content*, in use from *at* on, and drop what has been out of use the longest."""
        path = self.folder / f"{content.hash}-{passages}.zip"
        if not path.exists():
            archived = pack(content)
            write_whole(path, archived)
        utime(path, (at.timestamp(), at.timestamp()))
        pinned = self.pinned()
        for old in self.all()[AT_MOST:]:
            if old.hash != pinned:
                self._path(old).unlink(missing_ok=True)

    def all(self) -> list[BaseVersion]:
        """Return every base kept, the last used first."""
        return sorted(self._found(), key=lambda kept: (kept.used_at, kept.hash), reverse=True)

    def read(self, content_hash: str) -> Content:
        """Return the files of a base kept; where it can't be had, that is its one fault."""
        kept = next((kept for kept in self._found() if kept.hash == content_hash), None)
        if kept is None:
            return _unreadable(content_hash, "base-not-kept")
        try:
            with self._path(kept).open("rb") as file:
                archived = file.read(MAX_ARCHIVE_BYTES + 1)
            content = unpack(archived, Path())
        except (OSError, BadArchive):
            return _unreadable(content_hash, "base-damaged")
        if len(archived) > MAX_ARCHIVE_BYTES or content.hash != content_hash:
            return _unreadable(content_hash, "base-damaged")
        return content

    def pin(self, content_hash: str) -> None:
        """Have the server answer from a base kept until it is unpinned."""
        write_whole(self._pin, content_hash.encode())

    def unpin(self) -> None:
        self._pin.unlink(missing_ok=True)

    def pinned(self) -> str | None:
        """Return the hash of the base pinned; whatever else stands in the file, cut short."""
        try:
            with self._pin.open("rb") as file:
                return file.read(40).decode("utf-8", "replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _found(self) -> Iterator[BaseVersion]:
        for path in self.folder.glob("*.zip"):
            content_hash, _, passages = path.stem.partition("-")
            if _HASH.fullmatch(content_hash) and passages.isdecimal():
                used_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                yield BaseVersion(content_hash, used_at, int(passages))

    def _path(self, kept: BaseVersion) -> Path:
        return self.folder / f"{kept.hash}-{kept.passages}.zip"


def _unreadable(content_hash: str, code: str) -> Content:
    return Content(Path(), {}, {f"{content_hash}.zip": code})
