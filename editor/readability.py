"""LIX, the Swedish measure of how hard a text is to read."""

import re

from knowledge.search.analysis import words

HARD = 50
"""From here on a text counts as hard, like a public authority's; a newspaper lies around 40."""
LONG_WORD = 6
"""A word with more letters than this is long."""
FEWEST_WORDS = 20
"""In a shorter text a single long word moves the figure too much."""

_END_OF_SENTENCE = re.compile(r"[.!?:](?:\s+|$)|\n+")
"""Björnsson's: a full stop, a colon, a mark; and the end of a line, for lists have no stops."""


def lix(text: str) -> float:
    """Return words per sentence, plus how many words in a hundred are long (C.-H. Björnsson)."""
    every_word = words(text)
    sentences = [part for part in _END_OF_SENTENCE.split(text) if words(part)]
    if not every_word:
        return 0.0
    long = sum(len(word) > LONG_WORD for word in every_word)
    return len(every_word) / len(sentences) + 100 * long / len(every_word)
