"""The index that questions are answered from on the page: the newest that has been built.

Building takes seconds, so it is done by a process of its own, and only for a text somebody wants
to put questions to. Until it is there, the one before answers, and the page says so.
"""

import asyncio
from collections import deque
from datetime import datetime
from pathlib import Path

from editor.workshop.drafts import Draft, Drafts
from knowledge.base import Base
from knowledge.live.acceptance import open_snapshot
from knowledge.live.build_worker import worker_lines
from knowledge.search.snapshot import Snapshot

WORKER = "editor.workshop.worker"
KEPT = 4
"""How many indexes of drafts are kept on disk; each is some ten megabytes."""


class Search:
    """Keeps the newest snapshot, and sees to it that old drafts' indexes don't fill the disk."""

    def __init__(self, drafts: Drafts, cache: Path) -> None:
        self._drafts = drafts
        self.cache = cache
        self._one_at_a_time = asyncio.Lock()
        self._of_drafts: deque[str] = deque()
        self.snapshot: Snapshot | None = None
        self.built_at: datetime | None = None

    async def prepare(self, draft: Draft | None, base: Base) -> None:
        """See to it that *draft*, whose base is *base*, has an index in the cache."""
        async with self._one_at_a_time:
            if any(self.cache.glob(f"index-*-{base.hash}.npz")):
                return
            with self._drafts.in_place(draft) as folder:
                self._remember(base.hash)
                async for _ in worker_lines(WORKER, "build", folder, self.cache):
                    pass

    async def use(self, draft: Draft | None, base: Base) -> None:
        """Answer questions from *draft* from now on."""
        if self.snapshot is not None and self.snapshot.base.hash == base.hash:
            return
        await self.prepare(draft, base)
        with self._drafts.in_place(draft) as folder:
            self.snapshot = await asyncio.to_thread(open_snapshot, folder, self.cache)
        self.built_at = datetime.now().astimezone()

    def forget_drafts(self) -> None:
        """Remove the indexes of all drafts but of the one that has been saved: the bot wants it."""
        while self._of_drafts:
            self._remove(self._of_drafts.popleft())

    def _remember(self, base_hash: str) -> None:
        if base_hash not in self._of_drafts:
            self._of_drafts.append(base_hash)
        if len(self._of_drafts) > KEPT:
            self._remove(self._of_drafts.popleft())

    def _remove(self, base_hash: str) -> None:
        saved = self._drafts.base(None)
        if saved is not None and saved.hash == base_hash:
            return
        # With its ending: a build that was broken off may have left half a file.
        for file in self.cache.glob(f"index-*-{base_hash}.npz*"):
            file.unlink(missing_ok=True)
