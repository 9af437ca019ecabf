"""A list of accounts as a file, CSV or XLSX: the template, and reading what was filled in."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from accounts.addresses import completed, host_among, is_web_address
from accounts.form import PLATFORM, UNIT
from accounts.import_service import Column, ListedAccount
from core.entered_text import normalized_line
from core.person import folded
from knowledge.account_form import AccountForm

MOST_BYTES, MOST_ROWS = 5_000_000, 5_000


class UnreadableList(Exception):
    """The file isn't a list: the name of the sentence for it, and a fact."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def read_list(path: Path, form: AccountForm) -> Sequence[ListedAccount]:
    """Return the rows of the list; platform and unit may be written as ids or in words.

    Raises:
        UnreadableList: where it is no such file, too large, or has other columns.
    """
    rows = iter(_table(path))
    header = [folded(cell) for cell in next(rows, [])]
    missing = [
        each for each in (Column.NAME, Column.PLATFORM, Column.ADDRESS) if each not in header
    ]
    if missing:
        raise UnreadableList("columns", ", ".join(missing))
    found = [
        _listed(number, dict(zip(header, cells, strict=False)), form)
        for number, cells in enumerate(rows, start=2)
        if any(cells)
    ]
    if len(found) > MOST_ROWS:
        raise UnreadableList("too-large")
    return found


def write_list(path: Path, rows: Sequence[Mapping[Column, str]] = ()) -> None:
    """Write a list to fill in, with *rows* that are known of."""
    table = [[*Column], *([row.get(column, "") for column in Column] for row in rows)]
    if path.suffix.lower() == ".csv":
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows(table)
        path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        return
    book = Workbook()
    sheet = book.create_sheet("konton", 0)
    for number, row in enumerate(table, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place, value)
            cell.data_type, cell.number_format = "s", "@"  # never a formula, a number or a date
    for place, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 40 if place in (1, 3, 7) else 22
    sheet.freeze_panes = "A2"
    book.save(path)


def from_addresses(text: str, form: AccountForm) -> Iterator[Mapping[Column, str]]:
    """Yield a row for each address in a text, with the platform and a name as far as it tells."""
    for word in dict.fromkeys(text.replace(",", " ").split()):
        address = completed(word.strip("<>()[]\"';"))
        if not is_web_address(address):
            continue
        hosts = form.rules.hosts.items()
        platform = next((each for each, known in hosts if host_among(address, known)), "")
        name = address.split("?")[0].rstrip("/").rpartition("/")[2].lstrip("@")
        shown = form.answer_text(PLATFORM, platform, "sv")
        yield {Column.NAME: name, Column.PLATFORM: shown, Column.ADDRESS: address}


def _listed(number: int, cells: Mapping[str, str], form: AccountForm) -> ListedAccount:
    known = {column: cells.get(column, "") for column in Column}
    unit = form.rules.unit_id(known[Column.UNIT])
    chosen = {
        Column.PLATFORM: _choice(PLATFORM, known[Column.PLATFORM], form),
        Column.UNIT: _choice(UNIT, unit, form),
    }
    unknown = {column: known[column] for column, choice in chosen.items() if not choice}
    return ListedAccount(number, known | chosen, unknown)


def _choice(field_id: str, written: str, form: AccountForm) -> str:
    """Return the id of the choice that was written, as an id or in words; empty where none is."""
    part = form.fields.get(field_id)
    if part is None or not part.choices:
        return written
    for choice, words in part.choices.items():
        if folded(written) in (folded(choice), folded(words.sv), folded(words.en)):
            return choice
    return ""


def _table(path: Path) -> Iterator[list[str]]:
    if path.stat().st_size > MOST_BYTES:
        raise UnreadableList("too-large")
    yield from _csv(path) if path.suffix.lower() == ".csv" else _xlsx(path)


def _csv(path: Path) -> Iterator[list[str]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # as an older Excel saves it
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield [_plain(cell) for cell in cells]


def _xlsx(path: Path) -> Iterator[list[str]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError):
        raise UnreadableList("no-list") from None
    sheet = book[book.sheetnames[0]]
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        if number > MOST_ROWS:
            raise UnreadableList("too-large")
        yield [_plain(value) for value in row]


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    text = normalized_line(str(value))
    return text[1:] if text.startswith("'") else text
