"""An account that somebody came across and the register doesn't know."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from accounts.addresses import address_key, completed, is_web_address
from core.cases import Versioned
from core.errors import ReasonMissing
from core.person import Person, folded
from followup.errors import DecidedAlready


class UnknownStanding(StrEnum):
    """What an unknown account turned out to be."""

    REPORTED = "reported"
    OURS = "ours"
    NOT_OURS = "not-ours"
    IMPOSTOR = "impostor"
    """It pretends to be ours."""


def name_key(name: str) -> str:
    """Return what two ways to write the same @name or address have in common."""
    whole = completed(name)
    if not name.startswith("@") and is_web_address(whole):
        return address_key(whole)
    return folded(name).removeprefix("@")


@dataclass(frozen=True, slots=True)
class UnknownAccount(Versioned):
    """Never changes: each method returns a new one."""

    kind: ClassVar[str] = "unknown-account"

    id: str
    name: str
    """As it was asked for: an @name, an address or a name."""
    reporters: tuple[Person, ...]
    reported_at: datetime
    changed_at: datetime
    nonce: str
    version: int = 1
    standing: UnknownStanding = UnknownStanding.REPORTED
    platform: str = ""
    """As a reviewer decided; the id of a platform of the form."""
    words: str = ""
    """What the reviewer says to those who reported it."""
    decided_by: Person | None = None
    decided_at: datetime | None = None
    request_id: str | None = None
    """The request that was begun for it."""

    @property
    def state(self) -> str:
        return self.standing

    @property
    def key(self) -> str:
        return name_key(self.name)

    @property
    def is_decided(self) -> bool:
        return self.standing is not UnknownStanding.REPORTED

    def reported_too(self, by: Person, *, at: datetime) -> "UnknownAccount":
        return replace(self._next(at), reporters=(*self.reporters, by))

    def decided(
        self,
        outcome: UnknownStanding,
        by: Person,
        *,
        at: datetime,
        platform: str = "",
        words: str = "",
        request_id: str | None = None,
    ) -> "UnknownAccount":
        if self.is_decided:
            raise DecidedAlready
        if outcome is UnknownStanding.NOT_OURS and not words:
            raise ReasonMissing
        return replace(
            self._next(at),
            standing=outcome,
            decided_by=by,
            decided_at=at,
            platform=platform,
            words=words,
            request_id=request_id,
        )

    def without_reporter(self, person_id: str) -> "UnknownAccount":
        """Return this case without who reported it: what was reported stays."""
        left = tuple(each for each in self.reporters if each.id != person_id)
        return replace(self, version=self.version + 1, reporters=left)

    def _next(self, at: datetime) -> "UnknownAccount":
        return replace(self, version=self.version + 1, changed_at=at)
