"""How jobs stand: when each ran last, and what came of it; `storage/` implements it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class JobState:
    """One job over one database, whichever instance runs it."""

    name: str
    ran_at: datetime | None = None
    """When it last ended well; None before it has."""
    failures: int = 0
    """How often it has failed since then."""
    retry_at: datetime | None = None
    """Before which one that has failed isn't tried again."""
    error: str = ""
    """The id in the log of its latest failure."""


class Schedule(Protocol):
    """Gives each job to one instance at a time."""

    async def states(self) -> Mapping[str, JobState]:
        """Return how each job stands that has ever been taken, by its name."""
        ...

    async def take(self, seen: JobState) -> bool:
        """Take a job to run it; False where another instance has it, or has run it since *seen*."""
        ...

    async def ended(self, after: JobState) -> None:
        """Note how a job that was taken stands now, and let go of it."""
        ...
