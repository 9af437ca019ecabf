"""A request at one of its steps: what was entered there, what is told of it, where it goes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from accounts.form import NOTHING_WRONG, SUMMARY, Form, Requirement, Severity, Step, StepCheck
from accounts.history import RequestStatus
from accounts.people_fields import Candidate
from accounts.request import AccountRequest
from accounts.values import ABOUT_PEOPLE, Answers, FaultKind, FieldFault


class Move(StrEnum):
    """Where to from a step."""

    NEXT = "next"
    BACK = "back"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class StepInput:
    """What stood in a step's card when a button was pressed."""

    request_id: str
    seen: int
    step: str
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Walk:
    """A request at one of its steps, or at the summary."""

    request: AccountRequest
    view: Answers
    """The answers that count, with the facts that conditions may ask for."""
    check: StepCheck = NOTHING_WRONG
    """What keeps the requester from leaving the step; nothing at the summary."""
    obstacle: Step | None = None
    """At the summary, the first step that keeps the request from being sent."""
    tried: bool = False
    """Whether the requester has just tried to leave the step, and couldn't."""
    asked_anew: frozenset[str] = frozenset()
    """The fields that what was just entered has led to."""
    advice: tuple[Requirement, ...] = ()
    """What the step just left has given reason to tell."""
    candidates: Mapping[str, Sequence[Candidate]] = field(
        default_factory=dict[str, Sequence[Candidate]]
    )
    """Whom to choose from, in the step's fields whose name several people have."""
    remembered: frozenset[str] = frozenset()
    """The step's fields that hold what was answered in an earlier request, and isn't saved yet."""
    following: str = SUMMARY
    """Where the step leads, as it is answered now."""

    @property
    def faults(self) -> Sequence[FieldFault]:
        """What is held against the requester: nothing before they have tried to go on."""
        return tuple(fault for fault in self._told if not self._is_asked_for(fault))

    @property
    def asked_for(self) -> Sequence[FieldFault]:
        """The reasons and answers that only what was entered has led to, which is no fault."""
        return tuple(fault for fault in self._told if self._is_asked_for(fault))

    @property
    def _told(self) -> Sequence[FieldFault]:
        return self.check.faults if self.tried else ()

    def _is_asked_for(self, fault: FieldFault) -> bool:
        is_new = fault.kind is FaultKind.MISSING and fault.where in self.asked_anew
        return is_new or fault.kind in (FaultKind.REASON_MISSING, *ABOUT_PEOPLE)


def asked_anew(form: Form, step: Step, before: Answers, now: Answers) -> frozenset[str]:
    """Return the fields of *step* that apply *now* and didn't *before*."""
    fields_before, fields_now = (form.asked(step, view) for view in (before, now))
    return frozenset(each.id for each in fields_now) - {each.id for each in fields_before}


def new_advice(form: Form, step: Step, before: Answers, now: Answers) -> tuple[Requirement, ...]:
    """Return the notes on *step* that its answers *now* lead to, and those *before* didn't."""
    was_answered = any(each.id in before for each in step.fields)
    known = form.unmet(before, step=step.id) if was_answered else ()
    notes = (each for each in form.unmet(now, step=step.id) if each.demand is Severity.NOTE)
    return tuple(each for each in notes if each not in known)


def copied(draft: AccountRequest, source: AccountRequest, form: Form) -> AccountRequest:
    """Return *draft* with the answers of *source*, and the reasons that go with them."""
    is_over = source.status in (RequestStatus.WITHDRAWN, RequestStatus.DECLINED)
    left_out = set[str]() if is_over else {each.id for each in form.fields() if not each.copied}
    about_them = {each.id for each in form.requirements if each.fields() & left_out}
    answers = form.brought_up(source.answers)
    return replace(
        draft,
        answers={key: text for key, text in answers.items() if key not in left_out},
        reasons={key: text for key, text in source.reasons.items() if key not in about_them},
    )
