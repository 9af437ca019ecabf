"""What anybody may read about the bot, without signing in: support, privacy, terms."""

import re

import pytest
from aiohttp import ClientSession

from core.language import Language
from core.retention import Retention
from pages.about_pages import PRIVACY, SUPPORT, TERMS
from tests.pages.served_pages import ServedPages
from tests.pages.visitor import Visitor
from texts.catalogue import Texts

PATHS = (SUPPORT, PRIVACY, TERMS)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["sv", "en"])
async def test_each_page_is_whole_in_its_language(
    visitor: Visitor, path: str, language: Language
) -> None:
    page = await visitor.asks(f"{path}?lang={language}" if language == "en" else path)

    assert page.status == 200
    assert page.headers["Content-Language"] == language
    assert page.all("html")[0].attributes["lang"] == language
    assert len(page.texts("h1")) == 1
    assert len(page.texts("h2")) >= 4
    assert not re.search(r"[{}]", page.html)


@pytest.mark.parametrize("path", PATHS)
async def test_every_link_of_a_page_leads_somewhere(visitor: Visitor, path: str) -> None:
    page = await visitor.asks(f"{path}?lang=en")
    links = {link.attributes["href"] for link in (*page.all("a"), *page.all("link"))}

    assert len(links) >= 6
    for link in links:
        assert (await visitor.asks(link)).status == 200, link


async def test_the_days_told_are_those_that_are_kept(pages: ServedPages) -> None:
    pages.retention = Retention(answers=17, votes=18, people=19, drafts=21, requests=0, notices=23)
    async with pages.serve() as url, ClientSession() as session:
        page = await Visitor(session, url).asks(PRIVACY)

    for days in (17, 18, 19, 21, 23, 730):
        assert f"{days} dagar" in page.html
    assert "konton: tills vidare" in page.html
    assert "0 dagar" not in page.html.replace("730 dagar", "")


async def test_privacy_tells_the_words_that_show_and_erase_ones_data(
    visitor: Visitor, texts: Texts
) -> None:
    paths: dict[Language, str] = {"sv": PRIVACY, "en": f"{PRIVACY}?lang=en"}
    for language, path in paths.items():
        page = await visitor.asks(path)
        for command in ("my_data", "erase_my_data"):
            assert texts.in_language(language).words(f"command.{command}")[0] in page.html


async def test_a_made_up_language_is_swedish(visitor: Visitor) -> None:
    page = await visitor.asks(f"{SUPPORT}?lang=%3Cscript%3E")

    assert page.headers["Content-Language"] == "sv"
    assert "<script" not in page.html
