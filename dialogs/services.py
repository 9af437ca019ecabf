"""What every dialog works with, made once at start and passed in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import quote, urlencode

from accounts.account_service import AccountService
from accounts.case_service import CaseService
from accounts.correction_service import CorrectionService
from accounts.desk_service import DeskService
from accounts.draft_service import DraftService
from accounts.handover_service import HandoverService
from accounts.listing_service import ListingService
from accounts.manager_service import ManagerService
from accounts.policy import AccountsPolicy
from accounts.review_service import ReviewService
from accounts.submission_service import SubmissionService
from core.appointment_service import AppointmentService
from core.clock import Clock, swedish_day
from core.incoming import Incoming
from core.keys import Pseudonyms
from core.language import Language
from core.muting_service import MutingService
from core.outbox import ReviewChannel
from core.ports import AtOnce, Transactions
from dialogs.drafts import BaseDrafter
from followup.check_service import SelfCheckService
from followup.deviation_service import DeviationService
from followup.round_service import RoundService
from followup.unknown_service import UnknownAccountService
from followup.yearly_service import YearlyCheckService
from jobs.table import policy_over
from knowledge.account_form import AccountForm, form_in
from knowledge.base import Base
from knowledge.live.current import CurrentBase
from knowledge.overdue import overdue_since
from knowledge.passage import Passage
from knowledge.search.gap_reading import GapReading
from questions.forwarding_service import ForwardingService, ReplyService
from questions.gap_service import GapService
from questions.own_chat import OwnChatService
from questions.personal_data import PersonalDataService
from questions.ports import QuestionStore
from readings.passage_review_service import PassageReviewService
from readings.reading_service import ReadingService
from reports.ports import ReportsUnitOfWork
from reports.report_service import ReportService
from texts.catalogue import Catalogue, Texts


class AddressBook(Protocol):
    """Remembers where people and the reviewers are reached."""

    async def make_review_channel(self, channel: ReviewChannel) -> None:
        """Make *channel* the reviewers' channel, in place of an earlier one."""
        ...


class Links(Protocol):
    """Gives addresses of records and drafts that expire."""

    @property
    def minutes(self) -> int:
        """How long an address is good for."""
        ...

    def to_record(self, request_id: str, language: Language, *, reader: str) -> str: ...
    def to_report(self, round_id: str) -> str: ...
    def to_personal_data(self, person_id: str, language: Language) -> str: ...
    def to_draft(self, gap_id: str) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The base in use, the texts, the stores, and the services."""

    live: CurrentBase
    catalogues: Texts
    store: QuestionStore
    clock: Clock
    new_id: Callable[[], str]
    """Gives an id to a passage that is shown unasked."""
    answer_id: Callable[[Incoming], str]
    """Gives each answer an id of its own, the same when its question is sent again."""
    pseudonym: Pseudonyms
    at_once: AtOnce
    policy: AccountsPolicy
    addresses: AddressBook
    links: Links | None
    bot_id: str
    """The bot's own id in Teams; empty where it isn't in Teams."""
    register_url: str | None
    """Where browsers find the public register; None where they can't."""
    answer_days: int
    """Working days within which a question that was sent on is mostly answered."""
    cases: CaseService
    drafts: DraftService
    submissions: SubmissionService
    managers: ManagerService
    desk: DeskService
    listings: ListingService
    reviews: ReviewService
    reviewers: AppointmentService
    accounts: AccountService
    handovers: HandoverService
    corrections: CorrectionService
    rounds: RoundService
    self_checks: SelfCheckService
    deviations: DeviationService
    unknown_accounts: UnknownAccountService
    yearly_checks: YearlyCheckService
    forwarding: ForwardingService
    replies: ReplyService
    gaps: GapService
    own_chat: OwnChatService
    muting: MutingService
    readings: ReadingService
    passage_reviews: PassageReviewService
    reports: ReportService
    personal_data: PersonalDataService

    @property
    def base(self) -> Base:
        return self.live.current.base

    @property
    def has_accounts(self) -> bool:
        """Whether people may ask for accounts, and there is a register: the base's choice."""
        return self.base.account_form is not None

    @property
    def has_follow_up(self) -> bool:
        """Whether the routine can be followed up: the base's choice too."""
        return self.has_accounts and self.base.control_list is not None

    @property
    def form(self) -> AccountForm:
        """The form in use; raises `NoForm` where the editors' folder has none."""
        return form_in(self.base)

    def invitation(self, request_id: str, language: Language) -> str | None:
        """Return a link to a chat with the bot, with what a manager is to send in it written."""
        word, *_ = self.texts(language).words("command.confirm")
        return self.chat(f"{word} {request_id}")

    def chat(self, message: str) -> str | None:
        """Return a link to a chat with the bot, in which *message* is written already."""
        if not self.bot_id:
            return None
        query = urlencode({"users": self.bot_id, "message": message}, quote_via=quote)
        return f"https://teams.microsoft.com/l/chat/0/0?{query}"

    async def overdue_since(self, passage: Passage) -> date | None:
        """Return the day by which *passage* was to be looked over, where that has passed."""
        today = swedish_day(self.clock())
        if overdue_since(passage, None, today) is None:
            return None
        reviews = await self.at_once(self.passage_reviews.latest()) or {}
        return overdue_since(passage, reviews.get(passage.id), today)

    def texts(self, language: Language) -> Catalogue:
        return self.catalogues.in_language(language)


