"""The accounts in the municipality's name."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, select, update

from accounts.account import Account, AccountStatus
from accounts.errors import AlreadyRegistered
from core.errors import OutOfDate
from core.person import folded
from storage.columns import has_value
from storage.inserts import insert_if_new
from storage.tables import accounts as table

_IN_USE = table.c.standing != AccountStatus.CLOSED


class SqlAccounts:
    """The `Register` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, account_id: str) -> Account | None:
        found = self._found(table.c.id == account_id)
        return found[0] if found else None

    def add(self, account: Account) -> None:
        statement = insert_if_new(table, self._connection.dialect.name)
        if self._connection.execute(statement, _row(account)).rowcount != 1:
            raise AlreadyRegistered

    def save(self, account: Account, *, seen: int) -> None:
        is_the_one_seen = (table.c.id == account.id, table.c.version == seen)
        statement = update(table).where(*is_the_one_seen).values(_row(account))
        if self._connection.execute(statement).rowcount != 1:
            raise OutOfDate

    def of_person(self, person_id: str) -> Sequence[Account]:
        return sorted(self._found(table.c.responsible == person_id, _IN_USE), key=_place)

    def named(self, platform: str, name: str) -> Account | None:
        same = (table.c.platform == platform, table.c.folded_name == folded(name))
        found = self._found(*same, _IN_USE)
        return found[0] if found else None

    def all(self) -> Sequence[Account]:
        # Each database sorts letters in a way of its own.
        return sorted(self._found(_IN_USE), key=_place)

    def naming(self, person_id: str) -> Sequence[Account]:
        return sorted(self._found(has_value(table.c.content, person_id)), key=_place)

    def _found(self, *conditions: ColumnElement[bool]) -> Sequence[Account]:
        return self._connection.scalars(select(table.c.content).where(*conditions)).all()


def _place(account: Account) -> tuple[str, str, str]:
    return account.unit, account.platform, account.name


def _row(account: Account) -> Mapping[str, object]:
    return {
        "id": account.id,
        "version": account.version,
        "standing": account.standing,
        "responsible": account.responsible.id,
        "platform": account.platform,
        "folded_name": folded(account.name),
        "address": account.address,
        "content": account,
    }
