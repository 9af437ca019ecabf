"""The way back to all of one's own cases, which most cards about one of them end with."""

from microsoft_teams.cards.core import Action as CardAction

from cards import elements
from cards.account_actions import MyCases
from texts.catalogue import Catalogue


def mine_button(texts: Catalogue) -> CardAction:
    return elements.execute(texts.say("case.mine"), MyCases(language=texts.language))
