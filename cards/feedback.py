"""The cards that follow when an answer didn't help, and when a question is sent on."""

from collections.abc import Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from cards import elements
from cards.actions import Asked, Browse, Forward, SendOn, ShowPassage
from cards.case_parts import mine_button
from cards.elements import Card
from cards.fields import text_field
from cards.forwarded import follow_button
from cards.personal_data import personal_data_warning
from knowledge.passage import Passage
from questions.forwarding_service import LONGEST_MISSING, LONGEST_QUESTION, SentQuestion
from texts.catalogue import Catalogue

FIELDS = {"question": LONGEST_QUESTION, "missing": LONGEST_MISSING}


def unhelpful_card(
    asked: Asked, passage: Passage, others: Sequence[Passage], texts: Catalogue
) -> Card:
    """Return what else there is, what to say of the answer, and the way to a human."""
    title = texts.say("feedback.title" if others else "feedback.sorry")
    rows = [
        elements.row(
            other.text_in(texts.language).title,
            ShowPassage(asked=asked, passage=other.id, back=passage.id),
        )
        for other in others
    ]
    body: list[CardElement] = [elements.heading(title), *rows]
    actions: list[CardAction] = []
    if asked.question:
        send = SendOn(asked=asked, passage=passage.id)
        body += [
            elements.subheading(texts.say("feedback.not_these")),
            elements.help_text(texts.say("feedback.goes", question=asked.question)),
            _field("missing", texts),
        ]
        actions.append(elements.execute(texts.say("button.forward"), send, primary=True))
    back = ShowPassage(asked=asked, passage=passage.id)
    actions.append(elements.execute(texts.say("feedback.back"), back))
    return elements.card(body, actions, summary=title)


def look_card(forward: Forward, texts: Catalogue, *, days: int) -> Card:
    """Return what would be sent, to be read, changed and sent; *days* are working days."""
    asked = forward.asked
    title = texts.say("forward.title")
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say("forward.explain")),
        _field("question", texts, value=asked.question),
        elements.help_text(texts.say("forward.expected", count=days)),
    ]
    send = SendOn(asked=asked, passage=forward.passage, routine=forward.routine, has_field=True)
    actions = [elements.execute(texts.say("forward.send"), send, primary=True)]
    return elements.card(body, [*actions, _way_back(asked, forward.passage, texts)], summary=title)


def receipt_card(
    asked: Asked,
    sent: SentQuestion,
    texts: Catalogue,
    *,
    days: int,
    passage: str | None = None,
    personal_data: Sequence[str] = (),
) -> Card:
    """Return what was sent, when an answer may be expected and where it will come."""
    forwarded = sent.forwarded
    said = texts.say("thanks.forwarded")
    if sent.is_known:
        said = texts.say("forward.known", day=texts.day(forwarded.sent_at))
    body: list[CardElement] = [
        *personal_data_warning(personal_data, texts),
        elements.notice(said, tone="good"),
        elements.paragraph(texts.say("forward.sent", question=forwarded.question)),
        elements.paragraph(texts.say("forward.expected", count=days)),
        elements.help_text(texts.say("enquiry.follow_explain")),
    ]
    back = _way_back(asked, passage, texts)
    return elements.card(
        body, [follow_button(forwarded, texts), mine_button(texts), back], summary=said
    )


def _field(name: str, texts: Catalogue, *, value: str = "") -> CardElement:
    label = texts.say(f"forward.{name}")
    return text_field(f"said.{name}", label, value=value, longest=FIELDS[name])


def _way_back(asked: Asked, passage: str | None, texts: Catalogue) -> CardAction:
    if passage is None:
        return elements.execute(texts.say("button.browse"), Browse(asked=asked))
    back = ShowPassage(asked=asked, passage=passage)
    return elements.execute(texts.say("feedback.back"), back)
