"""When something in the form applies: a closed vocabulary over the answers, nothing that runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Answers: TypeAlias = Mapping[str, str]
"""What has been answered, by field id; several choices are joined with commas."""


def chosen(answers: Answers, field: str) -> tuple[str, ...]:
    """Return the values of *field*; one empty value where it has no answer."""
    return tuple(answers.get(field, "").split(","))


@dataclass(frozen=True, slots=True)
class Is:
    """Holds where *value* is the answer, or one of several answers, to *field*."""

    field: str
    value: str

    def holds(self, answers: Answers) -> bool:
        return self.value in chosen(answers, self.field)

    def fields(self) -> frozenset[str]:
        return frozenset({self.field})


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where one of the conditions does."""

    conditions: "tuple[Condition, ...]"

    def holds(self, answers: Answers) -> bool:
        return any(condition.holds(answers) for condition in self.conditions)

    def fields(self) -> frozenset[str]:
        return _all_fields(self.conditions)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where all of the conditions do; so, where there are none, always."""

    conditions: "tuple[Condition, ...]" = ()

    def holds(self, answers: Answers) -> bool:
        return all(condition.holds(answers) for condition in self.conditions)

    def fields(self) -> frozenset[str]:
        return _all_fields(self.conditions)


Condition: TypeAlias = Is | AnyOf | AllOf
ALWAYS = AllOf()
NEVER = AnyOf(())


def _all_fields(conditions: "tuple[Condition, ...]") -> frozenset[str]:
    return frozenset[str]().union(*(condition.fields() for condition in conditions))
