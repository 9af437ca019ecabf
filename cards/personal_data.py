"""Personal data: a warning of it in a question; what is stored of who asks, and its erasing."""

from collections.abc import Mapping, Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from cards import elements
from cards.elements import Card
from cards.markup import listed
from cards.privacy_actions import EraseMyData, MyData, ShowNotifications
from core.personal_data import DataKind, PersonExtract, Records
from texts.catalogue import Catalogue


def personal_data_warning(kinds: Sequence[str], texts: Catalogue) -> list[CardElement]:
    """Return the box that stands first in a card when the question held personal data."""
    if not kinds:
        return []
    words = [texts.say(f"warning.{kind}") for kind in kinds]
    sentence = texts.say("warning.text", kinds=texts.joined(words))
    return [elements.notice(sentence, title=texts.say("warning.title"), tone="attention")]


def my_data_card(
    data: PersonExtract, texts: Catalogue, *, url: str | None, minutes: int = 0
) -> Card:
    """Return a line for each kind of data; *url* is where all of it can be read and saved."""
    title = texts.say("my_data.title")
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(_lines(data.kinds, texts) or texts.say("my_data.nothing")),
    ]
    actions: list[CardAction] = []
    if url:
        body.append(elements.fine_print(texts.say("my_data.link", count=minutes)))
        actions.append(elements.open_url(texts.say("my_data.open"), url))
    else:
        body.append(elements.fine_print(texts.say("my_data.no_link")))
    language = texts.language
    actions += [
        elements.execute(texts.say("notifications.show"), ShowNotifications(language=language)),
        elements.execute(texts.say("my_data.erase"), MyData(language=language, erasing=True)),
    ]
    return elements.card(body, actions, summary=title)


def erasing_card(data: PersonExtract, texts: Catalogue) -> Card:
    """Return what an erasure takes, what stays and why, and the button that carries it out."""
    title = texts.say("my_data.erase_title")
    body: list[CardElement] = [
        elements.heading(title),
        elements.subheading(texts.say("my_data.goes")),
        elements.paragraph(_lines(data.erasable, texts) or texts.say("my_data.nothing")),
        *_staying(data, texts),
        elements.paragraph(texts.say("my_data.consequence")),
    ]
    actions: list[CardAction] = [
        elements.execute(texts.say("my_data.erase_now"), EraseMyData(language=texts.language)),
        elements.execute(texts.say("my_data.keep"), MyData(language=texts.language)),
    ]
    return elements.card(body, actions, summary=title)


def erased_card(data: PersonExtract, texts: Catalogue) -> Card:
    """Return that it is done, and what stays."""
    title = texts.say("my_data.erased_title")
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say("my_data.erased", at=data.at)),
        *_staying(data, texts),
    ]
    again = elements.execute(texts.say("my_data.show"), MyData(language=texts.language))
    return elements.card(body, [again], summary=title)


def _staying(data: PersonExtract, texts: Catalogue) -> list[CardElement]:
    if not data.staying:
        return []
    return [
        elements.subheading(texts.say("my_data.stays")),
        elements.paragraph(_lines(data.staying, texts)),
        elements.paragraph(texts.say("my_data.stays_why")),
    ]


def _lines(kinds: Mapping[DataKind, Records], texts: Catalogue) -> str:
    return listed(
        texts.say("my_data.line", kind=texts.say(f"my_data.kind.{kind}"), count=len(records))
        for kind, records in kinds.items()
    )
