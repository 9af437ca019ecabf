"""Why a notice comes, and which of them somebody has turned off."""

from collections.abc import Collection, Sequence

from microsoft_teams.cards.core import CardElement, ToggleInput

from cards import elements
from cards.elements import Card
from cards.privacy_actions import ChooseNotices, TurnOff
from texts.catalogue import Catalogue

MOST_BUTTONS = 6


def with_why(card: Card, why: str, topic: str | None, texts: Catalogue) -> Card:
    """Return a notice's card with why it comes, and, of a *topic*, how it is turned off."""
    whole = elements.with_more(card, [elements.fine_print(why)], first=False)
    if topic is None or len(whole["actions"]) >= MOST_BUTTONS:
        return whole
    press = TurnOff(language=texts.language, topic=topic, apart=True)
    button = elements.execute(texts.say("notifications.turn_off"), press)
    drawn = button.model_dump(by_alias=True, exclude_none=True)
    return {**whole, "actions": [*whole["actions"], drawn]}


def notifications_card(
    topics: Sequence[str], muted: Collection[str], texts: Catalogue, *, lead: str | None = None
) -> Card:
    """Return a box to tick for each of *topics*, and what can't be turned off."""
    title = texts.say("notifications.title")
    body: list[CardElement] = [elements.heading(title)]
    if lead:
        body.append(elements.notice(lead, tone="good"))
    body.append(elements.paragraph(texts.say("notifications.explain")))
    body += (
        ToggleInput(
            id=f"on.{topic}",
            title=texts.say(f"notifications.topic.{topic}"),
            value="false" if topic in muted else "true",
            wrap=True,
        )
        for topic in topics
    )
    body.append(elements.paragraph(texts.say("notifications.duties")))
    save = elements.execute(
        texts.say("notifications.save"), ChooseNotices(language=texts.language), primary=True
    )
    return elements.card(body, [save], summary=title)
