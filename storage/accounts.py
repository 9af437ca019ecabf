"""The accounts in the municipality's name."""

from collections.abc import Mapping, Sequence

from accounts.account import Account, AccountStatus
from accounts.errors import AlreadyRegistered
from accounts.likeness import platform_key
from core.person import Person, folded
from storage.cases import SqlCases
from storage.columns import has_value
from storage.tables import accounts as table

_IN_USE = table.c.standing != AccountStatus.CLOSED


class SqlAccounts(SqlCases[Account]):
    """The `Register` of one transaction."""

    table = table

    def add(self, account: Account) -> None:
        if not self._insert(account):
            raise AlreadyRegistered

    def of_person(self, person_id: str) -> Sequence[Account]:
        named = self._found(has_value(table.c.content, person_id), _IN_USE)
        person = Person(person_id, "")
        return sorted((each for each in named if each.is_looked_after_by(person)), key=_place)

    def named(self, platform: str, name: str) -> Account | None:
        same = (table.c.platform == platform, table.c.folded_name == folded(name))
        return self._first(*same, _IN_USE)

    def all(self) -> Sequence[Account]:
        # Each database sorts letters in a way of its own.
        return sorted(self._found(_IN_USE), key=_place)

    def closed(self) -> Sequence[Account]:
        return sorted(self._found(~_IN_USE), key=_place)

    def naming(self, person_id: str) -> Sequence[Account]:
        return sorted(self._found(has_value(table.c.content, person_id)), key=_place)

    def _queried(self, case: Account) -> Mapping[str, object]:
        return {
            "standing": case.standing,
            "responsible": case.responsible.id,
            "platform": platform_key(case.platform, case.platform_name),
            "folded_name": folded(case.name),
            "address": case.address,
        }


def _place(account: Account) -> tuple[str, str, str]:
    return account.unit, account.platform, account.name
