"""What this room needs stored; `storage/` implements it, synchronously."""

from typing import Protocol

from questions.personal_data import PersonalDataUnitOfWork
from reports.board_report import BoardReport


class BoardReports(Protocol):
    """The reports of closed rounds."""

    def get(self, round_id: str, /) -> BoardReport | None: ...

    def add(self, report: BoardReport, /) -> None:
        """Store *report*, unless there is one of its round."""
        ...


class ReportsUnitOfWork(PersonalDataUnitOfWork, Protocol):
    """The unit of work of reports, which count everything."""

    @property
    def reports(self) -> BoardReports: ...
