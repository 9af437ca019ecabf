"""Rounds of follow-up, self-checks, deviations, unknown accounts and yearly checks."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Date, Integer, Table

from followup.deviation import Deviation, DeviationStanding
from followup.round import Round, RoundStanding
from followup.self_check import CheckStanding, SelfCheck
from followup.unknown_account import UnknownAccount, UnknownStanding
from followup.yearly_check import YearlyCheck
from storage.cases import SqlCases
from storage.columns import BoundedText, JsonRecord, UtcDateTime, has_value
from storage.tables import ADDRESS, CHANNEL_ID, IDENTIFIER, key_of, metadata, text_of

rounds = Table(
    "rounds",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    text_of("standing"),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("content", JsonRecord(Round), nullable=False),
)

self_checks = Table(
    "self_checks",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    Column("standing", BoundedText(IDENTIFIER), nullable=False, index=True),
    Column("round", BoundedText(IDENTIFIER), nullable=False, index=True),
    Column("responsible", BoundedText(CHANNEL_ID), nullable=False, index=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("content", JsonRecord(SelfCheck), nullable=False),
)

deviations = Table(
    "deviations",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    Column("standing", BoundedText(IDENTIFIER), nullable=False, index=True),
    Column("round", BoundedText(IDENTIFIER), nullable=False, index=True),
    Column("self_check", BoundedText(IDENTIFIER), nullable=False, index=True),
    Column("owner", BoundedText(CHANNEL_ID), nullable=False, index=True),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("due", Date),
    Column("content", JsonRecord(Deviation), nullable=False),
)

unknown_accounts = Table(
    "unknown_accounts",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    Column("standing", BoundedText(IDENTIFIER), nullable=False, index=True),
    Column("name_key", BoundedText(ADDRESS), nullable=False, index=True),
    Column("reported_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("content", JsonRecord(UnknownAccount), nullable=False),
)

yearly_checks = Table(
    "yearly_checks",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    text_of("standing"),
    text_of("account"),
    Column("responsible", BoundedText(CHANNEL_ID), nullable=False, index=True),
    Column("content", JsonRecord(YearlyCheck), nullable=False),
)


class SqlRounds(SqlCases[Round]):
    """The `Rounds` of one transaction."""

    table = rounds

    def add(self, round_: Round) -> bool:
        return self._insert(round_)

    def all(self) -> Sequence[Round]:
        return self._found(order=rounds.c.begun_at.desc())

    def open(self) -> Sequence[Round]:
        is_open = rounds.c.standing == RoundStanding.OPEN
        return self._found(is_open, order=rounds.c.begun_at.desc())

    def naming(self, person_id: str) -> Sequence[Round]:
        return self._found(has_value(rounds.c.content, person_id))

    def _queried(self, case: Round) -> Mapping[str, object]:
        return {
            "standing": case.standing,
            "begun_at": case.begun_at,
            "changed_at": case.changed_at,
        }


class SqlSelfChecks(SqlCases[SelfCheck]):
    """The `SelfChecks` of one transaction."""

    table = self_checks

    def add(self, check: SelfCheck) -> bool:
        return self._insert(check)

    def of_round(self, round_id: str) -> Sequence[SelfCheck]:
        # Each database sorts letters in a way of its own.
        return sorted(self._found(self_checks.c.round == round_id), key=_place)

    def of_person(self, person_id: str) -> Sequence[SelfCheck]:
        theirs = self_checks.c.responsible == person_id
        return self._found(theirs, order=self_checks.c.asked_at.desc())

    def unanswered(self, round_id: str) -> Sequence[SelfCheck]:
        table = self_checks.c
        waits = (table.round == round_id, table.standing == CheckStanding.ASKED)
        return self._found(*waits, order=table.asked_at)

    def naming(self, person_id: str) -> Sequence[SelfCheck]:
        return self._found(has_value(self_checks.c.content, person_id))

    def _queried(self, case: SelfCheck) -> Mapping[str, object]:
        return {
            "standing": case.standing,
            "round": case.round_id,
            "responsible": case.responsible.id,
            "asked_at": case.asked_at,
        }


class SqlDeviations(SqlCases[Deviation]):
    """The `Deviations` of one transaction."""

    table = deviations

    def add(self, deviation: Deviation) -> bool:
        return self._insert(deviation)

    def of_round(self, round_id: str) -> Sequence[Deviation]:
        return self._found(deviations.c.round == round_id, order=deviations.c.opened_at)

    def of_check(self, check_id: str) -> Sequence[Deviation]:
        return self._found(deviations.c.self_check == check_id, order=deviations.c.opened_at)

    def open(self) -> Sequence[Deviation]:
        is_open = deviations.c.standing != DeviationStanding.CLOSED
        return self._found(is_open, order=deviations.c.opened_at)

    def naming(self, person_id: str) -> Sequence[Deviation]:
        return self._found(has_value(deviations.c.content, person_id))

    def _queried(self, case: Deviation) -> Mapping[str, object]:
        return {
            "standing": case.standing,
            "round": case.round_id,
            "self_check": case.check_id,
            "owner": case.owner.id,
            "opened_at": case.opened_at,
            "due": case.due,
        }


class SqlUnknownAccounts(SqlCases[UnknownAccount]):
    """The `UnknownAccounts` of one transaction."""

    table = unknown_accounts

    def add(self, unknown: UnknownAccount) -> bool:
        return self._insert(unknown)

    def with_key(self, key: str) -> UnknownAccount | None:
        return self._first(
            unknown_accounts.c.name_key == key[:ADDRESS],
            order=unknown_accounts.c.reported_at.desc(),
        )

    def waiting(self) -> Sequence[UnknownAccount]:
        waits = unknown_accounts.c.standing == UnknownStanding.REPORTED
        return self._found(waits, order=unknown_accounts.c.reported_at)

    def all(self) -> Sequence[UnknownAccount]:
        return self._found(order=unknown_accounts.c.reported_at)

    def naming(self, person_id: str) -> Sequence[UnknownAccount]:
        return self._found(has_value(unknown_accounts.c.content, person_id))

    def _queried(self, case: UnknownAccount) -> Mapping[str, object]:
        return {
            "standing": case.standing,
            "name_key": case.key,
            "reported_at": case.reported_at,
            "changed_at": case.changed_at,
        }


class SqlYearlyChecks(SqlCases[YearlyCheck]):
    """The `YearlyChecks` of one transaction."""

    table = yearly_checks

    def add(self, check: YearlyCheck) -> bool:
        return self._insert(check)

    def all(self) -> Sequence[YearlyCheck]:
        return self._found()

    def naming(self, person_id: str) -> Sequence[YearlyCheck]:
        return self._found(has_value(yearly_checks.c.content, person_id))

    def _queried(self, case: YearlyCheck) -> Mapping[str, object]:
        return {
            "standing": case.standing,
            "account": case.account_id,
            "responsible": case.responsible.id,
        }


def _place(check: SelfCheck) -> tuple[str, str, str]:
    return check.account.unit, check.account.name, check.id
