from pathlib import Path

import pytest

from yamlfile.document import read

FILE = Path("a.yaml")


def faults(text: str) -> list[tuple[str, int, int]]:
    document = read(FILE, text.encode())
    return [(fault.code, fault.place.line, fault.place.column) for fault in document.problems]


def test_every_scalar_stays_the_text_that_was_written() -> None:
    document = read(FILE, b"a: no\nb: 12:30\nc: 1.10\nd: 2026-11-22\ne:\n")

    assert document.data == {"a": "no", "b": "12:30", "c": "1.10", "d": "2026-11-22", "e": None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ("yaml-repeated-key", 3, 1)),
        ("a: &x 1\n", ("yaml-anchor", 1, 4)),
        ("a: !!python/object/apply:os.getcwd []\n", ("yaml-tag", 1, 4)),
        ("a: 1\n---\nb: 2\n", ("yaml-second-document", 2, 1)),
        ("a: [1, 2\nb: 3\n", ("yaml-bracket", 1, 4)),
        ("a: {b: 1\n", ("yaml-bracket", 1, 4)),
        ("a: 'det\nb: c\n", ("yaml-quote", 1, 4)),
        ("a: Obs: läs\n", ("yaml-colon", 1, 7)),
        ("a: @sala\n", ("yaml-first-character", 1, 4)),
        ("a:\n\tb: 1\n", ("yaml-tab", 2, 1)),
        ("a:\n  b: 1\n c: 2\n", ("yaml-structure", 3, 2)),
        ("a: |hej\n", ("yaml-syntax", 1, 5)),
        ("a: x\x07\n", ("yaml-character", 1, 5)),
        ("? [a]\n: 1\n", ("yaml-syntax", 1, 3)),
    ],
)
def test_a_fault_is_told_with_its_place(text: str, expected: tuple[str, int, int]) -> None:
    assert expected in faults(text)


def test_nesting_without_end_is_refused() -> None:
    assert [code for code, *_ in faults("[" * 5000)] == ["yaml-syntax"]


def test_a_file_that_is_not_utf8_is_told_with_its_line() -> None:
    document = read(FILE, "a: 1\nb: å\n".encode("latin-1"))

    assert [(fault.code, fault.place.line) for fault in document.problems] == [("not-utf8", 2)]


def test_it_knows_which_texts_stand_without_quotes() -> None:
    document = read(FILE, b"a: no\nb: 'no'\nc: [\"x\", y]\n")

    assert document.plain == {("a",): "no", ("c", 1): "y"}


def test_a_value_is_found_by_its_place() -> None:
    document = read(FILE, b"a: [{b: c}]\n")

    assert document.value(("a", 0, "b")) == "c"
    assert document.value(("a", 1, "b")) is None
