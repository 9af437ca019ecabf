"""Whom people name in a follow-up."""

from accounts.matching import match_person
from core.person import Person, same_name
from core.ports import People
from followup.errors import NobodyNamed


def named_person(people: People, name: str, by: Person, *, otherwise: Person | None) -> Person:
    """Return whom *by* means by *name*: *otherwise* where it is empty or theirs.

    Raises:
        NobodyNamed: where the bot knows nobody of that name, or several.
    """
    if otherwise is not None and (not name or same_name(name, otherwise.name)):
        return otherwise
    found = by if same_name(name, by.name) else match_person(people, name, by).only
    if found is None:
        raise NobodyNamed
    return found