async def _nothing(*_: str) -> None: ...


def build_services(
    *,
    live: CurrentBase,
    texts: Texts,
    store: QuestionStore,
    clock: Clock,
    new_id: Callable[[], str],
    answer_id: Callable[[Incoming], str],
    pseudonym: Pseudonyms,
    transactions: Transactions[ReportsUnitOfWork],
    addresses: AddressBook,
    at_once: AtOnce,
    links: Links | None = None,
    bot_id: str = "",
    register_url: str | None = None,
    answer_days: int = 3,
    approval_days: int = 90,
    settle: Callable[[], Awaitable[None]] = _nothing,
    forget: Callable[[str], Awaitable[None]] = _nothing,
) -> Services:
    """Return the services over *transactions*."""
    policy = policy_over(live, clock, approval_days=approval_days)
    return Services(
        live=live,
        catalogues=texts.naming(lambda: live.current.base.names()),
        store=store,
        clock=clock,
        new_id=new_id,
        answer_id=answer_id,
        pseudonym=pseudonym,
        at_once=at_once,
        policy=policy,
        addresses=addresses,
        links=links,
        bot_id=bot_id,
        register_url=register_url,
        answer_days=answer_days,
        cases=CaseService(transactions),
        drafts=DraftService(transactions, policy),
        submissions=SubmissionService(transactions, policy),
        managers=ManagerService(transactions, policy),
        desk=DeskService(transactions, policy),
        listings=ListingService(transactions, policy),
        reviews=ReviewService(transactions, policy),
        reviewers=AppointmentService(transactions, policy),
        accounts=AccountService(transactions, policy),
        handovers=HandoverService(transactions, policy),
        corrections=CorrectionService(transactions, policy),
        rounds=RoundService(transactions, policy),
        self_checks=SelfCheckService(transactions, policy),
        deviations=DeviationService(transactions, policy),
        unknown_accounts=UnknownAccountService(transactions, policy),
        yearly_checks=YearlyCheckService(transactions, policy),
        forwarding=ForwardingService(transactions, policy),
        replies=ReplyService(transactions, policy),
        gaps=GapService(
            transactions,
            policy,
            reader=lambda: GapReading(live.current),
            drafter=BaseDrafter(live, clock),
        ),
        own_chat=OwnChatService(transactions, policy),
        muting=MutingService(transactions, policy),
        readings=ReadingService(transactions, policy),
        passage_reviews=PassageReviewService(transactions, policy),
        reports=ReportService(
            transactions,
            policy,
            base=lambda: live.current.base,
            reader=lambda: GapReading(live.current),
        ),
        personal_data=PersonalDataService(
            transactions,
            clock=clock,
            token=policy.nonce,
            pseudonyms=pseudonym.every,
            nobody=texts.in_language("sv").say("erasure.nobody"),  # the records are in Swedish
            settle=settle,
            forget=forget,
        ),
    )
