"""What a request says, as cards show it: its answers, and the requirements they don't meet."""

from collections.abc import Iterator, Mapping, Sequence

from microsoft_teams.cards.core import CardElement, Container

from accounts.form import (
    PURPOSE,
    RESPONSIBLE,
    START,
    UNIT,
    Requirement,
    Severity,
    Step,
)
from accounts.request import AccountRequest
from cards import elements
from cards.case_parts import shortened
from cards.elements import Tone
from cards.markup import listed
from cards.people import person_name
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue

_TONES: Mapping[Severity, Tone] = {
    Severity.STOP: "attention",
    Severity.REASON: "warning",
    Severity.NOTE: "emphasis",
}


MAIN_FIELDS = (PURPOSE, UNIT, RESPONSIBLE, START)
"""What is read first of a request, where its form asks for it."""


def answers_by_step(
    request: AccountRequest, view: Mapping[str, str], form: AccountForm, texts: Catalogue
) -> Iterator[tuple[Step, Sequence[CardElement]]]:
    """Yield each step with its answers; what wasn't answered says so."""
    for step in form.rules.steps:
        pairs = [
            pair
            for field in form.rules.shown(step, view)
            for pair in _answered(field, view, form, texts)
        ]
        yield step, [elements.facts(pairs)] if pairs else []


def _answered(
    field: str, view: Mapping[str, str], form: AccountForm, texts: Catalogue
) -> Iterator[tuple[str, str]]:
    """Yield the answer to *field* under its name, and after the unit the board it answers to."""
    said = person_name(form.answer_text(field, view.get(field, ""), texts.language), texts)
    called = form.fields[field].text_in(texts.language).called
    yield called, said or texts.say("case.unanswered")
    if field == UNIT and (board := form.board_of(view)):
        yield texts.say("case.board"), board


def main_facts(
    request: AccountRequest, form: AccountForm, texts: Catalogue
) -> list[tuple[str, str]]:
    """Return what the account is for, where, who will run it and from when."""
    asked = {field.id for field in form.rules.fields()}
    return [
        pair
        for field in MAIN_FIELDS
        if field in asked and request.answers.get(field)
        for pair in _answered(field, request.answers, form, texts)
    ]


def requirement_notice(
    requirement: Requirement, form: AccountForm, texts: Catalogue, *, reason: str = ""
) -> Container:
    """Return the box for an unmet requirement, with the requester's reason where there is one."""
    words = form.requirements[requirement.id].text_in(texts.language)
    lines = [words.help]
    if reason:
        lines.append(texts.say("case.reason", reason=reason))
    return elements.notice("\n\n".join(lines), title=words.title, tone=_TONES[requirement.demand])


def requirement_lines(
    unmet: Sequence[Requirement], reasons: Mapping[str, str], form: AccountForm, texts: Catalogue
) -> list[CardElement]:
    """Return unmet requirements a line each, with the beginning of the reason given."""
    demanding = [each for each in unmet if each.demand is not Severity.NOTE]
    if not demanding:
        return advice(unmet, form, texts)
    lines: list[str] = []
    for each in demanding:
        title = form.requirements[each.id].text_in(texts.language).title
        reason = shortened(reasons.get(each.id, ""))
        lines.append(f"{title}: {reason}" if reason else title)
    box = elements.notice(listed(lines), title=texts.say("review.unmet"))
    return [box, *advice(unmet, form, texts)]


def advice(unmet: Sequence[Requirement], form: AccountForm, texts: Catalogue) -> list[CardElement]:
    """Return the advice that the answers have led to, which asks for nothing."""
    titles = [
        form.requirements[each.id].text_in(texts.language).title
        for each in unmet
        if each.demand is Severity.NOTE
    ]
    if not titles:
        return []
    title = texts.say("review.advice")
    return [elements.notice(listed(titles), title=title, tone="emphasis")]
