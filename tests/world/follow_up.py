"""The services of follow-ups over one unit of work in memory, and a round to begin with."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from accounts.account import Account
from core.person import Person
from followup.check_service import SelfCheckService
from followup.controls import ControlQuestion, ControlSection
from followup.deviation import Deviation
from followup.deviation_service import DeviationService
from followup.page import CheckPage, PageInput, PageMove
from followup.reminders import FollowUpReminderService
from followup.round import Round
from followup.round_service import RoundPlan, RoundService
from followup.self_check import SelfCheck
from followup.unknown_service import UnknownAccountService
from followup.yearly_service import YearlyCheckService
from knowledge.base import Base
from knowledge.source.loader import load
from reports.report_service import ReportService
from tests.conftest import SMALL_BASE
from tests.world.builders import an_account
from tests.world.clock import MORNING
from tests.world.memory import Synchronous
from tests.world.people import RUT
from tests.world.services import AccountServices, WordReader

ROUND = "uppf-aaaaaaaa"
LAST_DAY = (MORNING + timedelta(days=14)).date()
SECTIONS = (
    ControlSection(
        "konto",
        {"sv": "Kontot", "en": "The account"},
        (
            ControlQuestion(
                "tva", {"sv": "Är ni minst två?", "en": "Are you two or more?"}, "konto-behorighet"
            ),
            ControlQuestion("namn", {"sv": "Stämmer namnet?", "en": "Is the name right?"}),
        ),
    ),
    ControlSection(
        "uppsikt",
        {"sv": "Uppsikt", "en": "Supervision"},
        (ControlQuestion("svar", {"sv": "Svarar ni i tid?", "en": "Do you answer in time?"}),),
    ),
)
YES = {"tva": "yes", "namn": "yes"}


@cache
def _small_base() -> Base:
    return load(SMALL_BASE)


class FollowUpServices(AccountServices):
    """Has one account, Ada's, unless more are stored."""

    def __init__(self) -> None:
        super().__init__()
        own = self.transactions, self.policy
        self.rounds = Synchronous(RoundService(*own))
        self.checks = Synchronous(SelfCheckService(*own))
        self.deviations = Synchronous(DeviationService(*own))
        self.unknown = Synchronous(UnknownAccountService(*own))
        self.yearly = Synchronous(YearlyCheckService(*own))
        self.follow_up = Synchronous(FollowUpReminderService(*own))
        self.reader = WordReader()
        self.base = _small_base()
        self.report_service = ReportService(
            *own, base=lambda: self.base, reader=lambda: self.reader
        )
        self.reports = Synchronous(self.report_service)
        self.has_account(an_account())

    def begin(self, *, last_day: date = LAST_DAY, by: Person = RUT, **plan: Any) -> Round:
        wanted = RoundPlan(**{"name": "Våren 2026", "last_day": last_day, **plan})
        return self.rounds.begin(by, ROUND, wanted, SECTIONS)

    def check_of(self, account: Account | None = None) -> SelfCheck:
        """Return the self-check of an account, Ada's unless another is given."""
        wanted = (account or an_account()).id
        found = [each for each in self.uow.self_checks.by_id() if each.account.id == wanted]
        return found[-1]

    def page(
        self,
        choices: Mapping[str, str],
        comments: Mapping[str, str] | None = None,
        *,
        section: str = "konto",
        move: PageMove = PageMove.ON,
        seen: int | None = None,
        account: Account | None = None,
    ) -> CheckPage:
        """Leave a page of a self-check as who is to answer it."""
        check = self.check_of(account)
        entered = PageInput(section, choices, comments or {})
        version = check.version if seen is None else seen
        return self.checks.leave(check.responsible, check.id, version, entered, move)

    def answer(
        self,
        choices: Mapping[str, str] | None = None,
        comments: Mapping[str, str] | None = None,
        *,
        account: Account | None = None,
    ) -> CheckPage:
        """Answer all pages and send: yes to everything that *choices* don't say otherwise."""
        all_choices = {**YES, "svar": "yes", **(choices or {})}
        self.page(all_choices, comments, account=account)
        return self.page(all_choices, comments, section="uppsikt", account=account)

    def deviation(self) -> Deviation:
        """Return the only deviation there is, as it stands."""
        (found,) = self.uow.deviations.by_id()
        return found
