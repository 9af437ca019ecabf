"""A third language is a file in texts/: chat, tab and workshop speak it, their scripts too."""

from collections.abc import Callable
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from editor.workshop.app import build
from localchat.mount import add_local_chat
from pages.tab_page import TabPages
from tests.editor.workbench import NO_DATABASE
from tests.pages.served_pages import BROWSER_CODE
from tests.world.bases import a_copy
from tests.world.made_up_language import MADE_UP, with_texts
from tests.world.wire import serving
from texts.catalogue import Texts, load_texts

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    folder = with_texts(tmp_path_factory.mktemp("texts"))
    return load_texts(folder, folder / "editor")


def a_chat(texts: Texts, _folder: Path) -> web.Application:
    app = web.Application()
    add_local_chat(app, bot_id="28:bot", texts=texts)
    return app


def a_tab(texts: Texts, _folder: Path) -> web.Application:
    app = web.Application()
    app.add_routes(TabPages(texts, BROWSER_CODE, is_local=True).routes())
    return app


def a_workshop(texts: Texts, folder: Path) -> web.Application:
    return build(a_copy(folder), folder / "cache", texts, database=NO_DATABASE)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, built_page: None) -> Page:
    return await browser.new_page()


@pytest.mark.parametrize(
    ("make", "path", "by_server", "by_script"),
    [
        (a_chat, "/", "Skipzu tozu thezu messagezu box", "Youzu arezu Anna"),
        (a_tab, "/arenden", "Skipzu tozu", None),
        (a_workshop, "/", "Newzu filezu", "saveszu thezu filezu"),
    ],
)
async def test_a_third_language_reaches_every_page_and_its_script(
    page: Page,
    texts: Texts,
    tmp_path: Path,
    make: Callable[[Texts, Path], web.Application],
    path: str,
    by_server: str,
    by_script: str | None,
) -> None:
    async with serving(make(texts, tmp_path)) as url:
        await page.goto(f"{url.replace('127.0.0.1', 'localhost')}{path}?lang={MADE_UP}")

        await expect(page.locator("html")).to_have_attribute("lang", MADE_UP)
        await expect(page.locator("body")).to_contain_text(by_server)
        if by_script:
            await expect(page.locator("body")).to_contain_text(by_script)
        await page.close()
