"""The workshop's worker, run as `knowledge.live.worker` describes.

    build FOLDER CACHE           builds the index of the base in FOLDER into CACHE
    compare BEFORE AFTER CACHE   writes which questions get another reply
    gaps FOLDER CACHE            writes what people have missed; the database is the secret
    most-asked FOLDER CACHE      writes what people ask most, likewise

Its lines tell how far it has come.
"""

import asyncio
import resource
import sys
from functools import partial
from pathlib import Path

import orjson

from editor.comparison import Comparison, compare
from editor.workshop.changes import comparison_as_json
from knowledge.live.acceptance import open_snapshot
from knowledge.live.worker import begin_work
from knowledge.source.loader import Parser

MEMORY = 1_500_000_000
"""Bytes that a worker may take: some three times what the largest base there is needs."""


def main(arguments: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    match begin_work(arguments):
        case ["build", folder, cache]:
            open_snapshot(Path(folder), Path(cache))
        case ["compare", before, after, cache]:
            _compare(Path(before), Path(after), Path(cache))
        case ["gaps", folder, cache]:
            _gaps(Path(folder), Path(cache), sys.stdin.read())
        case ["most-asked", folder, cache]:
            _most_asked(Path(folder), Path(cache), sys.stdin.read())
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    return 0


def _compare(before: Path, after: Path, cache: Path) -> None:
    def tell(done: int, of: int) -> None:
        _write({"stage": "asking", "done": done, "of": of})

    def tell_as(stage: str, comparison: Comparison) -> None:
        result = comparison_as_json(comparison, old.base, new.base)
        _write({"stage": stage, "result": result})

    parser = Parser()  # what both hold is read once
    old, new = (open_snapshot(each, cache, parser) for each in (before, after))
    del parser
    tell_as("done", compare(old, new, cache=cache, tell=tell, tell_near=partial(tell_as, "near")))


def _gaps(folder: Path, cache: Path, database: str) -> None:
    # The database takes a third of a second to import.
    from editor.missed import gaps_as_json, groups_in

    snapshot = open_snapshot(folder, cache)
    _write({"stage": "grouping"})
    groups = asyncio.run(groups_in(database, snapshot))
    _write({"stage": "done", "result": gaps_as_json(groups, snapshot)})


def _most_asked(folder: Path, cache: Path, database: str) -> None:
    from editor.most_asked import most_asked_as_json, most_asked_in

    snapshot = open_snapshot(folder, cache)
    _write({"stage": "grouping"})
    groups = asyncio.run(most_asked_in(database, snapshot))
    rows = [most_asked_as_json(each, snapshot) for each in groups]
    _write({"stage": "done", "result": {"groups": rows}})


def _write(line: dict[str, object]) -> None:
    sys.stdout.write(orjson.dumps(line).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
