"""The editors' file of the request form: the shape it must have, and what the program makes of it.

Conditions are a closed vocabulary, read into the domain's own; nothing in the file is run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import Field, StringConstraints
from pydantic_core import PydanticCustomError

from accounts import form as domain
from accounts.deadlines import Deadlines, Recipient, Reminder
from accounts.values import ALWAYS, NEVER, AllOf, AnyOf, Condition, FieldKind, Is
from core.language import Language
from knowledge.languages import InLanguages, untranslated
from knowledge.passage import Line, Slug, WebAddress
from knowledge.routine import Unit
from knowledge.source.form_texts import (
    Closed,
    FieldText,
    ItemText,
    RequirementText,
    ShortName,
    StepText,
)
from yamlfile.document import Location

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=40)]
HostName = Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]+\.)+[a-z]{2,}$", max_length=100)]
Days = Annotated[int, Field(ge=1, le=365)]
DaysAway = Annotated[int, Field(ge=0, le=4000)]
LONGEST_UNIT = 80
"""Characters of a unit's name that are counted on where answers are shown."""


@dataclass(frozen=True, slots=True)
class ConditionEntry(Closed):
    """A condition: `field` and `is`, or `any_of`, or `all_of`."""

    field: Id | None = None
    value: Annotated[str | None, Field(alias="is")] = None
    any_of: "Annotated[tuple[ConditionEntry, ...], Field(min_length=1)] | None" = None
    all_of: "Annotated[tuple[ConditionEntry, ...], Field(min_length=1)] | None" = None

    def __post_init__(self) -> None:
        asks = (self.field is not None, self.value is not None)
        kinds = [any(asks), self.any_of is not None, self.all_of is not None]
        if sum(kinds) != 1 or any(asks) != all(asks):
            raise PydanticCustomError("wrong-condition", "not one condition")

    def condition(self) -> Condition:
        if self.any_of is not None:
            return AnyOf(tuple(each.condition() for each in self.any_of))
        if self.all_of is not None:
            return AllOf(tuple(each.condition() for each in self.all_of))
        return Is(self.field or "", self.value or "")


@dataclass(frozen=True, slots=True)
class ChoiceEntry(Closed, InLanguages[str]):
    """One answer to choose."""

    id: Id
    sv: Line
    en: Line | None = None
    translations: Mapping[Language, Line] = untranslated()
    retired: bool = False
    """Whether it is no longer to choose; answers that hold it keep its words."""
    hosts: Annotated[tuple[HostName, ...], Field(max_length=9)] = ()
    """Of a platform: where its accounts are, the host it has now first."""
    report: WebAddress | None = None
    """Of a platform: where it takes reports of accounts that pretend to be somebody."""


