"""A text as it is being written, among the other files as they are on disk."""

import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from editor.saving import EditorsFolder
from knowledge.base import Base
from knowledge.source.files import FOLDERS, Content, read_content
from knowledge.source.loader import has_errors, inspect_content

MAX_TEXT = 1_000_000
"""Characters of one file; the largest of the base has some fifty thousand."""
REMEMBERED = 4
"""How many bases are kept: the saved one and the newest drafts, which are asked for in turn."""


class Draft(BaseModel):
    """The text of one file, saved or not."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(max_length=120)
    text: str = Field(max_length=MAX_TEXT)


class Drafts:
    """Reads the base with a draft in its place; the folder itself is never touched."""

    def __init__(self, folder: EditorsFolder) -> None:
        self._folder = folder
        self._loaded: OrderedDict[str, Base | None] = OrderedDict()

    @property
    def folder(self) -> Path:
        return self._folder.path

    def unsaved(self, draft: Draft | None) -> dict[str, bytes]:
        """Return *draft* as a file that is to be taken as if it were saved.

        Raises:
            NoSuchPlace: the draft is of no file that may stand in the base.
        """
        if draft is None:
            return {}
        self._folder.content(draft.name)
        return {draft.name: draft.text.encode()}

    def base(self, draft: Draft | None) -> Base | None:
        """Return the base with *draft* in it, or None where it has errors."""
        content = self._content(draft)
        if content.state not in self._loaded:
            base, problems = inspect_content(content)
            self._loaded[content.state] = None if has_errors(problems) else base
            if len(self._loaded) > REMEMBERED:
                self._loaded.popitem(last=False)
        return self._loaded[content.state]

    @contextmanager
    def in_place(self, draft: Draft | None) -> Iterator[Path]:
        """Yield a copy of the base with *draft* in it, for another process to read."""
        with tempfile.TemporaryDirectory(prefix="workshop-") as name:
            copy = Path(name)
            for folder in FOLDERS:
                (copy / folder).mkdir(exist_ok=True)
            for file, content in self._content(draft).files.items():
                (copy / file).write_bytes(content)
            yield copy

    def _content(self, draft: Draft | None) -> Content:
        return read_content(self.folder, self.unsaved(draft))
