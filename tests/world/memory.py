"""The services' unit of work over plain dictionaries, undone when it fails."""

from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TypeVar

from accounts.account import Account, AccountStatus
from accounts.errors import AlreadyRegistered
from accounts.form import NAME
from accounts.history import UNDER_WAY, WAITING, RequestStatus
from accounts.likeness import platform_key, platform_of
from accounts.request import AccountRequest
from core.appointments import Appointment, AppointmentStanding
from core.errors import OutOfDate
from core.outbox import Notice
from core.person import Person, goes_by, same_name
from core.personal_data import DataKind, Records
from core.schedule import JobState
from readings.passage_review import PassageReview
from readings.reading import Revision, RoutineReading, routine_of
from reports.board_report import BoardReport
from tests.world.follow_up_stores import (
    InMemoryDeviations,
    InMemoryRounds,
    InMemorySelfChecks,
    InMemoryUnknownAccounts,
    InMemoryYearlyChecks,
)
from tests.world.question_stores import InMemoryForwardedQuestions, InMemoryGaps

T = TypeVar("T")


@dataclass
class InMemoryRequests:
    kept: dict[str, AccountRequest] = field(default_factory=dict[str, AccountRequest])

    def get(self, request_id: str) -> AccountRequest | None:
        return self.kept.get(request_id)

    def add(self, request: AccountRequest) -> bool:
        if request.id in self.kept:
            return False
        self.kept[request.id] = request
        return True

    def save(self, request: AccountRequest, *, seen: int) -> None:
        if self.kept[request.id].version != seen:
            raise OutOfDate
        self.kept[request.id] = request

    def of_person(self, person_id: str) -> Sequence[AccountRequest]:
        theirs = [each for each in self.kept.values() if person_id in _people_of(each)]
        return sorted(theirs, key=lambda each: each.changed_at, reverse=True)

    def waiting(self) -> Sequence[AccountRequest]:
        waiting = [each for each in self.kept.values() if each.status in WAITING]
        return sorted(waiting, key=lambda each: each.waiting_since or each.changed_at)

    def with_status(self, statuses: Collection[RequestStatus]) -> Sequence[AccountRequest]:
        found = [each for each in self.kept.values() if each.status in statuses]
        return sorted(found, key=lambda each: each.changed_at)

    def drafts_untouched_since(self, moment: datetime) -> Sequence[AccountRequest]:
        drafts = [each for each in self.kept.values() if each.status is RequestStatus.DRAFT]
        return [each for each in drafts if each.changed_at <= moment]

    def like(self, platform: str, name: str) -> Sequence[AccountRequest]:
        return [
            each
            for each in self.kept.values()
            if each.status in UNDER_WAY
            and platform_of(each.answers) == platform
            and same_name(each.answers.get(NAME, ""), name)
        ]

    def all(self) -> Sequence[AccountRequest]:
        return sorted(self.kept.values(), key=lambda each: each.id)

    def naming(self, person_id: str) -> Sequence[AccountRequest]:
        return [each for each in self.kept.values() if repr(person_id) in repr(each)]


@dataclass
class InMemoryRegister:
    kept: dict[str, Account] = field(default_factory=dict[str, Account])

    def get(self, account_id: str) -> Account | None:
        return self.kept.get(account_id)

    def add(self, account: Account) -> None:
        taken = self.named(_platform_of(account), account.name)
        addresses = {each.address for each in self.all()}
        if taken is not None or account.address in addresses:
            raise AlreadyRegistered
        self.kept[account.id] = account

    def save(self, account: Account, *, seen: int) -> None:
        if self.kept[account.id].version != seen:
            raise OutOfDate
        self.kept[account.id] = account

    def of_person(self, person_id: str) -> Sequence[Account]:
        return [each for each in self.all() if each.is_looked_after_by(Person(person_id, ""))]

    def named(self, platform: str, name: str) -> Account | None:
        for account in self.all():
            if _platform_of(account) == platform and same_name(account.name, name):
                return account
        return None

    def all(self) -> Sequence[Account]:
        open_ones = [
            each for each in self.kept.values() if each.standing is not AccountStatus.CLOSED
        ]
        return sorted(open_ones, key=lambda each: (each.unit, each.platform, each.name))

    def closed(self) -> Sequence[Account]:
        closed = [each for each in self.kept.values() if each.standing is AccountStatus.CLOSED]
        return sorted(closed, key=lambda each: (each.unit, each.platform, each.name))

    def naming(self, person_id: str) -> Sequence[Account]:
        return [each for each in self.kept.values() if repr(person_id) in repr(each)]


