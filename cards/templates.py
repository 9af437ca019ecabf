"""A cache of cards that are the same for many, but for what stands in a few places."""

import secrets
from collections.abc import Callable, Hashable, Mapping

import orjson
from cachetools import LRUCache

from cards.actions import Asked
from cards.elements import Card
from core.compact import compact

_SIGN = f"\ue000{secrets.token_hex(4)}"
"""Nobody can write it: what one person entered is never taken for the place of something else."""


def placeholder(name: str) -> str:
    """Return what stands in a template, as a string of its own, for the value of that name."""
    return f"{_SIGN}{name}"


class Templates:
    """Remembers the latest cards as JSON; building an answer's costs an eighth of a turn's CPU."""

    def __init__(self, size: int = 2000) -> None:
        self._cards: LRUCache[Hashable, bytes] = LRUCache(size)

    def card(self, key: Hashable, make: Callable[[Asked], Card], asked: Asked) -> Card:
        """Return what `make(asked)` would; *key* identifies everything else the card shows."""
        values = {"answer": asked.answer, "question": asked.question}
        places = {name: placeholder(name) for name in values}
        return self.filled(key, lambda: orjson.dumps(make(asked.model_copy(update=places))), values)

    def filled(
        self, key: Hashable, draw: Callable[[], bytes], values: Mapping[str, object]
    ) -> Card:
        """Return the card that *draw* writes, with *values* where their placeholders stand."""
        kept = self._cards.get(key)
        if kept is None:
            kept = self._cards[key] = compact(draw())
        for name, value in values.items():
            kept = kept.replace(orjson.dumps(placeholder(name)), orjson.dumps(value))
        return orjson.loads(kept)
