"""Take a changed base into use while questions are answered, or go on with the one in use.

A change is noticed at once when a file changes, and now and then all the same.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from watchfiles import awatch  # pyright: ignore[reportUnknownVariableType] -- anyio is optional

from core.clock import is_ahead, utc_now
from knowledge.live.acceptance import is_accepted, load_just_accepted
from knowledge.live.current import BaseRefused, BaseSwapped, CurrentBase, Editors, News
from knowledge.live.versions import BaseStore, Target
from knowledge.source.files import Content
from knowledge.source.loader import has_errors
from telemetry.failures import log_failure
from yamlfile.problem import Place, Problem

RETRY = timedelta(minutes=1)
"""After a failure that isn't the base's own, before the same is tried again."""
SETTLING_SECONDS = 0.3
"""How long a folder must be unchanged to be taken for whole: editors save in several steps."""
POLL_SECONDS = 5.0
"""Network file systems report no changes; neither does a link that is pointed elsewhere."""
QUIET_MS = 200
"""How long no file may change before the change is worth a check."""

Build = Callable[[Content, bool], Awaitable[list[Problem]]]
"""Returns all that is wrong with a base, and whether it was used before decides how bad that is;
where nothing is an error, it is in the cache then."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Failure:
    """A state that could not be tried, and when to try it again."""

    state: str
    retry_at: datetime


class Reload:
    """Checks what should be in use, and takes it into use when it is good."""

    def __init__(
        self,
        live: CurrentBase,
        store: BaseStore,
        build: Build,
        editors: Editors,
        *,
        clock: Callable[[], datetime] = utc_now,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._live = live
        self._store = store
        self._build = build
        self._editors = editors
        self._clock = clock
        self._pause = pause
        self._decided: str | None = None
        self._failure: _Failure | None = None

    @asynccontextmanager
    async def following(self, changes: AsyncGenerator[None]) -> AsyncGenerator[None]:
        """Check at each of *changes*, until the context is left."""
        task = asyncio.create_task(self._follow(changes))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _follow(self, changes: AsyncGenerator[None]) -> None:
        async with aclosing(changes):
            async for _ in changes:
                await self.check()

    async def check(self) -> None:
        """Decide on what should be in use, unless that has been done; never raise."""
        state = ""
        try:
            target = await self._settled()
            state = target.state
            if state != self._decided and not self._has_just_failed(state):
                await self._decide(target)
                self._decided, self._failure = state, None
        except Exception:  # an edge: whatever happens here, questions are answered
            if not self._has_just_failed(state):
                error_id = log_failure(logger, "a change of the base could not be judged")
                await self._fail(state, error_id)

    async def _settled(self) -> Target:
        """Return what should be in use, once two readings agree."""
        before = await asyncio.to_thread(self._store.target)
        while before.state != self._decided:
            await self._pause(SETTLING_SECONDS)
            target = await asyncio.to_thread(self._store.target)
            if target.state == before.state:
                return target
            before = target
        return before

    async def _decide(self, target: Target) -> None:
        content, in_use = target.content, self._live.current.base.hash
        is_in_use = content.hash == in_use and not content.unreadable
        if is_in_use and is_accepted(content, self._store.cache):
            self._live.confirm(pinned=target.pinned)
            return
        was_used = is_in_use or await asyncio.to_thread(self._store.was_used, content)
        problems = await self._build(content, was_used)
        if has_errors(problems):
            logger.warning("a change of the base is refused: %d problems", len(problems))
            await self._refuse(problems)
        elif is_in_use:  # only the list of known misses differs, which no answer depends on
            self._live.confirm(pinned=target.pinned)
        else:
            await self._swap(target, problems)

    async def _swap(self, target: Target, warnings: list[Problem]) -> None:
        content, at = target.content, self._clock()
        snapshot = await asyncio.to_thread(load_just_accepted, content, self._store.cache)
        previous = self._live.current.base.hash
        self._live.swap(snapshot, at=at, pinned=target.pinned)
        logger.info("answering from base %s instead of %s", content.hash, previous)
        passages = len(snapshot.passages)
        await asyncio.to_thread(self._store.add_version, content, passages=passages, at=at)
        await self._tell(BaseSwapped(content.hash, previous, target.pinned, tuple(warnings)))

    async def _refuse(self, problems: list[Problem]) -> None:
        self._live.refuse(tuple(problems))
        await self._tell(BaseRefused(self._live.current.base.hash, tuple(problems)))

    def _has_just_failed(self, state: str) -> bool:
        failure, now = self._failure, self._clock()
        if failure is None or failure.state != state:
            return False
        return now < failure.retry_at and not is_ahead(failure.retry_at - RETRY, now)

    async def _fail(self, state: str, number: str) -> None:
        """Tell once of a failure that isn't the base's own, by the *number* it is logged with."""
        is_new = self._failure is None or self._failure.state != state
        self._decided, self._failure = None, _Failure(state, self._clock() + RETRY)
        if is_new:
            await self._refuse([Problem(Path(), Place(), "reload-failed", {"number": number})])

    async def _tell(self, news: News) -> None:
        try:
            await self._editors.tell(news)
        except Exception:  # an edge: news that can't be told must not undo what it tells of
            log_failure(logger, "the editors could not be told: %s", type(news).__name__)


async def changes_in(*folders: Path, every: float = POLL_SECONDS) -> AsyncGenerator[None]:
    """Yield whenever something may have changed in *folders*, without end.

    A folder that is missing, or replaced by another of its name, is found again.
    """
    while True:
        try:
            async with aclosing(_until_replaced(folders, every)) as changes:
                async for _ in changes:
                    yield
        except (OSError, RuntimeError):  # one is missing, or the system has no watches left
            await asyncio.sleep(every)
            yield


async def _until_replaced(folders: tuple[Path, ...], every: float) -> AsyncGenerator[None]:
    watched = _identities(folders)
    changes = awatch(
        *folders,
        watch_filter=None,
        step=QUIET_MS,
        rust_timeout=int(every * 1000),
        yield_on_timeout=True,
    )
    async with aclosing(changes):
        async for _ in changes:
            yield
            if _identities(folders) != watched:
                return


def _identities(folders: tuple[Path, ...]) -> list[tuple[int, int]]:
    states = [folder.stat() for folder in folders]
    return [(state.st_dev, state.st_ino) for state in states]
