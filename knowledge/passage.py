"""What stands in the editors' base: the shapes its files must have, and the types used inside.

The annotations are the schema: pydantic checks the files against them, and the rest of the
program uses the same frozen classes.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Generic, Literal, TypeAlias, TypeVar

from pydantic import ConfigDict, Field, StringConstraints

Language: TypeAlias = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")

MIN_TITLE, MAX_TITLE = 3, 90
MIN_TEXT, MAX_TEXT = 20, 1000
"""Characters that fit a phone's card with little scrolling."""

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
WEB_ADDRESS = r"^https?://\S+$"
PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=MIN_TITLE, max_length=MAX_TITLE)
]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=MIN_TEXT, max_length=MAX_TEXT)
]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
SomeLines = Annotated[tuple[Line, ...], Field(min_length=1)]
WebAddress = Annotated[str, StringConstraints(pattern=WEB_ADDRESS, max_length=500)]
PartialDate = Annotated[str, StringConstraints(pattern=PARTIAL_DATE)]

_CLOSED = ConfigDict(extra="forbid")


T = TypeVar("T")


class InBothLanguages(Generic[T]):
    """What stands in Swedish and in English, side by side."""

    __slots__ = ()
    sv: T
    en: T

    def text_in(self, language: Language) -> T:
        return self.sv if language == "sv" else self.en


class Basis(StrEnum):
    """What kind of ground a passage rests on."""

    ROUTINE = "routine"
    LAW = "law"
    GUIDANCE = "guidance"
    PRACTICE = "practice"
    BOT = "bot"
    """What the bot itself does: neither the routine nor anybody's practice."""


@dataclass(frozen=True, slots=True)
class Translated(InBothLanguages[str]):
    """One short text in both languages."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    sv: Line
    en: Line


@dataclass(frozen=True, slots=True)
class SourceName:
    """What a source is called in one language."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    document: Line


@dataclass(frozen=True, slots=True)
class Source(InBothLanguages[SourceName]):
    """A document that passages rest on."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    id: Slug
    basis: Basis
    sv: SourceName
    en: SourceName
    dated: PartialDate | None = None
    url: WebAddress | None = None


@dataclass(frozen=True, slots=True)
class SourceReference:
    """A place in a source."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    id: Slug
    section: Translated | None = None


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage in one language, and how people ask for it."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    title: Title
    text: Text
    asked_as: SomeLines
    must_answer: SomeLines
    """Questions this passage must answer; they test the index and never feed it."""


@dataclass(frozen=True, slots=True)
class Passage(InBothLanguages[PassageText]):
    """The answer to one question, quoted as it stands."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    id: Slug
    topic: Slug
    basis: Basis
    confirmed: bool
    """Whether Kommunikationsenheten has confirmed the text."""
    reviewed: date
    source: SourceReference
    sv: PassageText
    en: PassageText
    see_also: Annotated[tuple[SourceReference, ...], Field(max_length=3)] = ()
    related: Annotated[tuple[Slug, ...], Field(max_length=6)] = ()
    review_by: date | None = None
    """The day by which someone must have looked the text over again."""


@dataclass(frozen=True, slots=True)
class Topic(InBothLanguages[str]):
    """One subject of the base."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    slug: Slug
    sv: Line
    en: Line


@dataclass(frozen=True, slots=True)
class TopicGroup(InBothLanguages[str]):
    """Topics shown together when someone browses."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    id: Slug
    sv: Line
    en: Line
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class AreaText:
    """A matter that isn't ours, in one language: what it is, whom to ask, and how people ask."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    name: Line
    ask: Line
    asked_as: SomeLines


@dataclass(frozen=True, slots=True)
class Area(InBothLanguages[AreaText]):
    """A matter that belongs elsewhere."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    id: Slug
    group: Slug
    sv: AreaText
    en: AreaText


@dataclass(frozen=True, slots=True)
class Term:
    """Short forms and other names, and the words the passages use instead."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    sv: Line
    en: Line
    short: SomeLines


@dataclass(frozen=True, slots=True)
class CautionText:
    """A legal risk in one language: how its words begin, and whom to check with."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    words: SomeLines
    check: Line


@dataclass(frozen=True, slots=True)
class Caution(InBothLanguages[CautionText]):
    """A legal risk that a question may touch."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    id: Slug
    sv: CautionText
    en: CautionText


@dataclass(frozen=True, slots=True)
class RoutineName:
    """The routine, its municipality and its owner in one language."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    name: Line
    municipality: Line
    owner: Line


@dataclass(frozen=True, slots=True)
class Routine(InBothLanguages[RoutineName]):
    """The document whose questions we answer."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    sv: RoutineName
    en: RoutineName
    revised: PartialDate
    source: Slug
    examples: Annotated[tuple[Slug, ...], Field(max_length=5)] = ()
    """Passages that the welcome shows as examples of what one can ask."""


@dataclass(frozen=True, slots=True, order=True)
class Miss:
    """A test question (`must_answer`) that doesn't find its passage."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    passage: Slug
    language: Language
    question: Line
