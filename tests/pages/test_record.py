"""What stands in the record of a request."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.case_service import CaseService, RecordedCase
from accounts.form import IS_MANAGER, MANAGER, NAME, PLATFORM, REGISTERED
from accounts.history import Decision, RequestStatus, SentVersion
from core.language import Language
from knowledge.account_form import NO_FORM, AccountForm
from pages.record import Records, record_html
from tests.pages.served_pages import NOON, ServedPages, a_case, a_form
from tests.pages.visitor import PageResponse
from tests.world.memory import InMemoryTransactions, InMemoryUnitOfWork
from tests.world.people import ADA, BO, RUT


def record_of(
    pages: ServedPages,
    case: RecordedCase,
    *,
    form: AccountForm | None = None,
    language: Language = "sv",
) -> PageResponse:
    page = record_html(
        case,
        base=replace(pages.base, account_form=form or a_form()),
        texts=pages.texts.in_language(language),
        now=NOON,
    )
    return PageResponse(200, {}, page.encode())


def a_draft(**facts: object) -> RecordedCase:
    case = a_case(
        status=RequestStatus.DRAFT, decision=None, confirmed_by=None, account_id=None, **facts
    )
    return RecordedCase(replace(case.request, done=frozenset()), case.request.answers)


@pytest.mark.parametrize(
    "fact",
    [
        "Mellanby kommun",
        "Ärende arende-1",
        "Sökande Ada Ek",
        "Ansvarig chef Bekräftad av Bo Alm, 2026-10-15 13:00",
        "Godkänd av Rut Lind, 2026-10-16 13:00 Följ upp efter ett halvår.",
        "Kontot Plattform Facebook Kontots namn Hemtjänsten i Sala",
        "Målgrupp (inget svar)",
        "Är du ansvarig chef? Nej",
        "Ingen bevakar kontot på helger Därför att rutinen säger det. "
        "Den sökandes skäl: Vi bevakar kontot från måndag till fredag.",
        "Profiltexten är skriven: klart",
        "Adress https://www.facebook.com/hemtjanstensala",
        "2026-10-12 13:00 Påbörjad av Ada Ek",
        "2026-10-26 12:00 Kontot registrerat av Ada Ek",
        "2026-11-16 12:00 Pausat av Bo Alm: Semester",
        "Framtagen 2026-11-25 12:00 ur Rutinboten. Ärendets version: 9.",
        "Handläggs enligt rutinen för sociala medier, reviderad 2024-02-01.",
    ],
)
def test_the_whole_case_stands_in_its_record(pages: ServedPages, fact: str) -> None:
    assert fact in record_of(pages, a_case()).text


def test_the_record_says_which_version_of_the_base_it_was_made_with(pages: ServedPages) -> None:
    assert record_of(pages, a_case()).text.endswith(pages.base.hash)


def test_history_stands_in_the_order_it_happened(pages: ServedPages) -> None:
    times = record_of(pages, a_case()).texts("time")

    assert times == sorted(times)
    assert len(times) == 6


@pytest.mark.parametrize("own", [True, False])
async def test_hemtjansten_does_not_stand_in_its_own_way_but_anothers_does(
    pages: ServedPages, own: bool
) -> None:
    case = a_case()
    assert case.account is not None
    account = replace(case.account, id=case.account.id if own else "konto-another")
    uow = InMemoryUnitOfWork()
    uow.requests.add(case.request)
    uow.register.add(account)
    cases = CaseService(InMemoryTransactions(uow))
    records = Records(
        cases.record, lambda: pages.base, pages.texts, lambda: NOON, cases.note_opening
    )
    page = await records.html(case.request.id, "sv")

    assert page is not None
    assert ("Kontot finns redan" in page) is not own


def test_anothers_account_of_that_name_is_told_of(pages: ServedPages) -> None:
    draft = a_draft()
    case = replace(draft, view={**draft.view, REGISTERED: "yes"})

    assert "Namnet står redan i registret" in record_of(pages, case).text


def test_an_open_requirement_without_a_reason_says_so(pages: ServedPages) -> None:
    assert "Inget skäl är angivet." in record_of(pages, a_draft(reasons={})).text


def test_a_reason_for_what_is_met_by_now_is_still_there(pages: ServedPages) -> None:
    answers = {**a_case().request.answers, "bevakning": "yes"}
    page = record_of(
        pages, a_case(answers=answers, reasons={"helg": "Ont om folk.", "x": "Gammalt."})
    )

    assert page.text.count("(uppfyllt, eller gäller inte längre)") == 2
    assert "Den sökandes skäl: Ont om folk." in page.text
    assert "x (uppfyllt" in page.text


def test_a_draft_has_no_decision_and_no_account(pages: ServedPages) -> None:
    page = record_of(pages, a_draft())

    assert "Inget beslut är fattat." in page.text
    assert "Ingen chef har bekräftat ansökan." in page.text
    assert "Kontot" not in page.texts("h2")
    assert "Innan kontot är igång" not in page.texts("h2")


def test_who_claims_to_be_the_manager_is_said_to_claim_it(pages: ServedPages) -> None:
    answers = {IS_MANAGER: "yes", NAME: "Kontot"}

    text = record_of(pages, a_draft(answers=answers)).text

    assert "Den sökande uppger sig vara ansvarig chef." in text


def test_what_was_missing_stands_under_its_step(pages: ServedPages) -> None:
    decision = Decision(
        RUT, NOON, RequestStatus.RETURNED, "", {"varfor": "Säg mer.", "x": "Rätta."}
    )
    page = record_of(pages, a_case(decision=decision, status=RequestStatus.RETURNED))

    assert "Rut Lind begärde komplettering, 2026-11-25 12:00 Varför Säg mer. x Rätta." in (
        page.text
    )


def test_an_approval_without_conditions_says_so(pages: ServedPages) -> None:
    decision = Decision(RUT, NOON, RequestStatus.APPROVED)

    assert "Inga villkor." in record_of(pages, a_case(decision=decision)).text


def test_what_is_left_of_the_checklist_is_told(pages: ServedPages) -> None:
    case = a_case(
        status=RequestStatus.APPROVED, account_id=None, done=frozenset({"profil", "gammal"})
    )

    assert record_of(pages, case).texts("ul", **{"class": "checklist"}) == [
        "Profiltexten är skriven: klart Tvåfaktor är påslagen: inte klart gammal: klart"
    ]


def test_answers_the_form_does_not_ask_for_any_longer_stand_last(pages: ServedPages) -> None:
    answers = {PLATFORM: "facebook", IS_MANAGER: "yes", MANAGER: "Bo Alm", "borttagen": "Ja då"}
    page = record_of(pages, a_draft(answers=answers))

    assert page.texts("h3")[-1] == "Svar på frågor som inte gäller längre"
    assert "Svar på frågor som inte gäller längre Ansvarig chef Bo Alm borttagen Ja då" in (
        page.text
    )


def test_without_a_form_everything_goes_by_its_id(pages: ServedPages) -> None:
    page = record_of(pages, a_case(), form=NO_FORM)

    assert "kanal facebook" in page.text
    assert "helg (uppfyllt, eller gäller inte längre)" in page.text


def test_a_case_without_a_name_yet_can_be_printed(pages: ServedPages) -> None:
    assert record_of(pages, a_draft(answers={})).texts("h1") == ["Konto utan namn än"]


def test_what_was_written_is_text_and_nothing_else(pages: ServedPages) -> None:
    evil = "<script>alert(1)</script><style>*{}</style>"
    decision = Decision(RUT, NOON, RequestStatus.APPROVED, evil, {evil: evil})
    answers = {NAME: evil, PLATFORM: evil, evil: evil}
    page = record_of(pages, a_case(answers=answers, decision=decision, reasons={evil: evil}))

    assert page.all("script") == []
    assert len(page.all("style")) == 1
    assert evil in page.texts("dd")


def test_the_record_speaks_english(pages: ServedPages) -> None:
    page = record_of(pages, a_case(), language="en")

    assert "Approved by Rut Lind" in page.text
    assert "Kontots namn (en)" in page.text


def test_the_clock_and_the_requester_are_told_apart(pages: ServedPages) -> None:
    case = a_draft()
    expired = case.request.expired(at=NOON + timedelta(days=1))
    page = record_of(pages, replace(case, request=expired))

    assert page.texts("li")[-1] == "2026-11-26 12:00 Utkastet gick ut"
    assert ADA.name in page.texts("li")[-2]


def test_advice_is_not_called_unmet(pages: ServedPages) -> None:
    draft = a_draft(reasons={})
    case = replace(draft, view={**draft.view, REGISTERED: "yes"})
    (unmet,) = record_of(pages, case).all("section", **{"aria-labelledby": "unmet"})

    assert "Namnet står redan i registret" not in unmet.text


def test_each_version_sent_earlier_stands_with_what_was_said_to_it_and_what_changed(
    pages: ServedPages,
) -> None:
    sent = a_case()
    first = SentVersion(
        NOON,
        {**sent.request.answers, "syfte": "URSPRUNGLIGT SYFTE"},
        {},
        BO,
        Decision(RUT, NOON, RequestStatus.RETURNED, "Skriv mer."),
    )
    last = SentVersion(NOON, sent.request.answers, {})
    request = replace(sent.request, sent_versions=(first, last))
    text = record_of(pages, replace(sent, request=request)).text

    assert "Version 1, inskickad" in text
    assert "Bekräftad av Bo Alm" in text
    assert "Skriv mer." in text
    assert "URSPRUNGLIGT SYFTE I nästa version: Berätta" in text


def test_the_record_tells_the_diary_number_where_there_is_one(pages: ServedPages) -> None:
    assert "Diarienummer KS 2026/0123" in record_of(pages, a_case(diary_number="KS 2026/0123")).text
    assert "Diarienummer" not in record_of(pages, a_case()).text
