"""The dialogs without a wire: people write and press, and read what comes back."""

from itertools import count
from typing import Any

from cards.actions import OldCard
from dialogs.browsing import Moved
from dialogs.incoming import Incoming, Person
from dialogs.room import Room
from dialogs.root import RootDialog
from knowledge.live import Live
from knowledge.snapshot import Snapshot
from tests.fakes import Clock, InMemoryQuestions
from tests.reading import button
from texts.catalogue import Texts


class Talk:
    """The dialogs over a base, with a store in memory and a clock of our own."""

    def __init__(self, snapshot: Snapshot, texts: Texts) -> None:
        self.clock = Clock()
        self.kept = InMemoryQuestions()
        numbers = count(1)
        self.root = RootDialog(
            Room(
                live=Live(snapshot),
                texts=texts,
                store=self.kept,
                log=self.kept,
                clock=self.clock,
                new_id=lambda: f"answer-{next(numbers)}",
                pseudonym=lambda person: f"somebody like {len(person)}-{person[-1]}",
            )
        )

    def person(self, name: str, locale: str | None = "sv-SE", place: str = "") -> "Talker":
        return Talker(self, name, locale=locale, place=place or f"a:{name}")


class Talker:
    """Somebody in a conversation, privately unless told otherwise."""

    def __init__(self, talk: Talk, name: str, *, locale: str | None, place: str) -> None:
        self.talk = talk
        self.who = Person(f"aad-{name}", name.title())
        self.locale = locale
        self.place = place

    async def writes(self, text: str, **more: Any) -> Any:
        """Return the card, or the sentence, that answers *text*; what is to be noted is noted."""
        reply = await self.talk.root.on_message(self.incoming(text=text, **more))
        if reply.asked is not None:
            self.talk.kept.append(reply.asked)
        if reply.last is not None:
            self.talk.kept.remember(reply.last)
        return reply.card or reply.text

    async def presses(self, card: Any, title: str) -> Any:
        """Return the card in place of *card* when its row or button *title* is pressed."""
        return await self.sends(button(card, title)["data"])

    async def sends(self, data: object) -> Any:
        """Return the card, or the sentence, that answers the press of a button with *data*."""
        incoming = self.incoming(data=data)
        try:
            return await self.talk.root.on_press(incoming)
        except (OldCard, Moved) as fault:
            return self.talk.root.sentence_for(fault, incoming)

    async def adds_the_bot(self, *, in_private: bool = True) -> Any:
        reply = await self.talk.root.on_added(self.incoming(in_private=in_private))
        return reply.card if reply else None

    def incoming(self, *, in_private: bool = True, **more: Any) -> Incoming:
        return Incoming(self.who, self.place, in_private, locale=self.locale, **more)
