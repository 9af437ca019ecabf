"""The request form as rules without words: steps, requirements, and when each applies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import chain

from accounts.deadlines import Deadlines
from accounts.matching import NameMatch, match_fact
from accounts.values import (
    ALWAYS,
    NEVER,
    Answers,
    Condition,
    FaultKind,
    Field,
    FieldFault,
    FieldKind,
    fault_in,
    fields_in,
)
from core.person import folded

PLATFORM, NAME, UNIT, PURPOSE = "kanal", "namn", "verksamhet", "syfte"
"""The fields that every form must have: the register is made of them."""
CONTACT, MANAGER, IS_MANAGER = "kontakt", "chef_ok", "ar_chef"
"""Fields the program uses where a form has them: where the public may turn, the responsible
manager's name, and whether the requester is that manager, who then need not confirm."""
RESPONSIBLE, UNIT_NAME, PLATFORM_NAME = "ansvarig", "annan_enhet", "annan_plattform"
"""The same: who is to be responsible for the account, and what a unit and a platform are called
that aren't among those to choose from."""
ADDRESS, START = "adress", "startdatum"
"""The same: where an account is that exists already, and when it is to begin."""
OTHER = "annan"
"""The choice of a unit or platform that isn't in the list."""
REGISTERED = "already_registered"
"""A fact that conditions may ask for like a field: the same platform and name is in use."""
MANAGER_MATCH = "manager_match"
"""A fact: whom the bot knows by the manager's name."""
FACTS: Mapping[str, frozenset[str]] = {
    REGISTERED: frozenset({"yes", "no"}),
    MANAGER_MATCH: frozenset(NameMatch),
}
"""What conditions may ask for beside the fields, and the values it can have."""
_FIELD_OF_FACT = {REGISTERED: NAME, MANAGER_MATCH: MANAGER}
LONGEST_REASON = 400
"""Characters of the reason for going on though a requirement isn't met."""
SUMMARY = "summary"
"""Where the walk stands after the last step: everything is shown once more before it is sent."""


@dataclass(frozen=True, slots=True)
class Step:
    """One card of the walk."""

    id: str
    fields: tuple[Field, ...]


class Severity(StrEnum):
    """What an unmet requirement asks of the requester."""

    STOP = "stop"
    """The step can't be left forwards."""
    REASON = "reason"
    """The step is left only with a reason, which the reviewer reads."""
    NOTE = "note"
    """The requester and the reviewer are told."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something the routine demands of certain answers."""

    id: str
    step: str
    demand: Severity
    when: Condition = ALWAYS
    met: Condition = NEVER

    def is_open(self, view: Answers) -> bool:
        return self.when.holds(view) and not self.met.holds(view)

    def fields(self) -> frozenset[str]:
        """Return the fields whose answers it depends on."""
        asked_for = (*fields_in(self.when), *fields_in(self.met))
        return frozenset(_FIELD_OF_FACT.get(each, each) for each in asked_for)


@dataclass(frozen=True, slots=True)
class StepCheck:
    """What stands in the way of leaving a step, and what is worth telling."""

    faults: tuple[FieldFault, ...] = ()
    unmet: tuple[Requirement, ...] = ()

    @property
    def passes(self) -> bool:
        stopped = any(requirement.demand is Severity.STOP for requirement in self.unmet)
        return not self.faults and not stopped


NOTHING_WRONG = StepCheck()


