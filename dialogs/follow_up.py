"""The follow-up in the chat: rounds, self-checks, deviations, unknown accounts, the yearly yes."""

from datetime import date

from cards import elements
from cards.case_parts import link_card
from cards.elements import Card
from cards.follow_up_actions import (
    AboutFollowUp,
    BeginRound,
    CloseRound,
    ConfirmAccount,
    DecideUnknown,
    FinishDeviation,
    JudgeDeviation,
    LeavePage,
    OpenCheck,
    OpenDeviation,
    OpenFollowUp,
    OpenReport,
    OpenRound,
    OpenUnknown,
    OpenYearly,
    PlanDeviation,
    PlanRound,
    ReportUnknown,
)
from cards.rounds import FollowUpList, begin_round_card, follow_up_card, round_card
from cards.self_check import answered_card, check_page_card
from cards.unknown_account import reported_card, unknown_card, yearly_card
from cards.watched_check import watched_card
from core.clock import swedish_day
from core.errors import NoSuchCase
from core.incoming import Incoming
from core.keys import random_case_id
from core.language import Language
from core.person import Person
from dialogs.account_walk import new_case_id
from dialogs.deviations import DeviationsDialog
from dialogs.refusals import in_private_only, require_identity
from dialogs.reply import Pressed, Reply
from dialogs.reviewers import read_day
from dialogs.services import Services
from followup.controls import ControlSection
from followup.errors import NothingToAsk
from followup.page import CheckPage, PageInput, PageMove
from followup.round_service import RoundOverview, RoundPlan
from followup.unknown_account import UnknownStanding
from followup.unknown_service import UnknownRuling


