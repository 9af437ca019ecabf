"""What takes seconds of computing, as a process of its own: ``python -m editor.workshop.worker``.

    HERE build FOLDER CACHE           builds the index of the base in FOLDER into CACHE
    HERE compare BEFORE AFTER CACHE   tells which questions get another reply, as JSON lines
    HERE gaps FOLDER CACHE            tells what people have missed; the database on standard input

HERE is the folder that relative paths start from, since the worker itself starts elsewhere.

It tells how far it has come in lines of JSON, and gives way to everything else on the machine.
"""

import asyncio
import os
import sys
from pathlib import Path

import orjson

from editor.comparison import compare
from editor.missed import groups_in
from editor.workshop.changes import as_json
from editor.workshop.gaps import gaps_shown
from knowledge.live.acceptance import open_snapshot

NICENESS = 10


def main(arguments: list[str]) -> int:
    os.nice(NICENESS)
    match _from_here(arguments):
        case ["build", folder, cache]:
            open_snapshot(Path(folder), Path(cache))
        case ["compare", before, after, cache]:
            _compare(Path(before), Path(after), Path(cache))
        case ["gaps", folder, cache]:
            _gaps(Path(folder), Path(cache), sys.stdin.read())
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    return 0


def _from_here(arguments: list[str]) -> list[str]:
    if arguments:
        os.chdir(arguments[0])
    return arguments[1:]


def _compare(before: Path, after: Path, cache: Path) -> None:
    def tell(done: int, of: int) -> None:
        _write({"stage": "asking", "done": done, "of": of})

    old, new = open_snapshot(before, cache), open_snapshot(after, cache)
    comparison = compare(old, new, tell=tell)
    _write({"stage": "done", "result": as_json(comparison, old.base, new.base)})


def _gaps(folder: Path, cache: Path, database: str) -> None:
    snapshot = open_snapshot(folder, cache)
    _write({"stage": "grouping"})
    groups = asyncio.run(groups_in(database, snapshot))
    _write({"stage": "done", "result": gaps_shown(groups, snapshot)})


def _write(line: dict[str, object]) -> None:
    sys.stdout.write(orjson.dumps(line).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
