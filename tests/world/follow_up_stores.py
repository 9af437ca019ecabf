"""Rounds, self-checks, deviations, unknown accounts and yearly checks in plain dictionaries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from core.cases import Case
from core.errors import OutOfDate
from followup.deviation import Deviation
from followup.round import Round
from followup.self_check import SelfCheck
from followup.unknown_account import UnknownAccount
from followup.yearly_check import YearlyCheck

C = TypeVar("C", bound=Case)


@dataclass
class InMemoryCases(Generic[C]):
    kept: dict[str, C] = field(default_factory=dict[str, C])

    def get(self, case_id: str) -> C | None:
        return self.kept.get(case_id)

    def add(self, case: C) -> bool:
        is_new = case.id not in self.kept
        self.kept.setdefault(case.id, case)
        return is_new

    def save(self, case: C, *, seen: int) -> None:
        if self.kept[case.id].version != seen:
            raise OutOfDate
        self.kept[case.id] = case

    def naming(self, person_id: str) -> Sequence[C]:
        return [each for each in self.by_id() if repr(person_id) in repr(each)]

    def by_id(self) -> Sequence[C]:
        return sorted(self.kept.values(), key=lambda each: each.id)


class InMemoryRounds(InMemoryCases[Round]):
    def all(self) -> Sequence[Round]:
        return sorted(self.by_id(), key=lambda each: each.begun_at, reverse=True)

    def open(self) -> Sequence[Round]:
        return [each for each in self.all() if each.is_open]


class InMemorySelfChecks(InMemoryCases[SelfCheck]):
    def of_round(self, round_id: str) -> Sequence[SelfCheck]:
        found = [each for each in self.by_id() if each.round_id == round_id]
        return sorted(found, key=lambda each: (each.account.unit, each.account.name))

    def of_person(self, person_id: str) -> Sequence[SelfCheck]:
        found = [each for each in self.by_id() if each.responsible.id == person_id]
        return sorted(found, key=lambda each: each.asked_at, reverse=True)

    def unanswered(self, round_id: str) -> Sequence[SelfCheck]:
        waiting = [each for each in self.of_round(round_id) if each.is_asked]
        return sorted(waiting, key=lambda each: each.asked_at)


class InMemoryDeviations(InMemoryCases[Deviation]):
    def of_round(self, round_id: str) -> Sequence[Deviation]:
        return [each for each in self._in_order() if each.round_id == round_id]

    def of_check(self, check_id: str) -> Sequence[Deviation]:
        return [each for each in self._in_order() if each.check_id == check_id]

    def open(self) -> Sequence[Deviation]:
        return [each for each in self._in_order() if not each.is_closed]

    def _in_order(self) -> Sequence[Deviation]:
        return sorted(self.by_id(), key=lambda each: each.opened_at)


class InMemoryUnknownAccounts(InMemoryCases[UnknownAccount]):
    def with_key(self, key: str) -> UnknownAccount | None:
        return next((each for each in reversed(self.all()) if each.key == key), None)

    def waiting(self) -> Sequence[UnknownAccount]:
        return [each for each in self.all() if not each.is_decided]

    def all(self) -> Sequence[UnknownAccount]:
        return sorted(self.by_id(), key=lambda each: each.reported_at)


class InMemoryYearlyChecks(InMemoryCases[YearlyCheck]):
    def all(self) -> Sequence[YearlyCheck]:
        return self.by_id()
