"""Taking what reviewers have published into use when its time has come, if it passes by then."""

import asyncio

from core.clock import Clock
from knowledge.live.acceptance import load_accepted
from knowledge.live.current import problems_as_json
from knowledge.live.reload import Build
from knowledge.live.versions import BaseStore
from knowledge.source.files import Content
from knowledge.source.loader import has_errors, inspect_content
from releases.release_service import ReleaseService
from yamlfile.problem import Problem


class ReleasesDue:
    """Tries what is due as any changed base is tried; the servers follow what is published."""

    def __init__(
        self, service: ReleaseService, store: BaseStore, build: Build, clock: Clock
    ) -> None:
        self._clock = clock
        self._service = service
        self._store = store
        self._build = build

    async def run_once(self) -> int:
        """Publish what is due, or tell why it can't be; return how many there were."""
        release = await self._service.due()
        if release is None:
            return 0
        content = await asyncio.to_thread(self._store.versions.waiting.read, release.base)
        problems = await self._problems_of(content)
        if has_errors(problems):
            await self._service.failed(release, problems_as_json(problems))
            return 1
        snapshot = await asyncio.to_thread(load_accepted, content, self._store.cache)
        if snapshot is None:
            raise RuntimeError("what the worker built of the base is not in the cache")
        passages, versions = len(snapshot.passages), self._store.versions

        def publish() -> None:
            versions.add(content, passages=passages, at=self._clock())
            versions.publish(content.hash)

        await self._service.published(release, publish)
        return 1

    async def _problems_of(self, content: Content) -> list[Problem]:
        if content.unreadable:
            return inspect_content(content)[1]
        was_used = await asyncio.to_thread(self._store.was_used, content)
        return await self._build(content, was_used)
