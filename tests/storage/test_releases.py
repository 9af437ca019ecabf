"""Releases and open files in the database: kept so long, and without whoever has been erased."""

from datetime import timedelta

from core.person import Person
from core.personal_data import DataKind
from releases.release import Release, ReleaseStanding
from storage.database import Database
from storage.releases import KEPT
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.storage.cases import NOON
from tests.world.people import ADA, EVA

WINDOW = "0" * 36


def a_release(
    number: int,
    by: Person = ADA,
    answered_by: Person | None = None,
    standing: ReleaseStanding = ReleaseStanding.PUBLISHED,
) -> Release:
    at = NOON + timedelta(minutes=number)
    return Release(
        id=f"publicering-{number:03}",
        base=f"{number:016x}",
        by=by,
        asked_at=at,
        changed_at=at,
        standing=standing,
        answered_by=answered_by,
    )


async def test_the_oldest_give_way_unless_they_are_on_their_way(database: Database) -> None:
    transactions = SqlTransactions(database)
    first = a_release(0, standing=ReleaseStanding.WAITING)

    def work(uow: SqlUnitOfWork) -> None:
        for each in (first, *(a_release(number) for number in range(1, KEPT + 5))):
            uow.releases.add(each)

    await transactions.write(work)
    latest = await transactions.read(lambda uow: uow.releases.latest())

    assert latest[0].id == f"publicering-{KEPT + 4:03}"
    assert len(latest) == KEPT + 1
    assert latest[-1] == first


async def test_somebody_is_shown_their_releases_and_erased_from_them(database: Database) -> None:
    transactions = SqlTransactions(database)

    def work(uow: SqlUnitOfWork) -> None:
        uow.releases.add(a_release(1, ADA, EVA))
        uow.releases.add(a_release(2, EVA, ADA))
        uow.releases.add(a_release(3, EVA))
        uow.open_files.note(WINDOW, ADA, "topics.yaml", NOON)

    await transactions.write(work)
    told = await transactions.read(lambda uow: uow.traces.of_person(ADA.id, []))
    await transactions.write(lambda uow: uow.traces.erase(ADA.id, []))
    latest = await transactions.read(lambda uow: uow.releases.latest())
    left = await transactions.read(lambda uow: uow.traces.of_person(ADA.id, []))

    assert [each["id"] for each in told[DataKind.RELEASES]] == [
        "publicering-001",
        "publicering-002",
    ]
    assert [each["file"] for each in told[DataKind.CONTACT]] == ["topics.yaml"]
    assert not left[DataKind.RELEASES]
    assert not left[DataKind.CONTACT]
    assert [(each.by.name, each.answered_by and each.answered_by.name) for each in latest] == [
        (EVA.name, None),
        (EVA.name, ""),
        ("", EVA.name),
    ]


async def test_a_window_is_one_persons_whatever_others_call_theirs(database: Database) -> None:
    transactions = SqlTransactions(database)

    def work(uow: SqlUnitOfWork) -> list[str]:
        uow.open_files.note(WINDOW, ADA, "topics.yaml", NOON)
        return [each.file for each in uow.open_files.note(WINDOW, EVA, "sources.yaml", NOON)]

    assert await transactions.write(work) == ["topics.yaml"]
