"""What runs before a commit is what the command line offers."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from editor.__main__ import main

CONFIG = yaml.safe_load(Path(".pre-commit-config.yaml").read_text("utf-8"))
HOOKS: list[dict[str, Any]] = [hook for repo in CONFIG["repos"] for hook in repo["hooks"]]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_each_hook_passes_on_the_base_as_it_is(hook: dict[str, Any]) -> None:
    before, _, arguments = hook["entry"].partition(" -m editor ")

    assert before == ".venv/bin/python"
    assert main(arguments.split()) == 0


@pytest.mark.parametrize(
    "name", ["knowledge/base/topics.yaml", "knowledge/base/passages/blockera.yaml"]
)
def test_a_changed_base_is_checked(name: str) -> None:
    assert next(hook["id"] for hook in HOOKS if re.search(hook["files"], name)) == "knowledge-base"
