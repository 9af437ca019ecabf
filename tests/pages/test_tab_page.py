"""The tab's page: what cards show, in HTML's own terms, and under which headers."""

import html
import re
from pathlib import Path

import orjson
import pytest
from aiohttp import ClientSession, web

from cards.account_actions import MyCases, StartRequest
from cards.elements import Card, card, execute, fine_print, folded, heading, opening, paragraph, row
from cards.fields import fault_line, people_picker, text_field
from cards.markup import listed
from knowledge.base import Base
from pages.card_reading import NotOnAPage, parts_of
from pages.tab_page import TabPages, tab_part
from tests.cards.cases import every_case_card
from tests.cards.question_cases import every_question_card
from tests.cards.reviewer_cases import every_reviewer_card
from tests.pages.served_pages import BROWSER_CODE
from tests.pages.visitor import PageResponse, Visitor
from tests.world.reading import executes
from tests.world.wire import serving
from texts.catalogue import Texts

START, MINE = StartRequest(language="sv"), MyCases(language="sv")


@pytest.fixture(scope="module")
def every_card(small_base: Base, texts: Texts) -> dict[str, Card]:
    said = texts.in_language("sv")
    kinds = (every_case_card, every_question_card)
    found = [each for kind in kinds for each in kind(small_base, said)]
    return dict([*found, *every_reviewer_card(small_base, said)])


def on_page(shown: Card, texts: Texts, *, sentence: str | None = None) -> PageResponse:
    said = texts.in_language("sv")
    part = tab_part(shown, sentence, said, here="my_cases", reviews=False)
    return PageResponse(200, {}, part.encode())


def test_every_press_of_every_card_can_be_made_on_the_page(
    every_card: dict[str, Card], texts: Texts
) -> None:
    lost: list[tuple[str, object]] = []
    for name, shown in every_card.items():
        page = on_page(shown, texts)
        carried = [each.attributes.get("data-press", "{}") for each in page.all("button")]
        pressable = [orjson.loads(each) for each in carried]
        lost += [(name, each["data"]) for each in executes(shown) if each["data"] not in pressable]

    assert len(every_card) > 60
    assert lost == []


def test_every_page_has_one_first_heading_and_a_label_for_each_field(
    every_card: dict[str, Card], texts: Texts
) -> None:
    for name, shown in every_card.items():
        page = on_page(shown, texts)
        fields = [each for tag in ("input", "textarea", "select") for each in page.all(tag)]
        written = [each for each in fields if "id" in each.attributes]
        chosen = [each for each in fields if "id" not in each.attributes]
        labels = {each.attributes.get("for") for each in page.all("label")}
        ids = re.findall(r'\bid="([^"]+)"', page.html)

        assert len(page.all("h1")) == 1, name
        assert len(ids) == len(set(ids)), name
        assert {each.attributes["id"] for each in written} <= labels, name
        assert bool(chosen) <= bool(page.all("legend")), name


def test_what_others_wrote_is_shown_sign_by_sign(texts: Texts) -> None:
    wicked = "<img src=x onerror=alert(1)> [se](https://evil.example) *ej* \"' &amp;"
    field = text_field("said.x", wicked, value=f'{wicked}"><script>')
    press = execute(wicked, START)
    shown = card([heading(wicked), paragraph(wicked), field], [press], summary="x")
    page = on_page(shown, texts, sentence=wicked)

    read = [page.texts(tag)[0] for tag in ("h1", "label")]
    read += [page.texts("div", **{"class": "prose"})[0], page.texts("button")[-1]]
    assert read == [wicked] * 4
    assert page.texts("p", **{"class": "sentence"}) == [wicked]
    assert page.all("img") == page.all("script") == page.all("a") == []
    assert html.unescape(page.texts("textarea")[0]).endswith('"><script>')


