"""Copies of a base, changed as an editor changes them."""

import shutil
from pathlib import Path

from tests.conftest import SMALL_BASE


def a_copy(folder: Path, base: Path = SMALL_BASE) -> Path:
    """Return a copy of *base* in *folder*, to change."""
    return Path(shutil.copytree(base, folder / "base"))


def alter(path: Path, old: str, new: str) -> int:
    """Put *new* in place of the first *old*, which must be there; return its line."""
    whole = path.read_text("utf-8")
    assert old in whole
    path.write_text(whole.replace(old, new, 1), "utf-8")
    return whole[: whole.index(old)].count("\n") + 1
