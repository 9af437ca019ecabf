"""The cards about requests and accounts, ordinary ones and as full as they can get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from accounts.account import Account, AccountStatus, Handover
from accounts.account_facts import Proposal
from accounts.form import MANAGER, SUMMARY, UNIT
from accounts.history import Decision, Event, EventKind, RequestStatus
from accounts.listing_service import ReviewStatistics
from accounts.request import AccountRequest
from accounts.review_service import Dossier
from accounts.values import ALWAYS, NEVER, Field, FieldKind, fault_in
from accounts.walk import Walk
from cards.account import account_card, handover_card
from cards.case import cases_card, request_card
from cards.case_parts import moved_card, notice_card, print_card
from cards.checklist import responsible_card
from cards.elements import Card
from cards.manager import manager_card
from cards.refused import refused_card
from cards.review import review_card
from cards.review_lists import list_card, queue_card, statistics_card
from cards.summary import summary_card
from cards.walk import step_card
from core.entered_text import LONGEST_REMARK, LONGEST_SAID
from core.person import Person
from knowledge.account_form import AccountForm
from knowledge.base import Base
from tests.world.builders import an_account
from tests.world.people import ANNA, MARIA
from texts.catalogue import Catalogue

AT = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)


def plain_request(form: AccountForm) -> AccountRequest:
    """A request with an ordinary answer to everything."""
    answers = {field.id: _ordinary(field) for field in form.rules.fields()}
    started = Event(EventKind.STARTED, AT, ANNA)
    return AccountRequest(
        "sm-abcdefgh",
        ANNA,
        AT,
        AT,
        "nonce",
        form.rules.steps[0].id,
        answers=answers,
        waiting_since=AT,
        history=(started, Event(EventKind.SENT, AT, ANNA)),
    )


def full_request(form: AccountForm) -> AccountRequest:
    """A request with as many signs in every answer, reason and remark as there is room for."""
    full = plain_request(form)
    long = {field.id: "å" * field.longest for field in form.rules.fields() if not field.choices}
    every = {
        field.id: ",".join(field.choices)
        for field in form.rules.fields()
        if field.kind is FieldKind.CHOICES
    }
    remarks = {step.id: "ö" * LONGEST_REMARK for step in form.rules.steps}
    name = "Å" * 60
    events = tuple(Event(EventKind.RETURNED, AT, Person("x", name), "ä" * 900) for _ in range(40))
    return replace(
        full,
        answers={**full.answers, **long, **every},
        reasons={requirement.id: "ä" * 400 for requirement in form.rules.requirements},
        decision=Decision(
            Person("x", name), AT, RequestStatus.RETURNED, "ö" * LONGEST_SAID, remarks
        ),
        history=events,
    )


def golden_case_cards(base: Base, texts: Catalogue) -> dict[str, Card]:
    """Return one card of each kind, with ordinary answers."""
    return {name: card for name, card in _cards(base, texts, fullest=False)}


def every_case_card(base: Base, texts: Catalogue) -> Iterator[tuple[str, Card]]:
    """Yield every card there can be over the base's form, as full as it can get."""
    yield from _cards(base, texts, fullest=True)


def _cards(base: Base, texts: Catalogue, *, fullest: bool) -> Iterator[tuple[str, Card]]:
    form = base.account_form
    assert form is not None
    if fullest:
        form = _demanding(form)
    request = full_request(form) if fullest else plain_request(form)
    yield from _walk(request, base, form, texts, fullest=fullest)
    for status in RequestStatus:
        case = replace(request, status=status)
        card = request_card(case, form, texts, printable=True)
        yield f"request {status}", card
    yield from _review(request, form, texts)
    yield from _others(request, form, texts)


def _demanding(form: AccountForm) -> AccountForm:
    """The form with every requirement unmet, whatever is answered."""
    never_met = [replace(each, when=ALWAYS, met=NEVER) for each in form.rules.requirements]
    return replace(form, rules=replace(form.rules, requirements=tuple(never_met)))


def _walk(
    request: AccountRequest, base: Base, form: AccountForm, texts: Catalogue, *, fullest: bool
) -> Iterator[tuple[str, Card]]:
    for step in form.rules.steps:
        here = replace(
            request, step=step.id, status=RequestStatus.RETURNED if fullest else RequestStatus.DRAFT
        )
        view = {**here.answers, "already_registered": "no"}
        following = form.rules.beside(step.id, offset=1)
        walk = Walk(here, view, form.rules.check(step, view, {}), following=following)
        yield f"step {step.id}", step_card(walk, base, form, texts)
        empty = replace(here, answers={}, reasons={})
        told = Walk(empty, {}, form.rules.check(step, {}, {}), tried=True, following=following)
        yield f"step {step.id} unanswered", step_card(told, base, form, texts)
    last = replace(request, step=SUMMARY)
    check = form.rules.check(form.rules.steps[-1], last.answers, last.reasons)
    yield "summary", summary_card(Walk(last, last.answers, check), form, texts)
    stopped = Walk(last, last.answers, check, form.rules.steps[0])
    yield "summary with an obstacle", summary_card(stopped, form, texts)


