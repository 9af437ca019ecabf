"""The cards that reply to talk, and what stands beside an answer."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Protocol

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from cards import elements
from cards.account_actions import OpenCase
from cards.actions import MAX_QUESTION, Asked, Browse, Forward, ShowPassage
from cards.elements import Card
from cards.ground import ground_lines, reading_lines
from knowledge.base import Base
from knowledge.passage import Passage
from texts.catalogue import Catalogue

SHORTENED = 60
"""Characters of another question of the same message, where room is scarce."""


class AskedBeside(Protocol):
    """Another question of a message, and the passage that answers it, if any."""

    @property
    def question(self) -> str: ...
    @property
    def passage(self) -> Passage | None: ...


def talk_card(
    reply: str,
    asked: Asked,
    offered: Sequence[Passage],
    texts: Catalogue,
    *,
    back: Passage | None = None,
) -> Card:
    """Return *reply* with the passages that may be wanted next, and the way to a human.

    *back* is the passage that the reply is about.
    """
    rows = [_row(passage, asked, texts) for passage in offered]
    actions: list[CardAction] = []
    if asked.question:
        passage = back.id if back else None
        forward = Forward(asked=asked, passage=passage)
        actions.append(elements.execute(texts.say("button.forward"), forward))
    actions.append(elements.execute(texts.say("button.browse"), Browse(asked=asked)))
    return elements.card([elements.paragraph(reply), *rows], actions, summary=reply)


def source_card(passage: Passage, asked: Asked, base: Base, texts: Catalogue) -> Card:
    """Return what *passage* rests on, and where that is to be read."""
    title = passage.text_in(texts.language).title
    body: list[CardElement] = [
        elements.heading(texts.say("talk.source")),
        elements.paragraph(title),
        *ground_lines(passage, base, texts),
        *reading_lines(passage, base, texts),
    ]
    actions: list[CardAction] = []
    if url := base.sources[passage.source.id].url:
        actions.append(elements.open_url(texts.say("button.open_source"), url))
    else:
        body.append(elements.help_text(texts.say("talk.no_link")))
    back = ShowPassage(asked=asked, passage=passage.id)
    actions.append(elements.execute(f"{texts.say('answer.back')}: {title}", back))
    return elements.card(body, actions, summary=texts.say("talk.source"))


def with_others(
    whole: Card,
    lead: str | None,
    others: Sequence[AskedBeside],
    asked: Asked,
    texts: Catalogue,
    *,
    first: bool,
) -> Card:
    """Return *whole* with *lead*, the other questions that were answered, and those that weren't.

    Where Teams has no room for it, less of each of those questions goes along.
    """
    card = whole
    for longest in (MAX_QUESTION, SHORTENED):
        drawn = _beside(lead, others, asked, texts, longest)
        if not drawn:
            return whole
        card = elements.with_more(whole, drawn, first=first)
        if elements.fits(card):
            break
    return card


def _beside(
    lead: str | None,
    others: Sequence[AskedBeside],
    asked: Asked,
    texts: Catalogue,
    longest: int,
) -> list[CardElement]:
    drawn: list[CardElement] = [elements.paragraph(lead)] if lead else []
    answered = [(each.question, each.passage) for each in others if each.passage]
    if answered:
        drawn.append(elements.help_text(texts.say("talk.several")))
    for question, passage in answered:
        its = asked.model_copy(update={"question": question[:longest]})
        drawn.append(_row(passage, its, texts))
    unanswered = [
        shorten(each.question, longest, placeholder="…") for each in others if each.passage is None
    ]
    if unanswered:
        named = texts.say("talk.unanswered", questions=" ".join(unanswered))
        drawn.append(elements.notice(named, tone="emphasis"))
    return drawn


def waiting_walk_card(case: str, sentence: str, texts: Catalogue) -> Card:
    """Return where the walk stands, and the ways on from there."""
    show = OpenCase(language=texts.language, case=case)
    actions = [elements.execute(texts.say("talk.walk_show"), show)]
    return elements.card([elements.paragraph(sentence)], actions, summary=sentence)


def _row(passage: Passage, asked: Asked, texts: Catalogue) -> CardElement:
    press = ShowPassage(asked=asked, passage=passage.id)
    return elements.row(passage.text_in(texts.language).title, press)
