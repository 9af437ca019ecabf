"""The card of one request for its reviewers, with everything needed to decide."""

from collections.abc import Sequence

from microsoft_teams.cards.core import CardElement

from accounts.account import Account
from accounts.form import MANAGER, UNIT, Requirement, Severity
from accounts.history import WAITING, Decision, RequestStatus
from accounts.request import AccountRequest
from accounts.review_service import Dossier
from cards import elements
from cards.account_actions import PrintRecord
from cards.case_parts import decision_notice, history, shortened, title_of
from cards.elements import Card
from cards.markup import listed, told_of
from cards.people import person_name
from cards.request_parts import (
    advice,
    answers_by_step,
    main_facts,
    requirement_lines,
    requirement_notice,
)
from cards.review_actions import OpenReview
from cards.review_buttons import diary_number, review_buttons
from cards.thread import thread_lines
from core.person import goes_by
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue

SIMILAR_SHOWN, SIMILAR_SHOWN_AT_LEAST = 5, 2
_SENT_AGAIN = WAITING | {RequestStatus.REFUSED}
"""Where a decision there is was made before it was sent the last time."""


def review_card(
    dossier: Dossier,
    form: AccountForm,
    texts: Catalogue,
    *,
    step: str | None = None,
    printable: bool = False,
) -> Card:
    """Return one request: first what a decision hangs on, and the buttons; the rest folded.

    Where all of it would be more than a card takes, the answers of one *step* are shown, and the
    others are a press away.
    """
    request = dossier.request
    title = texts.say("review.title", case=title_of(request, form, texts))
    unmet, told = form.rules.unmet(dossier.view), history(request.history, texts)
    lines = requirement_lines(unmet, request.reasons, form, texts)
    every = _folded([*_every_answer(dossier, form, texts), *told], request, texts, printable)
    one = _one_step(dossier, form, texts, step=step)
    bodies = (
        [
            *_decided(request, form, texts),
            elements.heading(title),
            *_main(dossier, speaks_against, form, texts, similar=similar),
            *rest,
            elements.row(texts.say("review.queue"), OpenReview(language=texts.language)),
        ]
        for speaks_against, rest, similar in (
            (_unmet(dossier, unmet, form, texts), every, SIMILAR_SHOWN),
            (lines, every, SIMILAR_SHOWN),
            (lines, [*one, *_folded(told, request, texts, printable)], SIMILAR_SHOWN),
            (lines, [*one, *_folded([], request, texts, printable)], SIMILAR_SHOWN_AT_LEAST),
        )
    )
    return elements.fitting(bodies, [], summary=title)


def _folded(
    drawn: list[CardElement], request: AccountRequest, texts: Catalogue, printable: bool
) -> list[CardElement]:
    record = PrintRecord(language=texts.language, case=request.id)
    way = [elements.row(texts.say("case.print"), record)] if printable else []
    is_open = request.status is RequestStatus.IN_REVIEW
    entering = elements.buttons([diary_number(request, texts)] if is_open else [])
    return elements.folded(texts.say("review.rest"), "rest", [*drawn, *entering, *way])


def _main(
    dossier: Dossier,
    speaks_against: list[CardElement],
    form: AccountForm,
    texts: Catalogue,
    *,
    similar: int,
) -> list[CardElement]:
    request = dossier.request
    return [
        elements.facts([*_facts(request, texts), *main_facts(request, form, texts)]),
        *_manager(request, texts),
        *(_asked_for_before(request, form, texts) if similar > SIMILAR_SHOWN_AT_LEAST else ()),
        *_changes(request, form, texts),
        *speaks_against,
        *_similar(dossier.similar[:similar], form, texts),
        *thread_lines(request, texts),
        *review_buttons(request, form, texts),
    ]


def _facts(request: AccountRequest, texts: Catalogue) -> list[tuple[str, str]]:
    taken_by = request.assigned_to
    return [
        (texts.say("review.status"), texts.say(f"status.{request.status}")),
        *([(texts.say("review.assigned"), taken_by.name)] if taken_by else []),
        (texts.say("review.requester"), request.requester.name),
        (texts.say("review.waited"), texts.day(request.received_at)),
        (texts.say("case.id"), request.id),
        *(
            [(texts.say("review.diary_number"), request.diary_number)]
            if request.diary_number
            else []
        ),
    ]


