"""One field is set: it reads back, and every other line and comment stays as it was."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.passage_fields import set_field, set_words
from editor.workshop.working_copy import MAX_TEXT
from editor.yaml_splice import NoSuchPassage, NotEditable
from editor.yaml_values import FieldValue
from tests.editor.workbench import Workbench, a_draft
from yamlfile.document import read

ODD = """\
# First.
topic: a
passages:
- id: x  # its name
  reviewed: 2026-01-01
  source: {id: s, section: {sv: "1 §", en: "1 §"}}
  sv:
    title: "A b"   # as people say
    # Above the text.
    text: |
      One.

      - Two.

    asked_as:
    - a b # why
    - 'two
      lines'
    - c
  en:
    title:
# Last."""


def lines_changed(field: Sequence[str], value: FieldValue) -> tuple[list[str], list[str]]:
    """Return the lines that are gone, and those that are new."""
    old, new = ODD.split("\n"), set_field(ODD, "x", field, value).split("\n")
    return [each for each in old if each not in new], [each for each in new if each not in old]


@pytest.mark.parametrize(
    ("field", "value", "gone", "new"),
    [
        (
            ["sv", "title"],
            "c: d",
            ['    title: "A b"   # as people say'],
            ['    title: "c: d"   # as people say'],
        ),
        (["en", "title"], "E", ["    title:"], ["    title: E"]),
        (["sv", "short"], "S", [], ["    short: S"]),
        (["sv", "short"], None, [], []),
        (["sv", "text"], "1\n\n2", ["      One.", "      - Two."], ["      1", "      2"]),
        (["review_by"], "2027-01-01", [], ["  review_by: 2027-01-01"]),
        (["contacts"], ["hr", "it"], [], ["  contacts: [hr, it]"]),
        (["reviewed"], None, ["  reviewed: 2026-01-01"], []),
        (
            ["source", "id"],
            "t",
            ['  source: {id: s, section: {sv: "1 §", en: "1 §"}}'],
            ['  source: {id: t, section: {sv: "1 §", en: "1 §"}}'],
        ),
        (["sv", "asked_as"], ["a b", "d", "c"], ["    - 'two", "      lines'"], ["    - d"]),
        (["sv", "asked_as"], ["a b", "two lines", "c", "no"], [], ['    - "no"']),
        (
            ["sv", "asked_as"],
            ["c"],
            ["    - a b # why", "    - 'two", "      lines'"],
            [],
        ),
    ],
)
def test_only_the_fields_own_lines_change(
    field: list[str], value: FieldValue, gone: list[str], new: list[str]
) -> None:
    assert lines_changed(field, value) == (gone, new)


def test_a_list_that_is_emptied_can_be_filled_again() -> None:
    empty = set_field(ODD, "x", ["sv", "asked_as"], [])

    assert "    asked_as: []\n" in empty
    assert "    asked_as:\n      - e\n" in set_field(empty, "x", ["sv", "asked_as"], ["e"])


def test_line_ends_stay_as_they_are() -> None:
    text = set_field(ODD.replace("\n", "\r\n"), "x", ["sv", "text"], "1\n2")

    assert text.count("\n") == text.count("\r\n")


@given(st.sampled_from(["title", "text"]), st.text(max_size=40))
def test_any_words_read_back_or_are_refused(field: str, words: str) -> None:
    try:
        text = set_field(ODD, "x", ["sv", field], words)
    except NotEditable:
        return
    held = read(Path(), text.encode()).value(("passages", 0, "sv", field))

    assert " ".join(str(held or "").split()) == " ".join(words.split())
    assert text.endswith("# Last.")


def test_words_are_set_in_many_places_at_once_and_all_else_stays() -> None:
    sv = ("passages", 0, "sv")
    words = {
        (*sv, "title"): "c: d",
        (*sv, "text"): "One.\n\n- 2: #3",
        (*sv, "asked_as", 1): "'no'",
        (*sv, "asked_as", 2): "no",
        ("passages", 0, "source", "section", "en"): "1: {}",
    }

    assert set_words(ODD, words) == (
        ODD.replace('"A b" ', '"c: d" ')
        .replace("- Two.", "- 2: #3")
        .replace("'two\n      lines'", "\"'no'\"")
        .replace("- c\n", '- "no"\n')
        .replace('en: "1 §"', 'en: "1: {}"')
    )


@given(st.sampled_from([("sv", "title"), ("sv", "text"), ("sv", "asked_as", 1)]), st.text())
def test_any_words_that_are_set_read_back_or_are_refused(
    field: tuple[str | int, ...], words: str
) -> None:
    place = ("passages", 0, *field)
    try:
        text = set_words(ODD, {place: words})
    except NotEditable:
        return
    held = read(Path(), text.encode()).value(place)

    assert " ".join(str(held or "").split()) == " ".join(words.split())
    assert text.endswith("# Last.")


def test_a_passage_keeps_what_it_begins_with() -> None:
    with pytest.raises(NotEditable):
        set_field(ODD, "x", ["id"], None)


def test_a_language_in_braces_gets_lines_of_its_own() -> None:
    text = set_field("passages:\n  - id: x\n    sv: {title: a}\n", "x", ["sv", "title"], "b")

    assert text == "passages:\n  - id: x\n    sv:\n      title: b\n"


def test_a_passage_that_is_not_there_is_told() -> None:
    with pytest.raises(NoSuchPassage):
        set_field(ODD, "y", ["sv", "title"], "a")


async def test_the_page_gets_the_fields_with_their_places_and_the_text_with_some_set(
    bench: Workbench,
) -> None:
    about = a_draft(bench.text()) | {"passage": "blockera-person"}
    told = await bench.told("fields", about)
    changes = [{"field": ["sv", "title"], "value": "Ny"}, {"field": ["owner"], "value": None}]
    edited = await bench.told("set-fields", about | {"changes": changes})

    assert told["values"]["source"] == {"id": "storby-handbok"}
    assert {"field": ["sv", "asked_as", 1], "line": 14, "column": 11} in told["places"]
    assert edited["text"] == bench.text().replace("Får vi blockera någon?", "Ny", 1)


@pytest.mark.parametrize(
    "change",
    [
        {"field": [], "value": "a"},
        {"field": ["sv", "../x"], "value": "a"},
        {"field": ["sv"], "value": {"a": "b"}},
        {"field": ["sv", "text"], "value": "a" * (MAX_TEXT + 1)},
    ],
)
async def test_a_field_that_is_none_is_refused(bench: Workbench, change: object) -> None:
    about = a_draft(bench.text()) | {"passage": "blockera-person"}

    assert (await bench.post("set-fields", about | {"changes": [change]})).status == 400