@dataclass(frozen=True)
class Form:
    """Everything the domain must know of the form.

    What every press asks for is found once: hence no slots.
    """

    steps: tuple[Step, ...]
    requirements: tuple[Requirement, ...]
    checklist: tuple[str, ...] = ()
    """What must be done between approval and the account going live."""
    closing: tuple[str, ...] = ()
    """What must be done before an account is closed."""
    deadlines: Deadlines = field(default_factory=Deadlines)
    retired: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """The fields that are no longer asked, by the step that shows what was answered in them."""
    units: Mapping[str, str] = field(default_factory=dict[str, str])
    """The units' ids by their folded names, those no longer to choose from too."""
    hosts: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Where each platform is, its host now first; one without any may be anywhere."""

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def field(self, field_id: str) -> Field | None:
        return self._by_id.get(field_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Field]:
        return {each.id: each for each in self.fields()}

    def fields(self) -> Iterator[Field]:
        for step in self.steps:
            yield from step.fields

    def place_of(self, step_id: str) -> int:
        """Return the number of a step, from 0; the summary's is that after the last step's.

        An unknown step, of a form that has changed since, counts as the first.
        """
        ids = [step.id for step in self.steps] + [SUMMARY]
        return ids.index(step_id) if step_id in ids else 0

    def beside(self, step_id: str, *, offset: int) -> str:
        """Return the id of the step *offset* from *step_id*, stopping at both ends."""
        place = max(0, min(self.place_of(step_id) + offset, len(self.steps)))
        return self.steps[place].id if place < len(self.steps) else SUMMARY

    def asked(self, step: Step, view: Answers) -> tuple[Field, ...]:
        """Return the fields of *step* that apply to these answers."""
        return tuple(each for each in step.fields if each.when.holds(view))

    def shown(self, step: Step, view: Answers) -> tuple[str, ...]:
        """Return the fields whose answers *step* shows: those asked, and those once answered."""
        retired = (each for each in self.retired.get(step.id, ()) if view.get(each))
        return (*(each.id for each in self.asked(step, view)), *retired)

    def unit_id(self, unit: str) -> str:
        """Return the id of the unit of that name, or the name of one that isn't in the list."""
        return self.units.get(folded(unit), unit)

    def brought_up(self, answers: Answers) -> Answers:
        """Return answers given while units were written freely as they are given now."""
        given, field = answers.get(UNIT), self.field(UNIT)
        if not given or field is None or field.kind is not FieldKind.UNIT:
            return answers
        unit = self.unit_id(given)
        if unit in self._listed_units:
            return {**answers, UNIT: unit}
        return {**answers, UNIT: OTHER, UNIT_NAME: unit}

    @cached_property
    def _listed_units(self) -> frozenset[str]:
        return frozenset((OTHER, *self.units.values()))

    def differs(self, before: Answers, now: Answers) -> bool:
        """Whether an answer that the manager vouches for isn't the same."""
        vouched = (each.id for each in self.fields() if each.vouched)
        return any(before.get(each, "") != now.get(each, "") for each in vouched)

    def applying(self, answers: Answers) -> dict[str, str]:
        """Return the answers, and facts, that count: not those whose question has fallen away.

        Taking one away may take away the next, whose question hung on it.
        """
        asked_when = self._asked_when
        view = {key: value for key, value in answers.items() if key in asked_when}
        while gone := [key for key in view if not asked_when[key].holds(view)]:
            view = {key: value for key, value in view.items() if key not in gone}
        return view

    @cached_property
    def _asked_when(self) -> Mapping[str, Condition]:
        """When each answer, and each fact, counts."""
        matches = (match_fact(each.id) for each in self.fields())
        known = (*FACTS, *matches, *chain(*self.retired.values()))
        return dict.fromkeys(known, ALWAYS) | {each.id: each.when for each in self.fields()}

    def unmet(self, view: Answers, *, step: str | None = None) -> tuple[Requirement, ...]:
        """Return the requirements that are open, of one step or of all."""
        return tuple(
            requirement
            for requirement in self.requirements
            if step in (None, requirement.step) and requirement.is_open(view)
        )

    def check(self, step: Step, view: Answers, reasons: Answers) -> StepCheck:
        """Return what stands in the way of leaving *step* with these answers and reasons."""
        faults = [fault_in(each, view.get(each.id, "")) for each in self.asked(step, view)]
        unmet = self.unmet(view, step=step.id)
        faults += [
            _fault_in_reason(requirement.id, reasons.get(requirement.id, ""))
            for requirement in unmet
            if requirement.demand is Severity.REASON
        ]
        return StepCheck(tuple(fault for fault in faults if fault), unmet)


def unit_of(answers: Answers) -> str:
    """Return the id of the unit, or its name where it isn't in the list."""
    unit = answers.get(UNIT, "")
    return answers.get(UNIT_NAME, unit) if unit == OTHER else unit


def _fault_in_reason(requirement_id: str, reason: str) -> FieldFault | None:
    if not reason:
        return FieldFault(requirement_id, FaultKind.REASON_MISSING)
    return FieldFault(requirement_id, FaultKind.TOO_LONG) if len(reason) > LONGEST_REASON else None
