"""The card that quotes one passage, with what it takes to check the quotation."""

import re
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import ActionSet, CardElement, Container, TextBlock

from cards import elements
from cards.account_actions import StartRequest
from cards.actions import Asked, Forward, Rate, ShowInOwnChat, ShowPassage
from cards.contacts import contact_lines
from cards.elements import Card
from cards.ground import ground_lines, reading_lines
from cards.markup import Markdown
from cards.personal_data import personal_data_warning
from cards.reading_actions import OpenReading
from core.incoming import ShownIn
from knowledge.base import Base
from knowledge.passage import Caution, Passage, PassageText, Risk
from texts.catalogue import Catalogue

RELATED = 3
FOLDED_FROM = 250
"""Characters of a text, beside its short answer, above which the rest waits to be opened."""
REST = "rest"
_ALARM = re.compile(r"\b112\b")


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as shown: the question it answers, and what the reader has done."""

    asked: Asked
    passage: Passage
    back: Passage | None = None
    is_thanked: bool = False
    """Whether the reader has just said that it helped."""
    personal_data: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    """Whom to check with, where the question touches a legal risk."""
    is_whole: bool = False
    """Whether nothing of the text is folded away."""
    is_nearest: bool = False
    """Whether the passage is only the nearest there is, and not surely the answer."""
    others: tuple[Passage, ...] = ()
    """What the question may be about instead, where the passage is only the nearest."""
    overdue_since: date | None = None
    """The day by which somebody was to look the passage over, where that has passed."""
    shown_in: ShownIn = ShownIn.OWN_CHAT
    """In a thread it is short, and the rest comes in one's own chat."""

    @property
    def in_short(self) -> bool:
        return self.shown_in is ShownIn.THREAD


def answer_card(shown: Shown, base: Base, texts: Catalogue) -> Card:
    """Return the card for one passage.

    What to do in danger comes before any warning. The votes stand in the body, right below the
    source, so that a phone shows them without scrolling.
    """
    passage, text = shown.passage, shown.passage.text_in(texts.language)
    texts = texts.of(base.routine_of(passage).id)
    personal_data = personal_data_warning(shown.personal_data, texts)
    body: list[CardElement] = [
        *([] if passage.emergency else personal_data),
        *_nearest(shown, texts),
        elements.heading(text.title),
        *quotation(shown, texts),
        *contact_lines(passage, base, texts),
        *(personal_data if passage.emergency else []),
        *warnings(shown, texts),
        *ground_lines(passage, base, texts),
        *_thanks(shown, texts),
        ActionSet(actions=_votes(shown, texts)),
        *reading_lines(
            passage, base, texts, in_short=shown.in_short, overdue_since=shown.overdue_since
        ),
        *(_others(shown, texts) if shown.is_nearest else _related(shown, base, texts)),
    ]
    return elements.card(body, _actions(shown, base, texts), summary=_summary(text))


def _summary(text: PassageText) -> Markdown:
    return Markdown("\n\n".join(part for part in (text.title, text.short, text.text) if part))


def _nearest(shown: Shown, texts: Catalogue) -> list[TextBlock]:
    return [elements.help_text(texts.say("answer.nearest"))] if shown.is_nearest else []


def quotation(shown: Shown, texts: Catalogue) -> list[CardElement]:
    """Return the text; of a long one, the short answer or first paragraph, with the rest folded.

    Among others the rest is left out. In danger nothing is folded, nor left out.
    """
    passage, text = shown.passage, shown.passage.text_in(texts.language)
    first, *rest = elements.quotation(text.text, text.short)
    if passage.emergency:
        return [first, *rest]
    if shown.in_short:
        return [first]
    if shown.is_whole or len(text.text) <= FOLDED_FROM:
        return [first, *rest]
    return [first, *elements.folded(texts.say("button.more"), REST, rest)]


