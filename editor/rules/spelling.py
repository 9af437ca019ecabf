"""Words that neither a dictionary nor the base knows, in whatever people read.

Phrasings and test questions are as people write, slips and all, and are left alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from core.language import LANGUAGES, Language
from editor.rules.subject import Subject, once_for_each, warning
from editor.spelling.spell_checker import SpellChecker
from editor.spelling.vocabulary import Vocabulary, parts_of, places_of, vocabulary_in, words_in
from knowledge.source.files import GLOSSARY, KNOWN_MISSES, LISTS, OWN_WORDS
from knowledge.source.reading import Reading
from yamlfile.document import Document, Location
from yamlfile.problem import Place, Problem

_UNREAD_FILES = (GLOSSARY, KNOWN_MISSES, LISTS, OWN_WORDS)
_UNREAD = {"asked_as", "must_answer", "said_as", "signs", "words"}
"""What nobody reads: it is compared with what people write."""
_TRANSLATIONS = "translations"
MOST_SUGGESTED = 100
"""Unknown words of a language beyond which none is told with what was meant: each takes 10 ms, and
so many aren't slips but another language, or words that the base's own list lacks."""


@dataclass(frozen=True, slots=True)
class _ReadText:
    """What people read in one field."""

    location: Location
    text: str
    words: tuple[str, ...]
    """Each once."""


def unknown_words(subject: Subject) -> Iterator[Problem]:
    """Words that are misspelt, or that the base should be told of; the first of each in a field."""
    speller, reading = subject.speller, subject.reading
    if speller is None:
        return
    by_language = _read_texts(reading)
    for language in reading.languages:
        texts = by_language.get(language, [])
        words = {word for _, text in texts for word in text.words}
        vocabulary = vocabulary_in(reading, language)
        unknown = _unknown_among(words, language, speller, vocabulary)
        are_slips = len(unknown) <= MOST_SUGGESTED
        for document, text in texts:
            for word in text.words:
                if word in unknown and not _is_in_expressions(word, text.text, vocabulary):
                    meant = speller.suggestions(language, word) if are_slips else ()
                    yield _problem(word, document, text, language, meant)


def _read_texts(reading: Reading) -> Mapping[Language, list[tuple[Document, _ReadText]]]:
    found: dict[Language, list[tuple[Document, _ReadText]]] = {}
    for kind, document in reading.documents:
        if kind not in _UNREAD_FILES:
            for language, text in _read_texts_in(document):
                found.setdefault(language, []).append((document, text))
    return found


@once_for_each
def _read_texts_in(document: Document) -> Iterator[tuple[Language, _ReadText]]:
    for location in document.places:
        if not _UNREAD.isdisjoint(location):
            continue
        text, language = document.value(location), _language_of(location)
        if language is not None and isinstance(text, str):
            words = tuple(dict.fromkeys(words_in(text)))
            yield language, _ReadText(location, text, words)


def _language_of(location: Location) -> Language | None:
    """Return the language of what stands at *location*; None where it is in none."""
    for step, below in zip_longest(location, location[1:]):
        if step in LANGUAGES:
            return str(step)
        if step == _TRANSLATIONS and isinstance(below, str):
            return below
    return None


def _unknown_among(
    words: set[str], language: Language, speller: SpellChecker, vocabulary: Vocabulary
) -> set[str]:
    parts = {part for word in words for part in parts_of(word)}
    unknown = speller.unknown(language, words | parts)

    def is_known(word: str) -> bool:
        return word not in unknown or vocabulary.has(word)

    return {
        word
        for word in words
        if not is_known(word) and not (parts_of(word) and all(map(is_known, parts_of(word))))
    }


def _is_in_expressions(word: str, text: str, vocabulary: Vocabulary) -> bool:
    """Whether each *word* of *text* stands in an expression that the base knows."""
    return all(vocabulary.has_within(word, start, text) for start in places_of(word, text))


def _problem(
    word: str,
    document: Document,
    text: _ReadText,
    language: Language,
    suggestions: tuple[str, ...],
) -> Problem:
    facts = {"word": word, "language": language}
    facts |= {"suggestion": suggestions} if suggestions else {}
    problem = document.problem(text.location, "unknown-word", **facts)
    return warning(replace(problem, place=_place_of(word, document, text)))


def _place_of(word: str, document: Document, text: _ReadText) -> Place:
    """Return where *word* first stands in the lines of its text."""
    start = document.place(text.location)
    for number, line in enumerate(document.lines[start.line - 1 :], start=start.line):
        before = start.column - 1 if number == start.line else 0
        if found := places_of(word, line[before:]):
            return Place(number, before + found[0] + 1)
    return start
