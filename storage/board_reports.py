"""The board's reports of closed rounds."""

from sqlalchemy import Column, Connection, Table, select

from reports.board_report import BoardReport
from storage.columns import JsonRecord
from storage.inserts import insert_if_new
from storage.tables import key_of, metadata

board_reports = Table(
    "board_reports",
    metadata,
    key_of("round"),
    Column("content", JsonRecord(BoardReport), nullable=False),
)


class SqlBoardReports:
    """The `BoardReports` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, round_id: str) -> BoardReport | None:
        found = select(board_reports.c.content).where(board_reports.c.round == round_id)
        return self._connection.scalar(found)

    def add(self, report: BoardReport) -> None:
        row = {"round": report.round_id, "content": report}
        self._connection.execute(insert_if_new(board_reports, self._connection.dialect.name), row)
