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


CATCH_ALL = {"Exception", "BaseException"}
LOGGED_BY = {"log_failure", "failed"}
"""What logs with an id: `telemetry.failures`."""


def test_whatever_catches_everything_logs_it_with_an_id_or_raises() -> None:
    edges = [
        (f"{path}:{node.lineno}", node)
        for path in code()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node)
    ]

    assert len(edges) >= 10
    assert [where for where, node in edges if not _is_told(node)] == []


def test_a_traceback_is_logged_with_an_id_alone() -> None:
    traced = [
        f"{path}:{node.lineno}"
        for path in code()
        if path != Path("telemetry/failures.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _logs_a_traceback(node)
    ]

    assert traced == []


def _logs_a_traceback(call: ast.Call) -> bool:
    """`exception` without arguments asks a task how it ended."""
    is_trace = any(each.arg == "exc_info" for each in call.keywords)
    return is_trace or (_called(call) == "exception" and bool(call.args))


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = [] if handler.type is None else ast.walk(handler.type)
    names = {node.id for node in caught if isinstance(node, ast.Name)}
    return handler.type is None or not names.isdisjoint(CATCH_ALL)


def _is_told(handler: ast.ExceptHandler) -> bool:
    inside = list(ast.walk(handler))
    calls = {_called(node) for node in inside if isinstance(node, ast.Call)}
    return not calls.isdisjoint(LOGGED_BY) or any(isinstance(node, ast.Raise) for node in inside)


def _called(call: ast.Call) -> str:
    """Return the last part of what is called by name."""
    called = call.func
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
