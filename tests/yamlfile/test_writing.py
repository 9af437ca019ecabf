"""A file appears whole or not at all, and YAML is laid out as editors write it."""

import stat
from pathlib import Path

import pytest

from yamlfile.writing import to_yaml, write_whole


def test_a_file_is_replaced_with_its_mode_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "file"
    write_whole(path, b"first")
    write_whole(path, b"sec", b"ond", mode=0o600)

    assert path.read_bytes() == b"second"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_put_in_place_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(path, b"content")

    assert list(tmp_path.iterdir()) == [path]


def test_lists_are_indented_and_long_lines_kept_whole() -> None:
    long = "ord " * 80 + "slut"

    assert to_yaml({"topics": [{"id": "å", "text": "en\ntvå\n", "long": long}]}) == (
        f"topics:\n  - id: å\n    text: |\n      en\n      två\n    long: {long}\n"
    )
