"""Tries a base in a process of its own, which is kept a while: editors save again and again.

As the worker, with the folder of the cache and its niceness as arguments, this module is asked as
`knowledge.live.kept_worker` describes. What it built is in the cache before it answers with the
problems of the base.
"""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import orjson

from knowledge.live.acceptance import accept
from knowledge.live.kept_worker import KeptWorker
from knowledge.live.worker import NICENESS, WorkerFailed, begin_work
from knowledge.source.files import Content, read_content, write_content
from knowledge.source.loader import Parser, inspect_content
from yamlfile.problem import Problem, as_json, from_json

TIMEOUT_SECONDS = 900.0
PROCESSES = min(2, os.cpu_count() or 1)
"""Each of two languages takes some half of a build."""
IDLE_SECONDS = 300.0
"""How long its memory, as much as a build takes, is kept for the next change."""

logger = logging.getLogger(__name__)


class BuildWorker:
    """Tries one base after the other; when it is left as a context its process ends."""

    def __init__(
        self,
        cache: Path,
        *,
        idle_seconds: float = IDLE_SECONDS,
        timeout_seconds: float | None = TIMEOUT_SECONDS,
        niceness: int = NICENESS,
    ) -> None:
        self._worker = KeptWorker(
            __name__,
            cache,
            str(niceness),
            idle_seconds=idle_seconds,
            timeout_seconds=timeout_seconds,
            ends_when_left=True,
        )

    async def __call__(self, content: Content, was_used: bool = False) -> list[Problem]:
        """Return all that is wrong with *content*; where nothing is an error, it is in the cache.

        Raises:
            WorkerFailed: where that could not be found out.
        """
        if content.unreadable:
            here = replace(content, folder=Path())
            return (await asyncio.to_thread(inspect_content, here))[1]
        try:
            with TemporaryDirectory(prefix="base-") as folder:
                await asyncio.to_thread(write_content, content, Path(folder))
                problems = await self._worker.ask({"folder": folder, "was_used": was_used})
        except OSError as error:  # no room for the folder, or for a process
            raise WorkerFailed(str(error)) from error
        return [*map(from_json, problems)]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._worker.close()


def accept_beside(content: Content, cache: Path, *, was_used: bool) -> list[Problem]:
    """Do as `accept` in a process of its own that ends then, and takes its memory with it.

    Raises:
        WorkerFailed: where what is wrong could not be found out.
    """

    async def accepted() -> list[Problem]:
        # Nobody is answered before it is done, however long a large base takes.
        async with BuildWorker(cache, niceness=0, timeout_seconds=None) as build:
            return await build(content, was_used)

    logger.info("base %s is new here: checked and indexed, in some seconds", content.hash)
    return [replace(each, path=content.folder / each.path) for each in asyncio.run(accepted())]


def main(arguments: Sequence[str]) -> int:
    """Try each base that is asked for."""
    *begins, niceness = arguments
    (cache,) = map(Path, begin_work(begins, niceness=int(niceness)))
    parser = Parser()
    for line in sys.stdin.buffer:
        asked = orjson.loads(line)
        content = replace(read_content(Path(asked["folder"])), folder=Path())
        problems = accept(
            content, cache, was_used=asked["was_used"], parser=parser, processes=PROCESSES
        )
        told = orjson.dumps([*map(as_json, problems)], default=str)
        sys.stdout.buffer.write(told + b"\n")
        sys.stdout.buffer.flush()
        gc.collect()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