def _review(
    request: AccountRequest, form: AccountForm, texts: Catalogue
) -> Iterator[tuple[str, Card]]:
    waiting = replace(request, status=RequestStatus.IN_REVIEW)
    account = an_account_in_use(form)
    similar = [account, *[replace(request, status=RequestStatus.RETURNED)] * 8]
    dossier = Dossier(waiting, waiting.answers, similar)
    shown = review_card(dossier, form, texts, printable=True)
    yield "review", shown
    typed = {"said.returned": "Se nedan.", f"remark.{form.rules.steps[0].id}": "å" * 1001}
    fault = texts.say("refused.too-long", count=LONGEST_REMARK)
    refused = refused_card(shown, {f"remark.{form.rules.steps[0].id}": fault}, typed)
    yield "review refused", refused or shown
    confirmed = replace(
        dossier, request=replace(waiting, confirmed_by=MARIA, diary_number="KS 2026/0123")
    )
    yield "review confirmed", review_card(confirmed, form, texts)
    decided = replace(dossier, request=replace(waiting, status=RequestStatus.RETURNED))
    yield "review decided", review_card(decided, form, texts)
    unseen = replace(account, standing=AccountStatus.AWAITING)
    yield "queue", queue_card([unseen, *[waiting] * 30], form, texts)
    yield "empty queue", queue_card([], form, texts)
    yield "listed", list_card([waiting, account] * 15, texts.say("listing.live"), form, texts)
    found = ReviewStatistics({"approved": 3, "declined": 1}, 2.5, {waiting.answers[UNIT]: 4})
    yield "statistics", statistics_card(found, form, texts)


def _others(
    request: AccountRequest, form: AccountForm, texts: Catalogue
) -> Iterator[tuple[str, Card]]:
    account, sent = an_account_in_use(form), replace(request, status=RequestStatus.AWAITING_MANAGER)
    yield "cases", cases_card([account, request] * 15, ANNA, form, texts)
    yield "no cases", cases_card([], ANNA, form, texts)
    yield "manager", manager_card(sent, MARIA, form, texts, lead=texts.say("notice.manager-asked"))
    agreed = replace(sent, confirmed_by=MARIA)
    yield "manager agreed", manager_card(agreed, MARIA, form, texts)
    yield from _answered_by_manager(agreed, form, texts)
    for standing in AccountStatus:
        card = account_card(replace(account, standing=standing), form, texts)
        yield f"account {standing}", card
    proposal = Proposal(replace(account.facts, name="N" * 80, purpose="P" * 500), ANNA)
    proposed = replace(account, proposal=proposal, handover=Handover("Maria"))
    yield "account proposed", account_card(proposed, form, texts)
    yield "account to judge", account_card(proposed, form, texts, may_judge=True, lead="Nytt.")
    approved = replace(request, status=RequestStatus.APPROVED)
    yield "responsible", responsible_card(approved, form, texts, lead="Nytt.")
    yield "handover", handover_card(account, form, texts)
    listed = replace(
        account, contact="", purpose="", imported=True, responsible=Person("erased-a", "Bo")
    )
    yield "handover listed", handover_card(listed, form, texts)
    sentence = texts.say("notice.account-live")
    yield "notice", notice_card(sentence, account, form, texts)
    yield "moved", moved_card(request, form, texts, for_reviewers=False)
    yield "moved from reviewers", moved_card(request, form, texts, for_reviewers=True)
    yield "notice to reviewers", notice_card(sentence, request, form, texts, for_reviewers=True)
    url = f"https://boten.example/{'a' * 300}"
    yield "print", print_card(request.id, url, 15, texts)
    yield "print for reviewers", print_card(request.id, url, 15, texts, for_reviewer=True)


def _answered_by_manager(
    agreed: AccountRequest, form: AccountForm, texts: Catalogue
) -> Iterator[tuple[str, Card]]:
    no = Event(EventKind.REFUSED, AT, MARIA, "Vi har inte tid.")
    refused = replace(
        agreed, status=RequestStatus.REFUSED, confirmed_by=None, history=(*agreed.history, no)
    )
    yield "manager refused", manager_card(refused, MARIA, form, texts)
    for outcome in (RequestStatus.APPROVED, RequestStatus.DECLINED):
        decision = Decision(ANNA, AT, outcome, "Ha två administratörer.")
        decided = replace(agreed, status=outcome, decision=decision)
        yield f"manager told {outcome}", manager_card(decided, MARIA, form, texts)


def an_account_in_use(form: AccountForm) -> Account:
    platform = next(field for field in form.rules.fields() if field.id == "kanal").choices[0]
    return an_account(
        "konto-abcdefgh",
        responsible=ANNA,
        platform=platform,
        name="Mellanby",
        address="https://www.example.org/mellanby",
        unit="Förskolan",
        contact="forskolan@mellanby.se",
        purpose="Visa vår vardag.",
        registered_at=AT,
        changed_at=AT,
        handover=Handover("Maria Ek"),
        history=(Event(EventKind.REGISTERED, AT, ANNA),),
    )


def _ordinary(field: Field) -> str:
    if field.choices:
        return field.choices[0]
    given = {
        FieldKind.DATE: "2026-12-01",
        FieldKind.EMAIL: "forskolan@mellanby.se",
        FieldKind.WEB_ADDRESS: "https://www.example.org",
    }.get(field.kind, "Maria Ek" if field.id == MANAGER else "Vår vardag")
    assert fault_in(field, given) is None
    return given