def _platform_of(account: Account) -> str:
    return platform_key(account.platform, account.platform_name)


@dataclass
class InMemoryPeople:
    met: list[Person] = field(default_factory=list[Person])

    def named(self, name: str) -> Sequence[Person]:
        return [person for person in self.met if goes_by(name, person)]

    def known(self, person_id: str) -> Person | None:
        return next((person for person in self.met if person.id == person_id), None)

    def erase(self, person_id: str) -> Person | None:
        found = next((person for person in self.met if person.id == person_id), None)
        self.met = [person for person in self.met if person.id != person_id]
        return found


@dataclass
class InMemoryTraces:
    """What is stored of people outside the cases."""

    kinds: dict[str, dict[DataKind, Records]] = field(
        default_factory=dict[str, dict[DataKind, Records]]
    )

    def of_person(self, person_id: str, pseudonyms: Sequence[str]) -> Mapping[DataKind, Records]:
        return self.kinds.get(person_id, {})

    def erase(self, person_id: str, pseudonyms: Sequence[str]) -> int:
        return len(self.kinds.pop(person_id, {}))


@dataclass
class InMemoryAppointments:
    kept: dict[str, Appointment] = field(default_factory=dict[str, Appointment])

    def get(self, appointment_id: str) -> Appointment | None:
        return self.kept.get(appointment_id)

    def add(self, appointment: Appointment) -> bool:
        is_new = appointment.id not in self.kept
        self.kept.setdefault(appointment.id, appointment)
        return is_new

    def save(self, appointment: Appointment, *, seen: int) -> None:
        if self.kept[appointment.id].version != seen:
            raise OutOfDate
        self.kept[appointment.id] = appointment

    def in_force(self) -> Sequence[Appointment]:
        return [each for each in self.all() if each.standing is AppointmentStanding.IN_FORCE]

    def naming(self, person_id: str) -> Sequence[Appointment]:
        return [each for each in self.all() if person_id in each.people()]

    def all(self) -> Sequence[Appointment]:
        return sorted(self.kept.values(), key=lambda each: (each.starts_at, each.id))

    def appoint(self, *person_ids: str, routine: str = "") -> None:
        """Make people reviewers since long ago, as if the settings had named them."""
        for person_id in person_ids:
            person = Person(person_id.lower(), "")
            since = datetime(2026, 1, 1, tzinfo=UTC)
            standing = AppointmentStanding.IN_FORCE
            number = f"granskare-{len(self.kept):08x}"
            self.kept[number] = Appointment(
                number, person, since, since, "n", standing=standing, routine=routine
            )


@dataclass
class InMemoryRevisions:
    kept: dict[str, Revision] = field(default_factory=dict[str, Revision])

    def get(self, revision_id: str) -> Revision | None:
        return self.kept.get(revision_id)

    def latest(self, routine: str = "") -> Revision | None:
        own = [each for each in self.kept.values() if routine_of(each.id) == routine]
        return max(own, key=lambda each: (each.live_at, each.id), default=None)

    def put(self, revision: Revision) -> None:
        self.kept[revision.id] = revision


