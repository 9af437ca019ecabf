"""The contract of `FollowUpUnitOfWork`: the same in memory and on every database we support."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.changes import save
from core.errors import OutOfDate
from core.person import Person
from core.personal_data import DataKind
from core.ports import Transactions
from core.retention import Retention
from followup.deviation import Deviation, DeviationStanding
from followup.ports import FollowUpUnitOfWork
from followup.round import Round, RoundStanding
from followup.self_check import (
    CheckedAccount,
    CheckStanding,
    Compliance,
    ControlAnswer,
    FlagReason,
    SelfCheck,
)
from followup.unknown_account import UnknownAccount, UnknownStanding
from followup.yearly_check import YearlyCheck, yearly_id
from storage.audit_check import check_audit_log
from storage.database import Database
from storage.retention import SqlRetention
from storage.unit_of_work import SqlTransactions
from tests.storage.cases import NOON
from tests.storage.test_personal_data import service_over
from tests.world.follow_up import LAST_DAY, SECTIONS
from tests.world.people import ADA, BO, KIM, RUT

AnyFollowUp = Transactions[FollowUpUnitOfWork]
ACCOUNT = CheckedAccount("konto-1", "Badet", "facebook", "Bad")


def a_round(round_id: str = "uppf-1", *, days: int = 0, **changes: Any) -> Round:
    at = NOON + timedelta(days=days)
    return replace(Round(round_id, "Våren", LAST_DAY, RUT, at, at, "n", SECTIONS), **changes)


def a_check(
    check_id: str = "egen-1", *, by: Person = ADA, days: int = 0, **changes: Any
) -> SelfCheck:
    at = NOON + timedelta(days=days)
    answer = ControlAnswer("tva", Compliance.PARTLY, "Snart två.", by, at)
    check = SelfCheck(
        check_id, "uppf-1", ACCOUNT, by, at, at, "n", "konto", answers={"tva": answer}
    )
    return replace(check, **changes)


def a_deviation(deviation_id: str = "avv-1", *, days: int = 0, **changes: Any) -> Deviation:
    at, question = NOON + timedelta(days=days), SECTIONS[0].questions[0]
    found = Deviation(
        deviation_id, "uppf-1", "egen-1", ACCOUNT, question, Compliance.NO, "En.", ADA, at, at, "n"
    )
    return replace(found, **changes)


def an_unknown(unknown_id: str = "okant-1", *, days: int = 0, **changes: Any) -> UnknownAccount:
    at = NOON + timedelta(days=days)
    return replace(UnknownAccount(unknown_id, "@sala_bib", (KIM, BO), at, at, "n"), **changes)


def a_yearly() -> YearlyCheck:
    return YearlyCheck(yearly_id("konto-1"), "konto-1", ADA, NOON, NOON, "n")


async def keep(transactions: AnyFollowUp, *cases: Any) -> None:
    def work(uow: FollowUpUnitOfWork) -> None:
        stores: dict[type, Any] = {
            Round: uow.rounds,
            SelfCheck: uow.self_checks,
            Deviation: uow.deviations,
            UnknownAccount: uow.unknown_accounts,
            YearlyCheck: uow.yearly_checks,
        }
        for case in cases:
            assert stores[type(case)].add(case)
            assert not stores[type(case)].add(replace(case, version=9))
            save(uow, stores[type(case)], case, None, by=None)

    await transactions.write(work)


Work = Callable[[FollowUpUnitOfWork], Any]


async def test_every_case_is_kept_whole_and_replaced_by_its_next_version(
    transactions: AnyFollowUp,
) -> None:
    planned = a_deviation(standing=DeviationStanding.PLANNED, due=LAST_DAY, action="Bjud in.")
    flagged = a_check(flag=FlagReason.LATE, earlier=(BO,), overwritten=(a_check().answers["tva"],))
    cases = (a_round(), flagged, planned, an_unknown(), a_yearly())
    await keep(transactions, *cases)

    def stored(uow: FollowUpUnitOfWork) -> list[Any]:
        return [
            uow.rounds.get("uppf-1"),
            uow.self_checks.get("egen-1"),
            uow.deviations.get("avv-1"),
            uow.unknown_accounts.get("okant-1"),
            uow.yearly_checks.get("arlig-1"),
        ]

    assert await transactions.read(stored) == [*cases]
    newer = replace(planned, version=2, standing=DeviationStanding.DONE)
    await transactions.write(lambda uow: uow.deviations.save(newer, seen=1))
    with pytest.raises(OutOfDate):
        await transactions.write(lambda uow: uow.deviations.save(newer, seen=1))
    assert await transactions.read(lambda uow: uow.deviations.get("avv-1")) == newer


async def test_each_list_holds_what_it_says_in_its_order(transactions: AnyFollowUp) -> None:
    bad = replace(ACCOUNT, name="Äldre", unit="Bad")
    await keep(
        transactions,
        a_round("uppf-1"),
        a_round("uppf-2", days=1, standing=RoundStanding.CLOSED),
        a_check("egen-1", account=bad),
        a_check("egen-2", days=1, standing=CheckStanding.ANSWERED),
        a_check("egen-3", by=BO, round_id="uppf-2", earlier=(ADA,)),
        a_deviation("avv-1", days=1),
        a_deviation("avv-2", standing=DeviationStanding.CLOSED, owner=BO),
        a_deviation("avv-3", round_id="uppf-2", check_id="egen-3"),
        an_unknown("okant-1"),
        an_unknown("okant-2", days=1, name="@SALA_BIB", standing=UnknownStanding.IMPOSTOR),
    )
    expected: list[tuple[Work, list[str]]] = [
        (lambda uow: uow.rounds.all(), ["uppf-2", "uppf-1"]),
        (lambda uow: uow.rounds.open(), ["uppf-1"]),
        (lambda uow: uow.self_checks.of_round("uppf-1"), ["egen-2", "egen-1"]),
        (lambda uow: uow.self_checks.of_person(ADA.id), ["egen-2", "egen-1"]),
        (lambda uow: uow.self_checks.unanswered("uppf-1"), ["egen-1"]),
        (lambda uow: uow.self_checks.naming(ADA.id), ["egen-1", "egen-2", "egen-3"]),
        (lambda uow: uow.deviations.of_round("uppf-1"), ["avv-2", "avv-1"]),
        (lambda uow: uow.deviations.of_check("egen-3"), ["avv-3"]),
        (lambda uow: uow.deviations.open(), ["avv-3", "avv-1"]),
        (lambda uow: uow.deviations.naming(BO.id), ["avv-2"]),
        (lambda uow: uow.unknown_accounts.waiting(), ["okant-1"]),
        (lambda uow: uow.unknown_accounts.all(), ["okant-1", "okant-2"]),
        (lambda uow: [uow.unknown_accounts.with_key("sala_bib")], ["okant-2"]),
        (lambda uow: uow.unknown_accounts.naming(KIM.id), ["okant-1", "okant-2"]),
    ]
    for work, ids in expected:
        assert [each.id for each in await transactions.read(work)] == ids


async def test_one_person_is_shown_and_erased_from_follow_ups(database: Database) -> None:
    await keep(
        SqlTransactions(database, clock=lambda: NOON),
        a_round(begun_by=KIM),
        a_check(by=KIM),
        a_deviation(owner=KIM),
        an_unknown(),
    )
    service = service_over(database)
    shown = (await service.extract(KIM.id)).kinds
    assert len(shown[DataKind.FOLLOW_UP]) == 3
    assert [each["name"] for each in shown[DataKind.REPORTS]] == ["@sala_bib"]

    left = (await service.erase_own(KIM.id)).kinds
    assert left[DataKind.FOLLOW_UP] == shown[DataKind.FOLLOW_UP]
    assert DataKind.REPORTS not in left
    await service.erase(KIM.id)
    assert (await service.extract(KIM.id)).kinds == {}
    assert (await service.extract(BO.id)).kinds.keys() == {DataKind.REPORTS}
    assert (await database.read(check_audit_log)).fault is None


async def test_a_round_is_purged_once_nothing_of_it_is_left_to_do(database: Database) -> None:
    transactions = SqlTransactions(database, clock=lambda: NOON)
    closed: dict[str, Any] = {"standing": RoundStanding.CLOSED}
    await keep(
        transactions,
        a_round(**closed),
        a_check(),
        a_deviation(standing=DeviationStanding.CLOSED),
        a_round("uppf-2", **closed),
        a_deviation("avv-2", round_id="uppf-2"),
        an_unknown(standing=UnknownStanding.NOT_OURS),
        an_unknown("okant-2"),
    )
    late = SqlRetention(
        database, Retention(requests=900), clock=lambda: NOON + timedelta(days=1000)
    )
    would = await late.purge(dry_run=True)
    counts = await late.purge()

    assert (counts["rounds"], counts["unknown_accounts"]) == (1, 1)
    assert would == counts
    left = await transactions.read(lambda uow: [each.id for each in uow.deviations.naming(ADA.id)])
    assert left == ["avv-2"]
    assert (await database.read(check_audit_log)).fault is None