class FollowUpDialog:
    """Carries out commands and presses."""

    commands = ("start_round", "follow_up")

    def __init__(self, services: Services) -> None:
        self._services = services
        self._deviations = DeviationsDialog(services)

    async def on_command(self, incoming: Incoming, command: str, language: Language) -> Reply:
        require_identity(incoming)
        if not incoming.in_private:
            return Reply(text=in_private_only(self._services.texts(language), command))
        if command == "start_round":
            return Reply(card=await self._form(incoming.person, language))
        return Reply(card=await self._mine(incoming.person, language))

    async def on_press(self, incoming: Incoming, action: AboutFollowUp) -> Pressed:
        require_identity(incoming)
        match action:
            case LeavePage():
                return await self._left(incoming.person, action)
            case ConfirmAccount() | OpenYearly():
                return await self._yearly(incoming.person, action)
            case OpenCheck():
                card = await self._check(incoming, action)
            case OpenDeviation() | PlanDeviation() | FinishDeviation() | JudgeDeviation():
                card = await self._deviations.on_press(incoming.person, action)
            case ReportUnknown() | OpenUnknown() | DecideUnknown():
                card = await self._unknown(incoming, action)
            case _:
                card = await self._round(incoming.person, action)
        return Pressed(card=card)

    async def _mine(self, person: Person, language: Language, *, skip: int = 0) -> Card:
        """Return what *person* has to do; to a reviewer the rounds and what waits as well."""
        services = self._services
        found = FollowUpList(
            checks=await services.self_checks.mine(person),
            deviations=await services.deviations.mine(person),
        )
        if await services.reviewers.is_reviewer(person):
            found = FollowUpList(
                found.checks,
                found.deviations,
                rounds=await services.rounds.listed(person),
                to_see=await services.deviations.to_see(person),
                unknown=await services.unknown_accounts.waiting(person),
                is_reviewer=True,
            )
        return follow_up_card(found, services.form, services.texts(language), skip=skip)

    async def _form(self, person: Person, language: Language) -> Card:
        self._sections()
        accounts = await self._services.rounds.accounts(person)
        form, texts = self._services.form, self._services.texts(language)
        today = self._today()
        return begin_round_card(accounts, random_case_id("uppf"), form, texts, today=today)

    async def _round(
        self,
        person: Person,
        action: OpenFollowUp | PlanRound | BeginRound | OpenRound | CloseRound | OpenReport,
    ) -> Card:
        rounds, language = self._services.rounds, action.language
        match action:
            case OpenFollowUp(skip=skip):
                return await self._mine(person, language, skip=skip)
            case PlanRound():
                return await self._form(person, language)
            case BeginRound(round=round_id, said=said):
                await rounds.begin(person, round_id, _plan(said), self._sections())
                overview = await rounds.show(person, round_id)
                return self._round_card(overview, language, lead="round.begun")
            case CloseRound(round=round_id, seen=seen):
                overview = await self._services.reports.close(person, round_id, seen)
                return self._round_card(overview, language)
            case OpenReport(round=round_id):
                await rounds.show(person, round_id)
                return self._report_link(round_id, language)
            case OpenRound(round=round_id, skip=skip):
                return self._round_card(await rounds.show(person, round_id), language, skip=skip)

    async def _check(self, incoming: Incoming, action: OpenCheck) -> Card:
        """Return the page to go on with, or the check as it is where it isn't one's own to answer.

        Raises:
            RoundIsClosed, AccountLeft: where one's own can't be answered any more.
        """
        person, checks = incoming.person, self._services.self_checks
        page = await checks.show(person, action.check)
        texts = self._services.texts(action.language)
        if page.check.responsible != person or not incoming.in_private:
            account = None
            if await self._services.reviewers.is_reviewer(person):
                account = await self._services.cases.account(page.check.account.id)
            return watched_card(page, account, self._services.form, texts)
        if page.check.sent_at is None:
            page = await checks.turn_to(person, action.check)
        return self._page_card(page, action.language)

    async def _yearly(self, person: Person, action: ConfirmAccount | OpenYearly) -> Pressed:
        checks, texts = self._services.yearly_checks, self._services.texts(action.language)
        if isinstance(action, ConfirmAccount):
            await checks.confirm(person, action.case)
            return Pressed(sentence=texts.say("yearly.thanks"))
        account = await checks.show(person, action.case)
        return Pressed(card=yearly_card(account, self._services.form, texts))

    async def _left(self, person: Person, action: LeavePage) -> Pressed:
        entered = PageInput(action.section, action.answer, action.comment)
        page = await self._services.self_checks.leave(
            person, action.check, action.seen, entered, action.move
        )
        is_saved = action.move is PageMove.STAY and not page.faults
        return Pressed(
            card=self._page_card(page, action.language, lead="check.saved" if is_saved else None)
        )

    def _page_card(self, page: CheckPage, language: Language, *, lead: str | None = None) -> Card:
        form, texts = self._services.form, self._services.texts(language)
        said = texts.say(lead) if lead else None
        if page.check.sent_at is None:
            return check_page_card(page, self._services.base, form, texts, lead=said)
        return answered_card(page, form, texts, lead=said)

    async def _unknown(
        self, incoming: Incoming, action: ReportUnknown | OpenUnknown | DecideUnknown
    ) -> Card:
        services, person = self._services, incoming.person
        unknown, texts = services.unknown_accounts, services.texts(action.language)
        if isinstance(action, ReportUnknown):
            reported = await unknown.report(person, action.name)
            return reported_card(reported, services.base, services.form, texts)
        if isinstance(action, DecideUnknown):
            ruling, request_id = _ruling(action), new_case_id(incoming)
            dossier = await unknown.decide(
                person, action.unknown, action.seen, ruling, request_id=request_id
            )
        else:
            dossier = await unknown.show(person, action.unknown)
        if await services.reviewers.is_reviewer(person):
            return unknown_card(dossier, services.base, services.form, texts)
        return reported_card(dossier.unknown, services.base, services.form, texts)

    def _round_card(
        self, overview: RoundOverview, language: Language, *, skip: int = 0, lead: str | None = None
    ) -> Card:
        texts, now = self._services.texts(language), self._services.clock()
        said = texts.say(lead) if lead else None
        form, has_pages = self._services.form, self._services.links is not None
        return round_card(overview, form, texts, now=now, skip=skip, lead=said, has_pages=has_pages)

    def _report_link(self, round_id: str, language: Language) -> Card:
        """Return the address of a report; whoever gets it has been found to be a reviewer."""
        links, texts = self._services.links, self._services.texts(language)
        if links is None:
            raise NoSuchCase
        overview = OpenRound(language=language, round=round_id)
        back = elements.execute(texts.say("round.back"), overview)
        return link_card("round.report", links.to_report(round_id), links.minutes, back, texts)

    def _sections(self) -> tuple[ControlSection, ...]:
        controls = self._services.base.control_list
        if controls is None:
            raise NothingToAsk
        return controls.sections

    def _today(self) -> date:
        return swedish_day(self._services.clock())


def _plan(said: dict[str, str]) -> RoundPlan:
    """Return what the form says; accounts that were chosen go before a unit."""
    unit, chosen = said.get("unit", ""), said.get("chosen", "")
    return RoundPlan(
        name=said.get("name", ""),
        last_day=read_day(said.get("last", "")),
        unit="" if unit == "all" else unit,
        accounts=frozenset(chosen.split(",")) if chosen else None,
    )


def _ruling(action: DecideUnknown) -> UnknownRuling:
    """Return what was decided; what stood in the fields of the other buttons is left out."""
    said = action.said
    match action.outcome:
        case UnknownStanding.OURS:
            return UnknownRuling(
                action.outcome,
                platform=said.get("ours_platform", ""),
                responsible=said.get("responsible", ""),
            )
        case UnknownStanding.NOT_OURS:
            return UnknownRuling(action.outcome, words=said.get("not_ours", ""))
        case UnknownStanding.IMPOSTOR:
            words, platform = said.get("impostor", ""), said.get("platform", "")
            return UnknownRuling(action.outcome, words=words, platform=platform)
