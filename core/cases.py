"""What every case has in common, and where cases of one kind are stored."""

from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar

from core.errors import OutOfDate


class Case(Protocol):
    """Whatever the audit log follows: a frozen dataclass that knows when it changed."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    kind: ClassVar[str]
    """What the log calls it."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def changed_at(self) -> datetime: ...
    @property
    def state(self) -> str:
        """One word for how it stands."""
        ...

    def require_seen(self, version: int) -> None:
        """Raise `OutOfDate` unless a card of that *version* shows it as it is."""
        ...


class Versioned:
    """A case whose every change makes the cards that showed it before out of date."""

    __slots__ = ()
    version: int
    """Raised by each change; a press says which one it saw."""

    def require_seen(self, version: int) -> None:
        """Raise `OutOfDate` unless *version* is this one."""
        if version != self.version:
            raise OutOfDate


class ShownOnCards:
    """What a case is whose cards, where the last changes are *quiet* ones, still show it."""

    __slots__ = ()
    version: int
    """Raised by each change; a press says which one it saw."""
    quiet: int
    """How many of the last changes no card shows: cards that are older by those still count."""

    def is_shown_as(self, version: int) -> bool:
        """Whether a card of that *version* shows this one."""
        return self.version - self.quiet <= version <= self.version

    def require_seen(self, version: int) -> None:
        """Raise `OutOfDate` unless a card of that *version* shows this one."""
        if not self.is_shown_as(version):
            raise OutOfDate


C = TypeVar("C", bound=Case)


class Repository(Protocol[C]):
    """Where cases of one kind are stored."""

    def get(self, case_id: str, /) -> C | None: ...

    def save(self, case: C, /, *, seen: int) -> None:
        """Store *case* in place of its version *seen*.

        Raises:
            OutOfDate: where that isn't the stored version.
        """
        ...
