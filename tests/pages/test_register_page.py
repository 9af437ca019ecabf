"""The public register, as somebody without JavaScript gets it."""

import json
from dataclasses import replace

import pytest

from accounts.account import AccountStatus
from accounts.form import CONTACT
from tests.pages.forms import a_field, a_form
from tests.pages.served_pages import PUBLICATION, ServedPages, hemtjansten
from tests.pages.visitor import Visitor

OUR_LINKS = (PUBLICATION.accessibility_url, PUBLICATION.licence)
HEADINGS_OF_THE_FOOT = ["Är kontot äkta?", "Öppna data", "Om registret"]


async def test_each_account_stands_with_everything_the_public_may_know(
    visitor: Visitor, pages: ServedPages
) -> None:
    pages.accounts = [hemtjansten()]
    page = await visitor.asks("/konton")

    assert page.texts("th", scope="row") == [
        "Hemtjänsten i Sala facebook.com/hemtjanstensala ↗ "
        "(öppnas i en ny flik, på en annan webbplats)"
    ]
    assert page.texts("td") == [
        "Facebook",
        "Berätta om arbetet i hemtjänsten och om lediga jobb.",
        "hemtjansten@sala.example",
        "I bruk",
        "2026-10-26",
    ]


async def test_neither_people_nor_history_nor_closed_accounts_are_shown(visitor: Visitor) -> None:
    for path in ("/konton", "/konton.csv", "/konton.json"):
        body = (await visitor.asks(path)).body.decode()
        for secret in ("Ada", "id-ada", "Semester", "arende-", "Nedlagt", "Nedlagda", "nonce"):
            assert secret not in body, (path, secret)


async def test_what_the_form_calls_not_public_is_left_out(
    visitor: Visitor, pages: ServedPages
) -> None:
    pages.form = a_form(**{CONTACT: a_field("Kontakt", public=False)})

    for path in ("/konton", "/konton.csv", "/konton.json"):
        assert "@sala.example" not in (await visitor.asks(path)).body.decode()


async def test_without_an_account_request_there_is_no_register(
    visitor: Visitor, pages: ServedPages
) -> None:
    pages.form = None
    paths = [
        "/konton",
        "/konton/",
        *(f"/konton.{kind}" for kind in ("csv", "txt", "json", "jsonld")),
    ]

    assert {(await visitor.asks(path)).status for path in paths} == {404}


async def test_accounts_stand_under_their_units_in_swedish_order(
    visitor: Visitor, pages: ServedPages
) -> None:
    units = ["Överförmyndaren", "Zonterapi", "Åkra", "ärenden", "Ateljén"]
    pages.accounts = [hemtjansten(number, unit=unit) for number, unit in enumerate(units)]
    page = await visitor.asks("/konton")

    assert page.texts("h2") == [
        *("Ateljén", "Zonterapi", "Åkra", "ärenden", "Överförmyndaren"),
        *HEADINGS_OF_THE_FOOT,
    ]


async def test_accounts_can_be_arranged_by_platform(visitor: Visitor) -> None:
    page = await visitor.asks("/konton?group=platform")

    assert page.texts("h2") == ["Facebook", "Instagram", "YouTube", *HEADINGS_OF_THE_FOOT]
    assert "Verksamhet" in page.texts("th", scope="col")
    assert page.texts("option", selected="") == ["Plattform"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("platform=instagram", ["@hemtjanstensala"]),
        ("q=akra.dagligverksamhet", ["Daglig verksamhet Åkra"]),
        ("q=AKRA.daglig", ["Daglig verksamhet Åkra"]),
        ("q=hemtjansten&platform=facebook", ["Hemtjänsten i Sala"]),
        ("q=VERKSTADEN+visa", ["Daglig verksamhet Åkra"]),
        ("q=instagram", ["@hemtjanstensala"]),
        ("q=hemtj%C3%A4nsten&platform=facebook", ["Hemtjänsten i Sala"]),
        ("q=%20%20rehabilitering%09", ["Vård och omsorg, Sala kommun"]),
    ],
)
async def test_accounts_can_be_sought(visitor: Visitor, query: str, found: list[str]) -> None:
    page = await visitor.asks(f"/konton?{query}")

    assert page.texts("span", **{"class": "title"}) == found
    assert f"{len(found)} av 5 konton" in page.text
    assert page.texts("title")[0].startswith(f"{len(found)} av 5 konton")


async def test_a_search_without_hemtjansten_says_so_and_leads_back(visitor: Visitor) -> None:
    page = await visitor.asks("/konton?q=simhallen&lang=en")

    assert "No account matches your search." in page.text
    assert page.all("table") == []
    assert [link.text for link in page.all("a", href="/konton?lang=en")] == ["Show all accounts"]


async def test_what_was_sought_stays_in_the_form_and_in_the_other_language(
    visitor: Visitor,
) -> None:
    page = await visitor.asks("/konton?q=visa&platform=instagram&group=platform")
    (switch,) = page.all("a", hreflang="en")

    assert page.all("input", id="q")[0].attributes["value"] == "visa"
    assert page.texts("option", selected="") == ["Instagram", "Plattform"]
    assert switch.attributes["href"] == "/konton?lang=en&platform=instagram&q=visa&group=platform"
    assert switch.attributes["lang"] == "en"


