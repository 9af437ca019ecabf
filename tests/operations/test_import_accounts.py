"""A municipality's list of accounts, read in on day one."""

import asyncio
import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from accounts.account import Account
from accounts.import_service import Column
from core.clock import utc_now
from knowledge.account_list import list_to_fill_in
from operations.__main__ import main
from storage.stores import Stores
from tests.world.listed_accounts import FAULTY, listed, row

pytestmark = pytest.mark.usefixtures("url")


def registered(url: str) -> Sequence[Account]:
    async def read() -> Sequence[Account]:
        stores = Stores(url, clock=utc_now)
        found = await stores.transactions.read(lambda uow: uow.register.all())
        await stores.close()
        return found

    return asyncio.run(read())


@pytest.mark.parametrize("name", ["konton.xlsx", "konton.csv"])
def test_nine_faulty_rows_of_sixty_are_told_and_nothing_is_read_in_until_they_are_mended(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(list_to_fill_in(file.name, listed(faulty=True)))
    assert main(["import-accounts", str(file), "--apply"]) == 1
    *faults, counts, _ = capsys.readouterr().err.splitlines()

    assert len(faults) == 9
    for line, (number, (_, said)) in zip(faults, FAULTY.items(), strict=True):
        assert line.startswith(f"Rad {number}, {said}"), line
    assert counts == "Nya: 51. Finns redan: 0. Rader med fel: 9."
    assert registered(url) == []

    file.write_bytes(list_to_fill_in(file.name, listed(faulty=False)))
    assert main(["import-accounts", str(file)]) == 0
    assert registered(url) == []
    assert main(["import-accounts", str(file), "--apply"]) == 0
    accounts = registered(url)

    assert len(accounts) == 60
    assert {each.unit for each in accounts} == {"hemtjansten", "biblioteket", "kultur-och-fritid"}
    assert all(each.imported and each.is_public and not each.has_responsible for each in accounts)
    assert accounts[0].registered_at.date().isoformat() == "2019-05-01"
    assert {each.contact for each in accounts} == {"+46 224 74 70 00", ""}
    assert main(["verify-audit"]) == 0


def test_what_the_register_has_is_matched_and_left_alone(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, both = tmp_path / "en.csv", tmp_path / "tva.csv"
    first.write_bytes(list_to_fill_in(first.name, [row(2)]))
    both.write_bytes(
        list_to_fill_in(
            both.name, [row(2) | {Column.ADDRESS: "http://www.facebook.com/Konto2/"}, row(3)]
        )
    )
    main(["import-accounts", str(first), "--apply"])
    capsys.readouterr()

    assert main(["import-accounts", str(both)]) == 0
    told = capsys.readouterr().out
    assert "Rad 2: adressen finns redan i registret, för Konto 2" in told
    assert "Nya: 1. Finns redan: 1. Rader med fel: 0." in told
    assert main(["import-accounts", str(both), "--apply"]) == 0
    assert sorted(each.name for each in registered(url)) == ["Konto 2", "Konto 3"]


def on(platform: str, address: str, name: str = "Sala kommun") -> dict[Column, str]:
    cells = {Column.PLATFORM: platform, Column.ADDRESS: address, Column.NAME: name}
    return row(2) | cells


def test_a_platform_of_another_name_is_registered_by_it(tmp_path: Path, url: str) -> None:
    """One name on two of them is two accounts."""
    file = tmp_path / "konton.csv"
    rows = [on("Mastodon", "mastodon.social/@sala"), on("Bluesky", "bsky.app/profile/sala")]
    file.write_bytes(list_to_fill_in(file.name, rows))
    assert main(["import-accounts", str(file), "--apply"]) == 0

    accounts = registered(url)
    assert {(each.platform, each.platform_name) for each in accounts} == {
        ("annan", "Mastodon"),
        ("annan", "Bluesky"),
    }


@pytest.mark.parametrize(
    "cells",
    [
        on("Instagrm", "example.org/sala"),
        on("Twitter", "twitter.com/sala"),
        on("Plattform" * 5, "example.org/sala"),
    ],
)
def test_a_platform_that_may_be_one_of_the_forms_is_asked_about(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str], cells: dict[Column, str]
) -> None:
    file = tmp_path / "konton.csv"
    file.write_bytes(list_to_fill_in(file.name, [cells]))

    assert main(["import-accounts", str(file), "--apply"]) == 1
    assert f'plattform: "{cells[Column.PLATFORM]}" finns inte bland dem' in capsys.readouterr().err


def test_a_name_is_taken_once_on_each_platform_of_another_name(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "konton.csv"
    rows = [on("Mastodon", "mastodon.social/@sala"), on("mastodon", "mastodon.nu/@sala")]
    file.write_bytes(list_to_fill_in(file.name, rows))

    assert main(["import-accounts", str(file)]) == 1
    assert "Rad 3, namn: samma som på rad 2." in capsys.readouterr().err


def test_one_address_in_two_spellings_is_told_as_one(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spellings = ["facebook.com/Åsbo", "facebook.com/%C3%85sbo?locale=sv_SE", "http://["]
    rows = [row(number) for number in range(2, 5)]
    rows = [each | {Column.ADDRESS: address} for each, address in zip(rows, spellings, strict=True)]
    file = tmp_path / "konton.csv"
    file.write_bytes(list_to_fill_in(file.name, rows))

    assert main(["import-accounts", str(file), "--apply"]) == 1
    told = capsys.readouterr().err
    assert "Rad 3, adress: samma som på rad 2." in told
    assert "Rad 4, adress: det är ingen webbadress." in told
    assert registered(url) == []


def test_a_list_becomes_a_template_and_pasted_addresses_a_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pasted, empty, draft = (tmp_path / name for name in ("a.txt", "tom.xlsx", "utkast.csv"))
    pasted.write_text(
        "Följ oss: <https://www.facebook.com/salakommun?ref=x>, instagram.com/sala\nx"
    )

    assert main(["import-accounts", "--template", str(empty)]) == 0
    assert main(["import-accounts", "--template", str(draft), "--addresses", str(pasted)]) == 0
    header = [cell.value for cell in load_workbook(empty).worksheets[0][1]]
    with draft.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))

    assert header == [*Column]
    assert [(each["namn"], each["plattform"]) for each in rows] == [
        ("salakommun", "Facebook"),
        ("sala", "Instagram"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("konton.xlsx", b"inget", "Filen går inte att läsa."),
        ("konton.csv", b"a;b\n1;2\n", "De här kolumnerna saknas: namn, plattform, adress."),
        ("konton.csv", b"x" * 5_000_001, "Listan är för stor."),
    ],
)
def test_a_file_that_is_no_list_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    assert main(["import-accounts", str(file)]) == 1
    assert capsys.readouterr().err.startswith(said)


def test_no_cell_of_a_list_is_a_formula(tmp_path: Path) -> None:
    file = tmp_path / "konton.xlsx"
    file.write_bytes(
        list_to_fill_in(file.name, [row(2) | {Column.NAME: "=1+1", Column.CONTACT: "@sala"}])
    )

    cells = load_workbook(file).worksheets[0][2]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
