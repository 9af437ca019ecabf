"""Conditions, and what the form makes of answers."""

from dataclasses import replace

import pytest

from accounts.form import LONGEST_REASON, SUMMARY, Form, Requirement, Severity, Step, StepCheck
from accounts.values import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Condition,
    FaultKind,
    Field,
    FieldFault,
    FieldKind,
    Is,
    chosen,
)
from tests.world.builders import ANSWERS, a_form

RED, ROUND = Is("color", "red"), Is("shape", "round")


@pytest.mark.parametrize(
    ("condition", "answers", "holds"),
    [
        (ALWAYS, {}, True),
        (NEVER, {"color": "red"}, False),
        (RED, {"color": "red"}, True),
        (RED, {"color": "blue,red"}, True),
        (RED, {"color": "dark red"}, False),
        (RED, {"shape": "red"}, False),
        (RED, {}, False),
        (Is("color", ""), {}, True),
        (Is("color", ""), {"color": "red"}, False),
        (AnyOf((RED, ROUND)), {"shape": "round"}, True),
        (AnyOf((RED, ROUND)), {"color": "blue"}, False),
        (AllOf((RED, ROUND)), {"color": "red", "shape": "round"}, True),
        (AllOf((RED, ROUND)), {"color": "red"}, False),
        (AllOf((RED, AnyOf((ROUND, NEVER)))), {"color": "red", "shape": "round"}, True),
    ],
)
def test_a_condition_holds_over_the_answers(
    condition: Condition, answers: dict[str, str], holds: bool
) -> None:
    assert condition.holds(answers) is holds


def test_several_choices_are_told_apart() -> None:
    assert chosen({"color": "red,blue"}, "color") == ("red", "blue")
    assert chosen({}, "color") == ("",)


def test_the_walk_stops_at_both_ends() -> None:
    form = a_form()

    assert form.beside("vad", offset=-1) == "vad"
    assert form.beside("vad", offset=1) == "vem"
    assert form.beside("hur", offset=1) == SUMMARY
    assert form.beside(SUMMARY, offset=1) == SUMMARY
    assert form.beside(SUMMARY, offset=-1) == "hur"


def test_a_step_that_has_gone_counts_as_the_first() -> None:
    form = a_form()

    assert form.place_of("borttaget") == form.place_of("vad") == 0
    assert form.place_of(SUMMARY) == len(form.steps)
    assert form.step("borttaget") is None
    assert form.field("borttaget") is None


def test_only_what_applies_is_asked() -> None:
    form = a_form()
    who = form.steps[1]

    asked = [field.id for field in form.asked(who, {"ar_chef": "yes"})]

    assert asked == ["verksamhet", "ar_chef", "kontakt"]


def test_every_fault_of_a_step_is_told_at_once() -> None:
    form = a_form()

    check = form.check(form.steps[0], {"kanal": "myspace", "namn": "a" * 41}, {})

    assert check.faults == (
        FieldFault("kanal", FaultKind.NOT_A_CHOICE),
        FieldFault("namn", FaultKind.TOO_LONG),
        FieldFault("syfte", FaultKind.MISSING),
    )
    assert not check.passes


def test_what_is_not_asked_is_not_missing() -> None:
    form = a_form()

    assert form.check(form.steps[1], {**ANSWERS, "ar_chef": "yes", "chef_ok": ""}, {}).passes


@pytest.mark.parametrize(
    ("demand", "reasons", "passes"),
    [
        (Severity.STOP, {}, False),
        (Severity.STOP, {"krav": "Vi vill."}, False),
        (Severity.REASON, {}, False),
        (Severity.REASON, {"krav": ""}, False),
        (Severity.REASON, {"annat": "Vi vill."}, False),
        (Severity.REASON, {"krav": "Vi vill."}, True),
        (Severity.NOTE, {}, True),
    ],
)
def test_an_unmet_requirement_asks_what_it_demands(
    demand: Severity, reasons: dict[str, str], passes: bool
) -> None:
    step = Step("ett", (Field("color", FieldKind.LINE),))
    requirement = Requirement("krav", "ett", demand, RED)

    check = Form((step,), (requirement,)).check(step, {"color": "red"}, reasons)

    assert check.unmet == (requirement,)
    assert check.passes is passes


def test_a_requirement_is_open_until_it_is_met() -> None:
    requirement = Requirement("krav", "ett", Severity.STOP, when=RED, met=ROUND)

    assert requirement.is_open({"color": "red"})
    assert not requirement.is_open({"color": "red", "shape": "round"})
    assert not requirement.is_open({"color": "blue"})


def test_requirements_are_told_for_one_step_or_for_all() -> None:
    form = a_form()
    view = {"already_registered": "yes", "administratorer": "one"}

    assert [each.id for each in form.unmet(view)] == ["upptaget", "ensam"]
    assert [each.id for each in form.unmet(view, step="hur")] == ["ensam"]


def test_only_a_stop_holds_back_a_step_without_faults() -> None:
    note = Requirement("krav", "ett", Severity.NOTE)

    assert StepCheck((), (note,)).passes
    assert not StepCheck((), (replace(note, demand=Severity.STOP),)).passes
    assert not StepCheck((FieldFault("f", FaultKind.MISSING),)).passes


def test_an_answer_whose_question_fell_away_no_longer_counts() -> None:
    answers = {"visar": "hus", "samtycke": "Vi frågar alla."}

    assert a_form().applying(answers) == {"visar": "hus"}


def test_answers_fall_away_one_after_another() -> None:
    chain = (
        Field("a", FieldKind.LINE),
        Field("c", FieldKind.LINE, when=Is("b", "1")),
        Field("b", FieldKind.LINE, when=Is("a", "1")),
        Field("d", FieldKind.LINE, when=Is("c", "1")),
    )
    form = Form((Step("ett", chain),), ())

    assert form.applying({"a": "1", "b": "1", "c": "1", "d": "1"}).keys() == {"a", "b", "c", "d"}
    assert form.applying({"a": "2", "b": "1", "c": "1", "d": "1"}) == {"a": "2"}


def test_an_answer_to_a_field_that_has_gone_no_longer_counts() -> None:
    assert a_form().applying({"namn": "Bio", "borttaget": "x"}) == {"namn": "Bio"}


def test_a_fact_counts_like_an_answer() -> None:
    field = Field("skillnad", FieldKind.LINE, when=Is("already_registered", "yes"))
    form = Form((Step("ett", (field,)),), ())

    view = {"already_registered": "yes", "skillnad": "Annan målgrupp."}

    assert form.applying(view) == view


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
