"""Cards of passages past the day by which they were to be looked over, for reviewers."""

from collections.abc import Mapping, Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from cards import elements
from cards.case_parts import explained, lead_notice
from cards.elements import Card
from cards.ground import ground_lines
from cards.question_actions import ListOverdue, OpenOverdue, ReviewPassage
from knowledge.base import Base
from knowledge.overdue import OverduePassage
from knowledge.passage import Passage
from readings.passage_review import PassageReview, PassageVerdict
from texts.catalogue import Catalogue

ROWS = 20
"""Passages that a card lists at most; more would be more than Teams takes."""
LINKS = 10


def overdue_card(
    passages: Sequence[OverduePassage],
    dead: Mapping[str, str],
    base: Base,
    texts: Catalogue,
    *,
    lead: str | None = None,
) -> Card:
    """Return the passages by owner, and the *dead* links with the sources they stand in."""
    title = texts.say("overdue.title")
    body: list[CardElement] = [elements.heading(title), *lead_notice(lead)]
    if not passages:
        body.append(elements.paragraph(texts.say("overdue.none")))
    end = _links(dead, texts)
    bodies = ([*body, *_rows(passages, rows, base, texts), *end] for rows in range(ROWS, -1, -1))
    again = elements.execute(texts.say("overdue.list"), ListOverdue(language=texts.language))
    return elements.fitting(bodies, [again], summary=title)


def overdue_passage_card(
    passage: Passage,
    overdue: OverduePassage | None,
    review: PassageReview | None,
    base: Base,
    texts: Catalogue,
) -> Card:
    """Return one passage whole, what has been said of it, and what a reviewer can say."""
    text = passage.text_in(texts.language)
    body: list[CardElement] = [elements.heading(text.title)]
    if overdue is not None:
        body.append(elements.notice(texts.say("overdue.since", day=overdue.due)))
    if review is not None:
        body.append(elements.notice(_said(review, texts), tone="emphasis"))
    body += [*elements.quotation(text.text, text.short), *ground_lines(passage, base, texts)]
    change = texts.say("overdue.change_explain", id=passage.id, owner=_owner(passage, base, texts))
    folded = elements.folded(texts.say("overdue.change"), "change", [elements.paragraph(change)])
    return elements.card([*body, *folded], _actions(passage, texts), summary=text.title)


def _actions(passage: Passage, texts: Catalogue) -> list[CardAction]:
    def press(verdict: PassageVerdict) -> ReviewPassage:
        return ReviewPassage(language=texts.language, passage=passage.id, verdict=verdict)

    return [
        explained("overdue.still_true", press(PassageVerdict.STILL_TRUE), texts, primary=True),
        explained("overdue.remove", press(PassageVerdict.REMOVE), texts),
        elements.execute(texts.say("overdue.list"), ListOverdue(language=texts.language)),
    ]


def _rows(
    passages: Sequence[OverduePassage], rows: int, base: Base, texts: Catalogue
) -> list[CardElement]:
    drawn: list[CardElement] = []
    before = None
    for each in passages[:rows]:
        owner = each.passage.owner or base.routine_of(each.passage)
        if owner != before:
            before = owner
            drawn.append(elements.subheading(_owner(each.passage, base, texts)))
        drawn.append(
            elements.row(
                each.passage.text_in(texts.language).title,
                OpenOverdue(language=texts.language, passage=each.passage.id),
                detail=_said(each.review, texts)
                if each.review and each.review.verdict is PassageVerdict.REMOVE
                else texts.say("overdue.since", day=each.due),
            )
        )
    if (rest := len(passages) - rows) > 0:
        drawn.append(elements.fine_print(texts.say("overdue.more", count=rest)))
    return drawn


def _links(dead: Mapping[str, str], texts: Catalogue) -> list[CardElement]:
    if not dead:
        return []
    lines = [
        elements.paragraph(texts.say("overdue.dead", id=where, url=url))
        for url, where in [*dead.items()][:LINKS]
    ]
    if (rest := len(dead) - LINKS) > 0:
        lines.append(elements.fine_print(texts.say("overdue.more_links", count=rest)))
    return [elements.subheading(texts.say("overdue.links")), *lines]


def _said(review: PassageReview, texts: Catalogue) -> str:
    name = review.by.name or texts.say("case.nobody")
    return texts.say(f"overdue.said_{review.verdict}", name=name, day=texts.day(review.at))


def _owner(passage: Passage, base: Base, texts: Catalogue) -> str:
    """Return how the passage's owner is called and reached; without one, the routine's owner."""
    contact = next((each for each in base.contacts() if each.id == passage.owner), None)
    if contact is None:
        return base.routine_of(passage).text_in(texts.language).owner
    return contact.text_in(texts.language).name
