"""Doing without what has failed, while one at a time finds out whether it is back."""

import time
from collections.abc import Callable


class CircuitBreaker:
    """Closed while what it guards works; open once that has failed; half-open each *seconds*.

    Half-open it lets a single caller through, so that nobody else waits in vain.
    """

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._open_until: float | None = None

    @property
    def is_closed(self) -> bool:
        return self._open_until is None

    def lets_through(self) -> bool:
        """Whether the caller may try; whoever does says how it went."""
        if self._open_until is None:
            return True
        if self._clock() < self._open_until:
            return False
        self._open_until = self._clock() + self._seconds
        return True

    def failed(self) -> None:
        self._open_until = self._clock() + self._seconds

    def succeeded(self) -> None:
        self._open_until = None
