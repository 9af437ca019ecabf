"""The people in a case, as it remembers them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does something; `id` is the Entra object id."""

    id: str
    name: str

    def __eq__(self, other: object) -> bool:
        """One person is one id, whatever name the channel gives that day."""
        return isinstance(other, Person) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)


def folded(name: str) -> str:
    """Return *name* without what two spellings of one name may differ in: case and spaces."""
    return " ".join(name.casefold().split())


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case and spaces."""
    return folded(one) == folded(other)
