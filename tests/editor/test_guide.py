"""What the README and the editors' guide promise of the command line is so."""

import re
from pathlib import Path

import pytest
import yaml

from editor.__main__ import COMMANDS, main
from knowledge.passage import Passage, PassageText
from knowledge.source.shapes import fields_of

README = Path("README.md").read_text("utf-8")
GUIDE = Path("docs/editors-guide.md").read_text("utf-8")
NAMES = list(COMMANDS)


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_tells_of_each_command(name: str) -> None:
    assert f"| `python -m editor {name}" in README


def test_every_command_that_is_told_of_exists() -> None:
    told = set(re.findall(r"python -m editor (\w+)", README + GUIDE))

    assert told <= set(NAMES)
    assert told >= {"new", "check", "try", "diff", "coverage", "golden"}


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z]+)", GUIDE))))
def test_every_option_of_the_guide_exists(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name in NAMES:
        with pytest.raises(SystemExit):
            main([name, "--help"])

    assert option in capsys.readouterr().out


def test_the_guides_example_has_the_fields_there_are() -> None:
    block = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert block is not None
    (passage,) = yaml.safe_load(block[1])

    assert passage.keys() - {*fields_of(Passage)} == set()
    assert passage["sv"].keys() == {*fields_of(PassageText)}
