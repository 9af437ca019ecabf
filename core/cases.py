"""What every case has in common, and where cases of one kind are stored."""

from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar


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
