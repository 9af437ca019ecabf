"""`python -m editor confirm`: a role stands behind texts, and nothing else in the file changes."""

from datetime import date
from pathlib import Path

import pytest

from editor.__main__ import main
from editor.yaml_edit import set_confirmed
from editor.yaml_splice import NoSuchPassage, NotEditable
from knowledge.passage import Confirmation
from knowledge.source.loader import load

CHIEF = Confirmation("kommunikationschefen", date(2026, 11, 29))
WRITTEN = '{by: "kommunikationschefen", on: 2026-11-29}'
BLOCK = "passages/blockera.yaml"


def confirm(base: Path, *passages: str) -> int:
    role = ["--by", CHIEF.by, "--on", str(CHIEF.on)]
    return main(["confirm", *passages, *role, "--base", str(base)])


def test_a_confirmed_text_tells_the_role_and_the_day(copy: Path) -> None:
    before = (copy / BLOCK).read_text("utf-8")

    assert confirm(copy, "blockera-person") == 0
    assert load(copy).passages["blockera-person"].confirmed == CHIEF
    changed = before.replace("confirmed: false", f"confirmed: {WRITTEN}", 1)
    assert (copy / BLOCK).read_text("utf-8") == changed


def test_several_texts_are_confirmed_at_once(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert confirm(copy, "diarieforing-kommentarer", "diarieforing-meddelanden") == 0
    confirmed = {one.id for one in load(copy).passages.values() if one.confirmed == CHIEF}
    assert confirmed == {"diarieforing-kommentarer", "diarieforing-meddelanden"}
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_where_one_text_is_unknown_none_is_confirmed(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert confirm(copy, "blockera-person", "blockera-ingen") == 1
    assert load(copy).passages["blockera-person"].confirmed is None
    assert "blockera-ingen" in capsys.readouterr().err


@pytest.mark.parametrize("role", ["", "  "])
def test_a_confirmation_without_a_role_is_none(copy: Path, role: str) -> None:
    with pytest.raises(SystemExit):
        main(["confirm", "blockera-person", "--by", role, "--base", str(copy)])

    assert load(copy).passages["blockera-person"].confirmed is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    confirmed: false  # why", f"    confirmed: {WRITTEN}  # why"),
        ("    confirmed: {by: a, on: 2025-01-01}", f"    confirmed: {WRITTEN}"),
        (
            "    confirmed:\n      by: a\n      on: 2025-01-01\n    # next",
            f"    confirmed:\n      {WRITTEN}\n    # next",
        ),
    ],
)
def test_what_stood_there_is_replaced_and_comments_stay(before: str, after: str) -> None:
    file = "passages:\n  - id: x\n{}\n    topic: y\n"

    assert set_confirmed(file.format(before), "x", CHIEF) == file.format(after)


def test_a_text_without_the_field_gets_it_below_its_id() -> None:
    text = "passages:\r\n  - id: x  # so\r\n    topic: y\r\n"

    assert set_confirmed(text, "x", CHIEF) == (
        f"passages:\r\n  - id: x  # so\r\n    confirmed: {WRITTEN}\r\n    topic: y\r\n"
    )


def test_a_role_is_written_so_that_it_reads_back() -> None:
    odd = Confirmation('chefen, "ny": #1', CHIEF.on)

    assert '"chefen, \\"ny\\": #1"' in set_confirmed("passages:\n- id: x\n  a: b\n", "x", odd)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("passages: [{id: x}]\n", NotEditable),
        ("passages: ]\n", NotEditable),
        ("passages:\n- id: y\n", NoSuchPassage),
    ],
)
def test_what_cannot_be_edited_is_refused(text: str, refusal: type[NotEditable]) -> None:
    with pytest.raises(refusal):
        set_confirmed(text, "x", CHIEF)
