"""What the README promises is so."""

import re
import shlex
import subprocess
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from config import SETTINGS, Setting
from core.language import LANGUAGES
from editor.__main__ import parsed
from operations.__main__ import commands
from texts.catalogue import load_editor_texts

README = Path("README.md").read_text("utf-8")


@pytest.mark.parametrize("setting", SETTINGS, ids=[setting.name for setting in SETTINGS])
def test_the_readme_tells_what_each_setting_is_for(setting: Setting) -> None:
    rows = [line for line in README.splitlines() if line.startswith(f"| `{setting.name}` |")]

    assert len(rows) == 1
    assert rows[0].endswith(f"| {setting.help} |")


@pytest.mark.parametrize(
    "room", [room for room in Path().iterdir() if (room / "__init__.py").exists()]
)
def test_the_readme_tells_what_each_room_is_for(room: Path) -> None:
    assert f"`{room.name}/`" in README


@pytest.mark.parametrize("command", sorted(commands.commands))
def test_the_readme_tells_what_each_command_of_operations_does(command: str) -> None:
    start = f"| `python -m operations {command}"
    rows = [line for line in README.splitlines() if line.startswith((f"{start}`", f"{start} "))]

    assert len(rows) == 1


WRITTEN = [Path("README.md"), Path("CONTRIBUTING.md"), *sorted(Path("docs").glob("*.md"))]
_CODE = re.compile(r"^```[a-z]*\n(?P<block>.*?)^```|`(?P<span>[^`\n]+)`", re.MULTILINE | re.DOTALL)
_MAKE = re.compile(r"(?:^|\s)make ([a-z][a-z-]*)")
_MODULE = re.compile(r"(?:^|\s|/)python3? -m ([a-z_.]+)([^|>#;]*)")
_FILE = re.compile(
    r"(?:^|\s)((?:deploy|requirements|docs|knowledge)/[\w/-]+\.(?:md|txt|service|timer|conf|bicep|yaml))\b"
)
EDITOR_TEXTS = load_editor_texts().in_language("en")


def told(path: Path) -> list[str]:
    """Return each line of code in a document, in a block of its own or within the text."""
    found = [match["block"] or match["span"] for match in _CODE.finditer(path.read_text("utf-8"))]
    return [line.strip() for part in found for line in part.splitlines() if line.strip()]


CODE = [(path.as_posix(), line) for path in WRITTEN for line in told(path)]
RUN = [(where, *found) for where, line in CODE for found in _MODULE.findall(line)]


def test_every_make_command_of_the_documents_is_one() -> None:
    targets = {target for _, line in CODE for target in _MAKE.findall(line)}
    dry = subprocess.run(
        ["make", "--dry-run", *sorted(targets)], capture_output=True, text=True, check=False
    )

    assert {"run", "test", "check", "edit", "teams-app", "gallery", "soak", "lock"} <= targets
    assert dry.returncode == 0, dry.stderr


@pytest.mark.parametrize(("where", "module", "arguments"), sorted(set(RUN)))
def test_every_command_of_the_documents_takes_what_it_is_given(
    where: str, module: str, arguments: str
) -> None:
    assert find_spec(module) is not None
    given = shlex.split(arguments.replace("…", "x"))
    match module, given:
        case "editor", [_, *_]:
            told = [each for each in given if each != "--help"] or ["check"]
            parsed(told, EDITOR_TEXTS, LANGUAGES)
        case "operations", [name, *rest]:
            parse_click(commands, name, rest)
        case "bench", [name, *_]:
            assert f'add_parser("{name}"' in Path("bench/__main__.py").read_text("utf-8")
        case _:
            pass


def parse_click(group: click.Group, name: str, rest: list[str]) -> None:
    """Parse what a command of *group* is given, as far as names go: values are only examples."""
    command = group.commands[name]
    if isinstance(command, click.Group) and rest:
        parse_click(command, rest[0], rest[1:])
        return
    # One that is only named, as "after a `purge`", is told without what it needs.
    _, left, _ = command.make_parser(click.Context(command)).parse_args(rest)
    assert left == []


def test_every_file_that_a_command_of_the_documents_names_is_there() -> None:
    named = {(where, file) for where, line in CODE for file in _FILE.findall(line)}

    assert named
    assert [each for each in sorted(named) if not Path(each[1]).exists()] == []