@dataclass(frozen=True, slots=True)
class RetiredEntry(Closed, InLanguages[ShortName]):
    """A question that is no longer asked, with what names the answers given to it."""

    id: Id
    step: Id
    """The step that shows those answers."""
    sv: ShortName
    en: ShortName | None = None
    translations: Mapping[Language, ShortName] = untranslated()
    choices: tuple[ChoiceEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldEntry(Closed, InLanguages[FieldText]):
    """One thing that is asked."""

    id: Id
    kind: FieldKind
    sv: FieldText
    en: FieldText | None = None
    translations: Mapping[Language, FieldText] = untranslated()
    required: bool = True
    longest: Annotated[int, Field(ge=1, le=1000)] = 200
    when: ConditionEntry | None = None
    choices: Annotated[tuple[ChoiceEntry, ...], Field(min_length=2, max_length=15)] = ()
    public: bool = False
    vouched: bool = True
    copied: bool = True
    remembered: bool = False
    days_back: DaysAway | None = None
    days_ahead: DaysAway | None = None

    @property
    def takes_choices(self) -> bool:
        return self.kind in (FieldKind.CHOICE, FieldKind.CHOICES)

    @property
    def room(self) -> int:
        """Characters an answer can take where it is shown."""
        if self.kind is FieldKind.DATE:
            return len("2026-11-22")
        if self.kind is FieldKind.UNIT:
            return LONGEST_UNIT
        if not self.takes_choices:
            return self.longest
        words = [
            max(len(choice.text_in(each)) for each in choice.given_in()) for choice in self.choices
        ]
        return sum(words) if self.kind is FieldKind.CHOICES else max(words, default=0)

    def rule(self, units: Sequence[Unit]) -> domain.Field:
        ids = tuple(choice.id for choice in self.choices if not choice.retired)
        if self.kind is FieldKind.UNIT:
            ids = (*(unit.id for unit in units if not unit.closed), domain.OTHER)
        return domain.Field(
            self.id,
            self.kind,
            self.required,
            longest=len(",".join(ids)) if ids else self.longest,
            choices=ids,
            when=_when(self.when),
            vouched=self.vouched,
            copied=self.copied,
            remembered=self.remembered,
            days_back=self.days_back,
            days_ahead=self.days_ahead,
        )


@dataclass(frozen=True, slots=True)
class StepEntry(Closed, InLanguages[StepText]):
    """One card of the walk."""

    id: Id
    passage: Slug
    sv: StepText
    fields: Annotated[tuple[FieldEntry, ...], Field(min_length=1, max_length=9)]
    en: StepText | None = None
    translations: Mapping[Language, StepText] = untranslated()

    def rule(self, units: Sequence[Unit]) -> domain.Step:
        return domain.Step(self.id, tuple(field.rule(units) for field in self.fields))


@dataclass(frozen=True, slots=True)
class RequirementEntry(Closed, InLanguages[RequirementText]):
    """Something the routine, or good practice, demands of certain answers."""

    id: Id
    step: Id
    demand: domain.Severity
    sv: RequirementText
    en: RequirementText | None = None
    translations: Mapping[Language, RequirementText] = untranslated()
    when: ConditionEntry | None = None
    met: ConditionEntry | None = None
    passage: Slug | None = None

    def rule(self) -> domain.Requirement:
        met = self.met.condition() if self.met else NEVER
        return domain.Requirement(self.id, self.step, self.demand, _when(self.when), met)


@dataclass(frozen=True, slots=True)
class ItemEntry(Closed, InLanguages[ItemText]):
    """One line of a checklist."""

    id: Id
    sv: ItemText
    en: ItemText | None = None
    translations: Mapping[Language, ItemText] = untranslated()


@dataclass(frozen=True, slots=True)
class ReminderEntry(Closed):
    """One reminder: after how many working days, and whom to tell."""

    after_days: Days
    tell: Recipient


Escalation: TypeAlias = Annotated[tuple[ReminderEntry, ...], Field(max_length=9)]


@dataclass(frozen=True, slots=True)
class DeadlinesEntry(Closed):
    """How long a draft lives, and when those who keep a request waiting are reminded."""

    draft_days: Days
    warn_days: Days
    review: Escalation = ()
    manager: Escalation = ()
    returned: Escalation = ()
    approved: Escalation = ()

    def rule(self) -> Deadlines:
        escalations = (
            tuple(Reminder(each.after_days, each.tell) for each in escalation)
            for escalation in (self.review, self.manager, self.returned, self.approved)
        )
        return Deadlines(self.draft_days, self.warn_days, *escalations)


@dataclass(frozen=True, slots=True)
class AccountFile(Closed):
    """The whole file."""

    steps: Annotated[tuple[StepEntry, ...], Field(min_length=3, max_length=9)]
    deadlines: DeadlinesEntry
    requirements: tuple[RequirementEntry, ...] = ()
    checklist: tuple[ItemEntry, ...] = ()
    closing: tuple[ItemEntry, ...] = ()
    offered_on: tuple[Slug, ...] = ()
    retired: tuple[RetiredEntry, ...] = ()

    def fields(self) -> Iterator[tuple[Location, FieldEntry]]:
        """Yield every field with its location in the file."""
        for number, step in enumerate(self.steps):
            for index, entry in enumerate(step.fields):
                yield ("steps", number, "fields", index), entry


def _when(entry: ConditionEntry | None) -> Condition:
    return entry.condition() if entry else ALWAYS
