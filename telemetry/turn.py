"""The turn under way: its id, which the person sees when something failed, and how it ended."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter

ANSWERED = "answered"
FAILED = "failed"
UNDELIVERED = "undelivered"


def _new_id() -> str:
    """It tells turns apart in a log and opens nothing, so that it needn't be hard to guess."""
    return f"{random.getrandbits(32):08x}"


@dataclass(slots=True)
class Turn:
    """One turn; whoever knows better what came of it says so in `outcome`."""

    kind: str
    id: str = field(default_factory=_new_id)
    outcome: str = ANSWERED
    began_at: float = field(default_factory=perf_counter)

    @property
    def seconds(self) -> float:
        return perf_counter() - self.began_at


_current: ContextVar[Turn | None] = ContextVar("turn", default=None)


@contextmanager
def turn(kind: str) -> Iterator[Turn]:
    """Begin a turn; what is logged within it carries its id."""
    begun = Turn(kind)
    token = _current.set(begun)
    try:
        yield begun
    except BaseException:
        begun.outcome = FAILED
        raise
    finally:
        _current.reset(token)


def current_turn() -> Turn | None:
    return _current.get()


def came_of_it(outcome: str) -> None:
    """Note what came of the turn under way, if there is one."""
    if (now := _current.get()) is not None:
        now.outcome = outcome


def turn_id() -> str:
    """Return the id of the turn under way; outside of turns a new one."""
    now = _current.get()
    return now.id if now else _new_id()
