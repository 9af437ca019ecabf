"""What the README promises is so."""

from pathlib import Path

import pytest

from config import SETTINGS, Setting
from operations.__main__ import commands

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


@pytest.mark.parametrize("command", ["run", "test", "check", "edit", "teams-app"])
def test_each_make_command_of_the_readme_exists(command: str) -> None:
    assert f"make {command}" in README
    assert f"\n{command}:" in Path("Makefile").read_text("utf-8")
