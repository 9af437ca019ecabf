"""The people in a case, as it remembers them."""

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from core.entered_text import plain


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


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name in whatever order, case and accents aside: å counts as a."""
    return frozenset(re.findall(r"[^\W_]+", plain(name)))


def bare_name(name: str) -> frozenset[str]:
    """Return the words of a name without what stands in brackets, as a unit does in Teams."""
    return name_words(re.sub(r"\([^)]*\)?|\[[^]]*\]?", " ", name)) or name_words(name)


def goes_by(name: str, person: Person) -> bool:
    """Whether each word of *name* is in the person's own: "Rut Ek" is "Ek, Rut (vård)"."""
    words = name_words(name)
    return bool(words) and words <= name_words(person.name)


_PICKED = re.compile(r"(?P<name>.*?)\s*<(?P<id>[^<>]{36})>", re.DOTALL)


def picked(name: str, person_id: str) -> str:
    """Return how somebody chosen in a people picker is written down: as a name with an id."""
    return f"{name} <{person_id.lower()}>" if name else person_id.lower()


def named_and_picked(text: str) -> tuple[str, str | None]:
    """Return the name in *text*, empty where there is none, and the id where one was picked."""
    found = _PICKED.fullmatch(text)
    if found and is_person_id(found["id"]):
        return found["name"], found["id"].lower()
    return ("", text.lower()) if is_person_id(text) else (text, None)


def is_person_id(text: str) -> bool:
    """Whether *text* is an Entra object id, as a people picker gives it."""
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
