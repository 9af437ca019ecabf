"""The card that quotes one passage, with what it takes to check the quotation."""

from dataclasses import dataclass

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement, Container, FactSet

from cards import elements
from cards.account_actions import StartRequest
from cards.actions import Asked, Forward, Rate, ShowPassage
from cards.elements import Card
from cards.forwarded import mine_button
from cards.markup import Markdown
from core.language import Language
from knowledge.base import Base
from knowledge.passage import Basis, Passage, SourceReference
from texts.catalogue import Catalogue

RELATED = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as shown: the question it answers, and what the reader has done."""

    asked: Asked
    passage: Passage
    back: Passage | None = None
    helpful: bool | None = None
    forwarded: bool = False
    personal_data: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    """Sentences on whom to check with, where the question touches a legal risk."""


def answer_card(shown: Shown, base: Base, texts: Catalogue) -> Card:
    """Return the card for one passage."""
    passage, language = shown.passage, texts.language
    text = passage.text_in(language)
    body: list[CardElement] = [
        *elements.personal_data_warning(shown.personal_data, texts),
        elements.heading(text.title),
        *elements.quotation(text.text),
        *_unconfirmed(passage, texts),
        *_cautions(shown.cautions, texts),
        provenance(passage, base, texts),
        elements.fine_print(texts.say("answer.footer")),
        *_reader_said(shown, texts),
        *_related(shown, base, texts),
    ]
    summary = Markdown(f"{text.title}\n\n{text.text}")
    return elements.card(body, _actions(shown, base, texts), summary=summary)


def provenance(passage: Passage, base: Base, texts: Catalogue) -> FactSet:
    """Return the passage's source, its date, and what kind of basis it is."""
    language = texts.language
    source = base.sources[passage.source.id]
    dated = "answer.revised" if source.basis is Basis.ROUTINE else "answer.dated"
    pairs = [
        (texts.say("answer.source"), _place(passage.source, base, language)),
        (texts.say("answer.basis"), texts.say(f"basis.{passage.basis}")),
        (texts.say(dated), source.dated or texts.say("answer.undated")),
    ]
    if passage.see_also:
        places = "; ".join(_place(reference, base, language) for reference in passage.see_also)
        pairs.append((texts.say("answer.see_also"), places))
    pairs.append((texts.say("answer.reviewed"), passage.reviewed.isoformat()))
    return elements.facts(pairs)


def _place(reference: SourceReference, base: Base, language: Language) -> str:
    document = base.sources[reference.id].text_in(language).document
    return f"{document}, {reference.section.text_in(language)}" if reference.section else document


def _unconfirmed(passage: Passage, texts: Catalogue) -> list[Container]:
    return [] if passage.confirmed else [elements.notice(texts.say("answer.unconfirmed"))]


def _cautions(cautions: tuple[str, ...], texts: Catalogue) -> list[Container]:
    if not cautions:
        return []
    return [
        elements.notice("\n\n".join(cautions), title=texts.say("caution.title"), tone="emphasis")
    ]


def _reader_said(shown: Shown, texts: Catalogue) -> list[CardElement]:
    said: list[str] = []
    if shown.helpful is not None:
        said.append(texts.say("thanks.helpful" if shown.helpful else "thanks.not_helpful"))
    if shown.forwarded:
        said.append(texts.say("thanks.forwarded"))
    return [elements.notice(sentence, tone="good") for sentence in said]


def _related(shown: Shown, base: Base, texts: Catalogue) -> list[CardElement]:
    rows: list[CardElement] = []
    if shown.back is not None:
        title = f"{texts.say('answer.back')}: {shown.back.text_in(texts.language).title}"
        rows.append(elements.row(title, ShowPassage(asked=shown.asked, passage=shown.back.id)))
    for passage in base.related_to(shown.passage, RELATED + 1):
        if passage != shown.back and len(rows) <= RELATED:
            title = passage.text_in(texts.language).title
            press = ShowPassage(asked=shown.asked, passage=passage.id, back=shown.passage.id)
            rows.append(elements.row(title, press))
    return [elements.subheading(texts.say("answer.related")), *rows] if rows else []


def _actions(shown: Shown, base: Base, texts: Catalogue) -> list[CardAction]:
    asked, passage = shown.asked, shown.passage.id
    actions: list[CardAction] = [
        elements.execute(
            texts.say("button.helpful" if helpful else "button.not_helpful"),
            Rate(asked=asked, passage=passage, helpful=helpful, forwarded=shown.forwarded),
        )
        for helpful in (True, False)
        if helpful is not shown.helpful
    ]
    if asked.question and not shown.forwarded:
        forward = Forward(asked=asked, passage=passage, helpful=shown.helpful)
        actions.append(elements.execute(texts.say("button.forward"), forward))
    elif asked.question:
        actions.append(mine_button(texts))
    if base.account_form and shown.passage.topic in base.account_form.offered_on:
        start = StartRequest(language=texts.language)
        actions.append(elements.execute(texts.say("walk.start"), start))
    if url := base.sources[shown.passage.source.id].url:
        actions.append(elements.open_url(texts.say("button.open_source"), url))
    return actions
