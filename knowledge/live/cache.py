"""Files that appear whole or not at all, and a cache of them that doesn't grow for ever."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

REMEMBERED = 10
"""Files of each kind that a cache keeps, the latest written."""

Write = Callable[[BinaryIO], object]


def write_whole(path: Path, write: Write) -> None:
    """Let *write* fill a file that appears at *path* only once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beginning = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beginning.open("wb") as file:
            write(file)
        beginning.replace(path)
    finally:
        beginning.unlink(missing_ok=True)


def remember(path: Path, write: Write) -> None:
    """Write a file of a cache, and drop the oldest of its kind: what stands before the dash."""
    write_whole(path, write)
    kind = path.name.partition("-")[0]
    alike = sorted(path.parent.glob(f"{kind}-*{path.suffix}"), key=_written, reverse=True)
    for old in alike[REMEMBERED:]:
        old.unlink(missing_ok=True)


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another process dropped it first
        return 0.0
