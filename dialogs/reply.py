"""What the bot replies: a card or a sentence, and what to log once it is sent."""

from dataclasses import dataclass, replace

from cards import elements
from cards.elements import Card
from core.person import Person
from core.standing import CaseView, ShownSubject, StandingMessage
from questions.asked import AskedQuestion, LastQuestion
from texts.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Reply:
    """One message; `asked` and `last` are logged after it has been sent."""

    card: Card | None = None
    text: str | None = None
    asked: AskedQuestion | None = None
    last: LastQuestion | None = None
    shows: ShownSubject | None = None
    """The request or account that the card shows, and how."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The result of a press: a card that replaces the pressed one, or a sentence beside it."""

    card: Card | None = None
    sentence: str | None = None
    news: Reply | None = None
    """A message of its own, sent as well."""
    last: LastQuestion | None = None
    """What was shown, to be noted once it has been sent."""
    stays: bool = False
    """Whether the message is edited too, so that the card is still replaced when reopened."""
    shows: ShownSubject | None = None
    """The request or account that the card shows, and how."""
    changes: bool = False
    """Whether it may have changed what it shows, rather than looked at it."""
    forgets: bool = False
    """Whether the person has been forgotten, so that nothing of this turn is noted."""

    def shown_elsewhere(self, person: Person) -> StandingMessage | None:
        """Return what is to be noted where no message of *person*'s own chat was pressed."""
        if not self.changes or self.shows is None or self.shows.kind == CaseView.FILLED_IN:
            return None
        return StandingMessage("", "", person.id, self.shows.subject, self.shows.kind)


def of_case(card: Card, case: str, view: CaseView = CaseView.OWN) -> Reply:
    """Return a message that shows a request or an account."""
    return Reply(card=card, shows=ShownSubject(case, view))


def apart(pressed: Pressed, texts: Catalogue) -> Pressed:
    """Return *pressed* with its card as a message of its own; the card pressed stays."""
    if pressed.card is None:
        return pressed
    opened, news = texts.say("digest.opened"), Reply(card=pressed.card, shows=pressed.shows)
    return Pressed(sentence=opened, news=news, last=pressed.last)


def with_line(reply: Reply, said: str) -> Reply:
    """Return the reply with a line after all that it says."""
    if reply.card is None:
        return replace(reply, text=f"{reply.text}\n\n{said}")
    drawn = [elements.fine_print(said)]
    return replace(reply, card=elements.with_more(reply.card, drawn, first=False))
