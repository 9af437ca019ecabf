"""The card for what a question found: the answer, the nearest, a choice, or "I find nothing"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from cards import elements
from cards.actions import Asked, Browse, Forward, ShowPassage
from cards.answer import Shown, answer_card
from cards.elements import Card
from cards.personal_data import personal_data_warning
from core.incoming import ShownIn
from knowledge.base import Base
from knowledge.passage import Area, Caution, Passage, Topic
from knowledge.search.answers import Answer, Finding, Nothing, Suggestions
from texts.catalogue import Catalogue


def finding_card(
    finding: Finding,
    asked: Asked,
    base: Base,
    texts: Catalogue,
    *,
    personal_data: tuple[str, ...] = (),
    cautions: tuple[Caution, ...] = (),
    overdue_since: date | None = None,
    shown_in: ShownIn = ShownIn.OWN_CHAT,
) -> Card:
    """Return the card for *finding*; *cautions* say whom to check an answer with.

    *overdue_since* is about the passage that the card shows whole.
    """

    def shown(passage: Passage) -> Shown:
        return Shown(
            asked,
            passage,
            personal_data=personal_data,
            cautions=cautions,
            overdue_since=overdue_since,
            shown_in=shown_in,
        )

    match finding:
        case Answer(passage=passage):
            return answer_card(shown(passage), base, texts)
        case Suggestions(choices=(passage, *others), likely=True):
            nearest = replace(shown(passage), is_nearest=True, others=tuple(others))
            return answer_card(nearest, base, texts)
        case Suggestions(choices=choices):
            return suggestions_card(asked, choices, base, texts, personal_data=personal_data)
        case Nothing(topics=topics, area=area):
            return nothing_card(asked, topics, base, texts, area=area, personal_data=personal_data)


def suggestions_card(
    asked: Asked,
    passages: Sequence[Passage],
    base: Base,
    texts: Catalogue,
    *,
    personal_data: Sequence[str] = (),
) -> Card:
    """Return the choice between the passages that may answer, the likeliest first."""
    texts = texts.of(base.routine_of(passages[0]).id)
    rows = [
        elements.row(
            passage.text_in(texts.language).title,
            ShowPassage(asked=asked, passage=passage.id),
            detail=base.topic(passage.topic).text_in(texts.language),
        )
        for passage in passages
    ]
    body: list[CardElement] = [
        *personal_data_warning(personal_data, texts),
        elements.heading(texts.say("suggestions.title")),
        elements.paragraph(texts.say("suggestions.explain")),
        *rows,
        elements.fine_print(texts.say("suggestions.none_of_these")),
    ]
    return elements.card(body, ways_on(asked, texts), summary=texts.say("suggestions.title"))


def nothing_card(
    asked: Asked,
    topics: Sequence[Topic],
    base: Base,
    texts: Catalogue,
    *,
    area: Area | None = None,
    personal_data: Sequence[str] = (),
) -> Card:
    """Return "I find nothing", with whom to ask if that is known, and the nearest topics.

    The question may be sent on to the owner of the nearest topic's routine.
    """
    texts = texts.of(base.routine_about(topics[0].slug).id) if topics else texts
    title = texts.say("nothing.elsewhere_title" if area else "nothing.title")
    body: list[CardElement] = personal_data_warning(personal_data, texts)
    body.append(elements.heading(title))
    if area is not None:
        other = area.text_in(texts.language)
        sentence = texts.say("nothing.elsewhere", area=_mid_sentence(other.name), ask=other.ask)
        body += [
            elements.paragraph(sentence),
            elements.fine_print(texts.say("nothing.rephrase")),
        ]
    else:
        body.append(elements.paragraph(texts.say("nothing.explain")))
    if topics:
        body.append(elements.subheading(texts.say("nothing.topics")))
        body += [_topic_row(topic, asked, base, texts) for topic in topics]
    return elements.card(body, ways_on(asked, texts), summary=title)


def ways_on(asked: Asked, texts: Catalogue) -> list[CardAction]:
    """Return the buttons that keep a card from being a dead end."""
    actions: list[CardAction] = []
    if asked.question:
        actions.append(elements.execute(texts.say("button.forward"), Forward(asked=asked)))
    actions.append(elements.execute(texts.say("button.browse"), Browse(asked=asked)))
    return actions


def _topic_row(topic: Topic, asked: Asked, base: Base, texts: Catalogue) -> CardElement:
    group = next(group for group in base.groups if topic in group.topics)
    press = Browse(asked=asked, group=group.id, topic=topic.slug)
    return elements.row(topic.text_in(texts.language), press, detail=group.text_in(texts.language))


def _mid_sentence(name: str) -> str:
    """Return *name* without its capital letter, unless it is an acronym."""
    return name[0].lower() + name[1:] if name[1:2].islower() or len(name) == 1 else name
