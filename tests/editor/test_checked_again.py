"""A base checked time after time, as while somebody types."""

import gc
from pathlib import Path
from weakref import ref

from editor.check import inspect
from knowledge.source.loader import Parser
from tests.editor.breaking import BLOCK, PHRASING, REGISTER, TODAY
from yamlfile.problem import Problem

CODES = {"yaml-as-yes-or-no", "yaml-hash", "near-phrasing", "identity-number"}


def _problems(copy: Path, text: str, parser: Parser) -> list[Problem]:
    return inspect(copy, today=TODAY, unsaved={BLOCK: text.encode()}, parser=parser)[1]


def _typed(copy: Path, line: str) -> str:
    return (copy / BLOCK).read_text("utf-8").replace(PHRASING, f"        - {line}\n")


def test_what_is_typed_is_checked_as_it_stands_now(copy: Path) -> None:
    parser = Parser()

    for line, code in (
        ("no", "yaml-as-yes-or-no"),
        ("Får vi dela #sala?", "yaml-hash"),
        ("Behöver kommentarer på vår sida registreras i diariet?", "near-phrasing"),
        ("Ska 19811218-9876 blockeras?", "identity-number"),
    ):
        problems = _problems(copy, _typed(copy, line), parser)

        assert [each.code for each in problems if each.code in CODES] == [code]


def test_a_file_that_was_typed_over_is_forgotten(copy: Path) -> None:
    parser = Parser()
    reading, _ = inspect(copy, today=TODAY, parser=parser)
    typed_over = [ref(each) for _, each in reading.documents if each.path == copy / BLOCK]
    del reading

    _problems(copy, _typed(copy, "no"), parser)

    gc.collect()
    assert [each() for each in typed_over] == [None]


def test_a_file_that_stays_is_checked_against_what_another_says_now(copy: Path) -> None:
    parser, near = Parser(), "Behöver kommentarer på vår sida registreras i diariet?"
    others = (copy / REGISTER).read_text("utf-8")
    first, then = (
        inspect(copy, today=TODAY, unsaved=unsaved, parser=parser)[1]
        for unsaved in (
            {BLOCK: _typed(copy, near).encode()},
            {
                BLOCK: _typed(copy, near).encode(),
                REGISTER: others.replace("registreras i diariet", "låsas").encode(),
            },
        )
    )

    assert "near-phrasing" in [each.code for each in first]
    assert "near-phrasing" not in [each.code for each in then]
