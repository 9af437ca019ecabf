"""What stands in several languages side by side, in the files of a base and in the program."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Generic, TypeVar

from core.language import FIRST, LANGUAGES, Language

T = TypeVar("T")


class InLanguages(Generic[T]):
    """What stands in the languages of a base side by side; Swedish is one of them in every base."""

    __slots__ = ()
    sv: T
    en: T | None
    translations: Mapping[Language, T]
    """The same in languages beyond those two."""

    def text_in(self, language: Language) -> T:
        """Return what stands in *language*; in Swedish where the base doesn't speak that."""
        text = self.en if language == "en" else self.translations.get(language)
        return self.sv if text is None else text

    def given_in(self) -> tuple[Language, ...]:
        """Return the languages in which it stands."""
        return (FIRST, *(("en",) if self.en is not None else ()), *self.translations)

    def said(self) -> dict[Language, T]:
        """Return what stands in each language."""
        return {language: self.text_in(language) for language in self.given_in()}


def untranslated() -> Any:
    """Return the field of what has no translations; a dict would have no hash."""
    return field(default_factory=dict[str, Any], hash=False)


def place_of(language: Language) -> tuple[str, ...]:
    """Return where, within an entry, what it says in *language* stands."""
    return (language,) if language in LANGUAGES else ("translations", language)