@dataclass
class InMemoryReadings:
    kept: dict[tuple[str, str], RoutineReading] = field(
        default_factory=dict[tuple[str, str], RoutineReading]
    )

    def put(self, reading: RoutineReading) -> None:
        self.kept.setdefault((reading.revision, reading.person), reading)

    def of_revision(self, revision_id: str) -> Sequence[RoutineReading]:
        found = [each for each in self.kept.values() if each.revision == revision_id]
        return sorted(found, key=lambda each: each.person)

    def of_person(self, person_id: str) -> Sequence[RoutineReading]:
        found = [each for each in self.kept.values() if each.person == person_id]
        in_order = sorted(found, key=lambda each: each.revision)
        return sorted(in_order, key=lambda each: each.at, reverse=True)


@dataclass
class InMemoryPassageReviews:
    kept: dict[str, PassageReview] = field(default_factory=dict[str, PassageReview])

    def put(self, review: PassageReview) -> None:
        self.kept[review.passage] = review

    def all(self) -> Mapping[str, PassageReview]:
        return dict(self.kept)


@dataclass
class InMemoryBoardReports:
    kept: dict[str, BoardReport] = field(default_factory=dict[str, BoardReport])

    def get(self, round_id: str) -> BoardReport | None:
        return self.kept.get(round_id)

    def add(self, report: BoardReport) -> None:
        self.kept.setdefault(report.round_id, report)


@dataclass
class InMemoryMutedTopics:
    kept: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def of_person(self, person_id: str) -> frozenset[str]:
        return self.kept.get(person_id, frozenset())

    def put(self, person_id: str, topics: Collection[str]) -> None:
        self.kept[person_id] = frozenset(topics)


@dataclass
class InMemoryOutbox:
    notices: dict[str, Notice] = field(default_factory=dict[str, Notice])
    given_up: int = 0
    """Messages that nobody was told of."""
    renewed: list[tuple[str, int, str | None]] = field(
        default_factory=list[tuple[str, int, str | None]]
    )
    """The cases whose cards are to be renewed, at which version, and besides whose."""

    def put(self, notice: Notice) -> None:
        self.notices.setdefault(notice.key, notice)

    def renew(self, subject: str, version: int, *, besides: str | None) -> None:
        """Which messages show the case, only a database knows."""
        self.renewed.append((subject, version, besides))

    def latest(self, kind: str) -> Notice | None:
        return next((each for each in [*self.notices.values()][::-1] if each.kind == kind), None)

    def note_given_up(self) -> int:
        told, self.given_up = self.given_up, 0
        return told

    def erase(self, person_id: str) -> None:
        self.notices = {key: each for key, each in self.notices.items() if each.to != person_id}


@dataclass(frozen=True)
class Line:
    """A line of the audit log."""

    at: datetime
    what: str
    subject: str
    by: str | None
    state: str
    content: str


@dataclass
class InMemoryAudit:
    lines: list[Line] = field(default_factory=list[Line])

    def append(
        self, *, at: datetime, what: str, subject: str, by: str | None, state: str, content: str
    ) -> None:
        self.lines.append(Line(at, what, subject, by, state, content))

    def seal(self) -> tuple[int, str]:
        return len(self.lines), sha256(repr(self.lines).encode()).hexdigest()

    def erase(self, person_id: str, *, at: datetime) -> None:
        self.lines = [
            replace(line, by="nobody knows") if line.by == person_id else line
            for line in self.lines
        ]


