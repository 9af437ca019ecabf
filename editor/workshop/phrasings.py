"""Put a question into a passage's list, and leave every comment and line around it as it was."""

from typing import Any, Literal

from editor import round_trip
from knowledge.passage import Language

Field = Literal["asked_as", "must_answer"]


class NoSuchPassage(Exception):
    """The text has no such passage with such a list."""


def with_question(
    text: str, *, passage: str, language: Language, field: Field, question: str
) -> str:
    """Return *text*, whose YAML has been read before, with *question* last in the list.

    Raises:
        NoSuchPassage: there is no list of that name in that passage.
    """
    start = text.encode()
    data = round_trip.loaded(start)
    _list_in(data, passage, language, field).append(round_trip.text(question))
    return round_trip.written(data, like=start).decode()


def _list_in(data: Any, passage: str, language: Language, field: Field) -> list[str]:
    try:
        entry = next(entry for entry in data["passages"] if entry["id"] == passage)
        found = entry[language][field]
    except (KeyError, TypeError, StopIteration):
        raise NoSuchPassage(passage) from None
    if not isinstance(found, list):
        raise NoSuchPassage(passage)
    return found
