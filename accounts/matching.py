"""Whom a name that somebody wrote, or an id from a people picker, means."""

from dataclasses import dataclass
from enum import StrEnum

from core.person import Person, bare_name, goes_by, named_and_picked
from core.ports import People


class NameMatch(StrEnum):
    """What a name comes to."""

    UNNAMED = "unnamed"
    SELF = "self"
    """Nobody but the one who wrote it."""
    NOBODY = "nobody"
    ONE = "one"
    SEVERAL = "several"


def match_fact(field_id: str) -> str:
    """Return the name of the fact that tells whom the bot knows by what a field says."""
    return f"{field_id}:match"


@dataclass(frozen=True, slots=True)
class MatchedPeople:
    """Those whom a name may mean; never the one who wrote it."""

    kind: NameMatch
    people: tuple[Person, ...] = ()

    @property
    def only(self) -> Person | None:
        """The one person it means, where there is exactly one."""
        return self.people[0] if self.kind is NameMatch.ONE else None

    @property
    def only_id(self) -> str | None:
        return self.only.id if self.only else None


def match_person(
    people: People, name: str, by: Person, *, known_id: str | None = None
) -> MatchedPeople:
    """Return whom *by* means by *name*, as Teams writes it or nearly so.

    Those called just that go before those whose names hold more; a single word means only somebody
    called by it alone. *known_id* is who was meant by the same name before.
    """
    if not name:
        return MatchedPeople(NameMatch.UNNAMED)
    if (picked_id := named_and_picked(name)[1]) is not None:
        return _by_id(people, picked_id, by)
    bare = bare_name(name)
    holding = [each for each in people.named(" ".join(bare)) if each != by]
    found = [each for each in holding if bare_name(each.name) == bare]
    if not found and len(bare) > 1:
        found = holding
    found = [each for each in found if goes_by(name, each)] or found
    if len(found) > 1:
        found = [each for each in found if each.id == known_id] or found
    if found:
        kind = NameMatch.ONE if len(found) == 1 else NameMatch.SEVERAL
        return MatchedPeople(kind, tuple(found))
    is_own = bare == bare_name(by.name) or (" " in name and goes_by(name, by))
    return MatchedPeople(NameMatch.SELF if is_own else NameMatch.NOBODY)


def match_responsible(people: People, name: str, by: Person) -> MatchedPeople:
    """Return whom *by* means, who may be *by* as well: two of a name are never guessed between."""
    match = match_person(people, name, by)
    if not match.people or named_and_picked(name)[1] is not None:
        return match
    is_own = bare_name(name) == bare_name(by.name)
    return MatchedPeople(NameMatch.SEVERAL, (by, *match.people)) if is_own else match


def _by_id(people: People, person_id: str, by: Person) -> MatchedPeople:
    if person_id == by.id.lower():
        return MatchedPeople(NameMatch.SELF)
    known = people.known(person_id)
    return MatchedPeople(NameMatch.ONE, (known,)) if known else MatchedPeople(NameMatch.NOBODY)
