"""The people in a case, as it remembers them."""

import re
import unicodedata
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
    """Return what *name* has in common with every name that counts as the same."""
    return unicodedata.normalize("NFC", " ".join(name.casefold().split()))


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case, spaces, and how accents are encoded."""
    return folded(one) == folded(other)


def goes_by(name: str, person: Person) -> bool:
    """Whether each word of *name* is in the person's own: "Rut Ek" is "Ek, Rut (vård)"."""
    words = set(re.findall(r"\w+", folded(name)))
    return bool(words) and words <= set(re.findall(r"\w+", folded(person.name)))
