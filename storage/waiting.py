"""Notes that wait to be written."""

from collections.abc import Callable, Hashable, Iterable
from itertools import islice
from typing import Generic, TypeVar

Note = TypeVar("Note")


class Waiting(Generic[Note]):
    """The newest note of each key, in the order put; never more than *capacity* of them.

    Notes stay until they are removed, so that those being written can still be read.
    """

    def __init__(self, key: Callable[[Note], Hashable], capacity: int) -> None:
        self._key = key
        self._capacity = capacity
        self._notes = dict[Hashable, Note]()
        self.dropped = 0
        """How many notes had to make room for newer ones."""

    def __len__(self) -> int:
        return len(self._notes)

    def put(self, note: Note) -> None:
        key = self._key(note)
        self._notes.pop(key, None)
        if len(self._notes) >= self._capacity:
            del self._notes[next(iter(self._notes))]
            self.dropped += 1
        self._notes[key] = note

    def get(self, key: Hashable) -> Note | None:
        return self._notes.get(key)

    def oldest(self, count: int) -> list[Note]:
        return list(islice(self._notes.values(), count))

    def remove(self, notes: Iterable[Note]) -> None:
        """Remove *notes*, but not newer ones that have taken their place meanwhile."""
        for note in notes:
            key = self._key(note)
            if self._notes.get(key) is note:
                del self._notes[key]
