"""A town's accounts read in on the workshop's page, in a real browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from core.clock import utc_now
from knowledge.account_list import list_to_fill_in
from storage.stores import Stores
from tests.browser.windows import NARROW, SIDEWAYS, take_picture
from tests.browser.workshop.editing import violations
from tests.editor.workbench import a_server
from tests.storage.servers import migrated, sqlite_url
from tests.world.listed_accounts import FAULTY, listed

pytestmark = pytest.mark.asyncio(loop_scope="session")

TOWN = Path("knowledge/base")
WIDE = (1280, 900)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return migrated(sqlite_url(tmp_path))


@pytest_asyncio.fixture(loop_scope="session")
async def workshop(url: str, index_cache: Path, built_page: None) -> AsyncIterator[TestServer]:
    server = a_server(TOWN, index_cache, lambda *_: [], database=url)
    await server.start_server()
    yield server
    await server.close()


async def choose(page: Page, name: str, content: bytes) -> None:
    chosen = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    await page.get_by_label("Fil, CSV eller XLSX").set_input_files(chosen)  # pyright: ignore[reportArgumentType]
    await page.get_by_role("button", name="Granska listan").click()


async def test_sixty_accounts_are_checked_mended_and_read_in(
    page: Page, url: str, tmp_path: Path
) -> None:
    await page.goto("/")
    await expect(page.locator("#folder")).not_to_be_empty()
    await page.get_by_role("tab", name="Konton").click()
    await choose(page, "konton.xlsx", list_to_fill_in("konton.xlsx", listed(faulty=True)))
    await expect(page.get_by_text("Nya: 51. Finns redan: 0. Rader med fel: 9.")).to_be_visible()
    table = page.get_by_role("table", name="Att rätta i listan")
    for number, (_, said) in FAULTY.items():
        column, _, fault = said.partition(": ")
        row = table.get_by_role("row").filter(
            has=page.get_by_role("rowheader", name=str(number), exact=True)
        )
        await expect(row).to_contain_text(column)
        await expect(row).to_contain_text(fault)
    await expect(page.get_by_role("button", name="Läs in")).to_be_hidden()
    for name, (width, height) in {"narrow": NARROW, "wide": WIDE}.items():
        await page.set_viewport_size({"width": width, "height": height})
        assert not await page.evaluate(SIDEWAYS)
        assert await violations(page) == []
        await table.scroll_into_view_if_needed()
        await take_picture(page, tmp_path, f"accounts-{name}")

    await choose(page, "konton.csv", list_to_fill_in("konton.csv", listed(faulty=False)))
    await page.get_by_role("button", name="Läs in 60 konton").click()
    await expect(page.get_by_text("Inlästa konton: 60.")).to_be_visible()
    await expect(table).to_be_hidden()
    stores = Stores(url, clock=utc_now)
    accounts = await stores.transactions.read(lambda uow: uow.register.all())
    await stores.close()
    assert len(accounts) == 60
