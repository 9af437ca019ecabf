"""What every card about a request or an account is made of."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from microsoft_teams.cards import Action as CardAction
from microsoft_teams.cards import CardElement, Container, FactSet

from accounts.events import Event
from accounts.form import NAME, PLATFORM, Demand, Requirement, Step
from accounts.register import Account
from accounts.request import AccountRequest
from cards import elements
from cards.account_actions import OpenCase
from cards.elements import Tone
from cards.markup import listed
from cards.moments import minute
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue

HISTORY_SHOWN = 8
LONGEST_NOTE = 100
"""Characters of a reason that the history repeats; the decision shows it whole."""

_TONES: Mapping[Demand, Tone] = {
    Demand.STOP: "attention",
    Demand.REASON: "warning",
    Demand.NOTE: "emphasis",
}


def title_of(case: AccountRequest | Account, form: AccountForm, texts: Catalogue) -> str:
    """Return what the case is called: the account's name and platform, as far as they are known."""
    if isinstance(case, Account):
        platform, name = case.platform, case.name
    else:
        platform, name = case.answers.get(PLATFORM, ""), case.answers.get(NAME, "")
    words = form.answer_text(PLATFORM, platform, texts.language)
    if not name:
        return words or texts.say("case.unnamed")
    return texts.say("case.named", name=name, platform=words) if words else name


def shortened(text: str) -> str:
    """Return *text* on one line, cut where it is long."""
    line = " ".join(text.split())
    return f"{line[:LONGEST_NOTE]}…" if len(line) > LONGEST_NOTE else line


def answers_by_step(
    request: AccountRequest, view: Mapping[str, str], form: AccountForm, texts: Catalogue
) -> Iterator[tuple[Step, Sequence[CardElement]]]:
    """Yield each step with its answers; what wasn't answered says so."""
    for step in form.rules.steps:
        pairs = [
            (
                form.fields[field.id].text_in(texts.language).label,
                form.answer_text(field.id, request.answers.get(field.id, ""), texts.language)
                or texts.say("case.unanswered"),
            )
            for field in form.rules.asked(step, view)
        ]
        yield step, [elements.facts(pairs)] if pairs else []


def requirement_notice(
    requirement: Requirement, form: AccountForm, texts: Catalogue, *, reason: str = ""
) -> Container:
    """Return the box for an unmet requirement, with the requester's reason where there is one."""
    words = form.requirements[requirement.id].text_in(texts.language)
    lines = [words.explain]
    if reason:
        lines.append(texts.say("case.reason", reason=reason))
    return elements.notice("\n\n".join(lines), title=words.title, tone=_TONES[requirement.demand])


def requirement_lines(
    unmet: Sequence[Requirement], form: AccountForm, texts: Catalogue
) -> list[CardElement]:
    """Return unmet requirements by their titles alone, where there is no room for more."""
    if not unmet:
        return []
    words = [form.requirements[each.id].text_in(texts.language) for each in unmet]
    titles = listed(said.title for said in words)
    return [elements.notice(titles, title=texts.say("review.unmet"))]


def history(events: Sequence[Event], texts: Catalogue) -> list[CardElement]:
    """Return the latest events, newest first."""
    pairs = [(minute(event.at), event_text(event, texts)) for event in reversed(events)]
    shown: FactSet = elements.facts(pairs[:HISTORY_SHOWN])
    return [elements.subheading(texts.say("case.history")), shown]


def event_text(event: Event, texts: Catalogue) -> str:
    name = event.by.name if event.by else texts.say("case.nobody")
    sentence = texts.say(f"event.{event.kind}", name=name)
    return f"{sentence}: {shortened(event.note)}" if event.note else sentence


def decision_notice(request: AccountRequest, texts: Catalogue) -> list[CardElement]:
    """Return what the reviewer decided, in words, where somebody has."""
    decision = request.decision
    if decision is None:
        return []
    tone: Tone = "good" if decision.outcome == "approved" else "warning"
    facts = {"name": decision.by.name, "at": minute(decision.at)}
    title = texts.say(f"decision.{decision.outcome}", **facts)
    return [
        elements.notice(decision.text or texts.say("decision.no_words"), title=title, tone=tone)
    ]


def lead_notice(sentence: str | None) -> list[CardElement]:
    """Return the box that stands first in a card that comes unasked, and says why it comes."""
    return [elements.notice(sentence, tone="emphasis")] if sentence else []


def print_card(request_id: str, url: str, minutes: int, texts: Catalogue) -> dict[str, Any]:
    """Return the way to the page of a request that goes to the records."""
    title = texts.say("case.print")
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say("case.print_explain", minutes=minutes)),
    ]
    actions: list[CardAction] = [
        elements.open_url(texts.say("case.print_open"), url),
        elements.execute(
            texts.say("case.open"), OpenCase(language=texts.language, case=request_id)
        ),
    ]
    return elements.card(body, actions, summary=title)
