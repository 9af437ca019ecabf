"""Every sentence by language and key; a key missing in one language stops the start."""

import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from yamlfile.document import Document, Location, Value, read
from yamlfile.problem import Faulty, Problem

Language: TypeAlias = Literal["sv", "en"]
_FOLDER = Path(__file__).parent


class Catalogue:
    """The sentences of one language, by dotted key: `say("answer.footer")`."""

    def __init__(self, language: Language, sentences: Mapping[str, str]) -> None:
        self.language: Language = language
        self._sentences = sentences

    def say(self, key: str, /, **facts: object) -> str:
        """Return the sentence for *key* with *facts* filled in; KeyError when there is none."""
        sentence = self._sentences[key]
        return sentence.format_map(facts) if facts else sentence

    def knows(self, key: str) -> bool:
        return key in self._sentences

    def words(self, key: str) -> tuple[str, ...]:
        """Return the comma-separated words under *key*, for what people may write to the bot.

        The first is the one to tell people of.
        """
        return tuple(word.strip() for word in self._sentences[key].split(","))

    def placeholders(self) -> dict[str, frozenset[str]]:
        """Return the facts each sentence asks for, by key."""
        return {
            key: frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)
            for key, sentence in self._sentences.items()
        }


class Texts:
    """Both languages; Swedish when in doubt."""

    def __init__(self, swedish: Catalogue, english: Catalogue) -> None:
        self._by_language: dict[Language, Catalogue] = {"sv": swedish, "en": english}

    def in_language(self, language: Language) -> Catalogue:
        return self._by_language[language]

    def __iter__(self) -> Iterator[Catalogue]:
        return iter(self._by_language.values())


def load_texts(folder: Path = _FOLDER) -> Texts:
    """Return the sentences in *folder*.

    Raises:
        Faulty: with every key that one language lacks or that asks for other facts.
    """
    documents = {language: _document(folder, language) for language in ("sv", "en")}
    problems = [problem for document in documents.values() for problem in document.problems]
    flat = {language: dict(_sentences(document)) for language, document in documents.items()}
    texts = Texts(Catalogue("sv", flat["sv"]), Catalogue("en", flat["en"]))
    problems += _differences(texts, documents["en"])
    if problems:
        raise Faulty(problems)
    return texts


def _document(folder: Path, language: str) -> Document:
    path = folder / f"{language}.yaml"
    return read(path, path.read_bytes())


def _sentences(document: Document) -> Iterator[tuple[str, str]]:
    def walk(value: Value, location: Location) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from walk(inner, (*location, key))
        elif isinstance(value, str):
            yield ".".join(map(str, location)), value.strip()

    return walk(document.data, ())


def _differences(texts: Texts, english: Document) -> Iterator[Problem]:
    swedish, other = (catalogue.placeholders() for catalogue in texts)
    for key in sorted(swedish.keys() | other.keys()):
        if swedish.get(key) != other.get(key):
            yield english.problem(tuple(key.split(".")), "texts-differ", key=key)
