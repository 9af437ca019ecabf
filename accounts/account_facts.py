"""What the register tells the public of an account, and a correction of it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from core.person import Person


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the register tells the public of an account, and what can be corrected."""

    name: str
    address: str
    unit: str
    contact: str
    purpose: str

    def changed_in(self, other: "AccountFacts") -> Iterator[tuple[str, str, str]]:
        """Yield what *other* says otherwise: the fact's name, and its text here and there."""
        for each in fields(self):
            here, there = getattr(self, each.name), getattr(other, each.name)
            if here != there:
                yield each.name, here, there


@dataclass(frozen=True, slots=True)
class Proposal:
    """Facts that wait for a reviewer's yes."""

    facts: AccountFacts
    by: Person
