"""The cards reviewers see: what waits, and one request with everything needed to decide."""

from collections.abc import Mapping, Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from accounts.account import Account
from accounts.form import MANAGER, UNIT, Requirement, Severity
from accounts.history import RequestStatus, Ruling
from accounts.request import AccountRequest
from accounts.review_service import Dossier
from cards import elements
from cards.account_actions import PrintRecord, seen_case
from cards.case_parts import (
    SHOWN,
    decision_notice,
    explained,
    history,
    more_button,
    shortened,
    title_of,
)
from cards.elements import Card
from cards.fields import text_field
from cards.markup import listed
from cards.moments import day, minute
from cards.people import person_name
from cards.request_parts import advice, answers_by_step, requirement_lines, requirement_notice
from cards.review_actions import Decide, OpenReview
from core.entered_text import LONGEST_REMARK
from core.person import goes_by
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue

SIMILAR_SHOWN = 5


def queue_card(
    waiting: Sequence[AccountRequest], form: AccountForm, texts: Catalogue, *, skip: int = 0
) -> Card:
    """Return the list of requests that wait for a decision, longest wait first."""
    title = texts.say("review.queue")
    rows: list[CardElement] = [
        elements.row(
            title_of(request, form, texts),
            OpenReview(language=texts.language, case=request.id),
            detail=_wait(request, form, texts),
        )
        for request in waiting[skip : skip + SHOWN]
    ]
    explain = texts.say("review.some" if rows else "review.none", count=len(waiting))
    body: list[CardElement] = [elements.heading(title), elements.paragraph(explain), *rows]
    again = elements.execute(texts.say("review.look_again"), OpenReview(language=texts.language))
    following = OpenReview(language=texts.language, skip=skip + SHOWN)
    actions = [*more_button(len(waiting), following, texts), again]
    return elements.card(body, actions, summary=title)


def review_card(
    dossier: Dossier,
    form: AccountForm,
    texts: Catalogue,
    *,
    step: str | None = None,
    printable: bool = False,
) -> Card:
    """Return one request with all that is needed to decide on it.

    Where all of it would be more than a card takes, the answers of one *step* are shown, and the
    others are a press away.
    """
    request = dossier.request
    title = texts.say("review.title", case=title_of(request, form, texts))
    actions = _actions(request, form, texts, printable=printable)
    bodies = (
        [
            *_decided(request, form, texts),
            elements.heading(title),
            elements.facts(_facts(request, texts)),
            *_manager(request, texts),
            *answers(dossier, form, texts, step=step),
            *history(request.history, texts),
        ]
        for answers in (_everything, _one_step)
    )
    return elements.fitting(bodies, actions, summary=title)


def _everything(
    dossier: Dossier, form: AccountForm, texts: Catalogue, *, step: str | None
) -> list[CardElement]:
    unmet = form.rules.unmet(dossier.view)
    body = [*_unmet(dossier, unmet, form, texts), *_similar(dossier, form, texts)]
    for each, facts in answers_by_step(dossier.request, dossier.view, form, texts):
        body += [elements.subheading(form.steps[each.id].text_in(texts.language).title), *facts]
    return body


def _one_step(
    dossier: Dossier, form: AccountForm, texts: Catalogue, *, step: str | None
) -> list[CardElement]:
    request, rules = dossier.request, form.rules
    body = requirement_lines(rules.unmet(dossier.view), request.reasons, form, texts)
    body += _similar(dossier, form, texts)
    for each, facts in answers_by_step(request, dossier.view, form, texts):
        title = form.steps[each.id].text_in(texts.language).title
        press = OpenReview(language=texts.language, case=request.id, step=each.id)
        body.append(elements.row(title, press))
        if each.id == (step or rules.steps[0].id):
            body += [*facts, *_unmet(dossier, rules.unmet(dossier.view, step=each.id), form, texts)]
    return body


def _decided(request: AccountRequest, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    """What a colleague has decided stands first, so that nobody reads on in vain."""
    if request.status is RequestStatus.IN_REVIEW or request.decision is None:
        return []
    remarks = [
        f"{form.steps[step].text_in(texts.language).title}: {shortened(remark)}"
        if step in form.steps
        else shortened(remark)
        for step, remark in request.decision.remarks.items()
    ]
    said = [elements.paragraph(listed(remarks))] if remarks else []
    return [*decision_notice(request, texts), *said]


def _actions(
    request: AccountRequest, form: AccountForm, texts: Catalogue, *, printable: bool
) -> list[CardAction]:
    actions = _decisions(request, form, texts) if request.status is RequestStatus.IN_REVIEW else []
    if printable:
        record = PrintRecord(language=texts.language, case=request.id)
        actions.append(elements.execute(texts.say("case.print"), record))
    queue = OpenReview(language=texts.language)
    return [*actions, elements.execute(texts.say("review.queue"), queue)]


def _facts(request: AccountRequest, texts: Catalogue) -> list[tuple[str, str]]:
    return [
        (texts.say("review.status"), texts.say(f"status.{request.status}")),
        (texts.say("review.requester"), request.requester.name),
        (texts.say("review.waited"), minute(request.waiting_since or request.changed_at)),
        (texts.say("case.id"), request.id),
    ]


def _wait(request: AccountRequest, form: AccountForm, texts: Catalogue) -> str:
    since = request.waiting_since or request.changed_at
    unit = form.unit_text(request.answers, texts.language)
    return texts.say("review.since", at=minute(since), name=request.requester.name, unit=unit)


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


def _similar(dossier: Dossier, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    if not dossier.similar:
        return []
    lines = [_similar_line(each, form, texts) for each in dossier.similar[:SIMILAR_SHOWN]]
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
    return f"{title} ({unit}): {standing}, {day(case.changed_at)}"


def _decisions(request: AccountRequest, form: AccountForm, texts: Catalogue) -> list[CardAction]:
    case = seen_case(request, texts)
    remarks: list[CardElement] = [
        text_field(
            f"remark.{step.id}",
            form.steps[step.id].text_in(texts.language).title,
            longest=LONGEST_REMARK,
        )
        for step in form.rules.steps
    ]
    decisions: Mapping[str, tuple[Ruling, Sequence[CardElement]]] = {
        "review.approve": (RequestStatus.APPROVED, []),
        "review.return": (RequestStatus.RETURNED, remarks),
        "review.decline": (RequestStatus.DECLINED, []),
    }
    return [
        explained(
            key,
            Decide(**case, outcome=outcome),
            texts,
            *fields,
            text_field(f"said.{outcome}", texts.say(f"{key}_words")),
        )
        for key, (outcome, fields) in decisions.items()
    ]
