"""Every fault in the request form is told with its line and column, and stops the start."""

from pathlib import Path

import pytest

from knowledge.source.loader import load, read_folder
from tests.world.bases import a_copy
from texts.catalogue import Texts
from texts.problems import lines
from yamlfile.problem import Faulty

FILE = "account_request.yaml"
MARK = "^"
"""Stands in each case where the fault is to be found; it isn't written to the file."""

HELG = 'when: {field: helger, is: "no"}'
CHEF = 'when: {field: ar_chef, is: "no"}'
KIND_OF_UNIT = ("kind: line\n        public", "kind: choice\n        public")
FIRST_STEP = ("  - id: konto\n", "  ^- id: konto\n")


def deep(condition: str) -> str:
    return f"{{all_of: [{{field: kanal, is: annan}}, {{any_of: [{condition}]}}]}}"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return a_copy(tmp_path)


def change(base: Path, *edits: tuple[str, str]) -> tuple[int, int]:
    """Make the edits in the form, each once; return the line and column of the mark in them."""
    path = base / FILE
    text = path.read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    before, after = text.split(MARK)
    path.write_text(before + after, "utf-8")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def found(base: Path) -> list[tuple[str, str, int, int]]:
    problems = read_folder(base).problems
    return [
        (fault.path.name, fault.code, fault.place.line, fault.place.column) for fault in problems
    ]


SHAPE = [
    ("wrong-choice", ("kind: text", "kind: ^essay")),
    ("wrong-choice", ("demand: note", "demand: ^hint")),
    ("field-unknown", ("public: true", "^publik: true")),
    ("field-missing", ("- id: malgrupp", "- ^idd: malgrupp")),
    ("not-a-number", ("longest: 60", "longest: ^sixty")),
    ("number-too-small", ("longest: 60", "longest: ^0")),
    ("number-too-large", ("longest: 60", "longest: ^1001")),
    ("number-too-large", ("draft_days: 60", "draft_days: ^400")),
    ("wrong-form", ("id: malgrupp", "id: ^Mål,grupp")),
    ("text-too-short", ("title: Ansvar,", "title: ^A,")),
    ("not-yes-or-no", ("required: false", "required: ^kanske")),
]

IDS = [
    ("repeated-id", ("- id: ansvar\n", "- id: ^konto\n")),
    ("repeated-id", ("- id: malgrupp", "- id: ^namn")),
    ("repeated-id", ("- id: ingen-helg", "- id: ^syfte")),
    ("repeated-id", ("- id: tvafaktor", "- id: ^profiltext")),
    ("repeated-id", ("- id: foljare", "- id: ^spara")),
    ("repeated-id", ("{id: instagram,", "{id: ^facebook,")),
    ("reserved-id", ("- id: kontakt\n", "- id: ^summary\n")),
    ("reserved-id", ("- id: startdatum", "- id: ^already_registered")),
]

FIELDS = [
    ("needed-field-missing", ("id: verksamhet", "id: enhet"), FIRST_STEP),
    ("field-of-wrong-kind", ("kind: text", "kind: ^date")),
    ("field-of-wrong-kind", ("kind: email", "kind: ^date")),
    ("needed-field-optional", ("kind: text", "kind: text\n        required: ^false")),
    ("needed-field-optional", ("kind: text", 'kind: text\n        when: ^{field: namn, is: ""}')),
    ("needed-choice-missing", ('[{id: "yes", sv: Ja', "^[{id: ja, sv: Ja")),
    ("choices-missing", ("- id: verksamhet", "- ^id: verksamhet"), KIND_OF_UNIT),
    ("choices-unneeded", ("kind: choices", "kind: line"), ("- {id: anhoriga", "^- {id: anhoriga")),
]

CONDITIONS = [
    ("wrong-condition", (HELG, "when: ^{field: helger}")),
    ("wrong-condition", (HELG, 'when: ^{is: "no"}')),
    ("wrong-condition", (HELG, "when: ^{}")),
    ("wrong-condition", (HELG, 'when: ^{field: namn, is: "", any_of: [{field: syfte, is: ""}]}')),
    ("wrong-condition", (HELG, f"when: {deep('^{is: x}')}")),
    ("list-too-short", (HELG, "when: {any_of: ^[]}")),
    ("field-unknown", (HELG, 'when: {^not: {field: helger, is: "no"}}')),
    ("field-unknown", (HELG, "when: {^script: 1 + 1}")),
    ("not-a-mapping", (HELG, "when: ^helger == 'no'")),
    ("unknown-field", (HELG, 'when: {field: ^helgr, is: "no"}')),
    ("unknown-field", (HELG, f"when: {deep('{field: ^helgr, is: x}')}")),
    ("unknown-choice", (HELG, "when: {field: helger, is: ^nej}")),
    ("unknown-choice", (HELG, "when: {field: namn, is: ^Ekgården}")),
    ("unknown-choice", (HELG, f"when: {deep('{field: already_registered, is: ^maybe}')}")),
    ("condition-ahead", (HELG, f'{HELG}\n    met: {{field: ^chef_ok, is: ""}}')),
    ("condition-ahead", (CHEF, 'when: {field: ^kontakt, is: ""}')),
    ("condition-ahead", (CHEF, 'when: {field: ^chef_ok, is: ""}')),
]

