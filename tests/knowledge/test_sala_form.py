"""Sala's own request form: it asks what the compared guides ask, and can be walked through."""

from collections.abc import Iterator

import pytest

from accounts.form import MANAGER_MATCH, REGISTERED, Requirement, Severity
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

ASKED_WITH = {
    "behov": "syfte",
    "matbara_mal": "mal_uppfoljning",
    "uppfoljning": "mal_uppfoljning",
    "samordning": "befintlig_kanal",
    "behorighet": "ersattare",
}
"""What one field asks for together with something else."""
ASKED_LATER = {
    "profilinfo": "profiltext",
    "grafik": "profilbild",
    "arenden": "kontaktvag",
    "arkiv": "arkivering",
    "last_riktlinje": "introduktion",
    "avtal": "villkor",
    "avslut": "villkor",
}
"""What is done between approval and the account going live, and so is on that checklist."""

OLD_FIELDS = (
    "verksamhet", "befattning", "kontakt", "ar_chef", "komm_samrad", "syfte", "behov", "malgrupp",
    "matbara_mal", "befintlig_kanal", "samordning", "kanal", "kanal_varfor", "namn", "igang",
    "adress", "startdatum", "chef_ok", "chef_tillfragad", "ansvarig", "ersattare", "tid_resurser",
    "uppfoljning", "behorighet", "tva_administratorer", "tvafaktor", "funktionsbrevlada",
    "profilinfo", "grafik", "frekvens", "kommentarer", "moderering", "helger", "arenden",
    "annonsering", "syns", "samtycke", "gdpr", "arkiv", "tillganglighet", "intyg",
)  # fmt: skip
"""The questions of the form before it was shortened."""

FORM = load(REAL_BASE).account_form
assert FORM is not None
RULES, WORDS = FORM.rules, FORM.fields

GOOD = {
    "verksamhet": "exempelgarden", "kontakt": "Växeln", "ar_chef": "yes", "komm_samrad": "yes",
    "syfte": "Visa vardagen", "malgrupp": "Anhöriga", "befintlig_kanal": "nej",
    "mal_uppfoljning": "300 följare, varje vår", "kanal": "facebook",
    "kanal_varfor": "De finns där", "namn": "Exempelgården Sala kommun", "igang": "no",
    "ansvarig": "Ada Berg", "ersattare": "Bo Ek", "tid_resurser": "ja",
    "frekvens": "varje_vecka", "kommentarer": "oppet", "moderering": "Morgon och kväll",
    "helger": "yes", "annonsering": "nej", "syns": "medarbetare", "gdpr": "ombudet",
    "tillganglighet": "ja", REGISTERED: "no", MANAGER_MATCH: "unnamed",
}  # fmt: skip
"""A request with nothing against it."""
WHERE_ASKED = {
    "chef_ok": "Cia Dahl",
    "adress": "https://www.facebook.com/exempelgarden",
    "samtycke": "ja",
    "annons_kostnad": "500 kronor, enheten",
}
"""Good answers to what is asked only after certain others."""


def test_the_plain_case_is_fewer_than_twenty_five_fields_in_five_steps() -> None:
    asked = [field.id for step in RULES.steps for field in RULES.asked(step, GOOD)]

    assert len(RULES.steps) == 5
    assert len(asked) == 24
    assert len([each for each in asked if is_written(each)]) == 8


def is_written(field_id: str) -> bool:
    field = RULES.field(field_id)
    return field is not None and not field.choices and field.required


def test_no_step_of_the_plain_case_is_longer_than_a_few_screens() -> None:
    assert max(len(RULES.asked(step, GOOD)) for step in RULES.steps) <= 6


def test_everything_the_guides_ask_for_is_asked_or_on_the_checklist() -> None:
    asked = {field.id for field in RULES.fields()}
    asked |= {choice for field in RULES.fields() for choice in field.choices}
    asked |= {each for each, field in ASKED_WITH.items() if field in asked}
    asked |= {each for each, item in ASKED_LATER.items() if item in RULES.checklist}

    assert asked >= SOURCED


def test_what_the_checklist_asks_later_is_not_asked_before() -> None:
    assert not {field.id for field in RULES.fields()} & {*ASKED_LATER, "tvafaktor", "intyg"}


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"verksamhet": "annan"}, "annan_enhet"),
        ({"ar_chef": "no"}, "chef_ok"),
        ({"kanal": "annan"}, "annan_plattform"),
        ({"igang": "yes"}, "adress"),
        ({"kommentarer": "oppet"}, "moderering"),
        ({"kommentarer": "granskas"}, "helger"),
        ({"annonsering": "ja"}, "annons_kostnad"),
        ({"syns": "medarbetare,barn"}, "samtycke"),
        ({"syns": "brukare"}, "samtycke"),
    ],
)
def test_a_field_appears_where_an_answer_makes_it_matter_and_is_then_required(
    answer: dict[str, str], field: str
) -> None:
    without = {"kommentarer": "stangt", "syns": "inga"}
    missed = {
        fault.where
        for step in RULES.steps
        for fault in RULES.check(step, RULES.applying({**GOOD, **answer, field: ""}), {}).faults
    }
    unasked = {each.id for step in RULES.steps for each in RULES.asked(step, {**GOOD, **without})}

    assert field in missed
    assert field not in unasked


def test_every_question_of_the_older_form_still_has_a_name_for_its_answers() -> None:
    assert {*OLD_FIELDS} <= WORDS.keys()


def test_only_what_the_register_shows_is_public() -> None:
    public = {field for field, words in WORDS.items() if words.public}

    assert public == {
        "kanal", "annan_plattform", "namn", "verksamhet", "annan_enhet", "syfte", "kontakt"
    }  # fmt: skip


def test_good_answers_lead_to_the_end_with_nothing_against_them() -> None:
    checks = [RULES.check(step, GOOD, {}) for step in RULES.steps]

    assert [check.faults for check in checks] == [()] * 5
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
    step = RULES.step("verksamhet")
    assert step is not None
    faults = RULES.check(step, {**GOOD, "ar_chef": "no"}, {}).faults

    assert {fault.where for fault in faults} == {"chef_ok"}


def test_long_texts_are_few() -> None:
    texts = [each for each in RULES.fields() if each.kind is FieldKind.TEXT and each.required]

    assert len(texts) <= 6


def openings(requirement: Requirement) -> Iterator[dict[str, str]]:
    """Yield good answers changed so that the requirement may be open."""
    for reached in answers_that_meet(requirement.when):
        for left in [{}, *other_answers(requirement.met)]:
            yield {**GOOD, **WHERE_ASKED, **reached, **left}


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
