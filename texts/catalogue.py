"""Every sentence by language and key; a key missing in one language stops the start."""

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from core.language import Language
from yamlfile.document import Document, Location, Value, read
from yamlfile.problem import Faulty, Problem

FOLDER = Path(__file__).parent


class Catalogue:
    """The sentences of one language, by dotted key: `say("answer.footer")`."""

    def __init__(self, language: Language, sentences: Mapping[str, str]) -> None:
        self.language: Language = language
        self.sentences = sentences

    def say(self, key: str, /, **facts: object) -> str:
        """Return the sentence for *key* with *facts* filled in; KeyError when there is none."""
        sentence = self.sentences[key]
        return sentence.format_map(facts) if facts else sentence

    def knows(self, key: str) -> bool:
        return key in self.sentences

    def words(self, key: str) -> tuple[str, ...]:
        """Return the comma-separated words under *key*, for what people may write to the bot.

        The first is the one to tell people of.
        """
        return tuple(word.strip() for word in self.sentences[key].split(","))

    def joined(self, words: Sequence[str]) -> str:
        """Return *words* as "a, b and c"."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self.say('and')} {words[-1]}"

    def placeholders(self) -> dict[str, frozenset[str]]:
        """Return the facts each sentence asks for, by key."""
        return {
            key: frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)
            for key, sentence in self.sentences.items()
        }


class Texts:
    """Both languages; Swedish when in doubt."""

    def __init__(self, swedish: Catalogue, english: Catalogue) -> None:
        self._by_language: dict[Language, Catalogue] = {"sv": swedish, "en": english}

    def in_language(self, language: Language) -> Catalogue:
        return self._by_language[language]

    def __iter__(self) -> Iterator[Catalogue]:
        return iter(self._by_language.values())


def load_texts(*folders: Path) -> Texts:
    """Return the sentences in *folders* together; without any, what the bot says.

    Raises:
        Faulty: with every key that one language lacks or that asks for other facts.
    """
    problems: list[Problem] = []
    sentences: dict[Language, dict[str, str]] = {"sv": {}, "en": {}}
    for folder in folders or (FOLDER,):
        swedish, english = _document(folder, "sv"), _document(folder, "en")
        of_folder = [Catalogue("sv", dict(_sentences(swedish)))]
        of_folder.append(Catalogue("en", dict(_sentences(english))))
        problems += (*swedish.problems, *english.problems, *_differences(of_folder, english))
        for catalogue in of_folder:
            sentences[catalogue.language] |= catalogue.sentences
    if problems:
        raise Faulty(problems)
    return Texts(Catalogue("sv", sentences["sv"]), Catalogue("en", sentences["en"]))


def load_editor_texts() -> Texts:
    """Return what the bot says together with what is said to those who write the base."""
    return load_texts(FOLDER, FOLDER / "editor")


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


def _differences(texts: Iterable[Catalogue], english: Document) -> Iterator[Problem]:
    swedish, other = (catalogue.placeholders() for catalogue in texts)
    for key in sorted(swedish.keys() | other.keys()):
        if swedish.get(key) != other.get(key):
            yield english.problem(tuple(key.split(".")), "texts-differ", key=key)
