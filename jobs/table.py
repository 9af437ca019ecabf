"""The table of jobs: everything that is done as time passes, and how often."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from accounts.form import Form
from accounts.handover_service import HandoverService
from accounts.manager_service import ManagerService
from accounts.policy import AccountsPolicy
from accounts.reminders import ReminderService
from core.clock import Clock
from core.ports import Transactions
from followup.reminders import FollowUpReminderService
from followup.yearly_service import YearlyCheckService
from jobs.job import Job, Run, daily, every, weekly
from jobs.operators import AuditSealReport, CredentialsWatch, GivenUpReport
from jobs.overdue import DeadLinks, OverdueReport
from knowledge.account_form import form_in
from knowledge.live.current import CurrentBase
from knowledge.search.gap_reading import GapReading
from questions.closing import ClosingService
from questions.masking import holds_identity_number
from questions.personal_data import PersonalDataUnitOfWork
from questions.reminders import QuestionReminderService, RetentionService
from readings.reading import Revision, revision_id
from readings.reading_service import ReadingService

MINUTELY = every(timedelta(minutes=1))
SOON = every(timedelta(minutes=5))
HOURLY = every(timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Wakers:
    """What sets off jobs before they are due."""

    release_asked: asyncio.Event = field(default_factory=asyncio.Event)
    base_changed: asyncio.Event = field(default_factory=asyncio.Event)
    people_met: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext:
    """What the jobs work with."""

    transactions: Transactions[PersonalDataUnitOfWork]
    policy: AccountsPolicy
    live: CurrentBase
    wakers: Wakers = field(default_factory=Wakers)
    dead_links: DeadLinks | None = None
    """Looks up the base's links; None where the web is not to be asked."""
    purge: Run | None = None
    """Deletes what has been kept long enough."""
    releases: Run | None = None
    """Takes into use what reviewers have published; None where they don't."""
    credentials_end: date | None = None
    """When the bot's secret or certificate ends, where that is known."""


def all_jobs(context: JobContext) -> Sequence[Job]:
    """Return every job in the order they run; a new one is added here."""
    transactions, policy = context.transactions, context.policy
    closing = ClosingService(transactions, policy, reader=lambda: GapReading(context.live.current))
    questions = QuestionReminderService(transactions, policy)
    requests = ReminderService(transactions, policy)
    handovers = HandoverService(transactions, policy)
    managers = ManagerService(transactions, policy)
    askers = RetentionService(transactions, policy)
    seal = AuditSealReport(transactions, policy.clock)
    given_up = GivenUpReport(transactions, policy.clock)
    overdue = OverdueReport(transactions, policy, context.live, context.dead_links)
    wakers = context.wakers
    return (
        *_upkeep(context),
        Job(name="audit-seal", run=seal.run_once, next_due=weekly),
        Job(name="overdue", run=overdue.run_once, next_due=weekly, in_working_time=True),
        Job(name="given-up", run=given_up.run_once, next_due=HOURLY),
        Job(name="gaps", run=closing.run_once, next_due=SOON, woken_by=wakers.base_changed),
        Job(
            name="revisions",
            run=_revisions(context),
            next_due=SOON,
            in_working_time=True,
            woken_by=wakers.base_changed,
        ),
        Job(name="askers", run=askers.run_once, next_due=SOON),
        Job(name="handovers", run=handovers.run_once, next_due=SOON, woken_by=wakers.people_met),
        Job(name="managers", run=managers.ask_those_met, next_due=SOON, woken_by=wakers.people_met),
        Job(
            name="question-reminders",
            run=questions.run_once,
            next_due=SOON,
            in_working_time=True,
        ),
        Job(name="request-reminders", run=requests.run_once, next_due=SOON, in_working_time=True),
        *_follow_up(context),
    )


def _follow_up(context: JobContext) -> Sequence[Job]:
    transactions, policy = context.transactions, context.policy
    reminders = FollowUpReminderService(transactions, policy)
    yearly = YearlyCheckService(transactions, policy)
    return (
        Job(name="follow-up", run=reminders.keep_up, next_due=SOON),
        Job(
            name="follow-up-reminders",
            run=reminders.run_once,
            next_due=SOON,
            in_working_time=True,
        ),
        Job(name="yearly-checks", run=yearly.run_once, next_due=SOON, in_working_time=True),
    )


def _upkeep(context: JobContext) -> Sequence[Job]:
    jobs: list[Job] = []
    if context.purge is not None:
        jobs.append(Job(name="purge", run=context.purge, next_due=daily))
    if context.credentials_end is not None:
        watch = CredentialsWatch(
            context.transactions, context.policy.clock, context.credentials_end
        )
        jobs.append(Job(name="credentials", run=watch.run_once, next_due=watch.next_due))
    if context.releases is not None:
        asked = context.wakers.release_asked
        jobs.append(Job(name="releases", run=context.releases, next_due=MINUTELY, woken_by=asked))
    return jobs


def _revisions(context: JobContext) -> Run:
    """Return what takes each routine's revision into use, and tells those it concerns."""
    service = ReadingService(context.transactions, context.policy)

    async def run() -> int:
        base, at, told = context.live.current.base, context.policy.clock(), 0
        for routine in base.with_revisions():
            stored_as = revision_id(base.key_of(routine), routine.revision or "")
            wording = base.routine_wording(routine)
            told += await service.take_into_use(Revision(stored_as, routine.revised, wording, at))
        return told

    return run


def policy_over(live: CurrentBase, clock: Clock, *, approval_days: int) -> AccountsPolicy:
    """Return what services decide by, with the form of the base in use at the moment."""
    policy = policy_by(lambda: form_in(live.current.base).rules, clock)
    return replace(policy, approval_days=approval_days)


def policy_by(form: Callable[[], Form], clock: Clock) -> AccountsPolicy:
    """Return what services decide by where no approval expires."""
    return AccountsPolicy(
        form=form,
        clock=clock,
        nonce=lambda: secrets.token_hex(16),
        holds_personal_data=holds_identity_number,
    )
