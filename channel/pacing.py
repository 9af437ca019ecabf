"""How fast we send: inside what Teams takes of one conversation, and of the whole tenant."""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aiolimiter import AsyncLimiter
from cachetools import LRUCache
from yarl import URL

MOST_CONVERSATIONS = 5_000
"""Remembered, those sent to last; one takes about a kilobyte."""
CONVERSATION_LIMITS = ((5, 1.5), (300, 1500 / 3600))
"""What may be sent at once, and how much more a second. Teams takes 7 in a second, 8 in two, 60 in
thirty and 1800 in an hour of a conversation; of these two together 6, 8, 50 and 1800."""
TENANT_BURST = 10
"""Of what Teams takes of the tenant in a second, what may be sent at once."""

LONGEST_PAUSE_ASKED = 3600.0
"""Seconds. Whoever asks for more is tried again after an hour."""


class Pace:
    """Lets each request wait until it may be sent."""

    def __init__(self, per_second: int) -> None:
        """*per_second* is what Teams takes of the tenant; 0 where nothing is to wait."""
        rate = max(per_second - TENANT_BURST, 1)
        self._tenant = _Queue((TENANT_BURST, rate)) if per_second else None
        self._conversations = LRUCache[str, _Queue](MOST_CONVERSATIONS)

    async def turn(self, url: URL) -> None:
        """Return when a request to *url* may be sent."""
        if self._tenant is not None:
            await self._conversation(url).turn()
            await self._tenant.turn()

    def _conversation(self, url: URL) -> "_Queue":
        """Threads of a channel count as one conversation, to be sure."""
        place = url.raw_path.partition("/activities")[0].partition("%3Bmessageid%3D")[0]
        queue = self._conversations.get(place)
        if queue is None:
            queue = self._conversations[place] = _Queue(*CONVERSATION_LIMITS)
        return queue


class _Queue:
    """Whoever comes first is let through first, which a limiter alone doesn't promise."""

    def __init__(self, *limits: tuple[float, float]) -> None:
        self._limiters = [AsyncLimiter(burst, burst / rate) for burst, rate in limits]
        self._first = asyncio.Lock()

    async def turn(self) -> None:
        async with self._first:
            for limiter in self._limiters:
                await limiter.acquire()


def pause_asked_for(retry_after: str | None, *, now: datetime) -> float | None:
    """Read a Retry-After header, which holds seconds or a date; None where it can't be read."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return min(float(retry_after), LONGEST_PAUSE_ASKED)
    try:
        moment = parsedate_to_datetime(retry_after)
        # HTTP's dates are in UTC, whether or not they say so.
        in_utc = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return min(max(0.0, (in_utc - now).total_seconds()), LONGEST_PAUSE_ASKED)
