"""Sala's own request form: it asks what the compared guides ask, and can be walked through."""

from collections.abc import Iterator

import pytest

from accounts.form import REGISTERED, Requirement, Severity
from accounts.values import AllOf, AnyOf, Condition, FieldKind, Is
from knowledge.source.loader import load
from tests.conftest import REAL_BASE

SOURCED = {
    "syfte", "tid_resurser", "moderering", "komm_samrad", "chef_ok", "malgrupp", "gdpr",
    "befintlig_kanal", "ansvarig", "matbara_mal", "kanal", "frekvens", "grafik", "arkiv",
    "last_riktlinje", "samordning", "ersattare", "behorighet", "uppfoljning", "tillganglighet",
    "profilinfo", "avtal", "arenden", "namn", "behov", "avslut",
}  # fmt: skip
"""What at least two of the sixteen compared guides and checklists ask for."""

FORM = load(REAL_BASE).account_form
assert FORM is not None
RULES, WORDS = FORM.rules, FORM.fields

GOOD = {
    "verksamhet": "Exempelgården", "befattning": "Enhetschef", "kontakt": "Växeln",
    "ar_chef": "yes", "komm_samrad": "yes", "syfte": "Visa vardagen", "malgrupp": "Anhöriga",
    "befintlig_kanal": "nej", "kanal": "facebook", "kanal_varfor": "De finns där",
    "namn": "Exempelgården Sala kommun", "igang": "no", "ansvarig": "Ada Berg",
    "ersattare": "Bo Ek", "tid_resurser": "ja", "uppfoljning": "halvar",
    "behorighet": "Ada och Bo", "tva_administratorer": "yes", "tvafaktor": "yes",
    "profilinfo": "avsandare,kontaktvag,svarstider,regler,handlingar,personuppgifter",
    "grafik": "yes", "frekvens": "varje_vecka", "kommentarer": "oppet",
    "moderering": "Morgon och kväll", "helger": "yes", "arenden": "Till enheten",
    "annonsering": "nej", "syns": "medarbetare", "samtycke": "ja", "gdpr": "ombudet",
    "arkiv": "plan", "tillganglighet": "ja", "intyg": "last_riktlinje,avtal,avslut",
    REGISTERED: "no",
}  # fmt: skip
"""A request with nothing against it."""
NAMED_MANAGER = {"chef_ok": "Cia Dahl", "chef_tillfragad": "yes"}
"""Asked only of somebody who isn't the manager."""


def test_the_walk_has_seven_steps() -> None:
    assert len(RULES.steps) == 7


def test_everything_the_guides_ask_for_is_asked() -> None:
    asked = {field.id for field in RULES.fields()}
    asked |= {choice for field in RULES.fields() for choice in field.choices}

    assert asked >= SOURCED


def test_only_what_the_register_shows_is_public() -> None:
    public = {field for field, words in WORDS.items() if words.public}

    assert public == {"kanal", "namn", "verksamhet", "syfte", "kontakt"}


def test_good_answers_lead_to_the_end_with_nothing_against_them() -> None:
    checks = [RULES.check(step, GOOD, {}) for step in RULES.steps]

    assert [check.faults for check in checks] == [()] * 7
    assert RULES.unmet(GOOD) == ()


def test_every_required_field_is_missed_where_it_is_empty() -> None:
    faults = [fault.where for step in RULES.steps for fault in RULES.check(step, {}, {}).faults]

    required = [each.id for each in RULES.fields() if each.required and each.when.holds({})]
    assert set(required) <= set(faults)


@pytest.mark.parametrize("requirement", RULES.requirements, ids=lambda each: each.id)
def test_some_answers_open_each_requirement(requirement: Requirement) -> None:
    assert not requirement.is_open(GOOD)
    assert any(requirement.is_open(answers) for answers in openings(requirement))


@pytest.mark.parametrize("requirement", RULES.requirements, ids=lambda each: each.id)
def test_an_open_requirement_does_what_it_demands(requirement: Requirement) -> None:
    answers = next(each for each in openings(requirement) if requirement.is_open(each))
    step = RULES.step(requirement.step)
    assert step is not None
    others = {each.id: "Därför." for each in RULES.requirements if each != requirement}
    given = {**others, requirement.id: "Därför."}
    without, explained = (RULES.check(step, answers, reasons) for reasons in (others, given))

    assert requirement in without.unmet
    assert without.passes is (requirement.demand is Severity.NOTE)
    assert explained.passes is (requirement.demand is not Severity.STOP)


def test_somebody_who_is_not_the_manager_names_one() -> None:
    step = RULES.step("ansvar")
    assert step is not None
    faults = RULES.check(step, {**GOOD, "ar_chef": "no"}, {}).faults

    assert {fault.where for fault in faults} == {"chef_ok", "chef_tillfragad"}


def test_long_texts_are_few() -> None:
    texts = [each for each in RULES.fields() if each.kind is FieldKind.TEXT and each.required]

    assert len(texts) <= 6


def openings(requirement: Requirement) -> Iterator[dict[str, str]]:
    """Yield good answers changed so that the requirement may be open."""
    for reached in answers_that_meet(requirement.when):
        for left in [{}, *other_answers(requirement.met)]:
            yield {**GOOD, **NAMED_MANAGER, **reached, **left}


def answers_that_meet(condition: Condition) -> Iterator[dict[str, str]]:
    """Yield answers, each enough to make *condition* hold."""
    match condition:
        case Is(field, value):
            yield {field: value}
        case AnyOf(parts):
            for part in parts:
                yield from answers_that_meet(part)
        case AllOf(parts):
            whole: dict[str, str] = {}
            for part in parts:
                whole |= next(answers_that_meet(part))
            yield whole


def fields_of(condition: Condition) -> set[str]:
    if isinstance(condition, Is):
        return {condition.field}
    return set[str]().union(*map(fields_of, condition.conditions))


def other_answers(condition: Condition) -> Iterator[dict[str, str]]:
    """Yield every single choice of the fields that *condition* names."""
    for name in fields_of(condition):
        field = RULES.field(name)
        yield from ({name: choice} for choice in (field.choices if field else ()))