def warnings(shown: Shown, texts: Catalogue) -> list[Container]:
    """Return one box with what the text warns of and what the question does, each risk once."""
    risk = shown.passage.warn if not shown.passage.emergency else Risk.THREAT
    said = [
        caution.text_in(texts.language).check
        for caution in shown.cautions
        if caution.risk is None or caution.risk is not risk
    ]
    if shown.passage.warn and not shown.passage.emergency:
        said.insert(0, texts.say(f"risk.{shown.passage.warn}"))
    text = shown.passage.text_in(texts.language)
    said = _said_once(said, f"{text.title} {text.short} {text.text}")
    if not said:
        return []
    tone = "warning" if shown.passage.warn else "emphasis"
    return [elements.notice("\n\n".join(said), title=texts.say("caution.title"), tone=tone)]


def _said_once(lines: list[str], told: str) -> list[str]:
    """Return *lines* without the sentences on the alarm number where that is *told* already."""
    kept: list[str] = []
    for line in lines:
        sentences = re.split(r"(?<=[.!?]) ", line)
        if _ALARM.search(told):
            sentences = [each for each in sentences if not _ALARM.search(each)]
        told += line
        if sentences:
            kept.append(" ".join(sentences))
    return kept


def _thanks(shown: Shown, texts: Catalogue) -> list[CardElement]:
    if not shown.is_thanked:
        return []
    return [elements.notice(texts.say("thanks.helpful"), tone="good")]


def _others(shown: Shown, texts: Catalogue) -> list[CardElement]:
    rows = [_passage_row(shown, passage, texts) for passage in shown.others]
    return [elements.subheading(texts.say("answer.others")), *rows] if rows else []


def _related(shown: Shown, base: Base, texts: Catalogue) -> list[CardElement]:
    rows: list[CardElement] = []
    if shown.in_short:
        return rows
    if shown.back is not None:
        title = f"{texts.say('answer.back')}: {shown.back.text_in(texts.language).title}"
        rows.append(elements.row(title, ShowPassage(asked=shown.asked, passage=shown.back.id)))
    for passage in base.related_to(shown.passage, RELATED + 1):
        if passage != shown.back and len(rows) <= RELATED:
            rows.append(_passage_row(shown, passage, texts))
    return [elements.subheading(texts.say("answer.related")), *rows] if rows else []


def _passage_row(shown: Shown, passage: Passage, texts: Catalogue) -> CardElement:
    press = ShowPassage(asked=shown.asked, passage=passage.id, back=shown.passage.id)
    return elements.row(passage.text_in(texts.language).title, press)


def _votes(shown: Shown, texts: Catalogue) -> list[CardAction]:
    asked, passage = shown.asked, shown.passage.id
    others = tuple(other.id for other in shown.others) if shown.is_nearest else None
    return [
        elements.execute(
            texts.say("button.helpful" if helpful else "button.not_helpful"),
            Rate(asked=asked, passage=passage, helpful=helpful, others=others),
        )
        for helpful in ((False,) if shown.is_thanked else (True, False))
    ]


def _actions(shown: Shown, base: Base, texts: Catalogue) -> list[CardAction]:
    asked, passage = shown.asked, shown.passage.id
    actions: list[CardAction] = []
    if shown.shown_in is not ShownIn.OWN_CHAT:
        whole = ShowInOwnChat(asked=asked, passage=passage)
        actions.append(elements.execute(texts.say("button.in_own_chat"), whole))
    if asked.question:
        forward = Forward(asked=asked, passage=passage)
        actions.append(elements.execute(texts.say("button.forward"), forward))
    form = base.account_form
    if form and shown.passage.topic in form.offered_on and shown.shown_in is ShownIn.OWN_CHAT:
        start = StartRequest(language=texts.language)
        actions.append(elements.execute(texts.say("walk.start"), start))
    routine = base.routine_of(shown.passage)
    offered_on = routine.reading_offered_on if routine.revision else ()
    if shown.passage.topic in offered_on and shown.shown_in is ShownIn.OWN_CHAT:
        of_which = routine.id if base.has_several else None
        reading = OpenReading(language=texts.language, routine=of_which)
        actions.append(elements.execute(texts.say("reading.open"), reading))
    if url := base.sources[shown.passage.source.id].url:
        actions.append(elements.open_url(texts.say("button.open_source"), url))
    return actions
