"""A reason is shown to the reviewer beside everything else, so it has a greatest length too."""

from accounts.conditions import ALWAYS
from accounts.form import LONGEST_REASON, Demand, Form, Requirement, Step
from accounts.values import Fault, FaultKind

STEP = Step("only", ())
FORM = Form((STEP,), (Requirement("why", "only", Demand.REASON, ALWAYS),))


def faults(reason: str) -> tuple[Fault, ...]:
    return FORM.check(STEP, {}, {"why": reason}).faults


def test_a_reason_that_fills_its_room_is_taken() -> None:
    assert faults("x" * LONGEST_REASON) == ()


def test_a_longer_reason_is_told_to_be_too_long() -> None:
    assert faults("x" * (LONGEST_REASON + 1)) == (Fault("why", FaultKind.TOO_LONG),)


def test_a_missing_reason_is_told_to_be_missing() -> None:
    assert faults("") == (Fault("why", FaultKind.REASON_MISSING),)
