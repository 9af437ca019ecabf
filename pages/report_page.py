"""The board's report of a round: as a page to print, as PDF and as CSV. It is in Swedish."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pages.pdf import pdf_of
from pages.rendering import asset, render
from pages.report_tables import ReportTable, report_tables
from pages.responses import only_this
from reports.board_report import BoardReport
from spreadsheet.table import csv_of
from texts.catalogue import Texts

STYLE = asset("report.css")

FindReport = Callable[[str], Awaitable[BoardReport | None]]
"""Finds the report of a round by the round's id."""
MakePdf = Callable[[str], Awaitable[bytes]]
"""Makes a page into PDF; raises `NotMade`."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page, with the names by which its policy allows its style sheets."""

    html: str
    styles: str


@dataclass(frozen=True, slots=True)
class ReportPages:
    """Gives the report of a round as it was kept, or as it would be now."""

    find: FindReport
    texts: Texts
    make_pdf: MakePdf = pdf_of

    async def html(self, round_id: str, *, address: str) -> ReportPage | None:
        """Return the report as a page whose own address is *address*; None where there is none."""
        report = await self.find(round_id)
        return self._page(report, address) if report else None

    async def csv(self, round_id: str) -> bytes | None:
        """Return every number of the report, a row each."""
        report = await self.find(round_id)
        if report is None:
            return None
        texts = self.texts.in_language("sv")
        rows = [[texts.say(f"report.csv.{each}") for each in ("part", "row", "measure", "number")]]
        for table in report_tables(report, texts):
            rows += _numbers(table, texts.say(f"report.part.{table.name}"))
        return csv_of(rows)

    async def pdf(self, round_id: str) -> bytes | None:
        """Return the report as PDF; raise `pages.pdf.NotMade`."""
        page = await self.html(round_id, address="")
        return await self.make_pdf(page.html) if page else None

    def _page(self, report: BoardReport, address: str) -> ReportPage:
        texts = self.texts.in_language("sv")
        tables = report_tables(report, texts)
        html = render(
            "report.html",
            texts,
            style=STYLE,
            report=report,
            unit=report.units.get(report.unit, report.unit),
            tables=tables,
            address=address,
        )
        sheets = [STYLE, *(table.chart.style for table in tables if table.chart)]
        return ReportPage(html, " ".join(only_this(sheet) for sheet in sheets))


def _numbers(table: ReportTable, part: str) -> list[list[str]]:
    """Return a row for each number of *table*, under the heading of its part.

    Programs read the numbers, so they are written without the language's spaces.
    """
    return [
        [part, str(row[0]), column, str(number)]
        for row in table.rows
        for column, number in zip(table.columns[1:], row[1:], strict=True)
    ]
