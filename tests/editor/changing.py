"""Changing the files of a base as an editor does."""

from pathlib import Path


def alter(path: Path, old: str, new: str) -> None:
    """Put *new* in place of the first *old*, which must be there."""
    whole = path.read_text("utf-8")
    assert old in whole
    path.write_text(whole.replace(old, new, 1), "utf-8")
