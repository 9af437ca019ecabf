"""The register as CSV and JSON."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.account import AccountStatus
from pages.open_data import COLUMNS, as_csv, harmless
from pages.register_entries import RegisterEntry, entries
from tests.pages.forms import a_form
from tests.pages.served_pages import NOON, ServedPages, hemtjansten
from tests.pages.visitor import Visitor
from tests.world.people import BO
from texts.catalogue import Texts

FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠"
DOCUMENTATION = Path("docs/register.md").read_text("utf-8")

texts_of_all_kinds = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.sampled_from("=+-@;\"',\t\r\n \ufeffåa1")),
)


def rows_in(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@given(st.lists(st.tuples(*[texts_of_all_kinds] * 5), max_size=4))
def test_what_is_written_can_be_read_and_no_cell_is_a_formula(
    texts: Texts, facts: list[tuple[str, ...]]
) -> None:
    shown = [
        entry_with(name=name, unit=unit, purpose=purpose, contact=contact, address=address)
        for name, unit, purpose, contact, address in facts
    ]
    _, *rows = rows_in(as_csv(shown, texts.in_language("sv")))

    assert rows == [cells_of(entry) for entry in shown]
    signs = tuple("=+-@")
    guarded = [cell for row in rows for cell in row if cell.lstrip(" ").startswith(signs)]
    assert not [cell for cell in guarded if any(sign in cell for sign in "=*|!,;'\"\t\n")]


def entry_with(**facts: str) -> RegisterEntry:
    (entry,) = entries([hemtjansten()], a_form(), "sv")
    return replace(entry, **facts)  # pyright: ignore[reportArgumentType]


def cells_of(entry: RegisterEntry) -> list[str]:
    facts: Sequence[str] = (
        entry.name,
        "Facebook",
        entry.unit,
        entry.purpose,
        entry.contact,
        entry.address,
    )
    return [*map(harmless, facts), "I bruk", "2026-10-26"]


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
@pytest.mark.parametrize("before", ["", " ", "   "])
def test_a_formula_is_made_text(sign: str, before: str) -> None:
    assert harmless(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("cell", ["+46 224*2", "@SUM(A1)", "@a|b", "+1+1", "-2+3", "+cmd"])
def test_what_only_looks_like_a_phone_number_or_a_name_is_no_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "a=b",
        "a-b",
        "0224-74 70 00",
        "'=1",
        "namn@sala.example",
        "+46 224 74 70 00",
        "+46224747000",
        "@sala.vardomsorg",
    ],
)
def test_ordinary_text_is_left_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


async def test_the_csv_opens_in_a_swedish_excel(visitor: Visitor, pages: ServedPages) -> None:
    pages.accounts = [hemtjansten(purpose='Säger "hej"; ofta', contact="+46 224 74 70 00")]
    answer = await visitor.asks("/konton.csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="konton.csv"'
    assert answer.body.decode("utf-8") == (
        "\ufeffKonto;Plattform;Verksamhet;Syfte;Kontakt;Adress;Läge;Registrerat\r\n"
        'Hemtjänsten i Sala;Facebook;Hemtjänsten;"Säger ""hej""; ofta";'
        "+46 224 74 70 00;https://www.facebook.com/hemtjanstensala;I bruk;2026-10-26\r\n"
    )


async def test_the_csv_speaks_english_too(visitor: Visitor, pages: ServedPages) -> None:
    pages.accounts = [hemtjansten(platform="own", standing=AccountStatus.PAUSED)]
    header, row = rows_in((await visitor.asks("/konton.csv?lang=en")).body)

    assert header[:3] == ["Account", "Platform", "Unit"]
    assert (row[1], row[6]) == ("A platform of our own", "Paused")


async def test_the_json_has_the_shape_that_is_promised(
    visitor: Visitor, pages: ServedPages
) -> None:
    pages.accounts = [hemtjansten(platform="own", standing=AccountStatus.PAUSED)]
    answer = await visitor.asks("/konton.json?lang=en")

    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.body) == {
        "schema": "account-register",
        "schema_version": 1,
        "municipality": "Mellanby kommun",
        "updated": "2026-10-26T11:00:00Z",
        "accounts": [
            {
                "id": "konto-1",
                "name": "Hemtjänsten i Sala",
                "platform": "own",
                "platform_name": {"sv": "Egen plattform", "en": "A platform of our own"},
                "unit": "Hemtjänsten",
                "purpose": "Berätta om arbetet i hemtjänsten och om lediga jobb.",
                "contact": "hemtjansten@sala.example",
                "address": "https://www.facebook.com/hemtjanstensala",
                "link": "/konton#konto-1",
                "standing": "paused",
                "registered": "2026-10-26",
            }
        ],
        "closed_accounts": [],
    }


async def test_a_closed_account_stands_in_the_data_with_its_date_if_the_public_ever_saw_it(
    visitor: Visitor, pages: ServedPages
) -> None:
    seen, unseen = (
        hemtjansten(number, standing=standing).closed(
            BO, at=NOON - timedelta(days=2), done=frozenset(), needed=()
        )
        for number, standing in ((1, AccountStatus.LIVE), (2, AccountStatus.AWAITING))
    )
    pages.accounts = [seen, unseen, seen.reopened(BO, at=NOON, approved=False)]
    data = json.loads((await visitor.asks("/konton.json")).body)

    assert data["accounts"] == []
    assert [(each["id"], each["closed"]) for each in data["closed_accounts"]] == [
        ("konto-1", "2026-11-23")
    ]
    assert "contact" not in data["closed_accounts"][0]


async def test_an_empty_register_is_empty_data(visitor: Visitor, pages: ServedPages) -> None:
    pages.accounts = []
    data = json.loads((await visitor.asks("/konton.json")).body)
    rows = rows_in((await visitor.asks("/konton.csv")).body)

    assert (data["updated"], data["accounts"]) == (None, [])
    assert len(rows) == 1


async def test_every_name_in_the_data_is_documented(visitor: Visitor) -> None:
    data = json.loads((await visitor.asks("/konton.json")).body)

    for name in (*data, *data["accounts"][0], *COLUMNS):
        assert f"| `{name}` |" in DOCUMENTATION, name
