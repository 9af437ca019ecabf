"""The register over HTTP: hostile queries, cached copies, methods, headers."""

import re
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from accounts.account import AccountStatus
from pages import register_entries
from tests.pages.served_pages import NOON, ServedPages, hemtjansten
from tests.pages.visitor import Visitor
from texts.catalogue import Catalogue, Names, Texts

LEAVES = re.compile(r"tells [^)]+")


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 3000,
        "q=%00%01%1b%7f%e2%80%ae",
        "q=%ff%fe%ed%a0%80",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "platform=%ed%a0%80",
        "platform=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "platform=x&platform=y&q=&q=z",
        "lang=%3Cscript%3E&group=%00",
        "unknown=%3Cscript%3E",
        "=&&=;",
        "%",
        "q=%zz",
    ],
)
@pytest.mark.parametrize("path", ["/konton", "/konton.csv", "/konton.json"])
async def test_a_hostile_query_is_harmless(visitor: Visitor, path: str, query: str) -> None:
    answer = await visitor.asks(f"{path}?{query}")

    assert answer.status == 200
    assert b"<script" not in answer.body
    assert len(answer.body) < 40_000


async def test_an_unknown_platform_and_unknown_names_are_ignored(visitor: Visitor) -> None:
    plain = await visitor.asks("/konton")
    asked = await visitor.asks("/konton?platform=myspace&utm_source=x")

    assert asked.body == plain.body


@pytest.mark.parametrize("path", ["/konton", "/konton.csv", "/konton.json", "/pages/register.css"])
async def test_what_a_reader_has_already_is_not_sent_again(
    visitor: Visitor, pages: ServedPages, path: str
) -> None:
    first = await visitor.asks(path)
    etag = first.headers["ETag"]
    again = await visitor.asks(path, headers={"If-None-Match": f'"x", W/{etag}'})
    other = await visitor.asks(path, headers={"If-None-Match": '"x", garbage"'})

    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, no-cache"
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
    assert (other.status, other.body) == (200, first.body)


@pytest.mark.parametrize("path", ["/konton", "/konton.csv", "/konton.txt", "/konton.json"])
async def test_what_hasnt_changed_is_not_made_again(
    visitor: Visitor, pages: ServedPages, path: str
) -> None:
    first, again = [await visitor.asks(path) for _ in range(2)]

    assert (first.status, again.body, pages.readings) == (200, first.body, 1)


@pytest.mark.parametrize("path", ["/konton", "/konton.csv", "/konton.json"])
async def test_a_change_is_seen_at_once(visitor: Visitor, pages: ServedPages, path: str) -> None:
    etag = (await visitor.asks(path)).headers["ETag"]
    paused = hemtjansten(standing=AccountStatus.PAUSED, changed_at=NOON)
    pages.accounts = [paused, *pages.accounts[1:]]
    after = await visitor.asks(path, headers={"If-None-Match": etag})

    assert after.status == 200


async def test_only_the_changed_account_is_drawn_anew(
    visitor: Visitor, pages: ServedPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def noted(address: str) -> bool:
        drawn.append(address)
        return False

    monkeypatch.setattr(register_entries, "is_web_address", noted)
    pages.accounts = [hemtjansten(number, address=f"konto {number}") for number in (1, 2, 3)]
    await visitor.asks("/konton")
    await visitor.asks("/konton?q=ingenting")
    first, drawn[:] = sorted(drawn), []
    pages.accounts[1] = hemtjansten(2, address="konto 4", changed_at=NOON)
    page = await visitor.asks("/konton")

    assert (first, drawn) == (["konto 1", "konto 2", "konto 3"], ["konto 4"])
    assert "konto 4" in page.text


async def test_no_row_of_another_language_order_or_name_is_shown(pages: ServedPages) -> None:
    """A sentence in the rows names the owner here, as any sentence may."""
    says_owner = {"register.leaves": "tells {owner}"}
    written = [Catalogue(each.language, {**each.sentences, **says_owner}) for each in pages.texts]
    names: Names = {"": {"sv": {"owner": "Webben"}, "en": {"owner": "the web"}}}
    pages.texts = Texts(written, lambda: names)
    async with pages.serve() as url, ClientSession() as session:
        visitor = Visitor(session, url)
        swedish = await visitor.asks("/konton")
        english = await visitor.asks("/konton?lang=en")
        by_platform = await visitor.asks("/konton?group=platform")
        names = {"": {"sv": {"owner": "Kansliet"}, "en": {}}}
        pages.base = replace(pages.base, hash="of the renamed")
        renamed = await visitor.asks("/konton")

    assert {*LEAVES.findall(swedish.text + by_platform.text)} == {"tells Webben"}
    assert {*LEAVES.findall(english.text)} == {"tells the web"}
    assert {*LEAVES.findall(renamed.text)} == {"tells Kansliet"}
    assert [len(each.all("td", **{"class": "unit"})) for each in (swedish, by_platform)] == [0, 5]


@pytest.mark.parametrize("path", ["/konton", "/konton.csv", "/konton.json", "/pages/icon.svg"])
async def test_the_head_alone_can_be_asked_for(visitor: Visitor, path: str) -> None:
    whole = await visitor.asks(path)
    head = await visitor.asks(path, method="HEAD")

    assert (head.status, head.body) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length", "Content-Security-Policy"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/konton", "/konton.csv", "/konton.json", "/arenden/x"])
async def test_other_methods_are_refused(visitor: Visitor, path: str, method: str) -> None:
    assert (await visitor.asks(path, method=method)).status == 405


async def test_nothing_may_run_and_nothing_comes_from_elsewhere(visitor: Visitor) -> None:
    page = await visitor.asks("/konton")

    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors https://teams.microsoft.com "
        "https://*.teams.microsoft.com https://*.cloud.microsoft"
    )
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.all("script") == page.all("style") == []
    assert "style=" not in page.html
    assert all(link.attributes["href"].startswith("/") for link in page.all("link"))


@pytest.mark.parametrize(
    "path", ["/pages/record.css", "/pages/..%2fmount.py", "/pages/../app.py", "/pages/x/y"]
)
async def test_only_known_files_are_served(visitor: Visitor, path: str) -> None:
    assert (await visitor.asks(path)).status == 404


async def test_no_more_of_a_search_is_read_than_anybody_means(visitor: Visitor) -> None:
    page = await visitor.asks("/konton?q=" + "x" * 3000)

    assert page.all("input", id="q")[0].attributes["value"] == "x" * 100
