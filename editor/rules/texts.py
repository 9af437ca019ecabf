"""What passages say: readable, translated, in the words agreed on, without identity numbers."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from core.entered_text import comparable
from core.language import Language
from editor.rules.subject import Subject, once_for_each, warning
from knowledge.languages import place_of
from knowledge.passage import Passage
from knowledge.search.analysis import words
from questions.masking import PersonalData, find
from yamlfile.document import Document
from yamlfile.problem import Place, Problem

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


def hard_to_read(subject: Subject) -> Iterator[Problem]:
    """Swedish texts with a high LIX; the measure isn't made for English."""
    for origin in subject.reading.passages:
        text = origin.value.sv.text
        if len(words(text)) >= FEWEST_WORDS and (figure := lix(text)) > HARD:
            facts = {"lix": round(figure), "limit": HARD}
            yield warning(origin.problem(("sv", "text"), "hard-to-read", **facts))


def not_translated(subject: Subject) -> Iterator[Problem]:
    """Titles and texts that are the same as in a language before."""
    for origin in subject.reading.passages:
        for field in ("title", "text"):
            for language in copied(origin.value, field):
                place = (*place_of(language), field)
                yield warning(origin.problem(place, "not-translated", field=field))


def copied(passage: Passage, field: str) -> Iterator[Language]:
    """Yield the languages in which *field* is the same as in one before."""
    seen: set[str] = set()
    for language, side in passage.said().items():
        said = comparable(getattr(side, field))
        if said in seen:
            yield language
        seen.add(said)


_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"https?://\S+")


def identity_numbers(subject: Subject) -> Iterator[Problem]:
    """Identity numbers anywhere in a file, comments too; figures in web addresses aren't any."""
    for _, document in subject.reading.documents:
        yield from _with_identity_numbers(document)


@once_for_each
def _with_identity_numbers(document: Document) -> Iterator[Problem]:
    for number, line in enumerate(document.lines, start=1):
        if _DIGIT.search(line):
            for start in _identity_numbers_in(line):
                yield Problem(document.path, Place(number, start + 1), "identity-number")


@lru_cache(maxsize=10_000)
def _identity_numbers_in(line: str) -> tuple[int, ...]:
    """Return where identity numbers begin; most lines with a figure are dates, and come again."""
    without_addresses = _ADDRESS.sub(lambda address: "x" * len(address[0]), line)
    found = find(without_addresses)
    return tuple(each.start for each in found if each.kind is PersonalData.IDENTITY_NUMBER)


WORDS = Path(__file__).parent.parent.parent / "docs" / "words-sv-en.md"
NEVER = "aldrig"
"""The column of words that are wrong in any English text."""


def other_terms(subject: Subject) -> Iterator[Problem]:
    """English words for which another was agreed on; the first of each in a title or text."""
    agreed = agreed_terms()
    if not agreed:
        return
    alternatives = "|".join(map(re.escape, agreed))
    anywhere = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
    for origin in subject.reading.passages:
        text = origin.value.en
        if text is None:
            continue
        for field, said in (("title", text.title), ("short", text.short), ("text", text.text)):
            for word in dict.fromkeys(each.lower() for each in anywhere.findall(said or "")):
                facts = {"word": word, "term": agreed[word]}
                yield warning(origin.problem(("en", field), "other-term", **facts))


@cache
def agreed_terms() -> Mapping[str, str]:
    """Return by word that is never used, in lower case, the term agreed on; empty without a list.

    A bot that is installed without its docs has none.
    """
    terms: dict[str, str] = {}
    try:
        lines = WORDS.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return terms
    never = None
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if NEVER in cells:
            never = cells.index(NEVER)
        elif never is not None and len(cells) > never:
            terms |= {
                word.strip().lower(): cells[1] for word in cells[never].split(",") if word.strip()
            }
    return terms
