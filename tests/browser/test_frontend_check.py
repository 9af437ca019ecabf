"""The browser code is checked as `make check` does: each kind of slip stops it."""

import shutil
from pathlib import Path

import pytest

from frontend.build import FRONTEND, BuildFailed, check


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    """The browser code's settings and packages, with one file of code."""
    for name in ("eslint.config.js", "jsconfig.json", "package.json", "package-lock.json"):
        shutil.copy(FRONTEND / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(FRONTEND / "node_modules")
    (tmp_path / "src").mkdir()
    return tmp_path


def test_sound_code_passes(frontend: Path) -> None:
    (frontend / "src" / "a.js").write_text("export const one = 1;\n")

    assert check(frontend) == "frontend: linted, and its types checked"


@pytest.mark.parametrize(
    ("code", "tool"),
    [
        ("const unused = 1;\n", "eslint"),
        ("export const is = (/** @type {number} */ a) => a == 1;\n", "eslint"),
        ("export class A { constructor(b) { Object.assign(this, b); } }\n", "eslint"),
        ("export const f = (a) => a;\n", "tsc"),
        ("document.getElementById('a').hidden = true;\n", "tsc"),
        ("/** @type {number} */\nexport const one = 'one';\n", "tsc"),
    ],
)
def test_a_slip_stops_the_check(frontend: Path, code: str, tool: str) -> None:
    (frontend / "src" / "a.js").write_text(code)
    with pytest.raises(BuildFailed, match=tool):
        check(frontend)
