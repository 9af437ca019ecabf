"""Every sentence by language and key; a key missing in one language stops the start."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from core.language import FIRST, LANGUAGES, Language
from texts.differences import differences
from texts.locale_formats import LocaleFormats
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


class Catalogue(LocaleFormats):
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

    def say(self, key: str, /, **facts: object) -> str:
        """Return the sentence for *key* with *facts* filled in; KeyError when there is none.

        Of a sentence that counts, the form that the fact `count` asks for. Numbers, days and
        moments are written as the language does; what only looks like a number is passed as text.
        """
        sentence = self._sentence(key, facts)
        if not facts:
            return sentence
        return sentence.format_map({name: self.written(fact) for name, fact in facts.items()})

    def _sentence(self, key: str, facts: Mapping[str, object]) -> str:
        count = facts.get("count")
        if key in self.sentences or not isinstance(count, (int, float)):
            return self.sentences[key]
        form = f"{key}.{self.locale.plural_form(count)}"
        return self.sentences.get(form) or self.sentences[f"{key}.other"]

    def knows(self, key: str) -> bool:
        return key in self.sentences or f"{key}.other" in self.sentences

    def words(self, key: str) -> tuple[str, ...]:
        """Return the comma-separated words under *key*, for what people may write to the bot.

        The first is the one to tell people of.
        """
        return tuple(word.strip() for word in self.sentences[key].split(","))

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
        spoken = self.joined([self.language_name(each) for each in languages], "or")
        known = {**names, "languages": spoken}
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
        Faulty: with everything that `read_texts` finds wrong.
    """
    texts, problems = read_texts(*folders)
    if problems:
        raise Faulty(problems)
    return texts


def read_texts(*folders: Path) -> tuple[Texts, list[Problem]]:
    """Return the sentences, and every key where a language lacks one, a form of it, or facts."""
    problems: list[Problem] = []
    whole: dict[Language, Mapping[str, str]] = {}
    for folder in folders or (FOLDER,):
        documents = {language: _document(folder, language) for language in _languages_in(folder)}
        here = {language: dict(_sentences(document)) for language, document in documents.items()}
        first = here[FIRST]
        for language in {**whole, **here}:
            whole[language] = {**whole.get(language, {}), **here.get(language, first)}
        names = {"languages", *JOINED, *Catalogue(FIRST, whole[FIRST]).own_names()}
        names |= {_capital(name) for name in names}
        for language, document in documents.items():
            locale = whole[language].get("locale", language)
            problems += document.problems
            problems += differences(first, here[language], document, locale, names)
    catalogues = [Catalogue(language, sentences) for language, sentences in whole.items()]
    return Texts(catalogues), problems


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


def _named(sentence: str, names: Mapping[str, str]) -> str:
    """Return *sentence* with *names* filled in, and what else it asks for left to `say`."""
    return re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], found[0]), sentence)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
