"""Accounts that exist already, read from a list into the register: day one of the bot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum

from accounts.account import Account, Handover
from accounts.account_facts import ACCOUNT
from accounts.addresses import address_key, cleaned, completed, is_web_address
from accounts.errors import ListRefused, WrongHost
from accounts.form import CONTACT, NAME, PURPOSE
from accounts.history import Event, EventKind
from accounts.likeness import platform_key
from accounts.matching import match_person
from accounts.policy import AccountsPolicy
from accounts.ports import AccountsUnitOfWork
from core.changes import save, tell
from core.errors import DomainError, HoldsPersonalData
from core.keys import random_case_id
from core.outbox import NOBODY, NoticeKind
from core.person import Person, folded
from core.service import Service, reads, writes


class Column(StrEnum):
    """The columns of a list, by the names the template has."""

    NAME = "namn"
    PLATFORM = "plattform"
    ADDRESS = "adress"
    UNIT = "enhet"
    RESPONSIBLE = "ansvarig"
    CONTACT = "kontakt"
    PURPOSE = "syfte"
    SINCE = "sedan"


class RowFaultKind(StrEnum):
    """What can be wrong in a cell."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    UNKNOWN = "unknown"
    NOT_AN_ADDRESS = "not-an-address"
    WRONG_HOST = "wrong-host"
    NAME_TAKEN = "name-taken"
    TWICE = "twice"
    NOT_A_DATE = "not-a-date"
    PERSONAL_DATA = "personal-data"


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """A row of the list; platform and unit by their ids, empty where they aren't known."""

    row: int
    cells: Mapping[Column, str]
    unknown: Mapping[Column, str] = field(default_factory=dict[Column, str])
    """What was written for a platform or unit that nobody knows."""
    platform_name: str = ""
    """What a platform that is none of the form's is called."""

    def __getitem__(self, column: Column) -> str:
        return self.cells.get(column, "")

    @property
    def platform_key(self) -> str:
        return platform_key(self[Column.PLATFORM], self.platform_name)


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong: where, and what the sentence on it tells."""

    row: int
    column: Column
    kind: RowFaultKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ListPreview:
    """What carrying the list out would do."""

    new: tuple[ListedAccount, ...]
    known: tuple[tuple[ListedAccount, Account], ...]
    """Rows whose address the register has already: they are left alone."""
    faults: tuple[RowFault, ...]


class ImportService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """Checks a whole list, and reads it in one transaction or not at all."""

    @reads
    def preview(self, uow: AccountsUnitOfWork, rows: Sequence[ListedAccount]) -> ListPreview:
        return self._preview(uow, rows)

    @writes
    def carry_out(
        self, uow: AccountsUnitOfWork, rows: Sequence[ListedAccount]
    ) -> Sequence[Account]:
        """Register the new accounts, and ask those responsible whom the bot has met.

        Raises:
            ListRefused: where anything in the list is wrong; nothing is registered then.
        """
        preview = self._preview(uow, rows)
        if preview.faults:
            raise ListRefused(len(preview.faults))
        return [self._registered(uow, row) for row in preview.new]

    def _preview(self, uow: AccountsUnitOfWork, rows: Sequence[ListedAccount]) -> ListPreview:
        here = {address_key(each.address): each for each in uow.register.all()}
        faults = [fault for row in rows for fault in self._faults(uow, row, here)]
        faults += self._repeated(rows)
        known = [(row, here[key]) for row in rows if (key := self._key(row)) in here]
        unread = {row.row for row, _ in known} | {fault.row for fault in faults}
        new = tuple(row for row in rows if row.row not in unread)
        in_order = sorted(faults, key=lambda fault: (fault.row, [*Column].index(fault.column)))
        return ListPreview(new, tuple(known), tuple(in_order))

    def _faults(
        self, uow: AccountsUnitOfWork, row: ListedAccount, here: Mapping[str, Account]
    ) -> Iterator[RowFault]:
        for column in (Column.NAME, Column.PLATFORM, Column.ADDRESS, Column.UNIT):
            if row.unknown.get(column):
                yield RowFault(row.row, column, RowFaultKind.UNKNOWN, row.unknown[column])
            elif not row[column]:
                yield RowFault(row.row, column, RowFaultKind.MISSING)
        yield from self._unfit(row)
        if fault := self._address_fault(row):
            yield fault
        name, platform = row[Column.NAME], row[Column.PLATFORM]
        known = uow.register.named(row.platform_key, name) if name and platform else None
        if known is not None and self._key(row) not in here:
            yield RowFault(row.row, Column.NAME, RowFaultKind.NAME_TAKEN, known.address)

    def _unfit(self, row: ListedAccount) -> Iterator[RowFault]:
        form = self._policy.form()
        for column, field_id in _FIELDS.items():
            asked = form.field(field_id)
            if asked is not None and len(row[column]) > asked.longest:
                yield RowFault(row.row, column, RowFaultKind.TOO_LONG, str(asked.longest))
        for column in Column:
            if row[column] and self._policy.holds_personal_data(row[column]):
                yield RowFault(row.row, column, RowFaultKind.PERSONAL_DATA)
        if row[Column.SINCE] and _day(row[Column.SINCE]) is None:
            yield RowFault(row.row, Column.SINCE, RowFaultKind.NOT_A_DATE)

    def _address_fault(self, row: ListedAccount) -> RowFault | None:
        if not row[Column.ADDRESS]:
            return None
        try:
            self._policy.address_on(row[Column.PLATFORM], row[Column.ADDRESS])
        except WrongHost as wrong:
            return RowFault(row.row, Column.ADDRESS, RowFaultKind.WRONG_HOST, wrong.hosts[0])
        except DomainError as fault:
            told = fault.code == HoldsPersonalData.code  # of every cell alike
            return None if told else RowFault(row.row, Column.ADDRESS, RowFaultKind.NOT_AN_ADDRESS)
        return None

    def _repeated(self, rows: Sequence[ListedAccount]) -> Iterator[RowFault]:
        """Yield the rows that say again what one above them says."""
        addresses, names = dict[str, int](), dict[tuple[str, str], int]()
        for row in rows:
            first = (
                addresses.setdefault(self._key(row), row.row) if row[Column.ADDRESS] else row.row
            )
            if first != row.row:
                yield RowFault(row.row, Column.ADDRESS, RowFaultKind.TWICE, str(first))
                continue
            called = row.platform_key, folded(row[Column.NAME])
            first = names.setdefault(called, row.row) if all(called) else row.row
            if first != row.row:
                yield RowFault(row.row, Column.NAME, RowFaultKind.TWICE, str(first))

    def _key(self, row: ListedAccount) -> str:
        """Return what tells the address from others, as it would be published."""
        address, hosts = completed(row[Column.ADDRESS]), self._policy.form().hosts
        if not is_web_address(address):
            return address
        return address_key(cleaned(address, hosts.get(row[Column.PLATFORM], ())))

    def _registered(self, uow: AccountsUnitOfWork, row: ListedAccount) -> Account:
        at, named = self._policy.clock(), row[Column.RESPONSIBLE]
        nobody = Person(f"{NOBODY}{self._policy.nonce()}", named)
        met = match_person(uow.people, named, nobody).only_id if named else None
        account = Account(
            id=random_case_id(ACCOUNT),
            request_id="",
            responsible=nobody,
            platform=row[Column.PLATFORM],
            platform_name=row.platform_name,
            name=row[Column.NAME],
            address=self._policy.address_on(row[Column.PLATFORM], row[Column.ADDRESS]),
            unit=row[Column.UNIT],
            contact=row[Column.CONTACT],
            purpose=row[Column.PURPOSE],
            registered_at=_day(row[Column.SINCE]) or at,
            changed_at=at,
            nonce=self._policy.nonce(),
            handover=Handover(named, met) if named else None,
            history=(Event(EventKind.IMPORTED, at),),
            imported=True,
        )
        uow.register.add(account)
        save(uow, uow.register, account, None, by=None)
        if met is not None:
            tell(uow, account, NoticeKind.HANDOVER_ASKED, met, by=None)
        return account


_FIELDS = {Column.NAME: NAME, Column.CONTACT: CONTACT, Column.PURPOSE: PURPOSE}
"""The form's field that says how long a cell may be."""


def _day(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(12), UTC)
    except ValueError:
        return None