def test_what_is_wrong_is_gathered_at_the_top_with_a_link_to_each_field(texts: Texts) -> None:
    fields = [
        fault_line("Svar saknas."),
        text_field("answer.a", "Vad heter det?"),
        fine_print("Som det ska stå."),
        fault_line("För långt."),
        text_field("answer.b", "Syfte (frivilligt)", multiline=False),
    ]
    press = execute("Nästa", START, primary=True)
    reason = [fault_line("Skriv ett skäl."), text_field("said.c", "Skäl")]
    why = opening("Avslå", "panel", reason, press)
    shown = card([heading("Steg"), *fields], [why], summary="x")
    page = on_page(shown, texts)
    told = {each.text: each.attributes["href"].removeprefix("#") for each in page.all("a")}
    first = page.all("textarea", id=told["Vad heter det? Svar saknas."])[0].attributes

    assert [*told] == [
        "Vad heter det? Svar saknas.",
        "Syfte: För långt.",
        "Skäl: Skriv ett skäl.",
    ]
    assert page.all("input", id=told["Syfte: För långt."])[0].attributes["aria-invalid"] == "true"
    assert "open" in page.all("details")[0].attributes
    assert [
        page.all(tag, id=name)[0].text
        for tag, name in zip(("p", "div"), first["aria-describedby"].split(), strict=True)
    ] == ["Svar saknas.", "Som det ska stå."]


def test_lists_are_lists_and_the_row_below_a_row_is_in_the_same_one(texts: Texts) -> None:
    rows = [row("Ett", MINE, detail="Sedan i går"), row("Två", MINE)]
    lines = paragraph(listed(["en *stjärna*", "två"]))
    page = on_page(card([heading("Allt"), *rows, lines], [], summary="x"), texts)

    assert page.texts("li") == ["Mina ärenden", "Ett Sedan i går", "Två", "en *stjärna*", "två"]
    assert len(page.all("ul", **{"class": "rows"})) == 1


def test_whom_only_teams_can_look_up_is_written_by_name_on_the_page(texts: Texts) -> None:
    said = texts.in_language("sv")
    written = text_field("answer.chef", "Skriv namnet", multiline=False)
    picker, known = people_picker("person.chef", "Vem är chef?", said), {"id-rut": "Rut"}
    picked = people_picker("person.vem", "Vem sköter?", said, value="id-rut", people=known)
    shown = [heading("Steg"), fault_line("Svar saknas."), picker, *folded("Skriv", "f", [written])]
    page = on_page(card([*shown, picked], [], summary="x"), texts)
    (field,) = page.all("input", name="answer.chef")

    assert page.texts("label") == ["Vem är chef?", "Vem sköter?"]
    assert field.attributes["aria-invalid"] == "true"
    assert page.all("details") == page.all("select", name="person.chef") == []
    assert "selected" in page.all("option", value="id-rut")[0].attributes


def test_an_element_that_no_page_shows_is_a_fault() -> None:
    with pytest.raises(NotOnAPage):
        parts_of({"body": [{"type": "Media"}]}, trouble="")


async def test_the_page_runs_our_own_script_alone_and_only_teams_may_hold_it(
    visitor: Visitor,
) -> None:
    page = await visitor.asks("/arenden?lang=en-gb")
    script = await visitor.asks("/pages/tab.js")

    policy = page.headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"].split() == [
        "https://teams.microsoft.com",
        "https://*.teams.microsoft.com",
        "https://*.cloud.microsoft",
    ]
    assert "Set-Cookie" not in page.headers
    assert page.all("html")[0].attributes["lang"] == "en"
    assert script.html == (BROWSER_CODE / "tab.js").read_text("utf-8")


async def test_a_page_whose_code_is_not_built_says_how_to_build_it(
    texts: Texts, tmp_path: Path
) -> None:
    app = web.Application()
    app.add_routes(TabPages(texts, tmp_path, is_local=False).routes())
    async with serving(app) as url, ClientSession() as session:
        page = await Visitor(session, url).asks("/arenden")

    assert page.status == 503
    assert b"python -m frontend.build" in page.body
