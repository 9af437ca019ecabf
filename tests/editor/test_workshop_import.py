"""A list of accounts, read into the bot's register by what the workshop's page sends."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.editor.workbench import Workbench, opened
from tests.storage.servers import migrated, sqlite_url
from tests.world.bases import a_copy

CSV = "namn;plattform;adress;enhet\n"


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Workbench]:
    url = migrated(sqlite_url(tmp_path))
    async with opened(a_copy(tmp_path), tmp_path / "cache", database=url) as bench:
        yield bench


def a_file(*rows: str, name: str = "konton.csv") -> dict[str, Any]:
    content = base64.b64encode((CSV + "\n".join(rows)).encode()).decode()
    return {"file": {"name": name, "content": content}}


async def test_a_list_is_read_in_once_and_then_known(bench: Workbench) -> None:
    one = a_file("Mellanby;Facebook;facebook.com/mellanby;Förskolan")
    checked = await bench.told("check-list", one)
    done = await bench.told("import-list", one)
    again = await bench.told("check-list", one)

    assert checked["new"] == ["Mellanby · Facebook · Förskolan"]
    assert done == {"done": 1}
    assert again["new"] == []
    assert again["known"][0].startswith("Rad 2: adressen finns redan i registret, för Mellanby")


async def test_a_list_with_a_fault_is_not_read_in_whatever_the_page_sends(bench: Workbench) -> None:
    faulty = a_file("Mellanby;Facebook;facebook.com/mellanby;Förskolan", ";Facebook;min sida;X")
    told = await bench.told("import-list", faulty)
    after = await bench.told("check-list", a_file("Mellanby;Facebook;facebook.com/mellanby;F"))

    assert [(each["row"], each["column"]) for each in told["faults"]] == [
        (3, "namn"),
        (3, "adress"),
    ]
    assert after["known"] == []


async def test_pasted_addresses_are_checked_and_become_a_list_to_fill_in(bench: Workbench) -> None:
    pasted = {"addresses": "Följ oss: <https://www.facebook.com/mellanby?ref=x>, min sida"}
    checked = await bench.told("check-list", pasted)
    fetched = await bench.told("list-to-fill-in", pasted)

    assert [(each["row"], each["column"], each["said"]) for each in checked["faults"]] == [
        (2, "plattform", "svar saknas."),
        (2, "enhet", "svar saknas."),
    ]
    assert fetched["count"] == 1
    refilled = {"file": {"name": fetched["name"], "content": fetched["content"]}}
    assert await bench.told("check-list", refilled) == checked


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        (a_file(name="konton.xlsx"), 422, "Filen går inte att läsa."),
        ({"file": {"name": "a.csv", "content": "inte base64"}}, 400, "bad-request"),
        ({"file": {"name": "", "content": ""}}, 400, "bad-request"),
    ],
)
async def test_what_is_no_list_is_told_in_a_sentence(
    bench: Workbench, sent: dict[str, Any], status: int, told: str
) -> None:
    response = await bench.post("check-list", sent)

    assert response.status == status
    assert told in await response.text()


async def test_without_the_bots_database_that_is_said(tmp_path: Path) -> None:
    async with opened(a_copy(tmp_path), tmp_path / "cache") as bench:
        response = await bench.post("check-list", a_file())

        assert (response.status, await response.json()) == (422, {"error": "no-database"})
