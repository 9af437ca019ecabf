"""Take a changed base into use while questions are answered, or go on with the one in use."""

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from knowledge.live.acceptance import is_accepted, remembered
from knowledge.live.current import CurrentBase
from knowledge.live.news import BaseRefused, BaseSwapped, Editors, News
from knowledge.live.places import Places, Wanted
from knowledge.source.files import Content
from knowledge.source.loader import has_errors, inspect_content
from yamlfile.problem import Place, Problem

RETRY = timedelta(minutes=1)
"""How long a failure that isn't the base's own is left alone before the same is tried again."""
SETTLING_SECONDS = 0.3
"""How long a folder must stand still to be taken for whole: editors save in several strokes."""

Trial = Callable[[Content], Awaitable[list[Problem]]]
"""Says all that is wrong with a base; where nothing is an error, it is in the cache afterwards."""

logger = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Failure:
    """A state that could not be judged, and when to try it again."""

    state: str
    retry_at: datetime


class Reload:
    """Looks at what should be in use, and takes it into use when it is good."""

    def __init__(
        self,
        live: CurrentBase,
        places: Places,
        trial: Trial,
        editors: Editors,
        *,
        clock: Callable[[], datetime] = _now,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._live = live
        self._places = places
        self._trial = trial
        self._editors = editors
        self._clock = clock
        self._pause = pause
        self._decided: str | None = None
        self._failure: _Failure | None = None

    @asynccontextmanager
    async def following(self, looks: AsyncGenerator[None]) -> AsyncIterator[None]:
        """Look each time *looks* says so, until the context is left."""
        task = asyncio.create_task(self._follow(looks))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _follow(self, looks: AsyncGenerator[None]) -> None:
        async with aclosing(looks):
            async for _ in looks:
                await self.look()

    async def look(self) -> None:
        """Decide on what should be in use, unless that has been done; never raise."""
        state = ""
        try:
            wanted = await self._settled()
            state = wanted.state
            if state != self._decided and not self._is_left_alone(state):
                await self._decide(wanted)
                self._decided, self._failure = state, None
        except Exception:  # an edge: whatever happens here, questions are answered
            await self._fail(state)

    async def _settled(self) -> Wanted:
        """Return what should be in use, once two readings agree."""
        before = await asyncio.to_thread(self._places.wanted)
        while before.state != self._decided:
            await self._pause(SETTLING_SECONDS)
            wanted = await asyncio.to_thread(self._places.wanted)
            if wanted.state == before.state:
                return wanted
            before = wanted
        return before

    async def _decide(self, wanted: Wanted) -> None:
        content, in_use = wanted.content, self._live.current.base.hash
        is_in_use = content.hash == in_use and not content.unreadable
        if is_in_use and is_accepted(content, self._places.cache):
            self._live.keep(pinned=wanted.pinned)
            return
        problems = await self._problems_of(content)
        if has_errors(problems):
            logger.warning("a change of the base is refused: %d problems", len(problems))
            await self._refuse(problems)
        elif is_in_use:  # only the list of known misses differs, which no answer depends on
            self._live.keep(pinned=wanted.pinned)
        else:
            await self._swap(wanted, problems)

    async def _problems_of(self, content: Content) -> list[Problem]:
        if not content.unreadable:
            return await self._trial(content)
        _, problems = await asyncio.to_thread(inspect_content, content)
        return problems

    async def _swap(self, wanted: Wanted, warnings: list[Problem]) -> None:
        content, at = wanted.content, self._clock()
        snapshot = await asyncio.to_thread(remembered, content, self._places.cache)
        if snapshot is None:
            raise RuntimeError("what the trial of the base built is not in the cache")
        previous = self._live.current.base.hash
        self._live.swap(snapshot, at=at, pinned=wanted.pinned)
        logger.info("answering from base %s instead of %s", content.hash, previous)
        await asyncio.to_thread(self._places.keep, content, len(snapshot.passages), at)
        await self._tell(BaseSwapped(content.hash, previous, wanted.pinned, tuple(warnings)))

    async def _refuse(self, problems: list[Problem]) -> None:
        self._live.refuse(tuple(problems))
        await self._tell(BaseRefused(self._live.current.base.hash, tuple(problems)))

    def _is_left_alone(self, state: str) -> bool:
        failure = self._failure
        return failure is not None and failure.state == state and self._clock() < failure.retry_at

    async def _fail(self, state: str) -> None:
        """Log a failure that isn't the base's own, and tell of it once."""
        if self._is_left_alone(state):
            return
        is_new = self._failure is None or self._failure.state != state
        number = secrets.token_hex(4)
        logger.exception("failure %s: a change of the base could not be judged", number)
        self._decided, self._failure = None, _Failure(state, self._clock() + RETRY)
        if is_new:
            await self._refuse([Problem(Path(), Place(), "reload-failed", {"number": number})])

    async def _tell(self, news: News) -> None:
        try:
            await self._editors.tell(news)
        except Exception:  # an edge: news that can't be told must not undo what it tells of
            logger.exception("the editors could not be told: %s", type(news).__name__)
