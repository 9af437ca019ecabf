"""The base as it is on disk, with the text that is being written in its file's place."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cachetools import LRUCache
from pydantic import BaseModel, ConfigDict, Field

from editor.saving import EditorsFolder
from knowledge.base import Base
from knowledge.source.files import Content, Unsaved, read_content, write_content
from knowledge.source.loader import Parser, has_errors, inspect_content

MAX_TEXT = 1_000_000
"""Characters of one file; the largest of the base has some fifty thousand."""
BASES = 4
"""How many bases stay in memory: the saved one and those of the latest texts, asked for in turn."""


SAVED: Unsaved = {}
"""Nothing else than what is on disk."""


class Buffer(BaseModel):
    """The text of one file as it is being written."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(max_length=120)
    text: str = Field(max_length=MAX_TEXT)

    @property
    def unsaved(self) -> Unsaved:
        return {self.name: self.text.encode()}


def known_in(folder: EditorsFolder, unsaved: Unsaved) -> Unsaved:
    """Return *unsaved*, to be read as if it were saved.

    Raises:
        NoSuchPlace: no such file may stand in the base.
    """
    for name in unsaved:
        folder.content(name)
    return unsaved


class WorkingCopy:
    """The base in a folder, read with what is unsaved in its place; nothing is ever written."""

    def __init__(self, folder: EditorsFolder, parser: Parser | None = None) -> None:
        """A *parser* that others use as well has parsed most of it already."""
        self._folder = folder
        self._parser = parser or Parser()
        self._loaded: LRUCache[str, Base | None] = LRUCache(BASES)

    @property
    def folder(self) -> Path:
        return self._folder.path

    def known(self, unsaved: Unsaved) -> Unsaved:
        return known_in(self._folder, unsaved)

    def base(self, unsaved: Unsaved = SAVED) -> Base | None:
        """Return the base with *unsaved* in it, or None where it has errors."""
        content = self._content(unsaved)
        if content.state in self._loaded:
            return self._loaded[content.state]
        base, problems = inspect_content(content, self._parser(content))
        usable = None if has_errors(problems) else base
        self._loaded[content.state] = usable
        return usable

    def hash(self, unsaved: Unsaved = SAVED) -> str:
        """Return the hash that the base with *unsaved* in it has, where it has no errors."""
        return self._content(unsaved).hash

    @contextmanager
    def in_place(self, unsaved: Unsaved = SAVED) -> Iterator[Path]:
        """Yield a copy of the base with *unsaved* in it, for another process to read."""
        with tempfile.TemporaryDirectory(prefix="workshop-") as name:
            write_content(self._content(unsaved), Path(name))
            yield Path(name)

    def _content(self, unsaved: Unsaved) -> Content:
        return read_content(self.folder, self.known(unsaved))
