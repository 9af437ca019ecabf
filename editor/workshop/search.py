"""The index that questions are answered from on the page: the newest that has been built.

Building takes seconds, so it is done by a process of its own, and only for a text somebody wants
to put questions to. Until it is there, the one before answers, and the page says so.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from editor.workshop.working_copy import WorkingCopy
from knowledge.live.worker import worker_lines
from knowledge.search.snapshot import index_path
from knowledge.source.files import Unsaved

WORKER = "editor.workshop.worker"
INDEXES = 4
"""How many indexes of unsaved texts stay on disk; each is some ten megabytes."""


@dataclass(frozen=True, slots=True)
class NewestIndex:
    """What the newest index was built of, and when."""

    unsaved: Unsaved
    hash: str
    at: datetime


class Search:
    """Knows the newest index, and removes the indexes of texts that were never saved."""

    def __init__(self, copy: WorkingCopy, cache: Path) -> None:
        self._copy = copy
        self.cache = cache
        self._one_at_a_time = asyncio.Lock()
        self._one_worker = asyncio.Lock()
        self._built: deque[str] = deque()
        self.built: NewestIndex | None = None

    async def prepare(self, unsaved: Unsaved) -> None:
        """Build the index of the base with *unsaved* in it, unless it is in the cache."""
        async with self._one_at_a_time:
            base_hash = await asyncio.to_thread(self._copy.hash, unsaved)
            if index_path(self.cache, base_hash).exists():
                return
            with self._copy.in_place(unsaved) as folder:
                self._remember(base_hash)
                async for _ in self.lines("build", folder, self.cache):
                    pass

    async def lines(self, *arguments: str | Path, secret: str = "") -> AsyncGenerator[bytes, None]:
        """Yield what a worker tells; there is one at a time, whoever asks."""
        async with (
            self._one_worker,
            aclosing(worker_lines(WORKER, *arguments, secret=secret)) as all_,
        ):
            async for each in all_:
                yield each

    async def use(self, unsaved: Unsaved) -> None:
        """Answer questions from the base with *unsaved* in it from now on."""
        base_hash = await asyncio.to_thread(self._copy.hash, unsaved)
        if self.built is None or self.built.hash != base_hash:
            await self.prepare(unsaved)
            self.built = NewestIndex(unsaved, base_hash, datetime.now().astimezone())

    def remove_unsaved(self) -> None:
        """Remove every index but that of the saved base, which the bot will use."""
        while self._built:
            self._remove(self._built.popleft())

    def _remember(self, base_hash: str) -> None:
        if base_hash not in self._built:
            self._built.append(base_hash)
        if len(self._built) > INDEXES:
            self._remove(self._built.popleft())

    def _remove(self, base_hash: str) -> None:
        if self._copy.hash() == base_hash:
            return
        index_path(self.cache, base_hash).unlink(missing_ok=True)
