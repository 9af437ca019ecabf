"""A field of the form: when it applies, what may be answered in it, and what can be wrong.

Conditions are a closed vocabulary over the answers, nothing that runs.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from accounts.addresses import completed, is_web_address
from core.entered_text import normalized_line, normalized_text
from core.person import named_and_picked

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class FieldKind(StrEnum):
    """What kind of answer a field takes."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    EMAIL = "email"
    WEB_ADDRESS = "web_address"
    UNIT = "unit"
    """One of the units in the editors' list."""
    PERSON = "person"
    """Somebody in the municipality, picked or by name."""


class FaultKind(StrEnum):
    """What can be wrong with an answer."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    NOT_A_CHOICE = "not-a-choice"
    NOT_A_DATE = "not-a-date"
    NOT_AN_EMAIL = "not-an-email"
    NOT_A_WEB_ADDRESS = "not-a-web-address"
    REASON_MISSING = "reason-missing"
    PERSONAL_DATA = "personal-data"
    TOO_FAR_AWAY = "too-far-away"
    """A date."""
    WRONG_HOST = "wrong-host"
    """An address that isn't on the platform chosen."""
    OWN_NAME = "own-name"
    """Named as one's own manager."""
    NAME_NEEDED = "name-needed"
    """Somebody was picked whom the bot hasn't met: it has no name of theirs."""
    SEVERAL_PEOPLE = "several-people"


ABOUT_PEOPLE = (FaultKind.NAME_NEEDED, FaultKind.SEVERAL_PEOPLE)
"""What is asked of somebody who was named or picked: no fault of whoever did."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One thing wrong, with the field or requirement it is wrong in."""

    where: str
    kind: FaultKind


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


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where one of the conditions does."""

    conditions: "tuple[Condition, ...]"

    def holds(self, answers: Answers) -> bool:
        return any(condition.holds(answers) for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where all of the conditions do; so, where there are none, always."""

    conditions: "tuple[Condition, ...]" = ()

    def holds(self, answers: Answers) -> bool:
        return all(condition.holds(answers) for condition in self.conditions)


Condition: TypeAlias = Is | AnyOf | AllOf


def fields_in(condition: Condition) -> Iterator[str]:
    """Yield the fields that *condition* asks for."""
    if isinstance(condition, Is):
        yield condition.field
    else:
        for part in condition.conditions:
            yield from fields_in(part)


ALWAYS = AllOf()
NEVER = AnyOf(())


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked."""

    id: str
    kind: FieldKind
    required: bool = True
    longest: int = 200
    """Characters."""
    choices: tuple[str, ...] = ()
    when: Condition = ALWAYS
    vouched: bool = True
    """Whether the manager answers for it, and confirms anew where it has changed."""
    copied: bool = True
    """Whether a request for one more account takes the answer over."""
    remembered: bool = False
    """Whether the requester's next request begins with the answer filled in."""
    days_back: int | None = None
    days_ahead: int | None = None
    """How far from today a date may lie."""

    def is_within(self, day: date, today: date) -> bool:
        """Whether *day* is neither too long ago nor too far away."""
        days = (day - today).days
        is_late_enough = self.days_back is None or days >= -self.days_back
        return is_late_enough and (self.days_ahead is None or days <= self.days_ahead)


def normalized(value: str, kind: FieldKind) -> str:
    """Return *value* as an answer of that *kind* is stored."""
    if kind is FieldKind.WEB_ADDRESS:
        return completed(normalized_line(value))
    return normalized_text(value) if kind is FieldKind.TEXT else normalized_line(value)


def fault_in(field: Field, value: str) -> FieldFault | None:
    """Return what is wrong with *value*, normalized, as the answer to *field*."""
    if not value:
        return FieldFault(field.id, FaultKind.MISSING) if field.required else None
    kind = _too_long(field, value) or _wrong_form(field, value)
    return FieldFault(field.id, kind) if kind else None


def _too_long(field: Field, value: str) -> FaultKind | None:
    written = named_and_picked(value)[0] if field.kind is FieldKind.PERSON else value
    is_too_long = not field.choices and len(written) > field.longest
    return FaultKind.TOO_LONG if is_too_long else None


def _wrong_form(field: Field, value: str) -> FaultKind | None:
    match field.kind:
        case FieldKind.CHOICE | FieldKind.UNIT if value not in field.choices:
            return FaultKind.NOT_A_CHOICE
        case FieldKind.CHOICES if not set(value.split(",")) <= set(field.choices):
            return FaultKind.NOT_A_CHOICE
        case FieldKind.DATE if not _is_date(value):
            return FaultKind.NOT_A_DATE
        case FieldKind.EMAIL if not _EMAIL.fullmatch(value):
            return FaultKind.NOT_AN_EMAIL
        case FieldKind.WEB_ADDRESS if not is_web_address(value):
            return FaultKind.NOT_A_WEB_ADDRESS
        case _:
            return None


def _is_date(value: str) -> bool:
    """Whether *value* is a day as cards write it; Python reads more forms than that."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
