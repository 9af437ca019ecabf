"""Several notices in one message: a row for each, which opens what it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from cards import elements
from cards.actions import Action
from cards.case_parts import mine_button, shortened
from cards.elements import Card
from cards.markup import written
from texts.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class DigestRow:
    """One notice: what it says first, of what, and what opens it."""

    title: str
    detail: str
    opens: Action


def row_of(card: Card, opens: Action, *, by: str = "") -> DigestRow:
    """Return the row that stands for a notice's card: its first text, and its own title.

    *by* names who has set it off, where somebody has.
    """
    first, *others = _texts(card["body"])
    about = written(card["fallbackText"])
    if about == first:
        about = others[0] if others else ""
    detail = " · ".join(filter(None, (shortened(about), by)))
    return DigestRow(first, detail, opens)


def digest_card(rows: Sequence[DigestRow], texts: Catalogue, *, in_channel: bool) -> Card:
    """Return the card; *in_channel* says that reviewers read it, not one person."""
    title = texts.say("digest.title", count=len(rows))
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say("digest.explain")),
        *(elements.row(each.title, each.opens, detail=each.detail or None) for each in rows),
        elements.fine_print(texts.say("why.channel" if in_channel else "why.digest")),
    ]
    actions: list[CardAction] = [] if in_channel else [mine_button(texts)]
    return elements.card(body, actions, summary=title)


def _texts(body: Sequence[Card]) -> Iterator[str]:
    """Yield what is written in a card's body, in order, but for the fine print."""
    for element in body:
        if element["type"] == "TextBlock" and not element.get("isSubtle"):
            yield written(element["text"])
        yield from _texts(element.get("items", ()))
