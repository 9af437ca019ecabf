"""The editors' folder, the versions that have been in use, and which of them should be in use."""

import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from os import utime
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.source.files import Content, is_within_limits, read_content, write_content
from yamlfile.writing import write_whole

MAX_VERSIONS = 30
_NAME = re.compile(r"([0-9a-f]{16})-([0-9]+)")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BaseVersion:
    hash: str
    used_at: datetime
    """When it was last taken into use."""
    passages: int

    @property
    def name(self) -> str:
        return f"{self.hash}-{self.passages}"


class BaseVersions:
    """A folder beside the database, with a folder for each version, and which one is pinned.

    Where reviewers publish, it also says which one is published, and holds those that wait for it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pin = folder / "pinned"
        self._published = folder / "published"

    def add(self, content: Content, *, passages: int, at: datetime) -> None:
        """Store *content*, in use from *at* on, and drop what has been out of use the longest."""
        path = self.folder / BaseVersion(content.hash, at, passages).name
        if path.exists() and read_content(path).state != content.state:
            shutil.rmtree(path)  # it differs in what no answer depends on
        if not path.exists():
            self._store(content, path)
        utime(path, (at.timestamp(), at.timestamp()))
        needed = (self.pinned(), self.published())
        for old in self.all()[MAX_VERSIONS:]:
            if old.hash not in needed:
                shutil.rmtree(self.folder / old.name, ignore_errors=True)

    def all(self) -> list[BaseVersion]:
        """Return every version, the last used first."""
        return sorted(self._found(), key=lambda each: (each.used_at, each.hash), reverse=True)

    def read(self, content_hash: str) -> Content:
        """Return the files of a version; where it can't be had, that is its one fault."""
        version = next((each for each in self._found() if each.hash == content_hash), None)
        if version is None:
            return _unreadable(content_hash, "base-not-kept")
        folder = self.folder / version.name
        content = replace(read_content(folder), folder=Path())
        is_whole = is_within_limits(content) and not content.unreadable
        if not is_whole or content.hash != content_hash:
            return _unreadable(content_hash, "base-damaged")
        return content

    def pin(self, content_hash: str) -> None:
        """Have the server answer from a version until it is unpinned."""
        write_whole(self._pin, content_hash.encode())

    def unpin(self) -> None:
        self._pin.unlink(missing_ok=True)

    def pinned(self) -> str | None:
        """Return the hash of the version pinned; whatever else stands in the file, cut short."""
        return _named_in(self._pin)

    def publish(self, content_hash: str) -> None:
        """Have the servers that follow what is published answer from a version."""
        write_whole(self._published, content_hash.encode())

    def published(self) -> str | None:
        """Return the hash of the version published, likewise."""
        return _named_in(self._published)

    @property
    def waiting(self) -> "BaseVersions":
        """Return what has been saved to be published, and has not been in use."""
        return BaseVersions(self.folder / "waiting")

    def _store(self, content: Content, path: Path) -> None:
        """Write *content* to a folder that appears at *path* only once it is whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".", dir=self.folder) as beside:
            folder = Path(beside) / path.name
            write_content(content, folder)
            folder.replace(path)

    def _found(self) -> Iterator[BaseVersion]:
        for path in self.folder.glob("*-*"):
            name = _NAME.fullmatch(path.name)
            if name and path.is_dir():
                used_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                yield BaseVersion(name[1], used_at, int(name[2]))


def _named_in(file: Path) -> str | None:
    try:
        with file.open("rb") as opened:
            return opened.read(40).decode("utf-8", "replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _unreadable(content_hash: str, code: str) -> Content:
    return Content(Path(), {}, {content_hash: code})


@dataclass(frozen=True, slots=True)
class Target:
    """The content that should be in use; its problems have paths relative to the base."""

    content: Content
    pinned: bool

    @property
    def state(self) -> str:
        return f"{self.content.state}{' pinned' if self.pinned else ''}"


@dataclass(frozen=True, slots=True)
class BaseStore:
    """The editors' folder, which is never written to, the cache, and the versions."""

    folder: Path
    cache: Path
    versions: BaseVersions
    publishes: bool = False
    """Whether what stands in the folder is used once reviewers publish it, and not before."""

    def target(self) -> Target:
        """Return the version pinned, or published, or else what stands in the editors' folder."""
        pinned = self.versions.pinned()
        if pinned is not None:
            return Target(self.versions.read(pinned), pinned=True)
        published = self.published()
        if published is not None:
            return Target(self.versions.read(published), pinned=False)
        return Target(replace(read_content(self.folder), folder=Path()), pinned=False)

    def published(self) -> str | None:
        """Return the hash of the version published; None where the folder is followed."""
        return self.versions.published() if self.publishes else None

    def was_used(self, content: Content) -> bool:
        """Whether *content* has been answered from, as far back as versions are kept."""
        return any(each.hash == content.hash for each in self.versions.all())

    def add_version(self, content: Content, *, passages: int, at: datetime) -> None:
        """Store a base taken into use; where that fails the bot goes on without."""
        try:
            self.versions.add(content, passages=passages, at=at)
        except OSError as error:
            logger.error("base %s can't be kept for going back to: %s", content.hash, error)
