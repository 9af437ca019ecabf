"""The board's report behind its link: as a page, as numbers, and as PDF."""

import re
import zlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from pages.pdf import NotMade
from pages.report_tables import NOT_COMPARED, report_tables
from spreadsheet.table import read_table
from tests.pages.served_pages import NOON, ServedPages
from tests.pages.visitor import Visitor
from tests.world.board_reports import a_report
from texts.catalogue import Texts

SAYING = ("h1", "h2", "p", "th", "td", "figcaption")


async def test_every_number_of_a_report_stands_on_its_page_and_in_its_csv(
    visitor: Visitor, pages: ServedPages, texts: Texts
) -> None:
    address = pages.links().to_report("uppf-1")
    page = await visitor.asks(address)
    numbers = await visitor.asks(f"{address}/csv")

    rows = [*read_table(numbers.body, is_csv=True)][1:]
    tables = report_tables(a_report(), texts.in_language("sv"))
    assert sum(len(each.rows) * (len(each.columns) - 1) for each in tables) == len(rows)
    for _, row, measure, number in rows:
        assert all(each in page.text for each in (row, measure, number))
    assert ["Per enhet", "Bad, Kultur och bibliotek, Museum", "Sena", "2"] in rows
    changed = ["Ändring per enhet sedan förra omgången", "Skola och förskola", "Har svarat", "+4"]
    assert changed in rows
    assert [changed[0], "Hemtjänsten", "Har svarat", NOT_COMPARED] in rows
    assert len(page.all("svg", role="img")) == 3
    assert page.all("script") == []


async def test_a_preview_says_that_it_is_one(visitor: Visitor, pages: ServedPages) -> None:
    few = replace(a_report().figures, questions=())
    preview = a_report(closed_at=None, before=None, readings=None, figures=few, unit="bad")
    pages.reports["uppf-2"] = preview
    page = await visitor.asks(pages.links().to_report("uppf-2"))

    for key in ("preview", "no_round_before", "too_few", "no_revision"):
        assert pages.texts.in_language("sv").say(f"report.{key}") in page.text
    assert "Omgången gäller Bad." in page.text


@pytest.mark.parametrize("file", ["", "/csv", "/pdf"])
async def test_a_link_that_has_run_out_or_was_made_up_shows_nothing(
    visitor: Visitor, pages: ServedPages, file: str
) -> None:
    address, nowhere = (pages.links().to_report(each) for each in ("uppf-1", "uppf-9"))
    gone, forged = [await visitor.asks(each + file) for each in (nowhere, "/rapporter/x")]
    pages.now = NOON + timedelta(minutes=15)
    expired = await visitor.asks(address + file)

    assert (gone.status, gone.body) == (404, forged.body)
    assert expired.status == 410
    assert expired.text.startswith("Länken gäller inte längre")
    assert "Hösten 2026" not in expired.html


async def test_a_report_is_made_into_an_accessible_pdf_that_says_all_of_the_page(
    visitor: Visitor, pages: ServedPages
) -> None:
    made = await visitor.asks(f"{pages.links().to_report('uppf-1')}/pdf")

    assert made.headers["Content-Type"] == "application/pdf"
    assert made.body.startswith(b"%PDF")
    streams = re.findall(rb"stream\n(x.*?)\nendstream", made.body, re.DOTALL)
    told = made.body + b"".join(map(zlib.decompress, streams))
    for each in (b"pdfuaid", b"/StructTreeRoot", b"/Lang (sv)"):
        assert each in told
    page = await visitor.asks(pages.links().to_report("uppf-1"))
    read = "".join(each.extract_text() for each in PdfReader(BytesIO(made.body)).pages)
    told = [each for tag in SAYING for each in page.texts(tag)]
    missing = [each for each in told if in_one(each) not in in_one(read)]
    assert missing == ["Hämta som PDF Hämta siffrorna som CSV"]
    assert len(told) > 150


def in_one(text: str) -> str:
    """Return *text* without spaces, or what a PDF's lines have added where they break."""
    return "".join(text.replace("\N{HYPHEN}\n", "").split())


async def test_where_no_pdf_can_be_made_the_way_round_is_told(
    visitor: Visitor, pages: ServedPages
) -> None:
    async def without_pango(_page: str) -> bytes:
        raise NotMade("no Pango")

    pages.make_pdf = without_pango
    page = await visitor.asks(f"{pages.links().to_report('uppf-1')}/pdf")

    assert page.status == 503
    assert "skriv ut den som PDF" in page.text
