"""The patterns of a base and their sentences, as `python -m editor patterns` shows them."""

from pathlib import Path

import pytest

from editor.__main__ import main
from tests.world.bases import a_copy, alter


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = a_copy(tmp_path)
    alter(folder / "passages/blockera.yaml", "blockera användare", "dölja [en] {plan}")
    return folder


def test_each_pattern_is_shown_with_its_sentences(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["patterns", "--base", str(base)])

    assert status == 0
    assert capsys.readouterr().out.splitlines() == [
        "blockera-person: dölja [en] {plan} (4 meningar)",
        "  dölja en sida",
        "  dölja en vägg",
        "  dölja sida",
        "  dölja vägg",
    ]


def test_a_pattern_is_tried_before_it_is_written(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["patterns", "may (we|I) hide a {plan}", "--language", "en", "--base", str(base)])

    assert status == 0
    assert capsys.readouterr().out.splitlines() == [
        "may we hide a page",
        "may we hide a wall",
        "may I hide a page",
        "may I hide a wall",
    ]


def test_a_faulty_pattern_is_told_in_a_sentence(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["patterns", "dölja {plam}", "--base", str(base)])

    assert status == 1
    assert capsys.readouterr().err == "Listan plam finns inte i lists.yaml. Menade du plan?\n"
