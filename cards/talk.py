"""The card that replies to talk: a sentence, and ways on."""

from collections.abc import Sequence

from microsoft_teams.cards.core import CardElement

from cards import elements
from cards.actions import Asked, Browse, ShowPassage
from cards.elements import Card
from knowledge.passage import Passage
from texts.catalogue import Catalogue


def talk_card(reply: str, asked: Asked, offered: Sequence[Passage], texts: Catalogue) -> Card:
    """Return *reply* with the passages that may be wanted next."""
    rows = [passage_row(passage, asked, texts) for passage in offered]
    browse = elements.execute(texts.say("button.browse"), Browse(asked=asked))
    return elements.card([elements.paragraph(reply), *rows], [browse], summary=reply)


def passage_row(passage: Passage, asked: Asked, texts: Catalogue) -> CardElement:
    press = ShowPassage(asked=asked, passage=passage.id)
    return elements.row(passage.text_in(texts.language).title, press)
