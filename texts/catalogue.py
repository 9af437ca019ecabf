"""Every sentence by language and key; a key missing in one language stops the start."""

import re
import string
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from babel import Locale
from babel.lists import format_list

from core.language import FIRST, LANGUAGES, Language
from yamlfile.document import Document, Location, Value, read
from yamlfile.problem import Faulty, Problem

FOLDER = Path(__file__).parent
Names: TypeAlias = Mapping[str, Mapping[Language, Mapping[str, str]]]
"""What each routine of a base calls things, the first first, by its id and the base's languages:
`{"distansarbete": {"sv": {"owner": "HR-avdelningen"}}}`."""
NAMES = "names."
"""Where the names stand that a base doesn't give."""
JOINED: Mapping[str, tuple[str, Literal["standard", "or"]]] = {
    "owners": ("owner", "standard"),
    "owners_in_full": ("owner_in_full", "standard"),
    "matters": ("matter", "standard"),
    "definite_names": ("definite_name", "or"),
    "all_answers_from": ("answers_from", "standard"),
}
"""What the sentences that mean every routine say, and the name of each that it is joined from."""


class Catalogue:
    """The sentences of one language, by dotted key: `say("answer.footer")`."""

    def __init__(
        self,
        language: Language,
        sentences: Mapping[str, str],
        of_routines: Mapping[str, "Catalogue"] | None = None,
    ) -> None:
        """*of_routines* are the same sentences as each routine of a base calls things."""
        self.language: Language = language
        self.sentences = sentences
        self._of_routines: Mapping[str, Catalogue] = {} if of_routines is None else of_routines

    @cached_property
    def locale(self) -> Locale:
        """How dates, numbers and lists are written."""
        return Locale.parse(self.sentences["locale"])

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

    def joined(self, words: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
        """Return *words* as "a, b and c"; with the style "or", as "a, b or c"."""
        return format_list(words, style, self.locale)

    def of(self, routine: str) -> "Catalogue":
        """Return these as the routine of that id calls things; as the first for any other."""
        return self._of_routines.get(routine) or next(iter(self._of_routines.values()), self)

    def naming(
        self, names: Mapping[str, Mapping[str, str]], languages: Sequence[Language]
    ) -> "Catalogue":
        """Return this with *names* filled in, and our own names for what they leave out.

        *names* are those of each routine, by its id.
        """
        every = {routine: self._whole(own, languages) for routine, own in names.items()}
        joined = {
            name: self.joined([*dict.fromkeys(own[one] for own in every.values())], style)
            for name, (one, style) in JOINED.items()
        }
        of_routines: dict[str, Catalogue] = {}
        for routine, own in every.items():
            filled_in = self._filled_in(own | joined)
            of_routines[routine] = Catalogue(self.language, filled_in, of_routines)
        return of_routines[next(iter(every))]

    def _whole(self, names: Mapping[str, str], languages: Sequence[Language]) -> dict[str, str]:
        """Return *names* with ours for those left out."""
        spoken = self.locale.languages
        known = {**names, "languages": self.joined([spoken[each] for each in languages], "or")}
        for name, own in self.own_names().items():
            known.setdefault(name, own.format_map(known))
        return known

    def _filled_in(self, names: Mapping[str, str]) -> dict[str, str]:
        known = {**names, **{_capital(name): _capital(text) for name, text in names.items()}}
        named = {key: _named(sentence, known) for key, sentence in self.sentences.items()}
        return named | {f"{NAMES}{name}": text for name, text in known.items()}

    def own_names(self) -> dict[str, str]:
        """Return what things are called where a base doesn't say, by name."""
        given = self.sentences.items()
        return {key.removeprefix(NAMES): name for key, name in given if key.startswith(NAMES)}

    def placeholders(self) -> dict[str, frozenset[str]]:
        """Return the facts and names each sentence asks for, by key."""
        return {key: _placeholders(sentence) for key, sentence in self.sentences.items()}


class Texts:
    """The sentences in every language, with what the base in use calls things filled in."""

    def __init__(self, written: Sequence[Catalogue], names: Callable[[], Names] | None = None):
        """*names* are asked for each time, for the base in use may change; without any, our own."""
        self._written = {catalogue.language: catalogue for catalogue in written}
        ours: Names = {"": {each: {} for each in self._written}}
        self._names = names or (lambda: ours)
        self._filled_in: tuple[Names, dict[Language, Catalogue]] = ({}, {})

    def naming(self, names: Callable[[], Names]) -> "Texts":
        """Return these sentences with the names of a base, in its languages."""
        return Texts(tuple(self._written.values()), names)

    def in_language(self, language: Language) -> Catalogue:
        """Return the sentences in *language*, or in the base's first where it doesn't have it."""
        catalogues = self._catalogues()
        return catalogues.get(language) or next(iter(catalogues.values()))

    def written(self) -> tuple[Catalogue, ...]:
        """Return the sentences in every language we have, also those that the base doesn't use."""
        return tuple(self._written.values())

    def __iter__(self) -> Iterator[Catalogue]:
        return iter(self._catalogues().values())

    def _catalogues(self) -> dict[Language, Catalogue]:
        names = self._names()
        known, catalogues = self._filled_in
        if names != known:
            spoken = [each for each in next(iter(names.values())) if each in self._written]
            catalogues = {
                language: self._written[language].naming(
                    {routine: own[language] for routine, own in names.items()}, spoken
                )
                for language in spoken
            }
            self._filled_in = names, catalogues
        return catalogues


def load_texts(*folders: Path) -> Texts:
    """Return the sentences in *folders* together; without any, what the bot says.

    Raises:
        Faulty: with every key that one language lacks or that asks for other facts.
    """
    problems: list[Problem] = []
    whole: dict[Language, Catalogue] = {}
    for folder in folders or (FOLDER,):
        documents = {language: _document(folder, language) for language in _languages_in(folder)}
        read_here = {
            language: Catalogue(language, dict(_sentences(document)))
            for language, document in documents.items()
        }
        first = read_here[FIRST]
        for language in {**whole, **read_here}:
            before = whole[language].sentences if language in whole else dict[str, str]()
            here = read_here.get(language, first).sentences
            whole[language] = Catalogue(language, {**before, **here})
        names = {"languages", *JOINED, *whole[FIRST].own_names()}
        for language, document in documents.items():
            problems += document.problems
            problems += _differences(first, read_here[language], document, names)
    if problems:
        raise Faulty(problems)
    return Texts(tuple(whole.values()))


def load_editor_texts() -> Texts:
    """Return what the bot says together with what is said to those who write the base."""
    return load_texts(FOLDER, FOLDER / "editor")


def _languages_in(folder: Path) -> list[Language]:
    """Return the languages that have a file in *folder*, ours first."""
    found = sorted(path.stem for path in folder.glob("*.yaml"))
    return [*LANGUAGES, *(language for language in found if language not in LANGUAGES)]


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


def _differences(
    first: Catalogue, other: Catalogue, document: Document, names: Collection[str]
) -> Iterator[Problem]:
    """Yield the keys that only one has, and those that ask for other facts.

    Which *names* a sentence holds is each language's own matter.
    """
    either = {*names, *map(_capital, names)}
    ours, theirs = first.placeholders(), other.placeholders()
    for key in sorted(ours.keys() | theirs.keys()):
        is_in_both = key in ours and key in theirs
        if not is_in_both or ours[key] - either != theirs[key] - either:
            yield document.problem(tuple(key.split(".")), "texts-differ", key=key)


def _placeholders(sentence: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def _named(sentence: str, names: Mapping[str, str]) -> str:
    """Return *sentence* with *names* filled in, and what else it asks for left to `say`."""
    return re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], found[0]), sentence)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
