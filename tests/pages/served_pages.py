"""The pages over a register and one whole case, for tests."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from accounts.account import Account, AccountStatus
from accounts.case_service import RecordedCase
from accounts.form import (
    CONTACT,
    IS_MANAGER,
    MANAGER,
    NAME,
    PLATFORM,
    PURPOSE,
    REGISTERED,
    UNIT,
    Form,
)
from accounts.history import Decision, Event, EventKind, RequestStatus
from accounts.request import AccountRequest
from core.personal_data import DataKind, PersonExtract, Records
from core.retention import Retention
from knowledge.account_form import AccountForm
from knowledge.base import Base
from pages.links import SignedLinks
from pages.mount import add_pages
from pages.open_data import Publication
from pages.pdf import pdf_of
from pages.personal_data import PersonalDataPages
from pages.record import Records as RecordPages
from pages.report_page import MakePdf, ReportPages
from pages.tab_page import TabPages
from questions.gap import PassageDraft
from reports.board_report import BoardReport
from tests.pages.forms import a_form
from tests.world.board_reports import a_report
from tests.world.builders import an_account
from tests.world.people import ADA, BO, RUT
from tests.world.wire import serving
from texts.catalogue import Texts

NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
PUBLICATION = Publication(
    "https://boten.example",
    "https://sala.example/tillganglighet",
    "https://cc.example/zero",
    "https://sala.example/#kommun",
)
BROWSER_CODE = Path(__file__).parent / "browser_code"
KEY = b"a key for tests, of 32 characters"


def hemtjansten(number: int = 1, **facts: object) -> Account:
    """Return an account in the register; *facts* stand in place of its own."""
    own: dict[str, object] = {
        "request_id": f"arende-{number}",
        "name": "Hemtjänsten i Sala",
        "address": "https://www.facebook.com/hemtjanstensala",
        "unit": "Hemtjänsten",
        "contact": "hemtjansten@sala.example",
        "purpose": "Berätta om arbetet i hemtjänsten och om lediga jobb.",
        "registered_at": NOON - timedelta(days=30),
        "changed_at": NOON - timedelta(days=30),
        "history": (Event(EventKind.PAUSED, NOON - timedelta(days=9), BO, "Semester"),),
    }
    return an_account(f"konto-{number}", **own | facts)


def some_accounts() -> list[Account]:
    """Return a register of the size a small municipality has at first."""
    return [
        hemtjansten(1),
        hemtjansten(
            2,
            platform="instagram",
            name="@hemtjanstensala",
            address="https://www.instagram.com/hemtjanstensala/",
            purpose="Visa vardagen i hemtjänsten, i bilder.",
        ),
        hemtjansten(
            3,
            name="Äldreomsorgen i Sala kommun",
            address="https://www.facebook.com/aldreomsorgensala",
            unit="Särskilt boende",
            contact="0224-74 70 00",
            purpose="Berätta för anhöriga vad som händer på boendena, och svara på frågor om "
            "besök, aktiviteter och måltider.",
            registered_at=NOON - timedelta(days=400),
        ),
        hemtjansten(
            4,
            platform="youtube",
            name="Vård och omsorg, Sala kommun",
            address="https://www.youtube.com/@vardochomsorgsala",
            unit="Stöd och rehabilitering",
            contact="stod.rehab@sala.example",
            purpose="Instruktionsfilmer om hjälpmedel och träning hemma.",
            standing=AccountStatus.PAUSED,
        ),
        hemtjansten(
            5,
            name="Daglig verksamhet Åkra",
            address="https://www.facebook.com/akra.dagligverksamhet",
            unit="Daglig verksamhet",
            contact="akra@sala.example",
            purpose="Visa och sälja det som görs i verkstaden.",
            changed_at=NOON,
        ),
        hemtjansten(6, name="Nedlagt konto", unit="Nedlagda", standing=AccountStatus.CLOSED),
    ]


def a_case(**facts: object) -> RecordedCase:
    """Return a case gone all the way to an account; *facts* change its request."""
    answers = {
        PLATFORM: "facebook",
        NAME: "Hemtjänsten i Sala",
        PURPOSE: "Berätta om arbetet i hemtjänsten.\nVisa lediga jobb.",
        UNIT: "Hemtjänsten",
        CONTACT: "hemtjansten@sala.example",
        IS_MANAGER: "no",
        MANAGER: "Bo Alm",
        "bevakning": "no",
    }
    decided_at = NOON - timedelta(days=40)
    request = AccountRequest(
        id="arende-1",
        requester=ADA,
        started_at=NOON - timedelta(days=44),
        changed_at=NOON - timedelta(days=30),
        nonce="nonce",
        step="summary",
        version=9,
        status=RequestStatus.LIVE,
        answers=answers,
        reasons={"helg": "Vi bevakar kontot från måndag till fredag."},
        confirmed_by=BO,
        decision=Decision(RUT, decided_at, RequestStatus.APPROVED, "Följ upp efter ett halvår."),
        done=frozenset({"profil", "tvafaktor"}),
        account_id="konto-1",
        history=(
            Event(EventKind.STARTED, NOON - timedelta(days=44), ADA),
            Event(EventKind.SENT, NOON - timedelta(days=42), ADA),
            Event(EventKind.CONFIRMED, NOON - timedelta(days=41), BO),
            Event(EventKind.APPROVED, decided_at, RUT, "Följ upp efter ett halvår."),
            Event(EventKind.REGISTERED, NOON - timedelta(days=30), ADA),
        ),
    )
    request = replace(request, **facts)  # pyright: ignore[reportArgumentType]
    account = hemtjansten() if request.account_id else None
    return RecordedCase(request, {**request.answers, REGISTERED: "yes"}, account)


@dataclass
class ServedPages:
    """What the pages tell of, and a clock that tests set."""

    base: Base
    texts: Texts
    accounts: Sequence[Account] = field(default_factory=some_accounts)
    cases: dict[str, RecordedCase] = field(default_factory=lambda: {"arende-1": a_case()})
    drafts: dict[str, PassageDraft] = field(default_factory=dict[str, PassageDraft])
    reports: dict[str, BoardReport] = field(default_factory=lambda: {"uppf-1": a_report()})
    make_pdf: MakePdf = pdf_of
    form: AccountForm | None = field(default_factory=a_form)
    now: datetime = NOON
    retention: Retention = field(default_factory=Retention)
    readings: int = 0
    """How often the register was read."""
    openings: list[tuple[str, str | None, datetime]] = field(
        default_factory=list[tuple[str, str | None, datetime]]
    )

    async def register(self) -> Sequence[Account]:
        self.readings += 1
        return self.accounts

    async def state(self) -> str:
        return repr(self.accounts)

    async def find(self, request_id: str, _form: Form) -> RecordedCase | None:
        return self.cases.get(request_id)

    async def draft(self, gap_id: str) -> PassageDraft | None:
        return self.drafts.get(gap_id)

    async def report(self, round_id: str) -> BoardReport | None:
        return self.reports.get(round_id)

    async def pdf(self, page: str) -> bytes:
        return await self.make_pdf(page)

    def clock(self) -> datetime:
        return self.now

    def links(self, public_url: str = "") -> SignedLinks:
        return SignedLinks([KEY], self.clock, public_url)

    def in_use(self) -> Base:
        """Return the base with the form of `form`."""
        return replace(self.base, account_form=self.form)

    def records(self) -> RecordPages:
        return RecordPages(self.find, self.in_use, self.texts, self.clock, self.note_opening)

    async def note_opening(self, request_id: str, reader: str | None, at: datetime) -> None:
        self.openings.append((request_id, reader, at))

    async def own_data(self, person_id: str) -> PersonExtract:
        """Return a vote, and a draft with a mark-up of its own."""
        kinds: dict[DataKind, Records] = {
            DataKind.VOTES: [{"passage": "bilder", "verdict": "helpful"}],
            DataKind.REQUESTS: [{"id": "sm-1", "answers": {NAME: "<b>Bibblan</b>"}}],
        }
        return PersonExtract(person_id, self.clock(), kinds)

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[str]:
        """Serve the pages, and give their address."""
        app = web.Application()
        add_pages(
            app,
            tab=TabPages(self.texts, BROWSER_CODE, is_local=False),
            accounts=self.register,
            state=self.state,
            base=self.in_use,
            texts=self.texts,
            records=self.records(),
            find_draft=self.draft,
            links=self.links(),
            personal_data=PersonalDataPages(self.own_data, self.in_use, self.texts),
            reports=ReportPages(self.report, self.texts, self.pdf),
            retention=self.retention,
            publication=PUBLICATION,
        )
        async with serving(app) as url:
            yield url