REQUIREMENTS = [
    ("unknown-step", ("step: ansvar", "step: ^ansvaret")),
    ("requirement-unconditional", ("- id: ingen-helg", "- ^id: ingen-helg"), (f"    {HELG}\n", "")),
    ("ask-unneeded", ("demand: reason", "demand: note"), ("ask: Hur klarar", "ask: ^Hur klarar")),
    (
        "ask-missing",
        ("      ask: Hur klarar ni helgerna?\n", ""),
        ("title: Ingen bevakar", "^title: Ingen bevakar"),
    ),
]

REFERENCES = [
    ("unknown-topic", ("[starta-konto]", "[starta-konto, ^borja]")),
    ("unknown-passage", ("passage: starta-konto-steg", "passage: ^starta")),
    ("unknown-passage", (f"    {HELG}\n    passage: ", f"    {HELG}\n    passage: ^x")),
]

DEADLINES = [
    ("warning-too-early", ("warn_days: 7", "warn_days: ^60")),
    ("ladder-falls", ("after_days: 5", "after_days: ^2")),
    ("wrong-choice", ("tell: channel", "tell: ^manager")),
    ("wrong-choice", ("tell: manager", "tell: ^reviewers")),
]


@pytest.mark.parametrize(
    ("code", "edits"),
    [
        (code, edits)
        for code, *edits in (
            *SHAPE,
            *IDS,
            *FIELDS,
            *CONDITIONS,
            *REQUIREMENTS,
            *REFERENCES,
            *DEADLINES,
        )
    ],
)
def test_a_fault_in_the_form_is_found_where_it_stands(
    base: Path, code: str, edits: list[tuple[str, str]]
) -> None:
    line, column = change(base, *edits)

    assert (FILE, code, line, column) in found(base)


def test_a_form_with_answers_too_long_for_one_card_is_told(base: Path) -> None:
    steps = "".join(a_step(f"mer{number}", fields=2, longest=1000) for number in range(5))
    line, column = change(base, ("requirements:", f"{steps}requirements:"), FIRST_STEP)

    assert found(base) == [(FILE, "form-too-long", line, column)]


def test_a_form_with_answers_that_just_fit_is_taken(base: Path) -> None:
    steps = "".join(a_step(f"mer{number}", fields=2, longest=500) for number in range(5))
    change(base, ("requirements:", f"{steps}requirements:"), FIRST_STEP)

    assert found(base) == []


def a_step(step: str, *, fields: int, longest: int) -> str:
    text = "{title: Mer, intro: Lite mer att svara på.}"
    asked = "".join(
        f"      - {{id: {step}_{number}, kind: text, longest: {longest},\n"
        "         sv: {label: Mer}, en: {label: More}}\n"
        for number in range(fields)
    )
    return (
        f"  - id: {step}\n    passage: starta-konto-steg\n    sv: {text}\n    en: {text}\n"
        f"    fields:\n{asked}"
    )


def test_a_tenth_field_in_a_step_is_told(base: Path) -> None:
    field = "      - {id: f0, kind: line, sv: {label: Mer}, en: {label: More}}\n"
    more = "".join(field.replace("f0", f"f{number}") for number in range(6))
    old = "- {id: invanare, sv: Invånare, en: Residents}\n"
    line, column = change(base, (old, old + more), ("- id: kanal", "^- id: kanal"))

    assert found(base) == [(FILE, "list-too-long", line, column)]


def test_every_fault_is_told_at_once_and_in_words(base: Path, texts: Texts) -> None:
    change(
        base,
        ("kind: text", "kind: text^"),
        ("- id: kontakt\n", "- id: summary\n"),
        (HELG, "when: {field: helger, is: nej}"),
        ("after_days: 5", "after_days: 1"),
    )
    with pytest.raises(Faulty) as caught:
        load(base)
    told = lines(caught.value.problems, texts.in_language("sv"), relative_to=base)

    assert [line.split(": ", 1)[1] for line in told] == [
        "Dagarna ska öka för varje rad: 1 kommer efter 2.",
        "Namnet summary använder programmet till annat. Välj ett annat.",
        "nej är inte ett svar som går att välja i helger.",
        "Steget kontakt finns inte.",
    ]


def test_every_code_has_its_sentence(texts: Texts) -> None:
    codes = {code for code, *_ in (*SHAPE, *IDS, *FIELDS, *CONDITIONS, *REQUIREMENTS, *DEADLINES)}

    assert [code for code in codes if not texts.in_language("en").knows(f"problem.{code}")] == []


def test_faults_of_other_files_leave_the_forms_references_alone(base: Path) -> None:
    routine = base / "routine.yaml"
    routine.write_text(routine.read_text("utf-8").replace("revised:", "revise:"), "utf-8")
    change(base, ("passage: starta-konto-steg", "passage: ^starta"))

    assert {code for _, code, *_ in found(base)} == {"field-missing", "field-unknown"}
