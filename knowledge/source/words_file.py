"""The editors' file of the base's own words: true ones that no dictionary has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from core.language import Language
from knowledge.languages import untranslated
from knowledge.passage import Line
from knowledge.source.form_texts import Closed

OwnWords = Annotated[tuple[Line, ...], Field(max_length=2000)]


@dataclass(frozen=True, slots=True)
class WordsFile(Closed):
    """Words, and expressions of several words, as they are to be written."""

    names: OwnWords = ()
    """In every language."""
    sv: OwnWords = ()
    en: OwnWords = ()
    translations: Mapping[Language, OwnWords] = untranslated()

    def words_in(self, language: Language) -> tuple[str, ...]:
        own = {"sv": self.sv, "en": self.en, **self.translations}
        return (*self.names, *own.get(language, ()))
