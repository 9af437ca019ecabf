"""The routines a base answers for: their documents and sources, who is behind them, whom to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, StringConstraints

from core.language import LANGUAGES, TAG, Language
from knowledge.languages import InLanguages, untranslated
from knowledge.passage import (
    CLOSED,
    SLUG,
    Basis,
    Line,
    PartialDate,
    Slug,
    SomeLines,
    WebAddress,
)


class OrganisationKind(StrEnum):
    """Who is behind a source."""

    AUTHORITY = "authority"
    SKR = "skr"
    MUNICIPALITY = "municipality"
    REGION = "region"
    COURT = "court"
    PRESS = "press"
    RESEARCH = "research"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SourceName:
    """What a source is called in one language."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    document: Line


@dataclass(frozen=True, slots=True)
class Source(InLanguages[SourceName]):
    """A document that passages rest on."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: Slug
    basis: Basis
    sv: SourceName
    en: SourceName | None = None
    translations: Mapping[Language, SourceName] = untranslated()
    dated: PartialDate | None = None
    url: WebAddress | None = None
    organisation: Slug | None = None
    """Who is behind it; guidance needs an authority or SKR here."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Somebody that texts may name, and then only beside a source of theirs."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: Slug
    kind: OrganisationKind
    names: SomeLines
    """As they stand in texts of either language; capitals count."""
    contacted: bool = False
    """Whether texts send people there, such as to the police, and so may name it without."""


LanguageTag = Annotated[str, StringConstraints(pattern=TAG)]
UnitId = Annotated[str, StringConstraints(pattern=SLUG, max_length=40)]


@dataclass(frozen=True, slots=True)
class Unit(InLanguages[Line]):
    """A unit of the municipality that may ask for an account."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: UnitId
    sv: Line
    en: Line | None = None
    translations: Mapping[Language, Line] = untranslated()
    parent: UnitId | None = None
    """The unit it belongs to."""
    board: Line | None = None
    """The political board (nämnd) that it answers to; where left out, its parent's."""
    closed: bool = False
    """Whether it is no longer to choose from; its accounts keep its name."""


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^{}]+$"),
]
"""It is put into sentences, which have braces of their own."""


@dataclass(frozen=True, slots=True)
class RoutineName:
    """What the routine and those around it are called in one language.

    What is left out is called as `names` in texts/ says.
    """

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    name: Name
    municipality: Name
    owner: Name
    """Who is responsible for the routine, as in "sent to X"."""
    owner_in_full: Name | None = None
    """The owner with what a stranger needs to know, as in "HR-enheten (the HR unit)"."""
    municipality_genitive: Name | None = None
    definite_name: Name | None = None
    """The routine as in "under X": "rutinen för distansarbete"."""
    matter: Name | None = None
    """What people may ask about, as in "questions about X"."""
    answers_from: Name | None = None
    """What the passages quote, as in "I answer from X"."""
    ground: Name | None = None
    """What stands below a passage whose ground is the routine itself."""
    account: Name | None = None
    """What may be asked for where the base has an account request, as in "request for X"."""
    accounts: Name | None = None
    """The same, several."""

    def names(self) -> dict[str, str]:
        """Return what the sentences call things, without what is left out."""
        named = {
            "routine": self.name,
            "municipality": self.municipality,
            "owner": self.owner,
            "owner_in_full": self.owner_in_full,
            "municipality_genitive": self.municipality_genitive,
            "definite_name": self.definite_name,
            "matter": self.matter,
            "answers_from": self.answers_from,
            "ground": self.ground,
            "account": self.account,
            "accounts": self.accounts,
        }
        return {name: text for name, text in named.items() if text is not None}


@dataclass(frozen=True, slots=True)
class ContactName:
    """What a function is called in one language, and when it can be reached."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    name: Line
    hours: Line | None = None


@dataclass(frozen=True, slots=True)
class Contact(InLanguages[ContactName]):
    """A function of the municipality that texts send people to; never a person by name."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: Slug
    sv: ContactName
    en: ContactName | None = None
    translations: Mapping[Language, ContactName] = untranslated()
    phone: Line | None = None
    email: Line | None = None
    url: WebAddress | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.phone or self.email or self.url)


FIRST_ROUTINE = "rutinen"
"""The id of a routine whose file gives none."""


@dataclass(frozen=True, slots=True)
class Routine(InLanguages[RoutineName]):
    """A document whose questions we answer.

    That of `routine.yaml` is the first; account request, register and follow-up are its. Those
    below `routines/` are more of the same municipality.
    """

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    sv: RoutineName
    revised: PartialDate
    source: Slug
    id: Slug = FIRST_ROUTINE
    en: RoutineName | None = None
    translations: Mapping[Language, RoutineName] = untranslated()
    contacts: tuple[Contact, ...] = ()
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1, max_length=5)] = LANGUAGES
    """The languages that people are answered in, the first where theirs isn't among them.

    Every routine of a base is in those of its first.
    """
    examples: Annotated[tuple[Slug, ...], Field(max_length=5)] = ()
    """Passages that the welcome shows as examples of what one can ask."""
    revision: Slug | None = None
    """Names what people say that they have read; without it nobody is asked to."""
    reading_offered_on: tuple[Slug, ...] = ()
    """Topics whose answers have a button to say that one has read the routine."""

    def names(self, languages: Iterable[Language]) -> dict[Language, dict[str, str]]:
        """Return what the routine calls things, by *languages*."""
        return {language: self.text_in(language).names() for language in languages}
