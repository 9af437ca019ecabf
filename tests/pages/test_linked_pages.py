"""Records and drafts behind their links, over HTTP."""

import base64
import hashlib
from datetime import timedelta

import pytest

from pages.links import LIFETIME, Forged
from questions.gap import PassageDraft
from tests.pages.served_pages import NOON, ServedPages
from tests.pages.visitor import PageResponse, Visitor

PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}

GAP = "lucka-aaaaaaaa"
DRAFT = PassageDraft("dronare-far-vi", "kanalval", "topic: kanalval  # närmaste\n")


def private_headers_of(answer: PageResponse) -> dict[str, str]:
    return {name: answer.headers.get(name, "") for name in PRIVATE}


async def test_the_link_opens_the_record(visitor: Visitor, pages: ServedPages) -> None:
    page = await visitor.asks(pages.links().to_record("arende-1", "sv", reader="id-rut"))

    assert page.status == 200
    assert page.texts("h1") == ["Hemtjänsten i Sala, Facebook"]
    assert private_headers_of(page) == PRIVATE


async def test_the_link_remembers_its_language(visitor: Visitor, pages: ServedPages) -> None:
    page = await visitor.asks(pages.links().to_record("arende-1", "en", reader="id-rut"))

    assert page.all("html")[0].attributes["lang"] == "en"
    assert "Approved by Rut Lind" in page.text


async def test_nothing_but_the_pages_own_style_is_let_in(
    visitor: Visitor, pages: ServedPages
) -> None:
    page = await visitor.asks(pages.links().to_record("arende-1", "sv", reader="id-rut"))
    style = page.html.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert page.headers["Content-Security-Policy"].startswith(
        f"default-src 'none'; style-src 'sha256-{digest}'; "
    )
    assert page.all("script") == []


async def test_a_link_that_has_run_out_says_so_and_nothing_more(
    visitor: Visitor, pages: ServedPages
) -> None:
    link = pages.links().to_record("arende-1", "sv", reader="id-rut")
    pages.now = NOON + timedelta(minutes=15)
    page = await visitor.asks(link)

    assert page.status == 410
    assert page.text.startswith("Länken gäller inte längre")
    assert "The link is valid for a short while only" in page.text
    assert private_headers_of(page) == PRIVATE
    assert "arende-1" not in page.html
    assert "Hemtjänsten" not in page.html


@pytest.mark.parametrize("token", ["x", "x.y", "%00", "%ff", "a/b", "..%2f..", "x" * 4000, "%F0"])
async def test_a_made_up_link_leads_nowhere(visitor: Visitor, token: str) -> None:
    page = await visitor.asks(f"/arenden/{token}")

    assert page.status == 404
    assert page.text.startswith("Här finns inget att visa")
    assert private_headers_of(page) == PRIVATE


async def test_a_case_that_is_gone_looks_like_a_made_up_link(
    visitor: Visitor, pages: ServedPages
) -> None:
    gone = await visitor.asks(pages.links().to_record("arende-9", "en", reader="id-rut"))
    forged = await visitor.asks("/arenden/x")

    assert (gone.status, gone.body) == (404, forged.body)


async def test_a_record_is_never_taken_from_a_copy(visitor: Visitor, pages: ServedPages) -> None:
    link = pages.links().to_record("arende-1", "sv", reader="id-rut")
    page = await visitor.asks(link, headers={"If-None-Match": "*"})
    head = await visitor.asks(link, method="HEAD")

    assert (page.status, "ETag" in page.headers) == (200, False)
    assert (head.status, head.body) == (200, b"")


async def test_whoever_opens_a_record_is_noted_with_which_and_when(
    visitor: Visitor, pages: ServedPages
) -> None:
    link = pages.links().to_record("arende-1", "sv", reader="id-rut")
    await visitor.asks(link)
    pages.now = NOON + timedelta(minutes=5)
    await visitor.asks(link)

    assert pages.openings == [("arende-1", "id-rut", NOON), ("arende-1", "id-rut", pages.now)]


async def test_what_shows_no_record_is_no_opening(visitor: Visitor, pages: ServedPages) -> None:
    link = pages.links().to_record("arende-1", "sv", reader="id-rut")
    await visitor.asks(link, method="HEAD")
    await visitor.asks(pages.links().to_record("arende-9", "sv", reader="id-rut"))
    await visitor.asks(f"{link}x")
    pages.now = NOON + LIFETIME
    await visitor.asks(link)

    assert pages.openings == []


async def test_a_draft_is_a_file_to_keep(pages: ServedPages, visitor: Visitor) -> None:
    pages.drafts[GAP] = DRAFT
    page = await visitor.asks(pages.links().to_draft(GAP))

    assert (page.status, page.html) == (200, DRAFT.text)
    assert page.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert page.headers["Content-Disposition"] == 'attachment; filename="dronare-far-vi.yaml"'
    assert page.headers["Cache-Control"] == "no-store"


async def test_a_link_to_a_draft_runs_out(pages: ServedPages, visitor: Visitor) -> None:
    pages.drafts[GAP] = DRAFT
    link = pages.links().to_draft(GAP)
    pages.now = NOON + LIFETIME + timedelta(seconds=1)
    page = await visitor.asks(link)

    assert page.status == 410
    assert "Länken gäller inte längre" in page.html
    assert DRAFT.text not in page.html


@pytest.mark.parametrize("gap_id", ["lucka-zzzzzzzz", ""])
async def test_a_link_to_a_draft_taken_back_leads_nowhere(
    pages: ServedPages, visitor: Visitor, gap_id: str
) -> None:
    page = await visitor.asks(pages.links().to_draft(gap_id))

    assert page.status == 404
    assert "Här finns inget utkast" in page.html


async def test_a_made_up_link_to_a_draft_leads_nowhere(
    pages: ServedPages, visitor: Visitor
) -> None:
    pages.drafts[GAP] = DRAFT
    page = await visitor.asks(f"/utkast/{GAP}")

    assert page.status == 404


def test_a_link_to_a_record_is_no_link_to_a_draft_nor_the_other_way(pages: ServedPages) -> None:
    links = pages.links()
    record, draft = (
        link.rpartition("/")[2]
        for link in (links.to_record(GAP, "sv", reader="id-rut"), links.to_draft(GAP))
    )

    with pytest.raises(Forged):
        links.read_draft(record)
    with pytest.raises(Forged):
        links.read_record(draft)


async def test_ones_own_data_is_a_page_and_a_file(visitor: Visitor, pages: ServedPages) -> None:
    address = pages.links().to_personal_data("id-ada", "sv")
    page, saved = await visitor.asks(address), await visitor.asks(f"{address}/json")

    assert page.status == 200
    assert "<b>Bibblan</b>" in page.text
    assert private_headers_of(page) == PRIVATE
    assert '"person": "id-ada"' in saved.html
    assert "attachment" in saved.headers["Content-Disposition"]


async def test_ones_own_data_is_shown_by_no_other_link(
    visitor: Visitor, pages: ServedPages
) -> None:
    _, _, token = pages.links().to_record("id-ada", "sv", reader="id-rut").rpartition("/")

    assert (await visitor.asks(f"/mina-uppgifter/{token}")).status == 404
