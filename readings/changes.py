"""What differs between two revisions of the routine, sentence by sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from readings.reading import Wording

_END_OF_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=\S)|\n+")


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """What was said, and what is said now; one of them is empty where nothing corresponds."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PassageChange:
    """What has changed in one passage."""

    passage: str
    title: str
    sentences: tuple[SentenceChange, ...]
    is_gone: bool = False
    """Whether the passage is no longer there."""


def changes_between(before: Wording, after: Wording, language: str) -> list[PassageChange]:
    """Return what differs, in the order of the passages; what is gone comes last."""
    changed = [
        PassageChange(passage, words[language][0], sentences)
        for passage, words in after.items()
        if (sentences := tuple(_changes(_text(before, passage, language), words[language])))
    ]
    gone = [
        PassageChange(passage, words[language][0], (), is_gone=True)
        for passage, words in before.items()
        if passage not in after
    ]
    return [*changed, *gone]


def _text(wording: Wording, passage: str, language: str) -> tuple[str, str]:
    return wording.get(passage, {}).get(language, ("", ""))


def _changes(old: tuple[str, str], new: tuple[str, str]) -> Iterator[SentenceChange]:
    if old[0] and old[0] != new[0]:
        yield SentenceChange(old[0], new[0])
    said, says = _sentences(old[1]), _sentences(new[1])
    for tag, i, j, k, m in SequenceMatcher(None, said, says, autojunk=False).get_opcodes():
        if tag != "equal":
            yield SentenceChange(" ".join(said[i:j]), " ".join(says[k:m]))


def _sentences(text: str) -> list[str]:
    return [" ".join(part.split()) for part in _END_OF_SENTENCE.split(text) if part.strip()]