def _changes(request: AccountRequest, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    """What was answered otherwise the last time it was sent than the time before."""
    lines = [
        texts.say(
            "review.change",
            field=_called(field, form, texts),
            before=_shown_answer(field, before, form, texts),
            now=_shown_answer(field, now, form, texts),
        )
        for field, (before, now) in request.changed_answers.items()
    ]
    if not lines:
        return []
    return [elements.notice(listed(lines), title=texts.say("review.changed"), tone="emphasis")]


def _called(field: str, form: AccountForm, texts: Catalogue) -> str:
    words = form.fields.get(field)
    return words.text_in(texts.language).called if words else field


def _shown_answer(field: str, value: str, form: AccountForm, texts: Catalogue) -> str:
    said = person_name(form.answer_text(field, value, texts.language), texts)
    return shortened(said) or texts.say("case.unanswered")


def _every_answer(dossier: Dossier, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    body: list[CardElement] = []
    for each, facts in answers_by_step(dossier.request, dossier.view, form, texts):
        body += [elements.subheading(form.steps[each.id].text_in(texts.language).title), *facts]
    return body


def _one_step(
    dossier: Dossier, form: AccountForm, texts: Catalogue, *, step: str | None
) -> list[CardElement]:
    request, rules, body = dossier.request, form.rules, list[CardElement]()
    for each, facts in answers_by_step(request, dossier.view, form, texts):
        title = form.steps[each.id].text_in(texts.language).title
        press = OpenReview(language=texts.language, case=request.id, step=each.id)
        body.append(elements.row(title, press))
        if each.id == (step or rules.steps[0].id):
            body += [*facts, *_unmet(dossier, rules.unmet(dossier.view, step=each.id), form, texts)]
    return body


def _decided(request: AccountRequest, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    """What a colleague has decided stands first, so that nobody reads on in vain."""
    if request.status in _SENT_AGAIN or request.decision is None:
        return []
    remarks = _remarks(request.decision, form, texts)
    said = [elements.paragraph(listed(remarks))] if remarks else []
    return [*decision_notice(request, texts), *said]


def _asked_for_before(
    request: AccountRequest, form: AccountForm, texts: Catalogue
) -> list[CardElement]:
    """What was decided on it the last time, now that it has been sent again."""
    decision = request.decision
    if request.status not in _SENT_AGAIN or decision is None:
        return []
    words = [shortened(decision.text)] if decision.text else []
    said = [*_remarks(decision, form, texts), *words]
    title = texts.say(f"decision.{decision.outcome}", name=decision.by.name, at=decision.at)
    return [elements.notice(listed(said), title=title, tone="emphasis")]


def _remarks(decision: Decision, form: AccountForm, texts: Catalogue) -> list[str]:
    return [
        told_of(form.steps[step].text_in(texts.language).title, shortened(remark))
        if step in form.steps
        else shortened(remark)
        for step, remark in decision.remarks.items()
    ]


def _manager(request: AccountRequest, texts: Catalogue) -> list[CardElement]:
    named = person_name(request.answers.get(MANAGER, ""), texts)
    if request.confirmed_by is not None:
        facts = {"name": request.confirmed_by.name, "named": named}
        as_named = not named or goes_by(named, request.confirmed_by)
        if as_named:
            return [elements.notice(texts.say("review.confirmed", **facts), tone="good")]
        key = "review.confirmed_by_deputy" if request.deputy else "review.confirmed_as_named"
        return [elements.notice(texts.say(key, **facts))]
    if (refusal := request.refusal) is not None:
        name = refusal.by.name if refusal.by else ""
        return [elements.notice(texts.say("review.refused", name=name, text=refusal.note))]
    if request.is_unconfirmed:
        return [elements.notice(texts.say("review.unconfirmed", named=named))]
    return [elements.notice(texts.say("review.is_manager"), tone="emphasis")]


def _unmet(
    dossier: Dossier, unmet: Sequence[Requirement], form: AccountForm, texts: Catalogue
) -> list[CardElement]:
    demanding = [each for each in unmet if each.demand is not Severity.NOTE]
    advised = advice(unmet, form, texts)
    if not demanding:
        return [elements.notice(texts.say("review.all_met"), tone="good"), *advised]
    reasons = dossier.request.reasons
    notices = [
        requirement_notice(each, form, texts, reason=reasons.get(each.id, "")) for each in demanding
    ]
    return [elements.subheading(texts.say("review.unmet")), *notices, *advised]


def _similar(
    cases: Sequence[AccountRequest | Account], form: AccountForm, texts: Catalogue
) -> list[CardElement]:
    if not cases:
        return []
    lines = [_similar_line(each, form, texts) for each in cases]
    return [
        elements.subheading(texts.say("review.similar")),
        elements.paragraph(listed(lines)),
    ]


def _similar_line(case: AccountRequest | Account, form: AccountForm, texts: Catalogue) -> str:
    if isinstance(case, Account):
        unit = form.answer_text(UNIT, case.unit, texts.language)
        standing = texts.say(f"standing.{case.standing}")
    else:
        unit = form.unit_text(case.answers, texts.language)
        standing = texts.say(f"status.{case.status}")
    title = title_of(case, form, texts)
    return f"{title} ({unit}): {standing}, {texts.day(case.changed_at)}"
