"""What an account is called by, what the register tells of it, and a correction of that."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from core.person import Person

ACCOUNT = "konto"
"""What the id of an account begins with; a hyphen and letters that nobody can guess follow."""


def account_id_of(case_id: str) -> str:
    """Return the id of the account that a request led to, or a yearly check is about.

    They differ in what they begin with alone.
    """
    return f"{ACCOUNT}-{case_id.partition('-')[2]}"


def is_account_id(case_id: str) -> bool:
    return case_id.startswith(f"{ACCOUNT}-")


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
