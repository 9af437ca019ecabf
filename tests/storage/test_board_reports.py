"""Reports, in every store."""

from core import ports
from reports.board_report import BoardReport
from reports.ports import ReportsUnitOfWork
from tests.world.board_reports import a_report


async def test_a_report_is_kept_as_it_was_first(
    transactions: ports.Transactions[ReportsUnitOfWork],
) -> None:
    for report in (a_report(), a_report(name="Another")):
        await transactions.write(lambda uow, report=report: uow.reports.add(report))

    assert await _found(transactions, "uppf-1") == a_report()
    assert await _found(transactions, "uppf-2") is None


async def _found(
    transactions: ports.Transactions[ReportsUnitOfWork], round_id: str
) -> BoardReport | None:
    return await transactions.read(lambda uow: uow.reports.get(round_id))
