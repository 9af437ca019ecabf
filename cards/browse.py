"""The cards one can find one's way by without asking: the welcome and the ready questions."""

from collections.abc import Sequence
from typing import Any

from microsoft_teams.cards import CardElement

from cards import elements
from cards.actions import Asked, Browse, ShowPassage
from knowledge.base import Base
from knowledge.passage import Passage, TopicGroup
from texts.catalogue import Catalogue


def welcome_card(
    asked: Asked, base: Base, texts: Catalogue, *, added_by: str | None = None
) -> dict[str, Any]:
    """Return the first card of a conversation, and the answer to hello and help."""
    routine = base.routine.text_in(texts.language)
    why = texts.say("welcome.why", municipality=routine.municipality, routine=routine.name)
    body: list[CardElement] = [elements.heading(texts.say("welcome.title"))]
    if added_by:
        body.append(elements.paragraph(texts.say("welcome.added_by", name=added_by)))
    body += [
        elements.paragraph(why),
        elements.paragraph(texts.say("welcome.honest")),
        elements.notice(texts.say("welcome.privacy"), tone="emphasis"),
        elements.subheading(texts.say("welcome.try")),
        *(_passage_row(base.passages[example], asked, texts) for example in base.routine.examples),
    ]
    browse = elements.execute(texts.say("browse.open"), Browse(asked=asked))
    return elements.card(body, [browse], summary=texts.say("welcome.title"))


def groups_card(asked: Asked, base: Base, texts: Catalogue) -> dict[str, Any]:
    """Return the areas one can ask about."""
    rows = [
        elements.row(
            group.name(texts.language),
            Browse(asked=asked, group=group.id),
            detail=", ".join(topic.name(texts.language) for topic in group.topics),
        )
        for group in base.groups
    ]
    body: list[CardElement] = [
        elements.heading(texts.say("browse.title")),
        elements.paragraph(texts.say("browse.groups")),
        *rows,
    ]
    return elements.card(body, [], summary=texts.say("browse.title"))


def group_card(asked: Asked, group: TopicGroup, base: Base, texts: Catalogue) -> dict[str, Any]:
    """Return the ready questions of one area, topic by topic."""
    title = texts.say("browse.group", group=group.name(texts.language))
    body: list[CardElement] = [elements.heading(title)]
    for topic in group.topics:
        if passages := base.passages_about(topic.slug):
            body.append(elements.subheading(topic.name(texts.language)))
            body += _passage_rows(passages, asked, texts)
    back = elements.execute(texts.say("browse.back"), Browse(asked=asked))
    return elements.card(body, [back], summary=title)


def _passage_rows(passages: Sequence[Passage], asked: Asked, texts: Catalogue) -> list[CardElement]:
    return [_passage_row(passage, asked, texts) for passage in passages]


def _passage_row(passage: Passage, asked: Asked, texts: Catalogue) -> CardElement:
    press = ShowPassage(asked=asked, passage=passage.id)
    return elements.row(passage.text_in(texts.language).title, press)
