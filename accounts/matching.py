"""Whom a name that somebody wrote means, among the people the bot has met."""

from dataclasses import dataclass
from enum import StrEnum

from core.person import Person, goes_by, same_name
from core.ports import People


class NameMatch(StrEnum):
    """What a name comes to."""

    UNNAMED = "unnamed"
    SELF = "self"
    """Nobody but the one who wrote it."""
    NOBODY = "nobody"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class MatchedPeople:
    """Those whom a name may mean; never the one who wrote it."""

    kind: NameMatch
    people: tuple[Person, ...] = ()

    @property
    def only_id(self) -> str | None:
        """The id of the one person it means, where there is exactly one."""
        return self.people[0].id if self.kind is NameMatch.ONE else None


def match_person(people: People, name: str, by: Person) -> MatchedPeople:
    """Return whom *by* means by *name*."""
    if not name:
        return MatchedPeople(NameMatch.UNNAMED)
    others = tuple(each for each in people.named(name) if each != by)
    if others:
        return MatchedPeople(NameMatch.ONE if len(others) == 1 else NameMatch.SEVERAL, others)
    is_own = same_name(name, by.name) or (" " in name and goes_by(name, by))
    return MatchedPeople(NameMatch.SELF if is_own else NameMatch.NOBODY)
