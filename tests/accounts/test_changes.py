"""How a change is kept: its fingerprint, its line in the log, and the key of each message."""

import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import pytest

from accounts.account import Handover
from accounts.history import Decision, Event, EventKind, RequestStatus
from accounts.request import AccountRequest
from core.changes import fingerprint, save, tell
from core.outbox import NoticeKind
from core.person import Person
from tests.world.builders import ID, a_request, an_account
from tests.world.clock import MORNING
from tests.world.memory import InMemoryUnitOfWork, Line
from tests.world.people import ADA, BO, EVA, RUT
from tests.world.services import AccountServices


def test_the_fingerprint_of_the_same_is_the_same() -> None:
    request = a_request(RequestStatus.LIVE, done=frozenset({"a", "b", "c"}))

    assert fingerprint(request) == fingerprint(copy.deepcopy(request))
    assert len(fingerprint(request)) == 64


def test_a_line_of_the_log_holds_for_the_code_after() -> None:
    told = fingerprint(a_request(done=frozenset({"a", "b"}), vouched=MappingProxyType({"ö": "x"})))

    assert told == "bd82f55446d6a0db8e2ae4d3c194e8d5c3c0f1969da06d2a80d647afd65f88ae"


def test_the_fingerprint_does_not_hang_on_order_or_time_zone() -> None:
    request = a_request(RequestStatus.IN_REVIEW)
    elsewhere = timezone(timedelta(hours=2))

    again = replace(
        request,
        answers=dict(sorted(request.answers.items(), reverse=True)),
        started_at=request.started_at.astimezone(elsewhere),
    )

    assert fingerprint(again) == fingerprint(request)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 99},
        {"status": RequestStatus.APPROVED},
        {"answers": {"namn": "Bion"}},
        {"reasons": {"ensam": "Vi är få."}},
        {"step": "vem"},
        {"requester": Person(ADA.id, "Ada Holm")},
        {"confirmed_by": None},
        {"nonce": "other"},
        {"changed_at": MORNING + timedelta(microseconds=1)},
        {"decision": Decision(RUT, MORNING, RequestStatus.APPROVED)},
        {"done": frozenset({"profil"})},
        {"history": ()},
        {"history": (Event(EventKind.STARTED, MORNING, ADA, "x"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_changes_the_fingerprint(change: dict[str, Any]) -> None:
    request = a_request(RequestStatus.IN_REVIEW)

    assert fingerprint(replace(request, **change)) != fingerprint(request)


def test_an_account_has_a_fingerprint_too() -> None:
    account = an_account()

    assert fingerprint(account) == fingerprint(copy.deepcopy(account))
    assert fingerprint(replace(account, handover=Handover("Bo"))) != fingerprint(account)


def test_a_text_no_file_can_hold_still_has_a_fingerprint() -> None:
    assert fingerprint(a_request(answers={"namn": "\ud800"}))


def test_a_request_kept_has_its_line_in_the_log() -> None:
    uow = InMemoryUnitOfWork()
    before = a_request()
    uow.requests.add(before)
    after = before.discarded(at=MORNING)

    save(uow, uow.requests, after, before, by=ADA)

    assert uow.requests.get(ID) == after
    assert uow.audit.lines == [
        Line(MORNING, "request", ID, ADA.id, "discarded", fingerprint(after))
    ]


def test_an_account_kept_has_its_line_in_the_log() -> None:
    uow = InMemoryUnitOfWork()
    before = an_account()
    uow.register.add(before)
    after = before.paused(ADA, at=MORNING, reason="Semester.")

    save(uow, uow.register, after, before, by=ADA)

    assert uow.register.get(after.id) == after
    assert uow.audit.lines == [
        Line(MORNING, "account", after.id, ADA.id, "paused", fingerprint(after))
    ]


@pytest.mark.parametrize(
    ("change", "shows"),
    [
        (lambda case: case.with_reminders(1), False),
        (lambda case: case.found(EVA), True),
        (lambda case: case.claimed(RUT, at=MORNING), True),
        (lambda case: case.spoken(RUT, "När börjar ni?", at=MORNING), True),
        (lambda case: case.diarised(RUT, "KS 2026/1", at=MORNING), True),
    ],
    ids=["reminded", "manager met", "claimed", "asked", "diarised"],
)
def test_cards_are_renewed_when_what_they_show_has_changed_and_may_be_pressed_all_the_same(
    change: Callable[[AccountRequest], AccountRequest], shows: bool
) -> None:
    uow = InMemoryUnitOfWork()
    before = a_request(RequestStatus.IN_REVIEW)
    uow.requests.add(before)
    after = change(before)

    save(uow, uow.requests, after, before, by=RUT)

    assert uow.outbox.renewed == [(ID, after.version, RUT.id)] * shows
    after.require_seen(before.version)


def test_the_cards_of_an_account_are_renewed_when_whom_it_is_offered_to_is_met() -> None:
    uow = InMemoryUnitOfWork()
    before = an_account(handover=Handover("Bo Alm"))
    uow.register.add(before)
    reminded = before.with_reminders(1)
    met = reminded.offer_met(BO.id)

    save(uow, uow.register, reminded, before, by=None)
    save(uow, uow.register, met, reminded, by=None)

    assert uow.outbox.renewed == [(met.id, met.version, None)]
    met.require_seen(before.version)


def test_the_log_holds_no_names_and_nothing_anybody_wrote(services: AccountServices) -> None:
    services.has(a_request())
    sent = services.submissions.send(ADA, ID, services.request().version)
    services.submissions.refuse(BO, ID, sent.version, reason="Vänta.")

    log = repr(services.uow.audit.lines)

    for told in ("Ada Ek", "Bo Alm", "Biblioteket", "Vänta"):
        assert told not in log


def test_a_message_has_one_key_for_each_version_kind_and_recipient() -> None:
    uow = InMemoryUnitOfWork()
    request = a_request()
    for version in (request, replace(request, version=request.version + 1)):
        for kind in (NoticeKind.DECIDED, NoticeKind.REVIEW):
            tell(uow, version, kind, ADA.id, BO.id, by=None)
            tell(uow, version, kind, ADA.id, by=None)

    assert len(uow.outbox.notices) == 8
    for key, notice in uow.outbox.notices.items():
        assert key.endswith(f"/{notice.kind}/{notice.to}")
        assert notice.subject == ID


def test_a_change_leaves_what_was_before_as_it_was() -> None:
    before = a_request()
    kept = copy.deepcopy(before)

    before.answered({"namn": "Bion"}, {"ensam": "x"}, step="vem", at=MORNING)
    before.sent(at=MORNING, manager_id=None, needs_manager=False)

    assert before == kept


LATER_FIELDS = (
    "reached_summary",
    "vouched",
    "deputy",
    "assigned_to",
    "sent_versions",
    "diary_number",
)


def test_a_field_that_came_later_leaves_the_hash_of_what_was_stored_before_it() -> None:
    """The audit log's lines on older requests still hold after an upgrade."""
    stored = AccountRequest.begun("sm-aaaaaaa2", ADA, at=MORNING, nonce="nonce", step="vad")
    text = json.dumps(
        {name: value for name, value in asdict(stored).items() if name not in LATER_FIELDS},
        default=lambda value: value.timestamp() if isinstance(value, datetime) else sorted(value),
        sort_keys=True,
        ensure_ascii=False,
    )

    assert fingerprint(stored) == hashlib.sha256(text.encode()).hexdigest()
    assert fingerprint(replace(stored, reached_summary=True)) != fingerprint(stored)
    assert fingerprint(replace(stored, diary_number="KS 2026/1")) != fingerprint(stored)
    assert fingerprint(replace(stored, vouched={"syfte": "Nå unga."})) != fingerprint(stored)
