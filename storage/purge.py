"""What is past its time, by kind: for how long each is kept, and how it is deleted."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
)

from accounts.account import AccountStatus
from accounts.history import SENT_BACK, RequestStatus
from core.retention import Retention
from followup.deviation import Deviation, DeviationStanding
from followup.round import Round, RoundStanding
from followup.self_check import SelfCheck
from followup.unknown_account import UnknownAccount, UnknownStanding
from followup.yearly_check import YearlyCheck, yearly_id
from questions.forwarded_question import ForwardedStatus
from storage.audit_log import PURGED, SqlAuditLog
from storage.deadlines import allow
from storage.follow_up import deviations, rounds, self_checks, unknown_accounts, yearly_checks
from storage.instance_tables import turns
from storage.muted_topics import muted_topics
from storage.needed_people import needed_by_cases, to_be_reached
from storage.outbox import UNSENT
from storage.question_tables import (
    answered_messages,
    answers,
    forwarded_questions,
    gap_questions,
    gaps,
    votes,
)
from storage.readings import passage_reviews, readings
from storage.standing_messages import standing_messages
from storage.tables import (
    account_requests,
    accounts,
    greeted_conversations,
    last_questions,
    outbox,
    people,
)

SECONDS = 60.0
"""For a statement of a purge; nobody waits for one."""
_NEVER_SENT = (RequestStatus.DISCARDED, RequestStatus.EXPIRED)
_CLOSED = SENT_BACK | {RequestStatus.WITHDRAWN}


class Purge:
    """Deletes at most *most* rows of a table; of the cases each leaves a line in the audit log."""

    def __init__(
        self, connection: Connection, retention: Retention, now: datetime, *, most: int | None
    ) -> None:
        allow(connection, SECONDS)
        self._connection = connection
        self._retention = retention
        self._now = now
        self._most = most
        self._log = SqlAuditLog(connection)

    def delete(self, kind: str) -> int:
        """Delete what is past its time; *most* or more: there may be more."""
        days, rule = KINDS[kind]
        kept_for = days(self._retention)
        if not kept_for:
            return 0
        self._log.lock()  # first, as in every unit of work, so that none waits for another
        return rule(self, self._now - timedelta(days=kept_for))

    def _answers(self, before: datetime) -> int:
        return self._delete(answers, answers.c.asked_at < before)

    def _votes(self, before: datetime) -> int:
        return self._delete(votes, votes.c.voted_at < before)

    def _notices(self, before: datetime) -> int:
        settled_at = func.coalesce(outbox.c.settled_at, outbox.c.put_at)
        return self._delete(outbox, outbox.c.state.not_in(UNSENT), settled_at < before)

    def _drafts(self, before: datetime) -> int:
        table = account_requests
        is_over = (table.c.status.in_(_NEVER_SENT), table.c.changed_at < before)
        return self._delete_cases(table, "request", *is_over)

    def _requests(self, before: datetime) -> int:
        """A request that led to an account goes with it, once that is closed."""
        query = select(accounts.c.content).where(accounts.c.standing == AccountStatus.CLOSED)
        found = self._connection.scalars(query)
        closed = [account for account in found if account.changed_at < before][: self._most]
        table = account_requests
        is_over = and_(table.c.status.in_(_CLOSED), table.c.changed_at < before)
        led_here = table.c.id.in_([account.request_id for account in closed])
        deleted = self._delete_cases(table, "request", or_(is_over, led_here))
        if deleted == self._most:
            return deleted  # the account waits until its request is gone
        ids = [account.id for account in closed]
        yearly = [yearly_id(account_id) for account_id in ids]
        self._delete_cases(yearly_checks, YearlyCheck.kind, yearly_checks.c.id.in_(yearly))
        return deleted + self._delete_cases(accounts, "account", accounts.c.id.in_(ids))

    def _rounds(self, before: datetime) -> int:
        """A round goes with all that came of it, once nothing of that is left to do."""
        is_left = exists().where(
            deviations.c.round == rounds.c.id, deviations.c.standing != DeviationStanding.CLOSED
        )
        is_over = (rounds.c.standing == RoundStanding.CLOSED, rounds.c.changed_at < before)
        past = select(rounds.c.id).where(*is_over, ~is_left).order_by(rounds.c.id)
        ids = self._connection.scalars(past.limit(self._most)).all()
        for table, kind in ((self_checks, SelfCheck.kind), (deviations, Deviation.kind)):
            while self._delete_cases(table, kind, table.c.round.in_(ids)) == self._most:
                pass
        return self._delete_cases(rounds, Round.kind, rounds.c.id.in_(ids))

    def _unknown_accounts(self, before: datetime) -> int:
        table = unknown_accounts
        is_over = (table.c.standing != UnknownStanding.REPORTED, table.c.changed_at < before)
        return self._delete_cases(table, UnknownAccount.kind, *is_over)

    def _questions(self, before: datetime) -> int:
        table = forwarded_questions
        is_over = (
            table.c.standing != ForwardedStatus.WAITING,
            ~table.c.awaits_news,
            table.c.changed_at < before,
        )
        deleted = self._delete_cases(table, "enquiry", *is_over)
        closed = [
            gap.id
            for gap in self._connection.scalars(
                select(gaps.c.content).where(gaps.c.changed_at < before)
            )
            if not gap.is_open
        ][: self._most]
        self._connection.execute(delete(gap_questions).where(gap_questions.c.gap.in_(closed)))
        return deleted + self._delete_cases(gaps, "gap", gaps.c.id.in_(closed))

    def _people(self, before: datetime) -> int:
        past = select(people.c.person, people.c.conversation).where(
            people.c.met_at < before, people.c.person.not_in(to_be_reached(self._now))
        )
        found = self._connection.execute(past.order_by(people.c.person)).all()
        if not found:
            return 0  # as on most days: no case need be read
        needed = needed_by_cases(self._connection, {each.person for each in found})
        gone = [each for each in found if each.person not in needed][: self._most]
        conversations = [each.conversation for each in gone if each.conversation]
        for table in (greeted_conversations, standing_messages):
            place = table.c.conversation
            self._connection.execute(delete(table).where(place.in_(conversations)))
        ids = [each.person for each in gone]
        for table in (readings, muted_topics):
            self._connection.execute(delete(table).where(table.c.person.in_(ids)))
        said = passage_reviews.update().where(passage_reviews.c.person.in_(ids))
        self._connection.execute(said.values(person="", name=""))
        return self._delete(people, people.c.person.in_(ids))

    def _last_questions(self, before: datetime) -> int:
        """What is kept for minutes goes with a turn soon after, or here where nobody writes."""
        for moment in (answered_messages.c.answered_at, turns.c.taken_at):
            self._connection.execute(delete(moment.table).where(moment < before))
        return self._delete(last_questions, last_questions.c.asked_at < before)

    def _delete(self, table: Table, *conditions: ColumnElement[bool]) -> int:
        key = tuple_(*table.primary_key.columns)
        past = select(*table.primary_key.columns).where(*conditions).limit(self._most)
        return self._connection.execute(delete(table).where(key.in_(past))).rowcount

    def _delete_cases(self, table: Table, kind: str, *conditions: ColumnElement[bool]) -> int:
        past = select(table.c.id).where(*conditions).order_by(table.c.id).limit(self._most)
        ids = self._connection.scalars(past).all()
        for case_id in ids:
            self._log.append(
                at=self._now, what=kind, subject=case_id, by=None, state=PURGED, content=""
            )
        self._connection.execute(delete(table).where(table.c.id.in_(ids)))
        of_them = standing_messages.c.subject.in_(ids)
        self._connection.execute(delete(standing_messages).where(of_them))
        return len(ids)


KINDS: Mapping[str, tuple[Callable[[Retention], int], Callable[[Purge, datetime], int]]] = {
    "answers": (lambda keep: keep.answers, Purge._answers),
    "votes": (lambda keep: keep.votes, Purge._votes),
    "last_questions": (lambda _keep: 1, Purge._last_questions),
    "drafts": (lambda keep: keep.drafts, Purge._drafts),
    "requests": (lambda keep: keep.requests, Purge._requests),
    "questions": (lambda keep: keep.questions, Purge._questions),
    "rounds": (lambda keep: keep.requests, Purge._rounds),
    "unknown_accounts": (lambda keep: keep.questions, Purge._unknown_accounts),
    "people": (lambda keep: keep.people, Purge._people),
    "notices": (lambda keep: keep.notices, Purge._notices),
}
"""For how many days each kind is kept, 0 for ever, and how it is deleted; in this order, since
somebody is forgotten only where nothing names them."""
