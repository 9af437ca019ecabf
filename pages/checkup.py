"""Whether the bot can do its work: each thing it needs, looked at, whatever hangs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import nan
from time import perf_counter

from core.clock import Clock, is_ahead, swedish_day
from core.outbox import Backlog
from knowledge.live.current import BaseStatus
from storage.no_database import NoDatabase
from telemetry.failures import RecurringFailures
from telemetry.metrics import Metrics

logger = logging.getLogger(__name__)

DATABASE_SECONDS = 1.5
"""How long whoever asks waits for the database; the whole answer takes less than two seconds."""
SAME_FOR_SECONDS = 1.0
"""Whoever asks more often is told the same about the database."""
DAYS_WORTH_TELLING = 30


class Reason(StrEnum):
    """Why the bot isn't ready."""

    NO_BASE = "no-base"
    NO_KEYS = "no-signing-keys"
    NO_TOKEN = "no-token"
    DATABASE = "database"
    OUTBOX = "outbox-old"


@dataclass(frozen=True, slots=True)
class StorageState:
    """How the database did when it was read and written."""

    seconds: float
    backlog: Backlog


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Where it is asked whether the bot has what it needs."""

    base: Callable[[], BaseStatus | None]
    """None while no question can be answered."""
    backlog: Callable[[], Awaitable[Backlog]]
    """Reads and writes; raises `NoDatabase`."""
    keys_age: Callable[[], float | None]
    """In seconds; None where there are no keys."""
    token_age: Callable[[], float | None]
    taken_age: Callable[[], float | None]
    """How long ago Teams has taken something of this process."""
    credentials_end: date | None = None
    outbox_limit: timedelta = timedelta(minutes=15)
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a look at everything found."""

    reasons: dict[Reason, str]
    base: BaseStatus | None
    storage: StorageState | None
    keys_age: float | None
    token_age: float | None
    credentials_days: int | None
    oldest: timedelta

    @property
    def is_degraded(self) -> bool:
        """Whether somebody should look, though all is answered."""
        refused = self.base is not None and bool(self.base.refused)
        days = self.credentials_days
        return refused or (days is not None and days <= DAYS_WORTH_TELLING)

    @property
    def status(self) -> str:
        if self.reasons:
            return "unavailable"
        return "degraded" if self.is_degraded else "ready"


class Checkup:
    """Looks at everything; of those who ask at once, one asks the database."""

    def __init__(self, needs: Needs, metrics: Metrics) -> None:
        self._needs = needs
        self._metrics = metrics
        self._failures = RecurringFailures(logger)
        self._asking: asyncio.Task[StorageState] | None = None
        self._asked_at = float("-inf")

    async def findings(self) -> Findings:
        needs, now = self._needs, self._needs.clock()
        storage = await self._storage()
        state = storage if isinstance(storage, StorageState) else None
        oldest = _waited(state, now)
        base = needs.base()
        keys_age, token_age = needs.keys_age(), needs.token_age()
        faults = {
            Reason.NO_BASE: "" if base else "there is no base to answer from",
            Reason.NO_KEYS: _missing(keys_age, "Teams' signing keys can't be had"),
            Reason.NO_TOKEN: _missing(token_age, "no token for sending can be had"),
            Reason.DATABASE: storage if isinstance(storage, str) else "",
            Reason.OUTBOX: self._held_up(state, now),
        }
        found = Findings(
            reasons={reason: sentence for reason, sentence in faults.items() if sentence},
            base=base,
            storage=state,
            keys_age=keys_age,
            token_age=token_age,
            credentials_days=_days_left(needs.credentials_end, now),
            oldest=oldest,
        )
        self._measure(found)
        return found

    async def close(self) -> None:
        """Give up a question to the database that is still under way."""
        if self._asking is not None:
            self._asking.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._asking

    def _held_up(self, storage: StorageState | None, now: datetime) -> str:
        """Say how long a message has waited while nothing else got through to Teams either.

        One that is stuck, or refused where it goes, is no reason to take the bot out of service.
        """
        since = storage.backlog.held_up_since if storage else None
        limit, got_through = self._needs.outbox_limit, self._since_taken(storage, now)
        if since is None or now - since <= limit or got_through <= limit:
            return ""
        return f"a message has waited for {int((now - since).total_seconds())} seconds to be sent"

    def _since_taken(self, storage: StorageState | None, now: datetime) -> timedelta:
        sent, age = storage.backlog.last_sent if storage else None, self._needs.taken_age()
        ours = timedelta.max if age is None else timedelta(seconds=age)
        # What was sent at a time to come tells nothing: the clock has been set back since.
        return min(ours, now - sent) if sent and not is_ahead(sent, now) else ours

    async def _storage(self) -> StorageState | str:
        """Return how the database did, or why it can't be used."""
        now = asyncio.get_running_loop().time()
        if self._asking is None or (
            self._asking.done() and now - self._asked_at > SAME_FOR_SECONDS
        ):
            self._asked_at = now
            self._asking = asyncio.create_task(self._ask())
        await asyncio.wait([self._asking], timeout=DATABASE_SECONDS)
        if not self._asking.done():
            return "the database doesn't answer"
        try:
            state = self._asking.result()
        except NoDatabase as fault:
            return str(fault)
        except Exception as error:  # whoever asks how we are must hear it
            error_id = self._failures.failed("the database can't be looked at", error)
            return f"the database can't be used ({type(error).__name__}, error {error_id})"
        self._failures.is_well("the database can't be looked at")
        return state

    async def _ask(self) -> StorageState:
        began_at = perf_counter()
        backlog = await self._needs.backlog()
        return StorageState(perf_counter() - began_at, backlog)

    def _measure(self, found: Findings) -> None:
        metrics = self._metrics
        for reason in Reason:
            metrics.not_ready.labels(reason).set(reason in found.reasons)
        metrics.degraded.set(found.is_degraded)
        metrics.keys_age.set(_or_nan(found.keys_age))
        metrics.token_age.set(_or_nan(found.token_age))
        metrics.credentials_days.set(_or_nan(found.credentials_days))
        metrics.outbox_oldest.set(found.oldest.total_seconds())
        if found.base is not None:
            metrics.tell_base(found.base.hash, pinned=found.base.pinned)
        if found.storage is not None:
            metrics.database_seconds.set(found.storage.seconds)
            backlog = found.storage.backlog
            metrics.outbox_waiting.set(backlog.waiting)
            metrics.outbox_stuck.set(backlog.stuck)
            metrics.outbox_refused.set(backlog.refused)
            metrics.outbox_unaddressed.set(backlog.unaddressed)


def _missing(age: float | None, sentence: str) -> str:
    return sentence if age is None else ""


def _waited(storage: StorageState | None, now: datetime) -> timedelta:
    oldest = storage.backlog.oldest if storage else None
    return now - oldest if oldest else timedelta()


def _days_left(end: date | None, now: datetime) -> int | None:
    return None if end is None else (end - swedish_day(now)).days


def _or_nan(value: float | None) -> float:
    return nan if value is None else value