@dataclass
class InMemoryUnitOfWork:
    """The unit of work of both rooms; `do` runs one and undoes it where it raises."""

    requests: InMemoryRequests = field(default_factory=InMemoryRequests)
    register: InMemoryRegister = field(default_factory=InMemoryRegister)
    people: InMemoryPeople = field(default_factory=InMemoryPeople)
    forwarded_questions: InMemoryForwardedQuestions = field(
        default_factory=InMemoryForwardedQuestions
    )
    gaps: InMemoryGaps = field(default_factory=InMemoryGaps)
    rounds: InMemoryRounds = field(default_factory=InMemoryRounds)
    self_checks: InMemorySelfChecks = field(default_factory=InMemorySelfChecks)
    deviations: InMemoryDeviations = field(default_factory=InMemoryDeviations)
    unknown_accounts: InMemoryUnknownAccounts = field(default_factory=InMemoryUnknownAccounts)
    yearly_checks: InMemoryYearlyChecks = field(default_factory=InMemoryYearlyChecks)
    revisions: InMemoryRevisions = field(default_factory=InMemoryRevisions)
    readings: InMemoryReadings = field(default_factory=InMemoryReadings)
    passage_reviews: InMemoryPassageReviews = field(default_factory=InMemoryPassageReviews)
    reports: InMemoryBoardReports = field(default_factory=InMemoryBoardReports)
    outbox: InMemoryOutbox = field(default_factory=InMemoryOutbox)
    muted_topics: InMemoryMutedTopics = field(default_factory=InMemoryMutedTopics)
    audit: InMemoryAudit = field(default_factory=InMemoryAudit)
    appointments: InMemoryAppointments = field(default_factory=InMemoryAppointments)
    traces: InMemoryTraces = field(default_factory=InMemoryTraces)

    def do(self, work: "Callable[[InMemoryUnitOfWork], T]") -> T:
        before = self.state()
        try:
            return work(self)
        except BaseException:
            for (store, name), content in zip(self._stores(), before, strict=True):
                setattr(store, name, content)
            raise

    def state(self) -> list[Any]:
        """Return a copy of all that is stored."""
        return [copy(getattr(store, name)) for store, name in self._stores()]

    def _stores(self) -> list[tuple[object, str]]:
        return [
            (self.requests, "kept"),
            (self.register, "kept"),
            (self.forwarded_questions, "kept"),
            (self.gaps, "kept"),
            (self.gaps, "taken"),
            (self.rounds, "kept"),
            (self.self_checks, "kept"),
            (self.deviations, "kept"),
            (self.unknown_accounts, "kept"),
            (self.yearly_checks, "kept"),
            (self.revisions, "kept"),
            (self.readings, "kept"),
            (self.passage_reviews, "kept"),
            (self.reports, "kept"),
            (self.outbox, "notices"),
            (self.outbox, "given_up"),
            (self.outbox, "renewed"),
            (self.muted_topics, "kept"),
            (self.audit, "lines"),
            (self.appointments, "kept"),
            (self.traces, "kinds"),
        ]


@dataclass
class InMemoryTransactions:
    """Runs units of work in memory: what services, dialogs and pages are given in tests."""

    uow: InMemoryUnitOfWork = field(default_factory=InMemoryUnitOfWork)

    async def read(self, work: Callable[[InMemoryUnitOfWork], T]) -> T:
        return work(self.uow)

    async def write(self, work: Callable[[InMemoryUnitOfWork], T]) -> T:
        return self.uow.do(work)


@dataclass
class InMemorySchedule:
    """How jobs stand, for one instance."""

    kept: dict[str, JobState] = field(default_factory=dict[str, JobState])

    async def states(self) -> Mapping[str, JobState]:
        return dict(self.kept)

    async def take(self, seen: JobState) -> bool:
        return self.kept.setdefault(seen.name, seen) == seen

    async def ended(self, after: JobState) -> None:
        self.kept[after.name] = after


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return what *coroutine* does; it must not wait for anything, and needs no event loop."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("it waits")


class Synchronous:
    """A service over units of work in memory, whose methods are called without `await`."""

    def __init__(self, service: object) -> None:
        self._service = service

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._service, name)
        return lambda *args, **kwargs: run(method(*args, **kwargs))


def _people_of(request: AccountRequest) -> set[str | None]:
    confirmed_by = request.confirmed_by.id if request.confirmed_by else None
    return {request.requester.id, request.manager_id, confirmed_by}
