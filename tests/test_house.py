"""The house keeps its own rules: one name for one thing, and no file too long to read."""

import ast
import subprocess
from collections import defaultdict
from pathlib import Path

MAX_LINES = 250


def code() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "*.py"], capture_output=True, text=True, check=True)
    return [Path(name) for name in listed.stdout.split() if not name.startswith("tests/")]


def test_no_two_public_classes_share_a_name() -> None:
    found = defaultdict[str, list[str]](list)
    for path in code():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(path.as_posix())

    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_no_file_is_longer_than_a_reader_takes_in() -> None:
    lengths = {path.as_posix(): path.read_text("utf-8").count("\n") for path in code()}

    assert {path: length for path, length in lengths.items() if length > MAX_LINES} == {}


def test_every_room_is_named_in_the_architecture() -> None:
    architecture = Path("docs/architecture.md").read_text("utf-8")
    rooms = {path.parts[0] for path in code() if len(path.parts) > 1}

    assert [room for room in sorted(rooms) if f"`{room}/" not in architecture] == []
