"""Every problem that has a sentence has its test, and the other way round."""

from tests.editor.test_check_errors import ERRORS
from tests.editor.test_check_warnings import WARNINGS
from texts.catalogue import Catalogue

WITH_TESTS_OF_THEIR_OWN = {
    # in files beside this one
    "file-unknown",
    "dead-link",
    "hard-to-read",
    "not-reached",
    "not-translated",
    "other-term",
    "unknown-word",
    "schema-line",
    "unknown-question",
    # of reading files, of the log and of the texts
    "file-missing",
    "file-outside",
    "no-passages",
    "no-question-in-line",
    "not-utf8",
    "plural-missing",
    "plural-unknown",
    "texts-differ",
    "unknown-locale",
    # of the folder as a whole and of a base's own questions, in tests/knowledge
    "base-damaged",
    "base-not-kept",
    "file-too-large",
    "folder-missing",
    "question-lost",
    "question-met",
    "questions-unmet",
    "reload-failed",
    # of the grounds of texts, in tests/knowledge/test_ground_checks.py
    "empty-contact",
    "name-without-source",
    "not-guidance",
    "not-the-routine",
    "unknown-contact",
    "unknown-organisation",
    # of the request form, in tests/knowledge/test_form_faults.py
    "ask-missing",
    "ask-unneeded",
    "choices-missing",
    "choices-unneeded",
    "condition-ahead",
    "field-of-wrong-kind",
    "form-too-long",
    "ladder-falls",
    "needed-choice-missing",
    "needed-field-missing",
    "needed-field-optional",
    "not-a-number",
    "number-too-large",
    "number-too-small",
    "requirement-unconditional",
    "reserved-id",
    "unknown-choice",
    "unknown-field",
    "unknown-step",
    "warning-too-early",
    "wrong-condition",
    # of the folder and its languages, in tests/knowledge/test_files.py and test_loader.py
    "folder-empty",
    "language-missing",
    "swedish-first",
    # of several routines, in tests/knowledge/test_several_routines.py
    "first-routine-alone",
    "other-municipality",
    "routine-without-topics",
    "unknown-routine",
    # of the list of units, in tests/knowledge/test_units.py
    "unit-within-itself",
    "units-missing",
    "unknown-unit",
    # what the schema allows for, and no field of today can bring about
    "wrong-form",
    "wrong-value",
}


def test_every_rule_has_its_test(swedish: Catalogue) -> None:
    sentences = {key for key in swedish.sentences if key.startswith("problem.")}
    tested = {broken.code for broken in (*ERRORS, *WARNINGS)} | WITH_TESTS_OF_THEIR_OWN

    assert {key.removeprefix("problem.") for key in sentences} == tested
