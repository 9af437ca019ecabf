"""Edits to a file's text: what is added reads back, and all else stays byte for byte."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.yaml_edit import add_passage, add_phrasings, replace_list
from editor.yaml_splice import NoSuchPassage, NotEditable
from yamlfile.document import Value, read

FILE = "topic: a\npassages:\n  - id: new\n    sv:\n      text: |\n        One.\n\n        Two.\n"
ODD = """\
# First.
topic: a   # so it is called
passages:
- id: x
  sv:
    asked_as:
    - a b # why
    - 'two
      lines'
    # what comes now is for tests
    must_answer: [ q,  r ]  # in brackets
    empty: []
# Last."""


def phrasings(text: str, field: str = "asked_as", number: int = 0) -> Value:
    document = read(Path(), text.encode())
    assert document.problems == ()
    return document.value(("passages", number, "sv", field))


def test_a_phrasing_is_a_line_among_the_others() -> None:
    edit = add_phrasings(ODD, "x", "sv", "asked_as", ["c d"])
    lines = ODD.split("\n")

    assert edit.text.split("\n") == [*lines[:9], "    - c d", *lines[9:]]
    assert (edit.added, edit.line) == (1, 10)


def test_a_list_in_brackets_grows_within_them() -> None:
    edit = add_phrasings(ODD, "x", "sv", "must_answer", ["s, t"])

    assert edit.text == ODD.replace("[ q,  r ]", '[ q,  r , "s, t"]')
    assert phrasings(edit.text, "must_answer") == ["q", "r", "s, t"]


def test_an_empty_list_in_brackets_gets_its_first() -> None:
    assert phrasings(add_phrasings(ODD, "x", "sv", "empty", ["s"]).text, "empty") == ["s"]


def test_what_is_in_the_list_already_is_left_out() -> None:
    edit = add_phrasings(ODD, "x", "sv", "asked_as", ["a b", "c", "c"])

    assert (edit.added, phrasings(edit.text)) == (1, ["a b", "two lines", "c"])
    assert add_phrasings(edit.text, "x", "sv", "asked_as", ["c"]).text == edit.text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_words_read_back_as_they_were(words: str) -> None:
    try:
        edit = add_phrasings(ODD, "x", "sv", "asked_as", [words])
    except NotEditable:  # characters that YAML doesn't allow, such as the byte order mark
        return
    if edit.added:
        assert phrasings(edit.text) == ["a b", "two lines", words]


@pytest.mark.parametrize("words", ["no", "12:30", "2026-01-01", "~", "# h", "a: b", "1.10"])
def test_what_other_readers_take_for_something_else_is_in_quotes(words: str) -> None:
    assert f'    - "{words}"\n' in add_phrasings(ODD, "x", "sv", "asked_as", [words]).text


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_passage_is_added_last_at_the_indentation_of_the_others(line_end: str) -> None:
    text = ODD.replace("\n", line_end)
    edit = add_passage(text, FILE)

    assert edit.text.startswith(f"{text}{line_end}{line_end}- id: new{line_end}  sv:{line_end}")
    assert edit.text.count("\n") == edit.text.count(line_end)
    assert edit.text.split(line_end)[edit.line - 1] == "- id: new"
    assert phrasings(edit.text, "text", 1) == "One.\n\nTwo.\n"


def test_a_passage_is_added_above_what_follows_the_list() -> None:
    edit = add_passage("passages:\n  - id: x\ntopic: a\n", FILE)

    assert edit.text == "passages:\n  - id: x\n\n" + FILE.partition("passages:\n")[2] + "topic: a\n"


def test_a_list_without_entries_gets_its_first() -> None:
    assert add_passage("topic: a\npassages:\n", FILE).line == 4


def test_a_blank_text_becomes_the_file() -> None:
    assert (add_passage("\n", FILE).text, add_passage("", FILE).line) == (FILE, 3)


@pytest.mark.parametrize(
    "text",
    ["topic: [", "topic: a\n", "- a\n", "passages: []\n", "passages: a\n", FILE, "a: 1\na: 2\n"],
)
def test_a_text_of_another_shape_is_not_added_to(text: str) -> None:
    with pytest.raises(NotEditable):
        add_passage(text, FILE)


@pytest.mark.parametrize(
    ("passage", "language", "field"),
    [("y", "sv", "asked_as"), ("x", "en", "asked_as"), ("x", "sv", "title"), ("x", "sv", "id")],
)
def test_a_list_that_is_not_there_is_told(passage: str, language: str, field: str) -> None:
    with pytest.raises(NoSuchPassage):
        add_phrasings(ODD, passage, language, field, ["c"])


def test_a_list_is_replaced_and_what_is_around_it_stays() -> None:
    text = "# Above.\nmisses:\n- passage: a\n  question: b\n\n# Below.\n"
    replaced = replace_list(text, "misses", [{"passage": "å", "question": "c: d"}])

    assert replaced == "# Above.\nmisses:\n- passage: å\n  question: 'c: d'\n\n# Below.\n"


def test_a_list_that_there_is_not_is_not_replaced() -> None:
    with pytest.raises(NotEditable):
        replace_list("topic: a\n", "misses", [])
