"""What tells a kind of talk by itself: words that stand near each other, wherever in a message."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock

from cachetools import LRUCache, cached

from knowledge.base import Base
from knowledge.search.talk import folded
from knowledge.talk import TalkKind

GAP = 2
"""Words that may stand between the words of a sign."""
WHOLE = 3
"""Letters of a word of a sign that must stand whole: every such word begins many others."""


class Kinds:
    """The kinds of talk of one base, made ready to be looked for."""

    def __init__(self, base: Base) -> None:
        self.base = base
        """Held, so that its identity stays its own."""
        self.by_id = {kind.id: kind for kind in base.talk}
        self._signs: list[tuple[TalkKind, tuple[str, ...], re.Pattern[str]]] = []
        for kind in base.talk:
            signs = [sign for language in kind.given_in() for sign in kind.text_in(language).signs]
            if signs:
                longest = {word for sign in signs for word in sorted(folded(sign), key=len)[-1:]}
                self._signs.append((kind, tuple(longest), _pattern(signs)))
        self._told_by = lru_cache(maxsize=20_000)(self._find_told_by)

    def by_signs(self, text: str) -> Iterator[TalkKind]:
        """Return the kinds whose signs *text* holds."""
        asked = folded(text)
        said = " ".join(asked)
        for place in sorted({place for word in asked for place in self._told_by(word)}):
            kind, _, signs = self._signs[place]
            if signs.search(said):
                yield kind

    def _find_told_by(self, word: str) -> tuple[int, ...]:
        """Return the places in `_signs` of those whose longest word *word* may be."""
        return tuple(
            at for at, (_, longest, _) in enumerate(self._signs) if word.startswith(longest)
        )


@cached(LRUCache(1), key=id, lock=Lock())
def kinds_of(base: Base) -> Kinds:
    return Kinds(base)


def _pattern(signs: Iterable[str]) -> re.Pattern[str]:
    between = rf" (?:\w+ ){{0,{GAP}}}"
    each = (between.join(map(_beginning, folded(sign))) for sign in signs)
    return re.compile(rf"\b(?:{'|'.join(each)})\b")


def _beginning(word: str) -> str:
    """Return what finds the words that begin like *word*; a short one is found whole."""
    return re.escape(word) + (r"\w*" if len(word) > WHOLE else "")
