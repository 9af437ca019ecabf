"""How many requests one person, and all of the tenant, may send: far more than people can."""

import time
from collections.abc import Callable
from math import ceil

from cachetools import LRUCache

from channel.refusal import TooMany

PEOPLE_REMEMBERED = 10_000


class RateLimit:
    """A bucket each that holds a minute's worth and fills steadily; 0 a minute means no limit."""

    def __init__(
        self,
        *,
        person_per_minute: int = 0,
        tenant_per_minute: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._person_per_minute = person_per_minute
        self._tenant_per_minute = tenant_per_minute
        self._people = LRUCache[str, _Bucket](PEOPLE_REMEMBERED)
        self._tenant = _Bucket(tenant_per_minute, clock())

    def check(self, who: str) -> None:
        """Count one of *who*; raise `TooMany` where they, or the tenant, have sent too many."""
        if self._person_per_minute:
            self._take(self._bucket_of(who), self._person_per_minute, "one person")
        if self._tenant_per_minute:
            self._take(self._tenant, self._tenant_per_minute, "the tenant")

    def _bucket_of(self, who: str) -> "_Bucket":
        bucket = self._people.get(who)
        if bucket is None:
            bucket = self._people[who] = _Bucket(self._person_per_minute, self._clock())
        return bucket

    def _take(self, bucket: "_Bucket", per_minute: int, whose: str) -> None:
        wait = bucket.take(per_minute, self._clock())
        if wait > 0:
            raise TooMany(f"too many requests from {whose}", retry_after=ceil(wait))


class _Bucket:
    """So many may come at once, and as many more a minute."""

    __slots__ = ("_at", "_left")

    def __init__(self, full: float, now: float) -> None:
        self._left = full
        self._at = now

    def take(self, per_minute: float, now: float) -> float:
        """Take one; return the seconds to wait where there is none."""
        self._left = min(per_minute, self._left + (now - self._at) * per_minute / 60)
        self._at = now
        if self._left < 1:
            return (1 - self._left) * 60 / per_minute
        self._left -= 1
        return 0.0
