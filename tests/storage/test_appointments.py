"""The list of reviewers in a database: every instance decides by it at once."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from accounts.erasure import ErasureService
from accounts.review_service import ReviewService
from core.appointment_service import AppointmentService, Tenure
from core.errors import NotAReviewer
from storage.audit_check import check_audit_log
from storage.database import Database
from storage.unit_of_work import SqlTransactions
from tests.storage.cases import NOON, appoint, around
from tests.storage.conftest import AnyTransactions
from tests.world.people import EVA, KIM, RUT


async def test_another_instance_sees_a_change_without_a_restart(
    database: Database, another: Database
) -> None:
    here, there = SqlTransactions(database), SqlTransactions(another)
    await appoint(here)
    elsewhere = ReviewService(there, around())
    assert await elsewhere.waiting(EVA) == []

    await AppointmentService(here, around()).end(EVA.id, NOON)
    with pytest.raises(NotAReviewer):
        await elsewhere.waiting(EVA)


async def test_two_instances_that_start_at_once_appoint_the_first_reviewers_once(
    database: Database, another: Database
) -> None:
    services = [AppointmentService(SqlTransactions(each), around()) for each in (database, another)]
    seeded = [await service.seed([RUT.id, EVA.id]) for service in services]

    assert seeded == [2, 0]


async def test_an_appointment_comes_back_as_it_was_stored(transactions: AnyTransactions) -> None:
    await appoint(transactions)
    service = AppointmentService(transactions, around())
    (first, *_) = await service.everything()
    ended = await service.propose_end(EVA, first.id, first.version, NOON)

    assert await service.posted(first.id) == ended
    assert ended == replace(first, ending=ended.ending, version=2, changed_at=NOON)


async def test_a_reviewer_put_in_behind_the_log_is_found_out(database: Database) -> None:
    await appoint(SqlTransactions(database))
    forged = "UPDATE appointments SET content = replace(content, 'id-eva', 'id-eve')"
    await database.write(lambda connection: connection.execute(text(forged)))
    audit = await database.read(check_audit_log)

    assert audit.fault is not None
    assert audit.fault.kind == "case-changed"


async def test_erasing_a_reviewer_ends_the_appointment_and_takes_the_name(
    transactions: AnyTransactions,
) -> None:
    await appoint(transactions)
    service = AppointmentService(transactions, around())
    await service.appoint(Tenure(KIM.id, NOON, deputy_for=EVA.id))
    erasure = ErasureService(
        transactions, clock=lambda: NOON, token=lambda: "token", nobody="Raderad person"
    )
    erased = await erasure.erase(EVA.id)

    assert erased.appointments == 2
    assert EVA.id not in repr(await service.everything())
    assert [await service.is_reviewer(each) for each in (EVA, RUT, KIM)] == [False, True, False]
