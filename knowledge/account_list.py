"""A list of accounts as a file, CSV or XLSX: the template, and reading what was filled in."""

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from accounts.addresses import completed, host_among, is_web_address
from accounts.form import OTHER, PLATFORM, PLATFORM_NAME, UNIT
from accounts.import_service import Column, ListedAccount
from core.entered_text import normalized_line
from core.person import folded
from knowledge.account_form import AccountForm
from spreadsheet.table import UnreadableTable, csv_of, read_table, xlsx_of

_WIDE = frozenset({1, 3, 7})
MISSPELT = 2
"""Letters in which a word may differ from a platform of the form and still mean that one."""


class UnreadableList(Exception):
    """The file isn't a list: the name of the sentence for it, and a fact."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def read_list(name: str, content: bytes, form: AccountForm) -> Sequence[ListedAccount]:
    """Return the rows of the list; platform and unit may be written as ids or in words.

    Raises:
        UnreadableList: where it is no such file, too large, or has other columns.
    """
    try:
        table = [*read_table(content, is_csv=_is_csv(name))]
    except UnreadableTable as unreadable:
        raise UnreadableList(unreadable.code) from None
    rows = iter([[normalized_line(cell) for cell in cells] for cells in table])
    header = [folded(cell) for cell in next(rows, None) or ()]
    missing = [
        each for each in (Column.NAME, Column.PLATFORM, Column.ADDRESS) if each not in header
    ]
    if missing:
        raise UnreadableList("columns", ", ".join(missing))
    return [
        _listed(number, dict(zip(header, cells, strict=False)), form)
        for number, cells in enumerate(rows, start=2)
        if any(cells)
    ]


def list_to_fill_in(name: str, rows: Sequence[Mapping[Column, str]] = ()) -> bytes:
    """Return the file of that name with *rows* that are known of, and room for the rest."""
    table = [[*Column], *([row.get(column, "") for column in Column] for row in rows)]
    return csv_of(table) if _is_csv(name) else xlsx_of(table, title="konton", wide=_WIDE)


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
    another = "" if chosen[Column.PLATFORM] else _another_platform(known, form)
    if another:
        chosen[Column.PLATFORM] = OTHER
    unknown = {column: known[column] for column, choice in chosen.items() if not choice}
    return ListedAccount(number, known | chosen, unknown, another)


def _another_platform(known: Mapping[Column, str], form: AccountForm) -> str:
    """Return what a platform is called that is none of the form's; empty where it may be one.

    It may where it is nearly called so, or where its address is on one of them.
    """
    written, address = known[Column.PLATFORM], completed(known[Column.ADDRESS])
    field, part = form.rules.field(PLATFORM_NAME), form.fields.get(PLATFORM)
    is_on_one = any(host_among(address, hosts) for hosts in form.rules.hosts.values())
    if not written or is_on_one or field is None or part is None or len(written) > field.longest:
        return ""
    words = (w for each in part.choices.values() for w in map(each.text_in, each.given_in()))
    is_near = any(OSA.distance(folded(written), folded(word)) <= MISSPELT for word in words)
    return "" if is_near else written


def _choice(field_id: str, written: str, form: AccountForm) -> str:
    """Return the id of the choice that was written, as an id or in words; empty where none is."""
    part = form.fields.get(field_id)
    if part is None or not part.choices:
        return written
    for choice, words in part.choices.items():
        if folded(written) in map(folded, (choice, *map(words.text_in, words.given_in()))):
            return choice
    return ""


def _is_csv(name: str) -> bool:
    return name.lower().endswith(".csv")
