"""The request form as it is read from the editors' file."""

from dataclasses import replace
from pathlib import Path

import pytest

from accounts.deadlines import Recipient, Reminder
from accounts.form import Severity
from accounts.values import FieldKind, Is
from core.language import Language
from knowledge.account_form import AccountForm
from knowledge.base import Base
from knowledge.source.loader import load
from tests.conftest import SMALL_BASE
from tests.world.bases import a_copy

FILE = "account_request.yaml"


@pytest.fixture(scope="module")
def base() -> Base:
    return load(SMALL_BASE)


@pytest.fixture(scope="module")
def form(base: Base) -> AccountForm:
    assert base.account_form is not None
    return base.account_form


def test_steps_and_fields_come_in_the_order_of_the_file(form: AccountForm) -> None:
    asked = {step.id: [field.id for field in step.fields] for step in form.rules.steps}

    assert asked == {
        "konto": ["kanal", "namn", "syfte", "malgrupp"],
        "ansvar": ["verksamhet", "ar_chef", "helger"],
        "kontakt": ["chef_ok", "kontakt", "startdatum"],
    }


def test_a_field_keeps_what_the_file_says_of_it(form: AccountForm) -> None:
    name, manager = form.rules.field("namn"), form.rules.field("chef_ok")
    assert name is not None
    assert manager is not None

    assert (name.kind, name.required, name.longest) == (FieldKind.LINE, True, 60)
    assert manager.when == Is("ar_chef", "no")
    assert [field for field, words in form.fields.items() if words.public] == [
        "kanal", "namn", "syfte", "verksamhet", "kontakt",
    ]  # fmt: skip


def test_every_choice_at_once_is_a_possible_answer(form: AccountForm) -> None:
    groups = form.rules.field("malgrupp")
    assert groups is not None

    assert groups.longest == len(",".join(groups.choices))


def test_words_are_found_in_both_languages(form: AccountForm) -> None:
    assert form.steps["konto"].text_in("sv").title == "Kontot"
    assert form.steps["konto"].passage == "starta-konto-steg"
    assert form.fields["syfte"].text_in("en").help == "Write what the account is for."
    assert form.fields["syfte"].text_in("en").example == ""
    assert form.requirements["ingen-helg"].text_in("sv").ask == "Hur klarar ni helgerna?"
    assert form.requirements["finns-redan"].passage is None
    assert form.checklist["tvafaktor"].text_in("sv").title == "Tvåstegsverifiering är påslagen"
    assert form.closing["spara"].text_in("en").help == "Take a snapshot of the account."
    assert form.offered_on == {"starta-konto"}


def test_requirements_deadlines_and_lists_reach_the_rules(form: AccountForm) -> None:
    demands = {each.id: each.demand for each in form.rules.requirements}

    assert demands == {
        "finns-redan": Severity.STOP,
        "ingen-helg": Severity.REASON,
        "chefens-ja": Severity.NOTE,
    }
    assert form.rules.deadlines.review[0] == Reminder(2, Recipient.CHANNEL)
    assert form.rules.deadlines.manager[-1] == Reminder(7, Recipient.REQUESTER)
    assert form.rules.checklist == ("profiltext", "tvafaktor")
    assert form.rules.closing == ("spara", "foljare")


@pytest.mark.parametrize(
    ("field", "value", "language", "read"),
    [
        ("kanal", "annan", "en", "Another"),
        ("malgrupp", "anhoriga,invanare", "sv", "Anhöriga; Invånare"),
        ("malgrupp", "invanare,grannar", "sv", "Invånare; grannar"),
        ("kanal", "", "sv", ""),
        ("namn", "Ekgården, avdelning 2", "sv", "Ekgården, avdelning 2"),
        ("borttaget", "ja", "sv", "ja"),
    ],
)
def test_an_answer_is_read_in_words(
    form: AccountForm, field: str, value: str, language: Language, read: str
) -> None:
    assert form.answer_text(field, value, language) == read


@pytest.mark.parametrize(
    ("condition", "holds_for"),
    [
        ("{field: helger, is: 'no'}", {"helger": "no"}),
        ("{field: syfte, is: ''}", {}),
        (
            "{any_of: [{field: helger, is: 'no'}, {field: kanal, is: annan}]}",
            {"helger": "yes", "kanal": "annan"},
        ),
        (
            "{all_of: [{field: helger, is: 'no'}, {any_of: [{field: kanal, is: annan}]}]}",
            {"helger": "no", "kanal": "annan"},
        ),
    ],
)
def test_a_condition_is_read_into_the_rules(
    tmp_path: Path, condition: str, holds_for: dict[str, str]
) -> None:
    folder = a_copy(tmp_path)
    text = (folder / FILE).read_text("utf-8")
    whole = text.replace('when: {field: helger, is: "no"}', f"when: {condition}")
    (folder / FILE).write_text(whole, "utf-8")
    form = load(folder).account_form
    assert form is not None
    required = next(each for each in form.rules.requirements if each.id == "ingen-helg")

    assert required.is_open(holds_for)
    assert not required.is_open({"helger": "yes", "kanal": "facebook", "syfte": "x"})


def test_a_base_may_be_without_a_form(tmp_path: Path, base: Base) -> None:
    folder = a_copy(tmp_path)
    (folder / FILE).unlink()
    without = load(folder)

    assert without.account_form is None
    assert replace(without, hash=base.hash, account_form=base.account_form) == base


def test_the_form_is_part_of_the_bases_hash(tmp_path: Path, base: Base) -> None:
    folder = a_copy(tmp_path)
    text = (folder / FILE).read_text("utf-8")
    (folder / FILE).write_text(text.replace("Kontots namn", "Namnet"), "utf-8")

    assert load(folder).hash != base.hash
