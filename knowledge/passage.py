"""What stands in the editors' base. Its annotations are the schema that pydantic checks by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from core.language import Language
from knowledge.languages import InLanguages, untranslated

MIN_TITLE, MAX_TITLE = 3, 90
MIN_TEXT, MAX_TEXT = 20, 1000
"""Characters that fit a phone's card with little scrolling."""
MAX_SHORT = 200
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
Short = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MAX_SHORT)
]
SomeLines = Annotated[tuple[Line, ...], Field(min_length=1)]
WebAddress = Annotated[str, StringConstraints(pattern=WEB_ADDRESS, max_length=500)]
PartialDate = Annotated[str, StringConstraints(pattern=PARTIAL_DATE)]

CLOSED = ConfigDict(extra="forbid")


class Basis(StrEnum):
    """What kind of ground a passage rests on."""

    ROUTINE = "routine"
    LAW = "law"
    GUIDANCE = "guidance"
    PRACTICE = "practice"
    BOT = "bot"
    """What the bot itself does: neither the routine nor anybody's practice."""


class Risk(StrEnum):
    """What goes wrong where somebody acts on a text that turns out not to hold."""

    SECRECY = "secrecy"
    PERSONAL_DATA = "personal_data"
    THREAT = "threat"
    LAW = "law"
    """The law itself is in dispute or unclear."""


@dataclass(frozen=True, slots=True)
class Translated(InLanguages[str]):
    """One short text in both languages."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    sv: Line
    en: Line | None = None
    translations: Mapping[Language, Line] = untranslated()


@dataclass(frozen=True, slots=True)
class SourceReference:
    """A place in a source."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: Slug
    section: Translated | None = None


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage in one language, and how people ask for it."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    title: Title
    text: Text
    asked_as: SomeLines
    must_answer: SomeLines
    """Questions this passage must answer; they test the index and never feed it."""
    short: Short | None = None
    """The answer in one sentence; `text` goes on from there."""

    @property
    def wording(self) -> tuple[str, str]:
        """The title, and all that is said."""
        return self.title, "\n".join(filter(None, (self.short, self.text)))


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Somebody's word that a text is right."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    by: Line
    """The role, not the name of a person."""
    on: date


def _none_for_false(value: object) -> object:
    if value in (False, "false"):
        return None
    if isinstance(value, str):
        raise PydanticCustomError("not-confirmed", "neither false nor a confirmation")
    return value


FalseOrConfirmation = Annotated[
    Confirmation | None,
    BeforeValidator(_none_for_false, json_schema_input_type=Literal[False] | Confirmation),
]


@dataclass(frozen=True, slots=True)
class Passage(InLanguages[PassageText]):
    """The answer to one question, quoted as it stands."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: Slug
    topic: Slug
    basis: Basis
    reviewed: date
    source: SourceReference
    sv: PassageText
    en: PassageText | None = None
    translations: Mapping[Language, PassageText] = untranslated()
    see_also: Annotated[tuple[SourceReference, ...], Field(max_length=3)] = ()
    related: Annotated[tuple[Slug, ...], Field(max_length=6)] = ()
    confirmed: FalseOrConfirmation = None
    """Who in the municipality has confirmed the text; editors write `false` for nobody."""
    warn: Risk | None = None
    """Set only where acting on a wrong text does harm."""
    emergency: bool = False
    """Whether it says what to do in danger: then nothing may stand above it."""
    contacts: tuple[Slug, ...] = ()
    """The functions that the text sends people to."""
    review_by: date | None = None
    """The day by which someone must have looked the text over again."""
    owner: Slug | None = None
    """The function of `routine.yaml` that looks it over; without it, whoever owns the routine."""
    formerly: tuple[Slug, ...] = ()
    """The ids it had before, and those of passages merged into it: old cards still open it."""


@dataclass(frozen=True, slots=True)
class Topic(InLanguages[str]):
    """One subject of the base."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    slug: Slug
    sv: Line
    en: Line | None = None
    translations: Mapping[Language, Line] = untranslated()


@dataclass(frozen=True, slots=True)
class TopicGroup(InLanguages[str]):
    """Topics shown together when someone browses."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: Slug
    sv: Line
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
    en: Line | None = None
    translations: Mapping[Language, Line] = untranslated()
    routine: Slug | None = None
    """The id of the routine they are of; without it, of the first."""


@dataclass(frozen=True, slots=True)
class AreaText:
    """A matter that isn't ours, in one language: what it is, whom to ask, and how people ask."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    name: Line
    ask: Line
    asked_as: SomeLines


@dataclass(frozen=True, slots=True)
class Area(InLanguages[AreaText]):
    """A matter that belongs elsewhere."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: Slug
    group: Slug
    sv: AreaText
    en: AreaText | None = None
    translations: Mapping[Language, AreaText] = untranslated()


@dataclass(frozen=True, slots=True)
class Term:
    """Short forms and other names, and the words the passages use instead.

    A language left out isn't helped by the term: in Swedish most do harm (docs/answers.md).
    """

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    short: SomeLines
    sv: Line | None = None
    en: Line | None = None
    translations: Mapping[Language, Line] = untranslated()

    def meant_in(self, language: Language) -> str | None:
        meant = {"sv": self.sv, "en": self.en}
        return meant[language] if language in meant else self.translations.get(language)


@dataclass(frozen=True, slots=True)
class CautionText:
    """A legal risk in one language: how its words begin, and whom to check with."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    words: SomeLines
    check: Line


@dataclass(frozen=True, slots=True)
class Caution(InLanguages[CautionText]):
    """A legal risk that a question may touch."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: Slug
    sv: CautionText
    en: CautionText | None = None
    translations: Mapping[Language, CautionText] = untranslated()
    risk: Risk | None = None
    """Where a text warns of the same, the caution isn't shown beside it."""


@dataclass(frozen=True, slots=True, order=True)
class Miss:
    """A test question (`must_answer`) that doesn't find its passage."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    passage: Slug
    language: Language
    question: Line
