"""Rows of plain text from a CSV or XLSX file, and back.

openpyxl takes a twentieth of the server's start to load, so it is where a workbook is.
"""

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from datetime import datetime
from zipfile import BadZipFile

MOST_BYTES, MOST_ROWS = 5_000_000, 5_000
CSV_DELIMITERS = "\t;,"
"""Where a header holds as many of each, the first that is least likely within a cell."""


class UnreadableTable(Exception):
    """The content is no table: `code` says why, in a word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_table(content: bytes, *, is_csv: bool) -> Iterator[list[str]]:
    """Yield each row's cells, without the space around them; dates as 2026-11-29.

    Raises:
        UnreadableTable: "no-table" where it is no such file, "too-large" over the limits.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableTable("too-large")
    for number, row in enumerate(_csv(content) if is_csv else _xlsx(content)):
        if number > MOST_ROWS:
            raise UnreadableTable("too-large")
        yield row


def csv_of(table: Sequence[Sequence[str]]) -> bytes:
    """Return the table as a Swedish Excel opens it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(table)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(
    table: Sequence[Sequence[str]], *, title: str, wide: frozenset[int] = frozenset()
) -> bytes:
    """Return the table as a workbook whose first row stays in view; *wide* columns count from 1."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.create_sheet(title, 0)
    for number, row in enumerate(table, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place, value)
            cell.data_type, cell.number_format = "s", "@"  # never a formula, a number or a date
    for place, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 40 if place in wide else 22
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise UnreadableTable("no-table")
    header, _, _ = text.partition("\n")
    delimiter = max(CSV_DELIMITERS, key=header.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_plain(cell) for cell in cells]
    except csv.Error:
        raise UnreadableTable("no-table") from None


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")  # Excel's "Unicode text"
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # as an older Excel saves it


def _xlsx(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book[book.sheetnames[0]]
        for row in sheet.iter_rows(values_only=True):
            yield [_plain(value) for value in row]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise UnreadableTable("no-table") from None


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    text = str(value).strip()
    return text[1:] if text.startswith("'") else text
