"""A reason is shown to the reviewer beside everything else, so it has a greatest length too."""

from accounts.form import ALWAYS, LONGEST_REASON, Form, Requirement, Severity, Step
from accounts.values import FaultKind, FieldFault

STEP = Step("only", ())
FORM = Form((STEP,), (Requirement("why", "only", Severity.REASON, ALWAYS),))


def faults(reason: str) -> tuple[FieldFault, ...]:
    return FORM.check(STEP, {}, {"why": reason}).faults


def test_a_reason_that_fills_its_room_is_taken() -> None:
    assert faults("x" * LONGEST_REASON) == ()


def test_a_longer_reason_is_told_to_be_too_long() -> None:
    assert faults("x" * (LONGEST_REASON + 1)) == (FieldFault("why", FaultKind.TOO_LONG),)


def test_a_missing_reason_is_told_to_be_missing() -> None:
    assert faults("") == (FieldFault("why", FaultKind.REASON_MISSING),)
