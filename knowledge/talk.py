"""What people say to the bot that is no question: its kinds, their phrasings, and the replies."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, StringConstraints

from core.language import Language
from knowledge.languages import InLanguages, untranslated
from knowledge.passage import (
    CLOSED,
    Line,
    Slug,
    SomeLines,
)

Sentences = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Deed(StrEnum):
    """What the bot does beside its reply."""

    REPLY = "reply"
    """Nothing."""
    WRONG = "wrong"
    """Counts the answer as not helpful, and offers the next two."""
    UNCLEAR = "unclear"
    """Shows the answer in short, and what lies nearest."""
    MORE = "more"
    """Shows all of the answer."""
    SOURCE = "source"
    """Shows what the answer rests on, and where."""
    HUMAN = "human"
    """Says whom to ask, and offers to send the question on."""
    CANCEL = "cancel"
    """Says where an open request stands."""
    HELP = "help"
    """Shows what can be written."""
    FEELINGS = "feelings"
    """Replies even where the message holds a question, which is answered below."""
    EMERGENCY = "emergency"
    """Shows what to do in danger before anything else, whatever the message holds."""


@dataclass(frozen=True, slots=True)
class TalkText:
    """One kind of talk in one language."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    said_as: SomeLines
    reply: Sentences
    signs: tuple[Line, ...] = ()
    """How words begin that settle it wherever they stand near each other, in this order.

    A word of up to three letters must stand whole.
    """


@dataclass(frozen=True, slots=True)
class TalkKind(InLanguages[TalkText]):
    """One kind of talk, and what the bot replies."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: Slug
    sv: TalkText
    en: TalkText | None = None
    translations: Mapping[Language, TalkText] = untranslated()
    does: Deed = Deed.REPLY
    shows: Annotated[tuple[Slug, ...], Field(max_length=3)] = ()
    """Passages offered below the reply; in an emergency the first is shown whole."""
    signs_alone: Annotated[str, Field(max_length=50)] = ""
    """Emoji and other signs that say it where a message holds no word."""
