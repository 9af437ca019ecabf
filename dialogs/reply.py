"""What the bot says back: a card or a plain sentence, and what to note once it is said."""

from dataclasses import dataclass

from cards.elements import Card
from questions.asked import AskedQuestion, LastQuestion


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. `asked` and `last` are noted after it has been sent."""

    card: Card | None = None
    text: str | None = None
    asked: AskedQuestion | None = None
    last: LastQuestion | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press leads to: the card in place of the pressed one, or a sentence beside it."""

    card: Card | None = None
    sentence: str | None = None
    news: Reply | None = None
    """A message of its own, sent as well."""
    stays: bool = False
    """Whether the card is to be found replaced when the conversation is opened again."""


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody is sent unasked: a card or a sentence."""

    card: Card | None = None
    text: str | None = None
    replaces: bool = False
    """Whether it is posted once for its subject, and later ones take the first one's place."""
