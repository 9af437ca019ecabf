"""What every case has in common, and where cases of one kind are stored."""

from dataclasses import fields
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
        """Raise `OutOfDate` unless what is pressed on a card of that *version* counts."""
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
    """A case whose cards in people's chats are renewed when what they show has changed.

    What is pressed on one of them counts as long as nothing but *quiet* changes came after it.
    """

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]
    version: int
    """Raised by each change; a press says which one it saw."""
    quiet: int
    """How many of the last changes leave the meaning of a press as it was."""

    def is_shown_as(self, before: object) -> bool:
        """Whether a card that shows *before* shows this one as well."""
        drawn = (each.name for each in fields(self) if each.name not in _UNDRAWN)
        return all(getattr(self, name) == getattr(before, name) for name in drawn)

    def takes_presses_on(self, version: int) -> bool:
        """Whether a card of that *version* may still be pressed."""
        return self.version - self.quiet <= version <= self.version

    def require_seen(self, version: int) -> None:
        """Raise `OutOfDate` unless a card of that *version* may still be pressed."""
        if not self.takes_presses_on(version):
            raise OutOfDate


_UNDRAWN = frozenset({"version", "quiet", "changed_at", "reminded", "warned_at"})
"""The fields of a case that none of its cards shows."""


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
