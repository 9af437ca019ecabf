"""A text as it is being written, among the other files as they are on disk."""

import hashlib
import tempfile
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from editor.workshop.files import EditorsFolder, UnknownFile
from knowledge.base import Base
from knowledge.loader import load
from yamlfile.problem import Faulty

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
    """Puts a draft in its place in a copy of the folder; the folder itself is never touched."""

    def __init__(self, files: EditorsFolder) -> None:
        self._files = files
        self._loaded: OrderedDict[str, Base | None] = OrderedDict()

    @contextmanager
    def in_place(self, draft: Draft | None) -> Iterator[Path]:
        """Yield a folder that holds the base with *draft* in it, for as long as it is used.

        Raises:
            UnknownFile: the draft is of no file that may stand in the base.
        """
        with tempfile.TemporaryDirectory(prefix="workshop-") as name:
            folder = Path(name)
            (folder / "passages").mkdir()
            for file, content in self._contents(draft).items():
                (folder / file).write_bytes(content)
            yield folder

    def base(self, draft: Draft | None) -> Base | None:
        """Return the base with *draft* in it, or None where it has errors."""
        key = _key(self._contents(draft))
        if key not in self._loaded:
            self._loaded[key] = self._load(draft)
            if len(self._loaded) > REMEMBERED:
                self._loaded.popitem(last=False)
        return self._loaded[key]

    def _load(self, draft: Draft | None) -> Base | None:
        with self.in_place(draft) as folder:
            try:
                return load(folder)
            except Faulty:
                return None

    def _contents(self, draft: Draft | None) -> dict[str, bytes]:
        contents = self._files.contents()
        if draft is not None:
            if not self._files.knows(draft.name):
                raise UnknownFile(draft.name)
            contents[draft.name] = draft.text.encode()
        return contents


def _key(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(contents.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