async def test_the_page_speaks_english_and_marks_what_is_swedish(
    visitor: Visitor, pages: ServedPages
) -> None:
    pages.accounts = [hemtjansten(platform="own")]
    page = await visitor.asks("/konton?lang=en")

    assert page.all("html")[0].attributes["lang"] == "en"
    assert page.headers["Content-Language"] == "en"
    assert page.texts("h1") == ["Social media accounts"]
    assert "A platform of our own" in page.texts("td")
    assert page.texts("td", lang="sv") == ["Berätta om arbetet i hemtjänsten och om lediga jobb."]
    assert page.texts("h2", lang="sv") == ["Hemtjänsten"]
    assert page.all("input", name="lang")[0].attributes["value"] == "en"


async def test_a_register_without_accounts_says_so(visitor: Visitor, pages: ServedPages) -> None:
    pages.accounts = [hemtjansten(standing=AccountStatus.CLOSED)]
    page = await visitor.asks("/konton")

    assert "Inga konton är registrerade än." in page.text
    assert page.all("form") == []


async def test_a_paused_account_is_marked_and_explained(
    visitor: Visitor, pages: ServedPages
) -> None:
    pages.accounts = [hemtjansten()]
    before = await visitor.asks("/konton")
    pages.accounts = [hemtjansten(standing=AccountStatus.PAUSED)]
    after = await visitor.asks("/konton")

    assert "pausat" not in before.text.lower()
    assert "Pausat" in after.texts("td")
    assert "Ett pausat konto finns kvar" in after.text


async def test_the_page_tells_when_the_register_last_changed(visitor: Visitor) -> None:
    page = await visitor.asks("/konton")

    assert "Registret ändrades senast 2026-11-25 12:00" in page.text
    assert page.all("time")[0].attributes["datetime"] == "2026-11-25T11:00:00Z"


async def test_what_was_written_in_hemtjansten_is_text_and_nothing_else(
    visitor: Visitor, pages: ServedPages
) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    pages.accounts = [hemtjansten(name=evil, unit=evil, purpose=evil, contact=evil, platform=evil)]
    page = await visitor.asks("/konton")

    assert page.all("script") == []
    assert page.all("img") == []
    assert page.texts("span", **{"class": "title"}) == [evil]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//sala.example", "facebook", ""]
)
async def test_an_address_that_is_none_is_no_link(
    visitor: Visitor, pages: ServedPages, address: str
) -> None:
    pages.accounts = [hemtjansten(address=address, contact="")]
    page = await visitor.asks("/konton")

    hrefs = [link.attributes["href"] for link in page.all("a")]
    assert all(href.startswith(("#", "/konton", *OUR_LINKS)) for href in hrefs), hrefs


async def test_a_contact_cannot_add_to_the_letter(visitor: Visitor, pages: ServedPages) -> None:
    pages.accounts = [hemtjansten(contact="a?bcc=x&subject=y@sala.example")]
    page = await visitor.asks("/konton")

    hrefs = [link.attributes["href"] for link in page.all("a")]
    assert "mailto:a%3Fbcc%3Dx%26subject%3Dy@sala.example" in hrefs


async def test_accounts_of_one_name_keep_one_order(visitor: Visitor, pages: ServedPages) -> None:
    pages.accounts = [hemtjansten(2), hemtjansten(1)]
    one = await visitor.asks("/konton.json")
    pages.accounts = [hemtjansten(1), hemtjansten(2)]
    other = await visitor.asks("/konton.json")

    assert one.body == other.body


async def test_the_routine_is_linked_where_it_is_published(
    visitor: Visitor, pages: ServedPages
) -> None:
    routine = pages.base.routine
    published = replace(pages.base.sources[routine.source], url="https://sala.example/rutin.pdf")
    pages.base = replace(pages.base, sources={**pages.base.sources, routine.source: published})
    page = await visitor.asks("/konton")

    assert page.all("a", href="https://sala.example/rutin.pdf")[0].text.startswith(routine.sv.name)


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        ("0224-74 70 00", "tel:0224747000"),
        ("+46 (0)224 74 70 00", "tel:+460224747000"),
        ("https://sala.example/kontakt", "https://sala.example/kontakt"),
    ],
)
async def test_a_contact_is_a_link_where_it_leads_somewhere(
    visitor: Visitor, pages: ServedPages, contact: str, href: str
) -> None:
    pages.accounts = [hemtjansten(contact=contact)]
    page = await visitor.asks("/konton/")
    (cell,) = page.all("td", **{"class": "contact"})

    assert [link.attributes["href"] for link in page.all("a") if link.text == cell.text] == [href]


async def test_a_platform_of_another_name_goes_by_it(visitor: Visitor, pages: ServedPages) -> None:
    pages.accounts = [hemtjansten(platform="annan", platform_name="Mastodon")]

    assert "Mastodon" in (await visitor.asks("/konton")).texts("td")


async def test_portals_read_what_the_register_is_and_anybody_which_addresses_are_genuine(
    visitor: Visitor, pages: ServedPages
) -> None:
    pages.accounts = [hemtjansten()]
    described = json.loads((await visitor.asks("/konton.jsonld")).body)
    addresses = (await visitor.asks("/konton.txt")).body.decode()
    page = await visitor.asks("/konton")

    assert described["dcat:landingPage"] == {"@id": "https://boten.example/konton"}
    assert described["dcterms:publisher"]["@id"] == PUBLICATION.publisher
    assert {each["dcterms:license"]["@id"] for each in described["dcat:distribution"]} == {
        PUBLICATION.licence
    }
    assert addresses == "https://www.facebook.com/hemtjanstensala\n"
    assert page.all("a", href=PUBLICATION.accessibility_url)[0].text == "Tillgänglighetsredogörelse"
