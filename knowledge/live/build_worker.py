"""A changed base, built in a process of its own.

`python -m knowledge.live.build_worker CACHE < archive` is what runs there.

Building an index takes seconds of work that would slow every answer meanwhile. The process
leaves what it built in the cache, and says on standard output what is wrong with the base.
"""

import asyncio
import json
import logging
import os
import sys
from pathlib import Path

from knowledge.live.acceptance import accept
from knowledge.live.archive import pack, unpack
from knowledge.source.files import Content
from yamlfile.problem import Faulty, Problem, as_json, from_json

PATIENCE_SECONDS = 900
HERE = Path(__file__).parent.parent.parent

logger = logging.getLogger(__name__)


class BuildFailed(Exception):
    """The process that should have tried the base ended in another way than by saying how it is."""


class BuildWorker:
    """Tries bases, one at a time, each in a process that is done when it is."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache.resolve()

    async def __call__(self, content: Content) -> list[Problem]:
        """Return all that is wrong with *content*; where nothing is an error, it is in the cache.

        Raises:
            TrialFailed: where that could not be found out.
        """
        archived = await asyncio.to_thread(pack, content)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "knowledge.live.build_worker", str(self._cache)),
            cwd=HERE,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                said, complaint = await process.communicate(archived)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            logger.error("the trial of a base ended with\n%s", complaint.decode(errors="replace"))
            raise BuildFailed(f"exit status {process.returncode}")
        return [from_json(problem) for problem in json.loads(said)]


def main() -> int:
    """Try the base whose archive stands on standard input; 0 whether it is good or not."""
    os.nice(10)  # those who ask go first
    content = unpack(sys.stdin.buffer.read(), Path())
    try:
        _, problems = accept(content, Path(sys.argv[1]))
    except Faulty as faulty:
        problems = faulty.problems
    sys.stdout.write(json.dumps([as_json(problem) for problem in problems], default=str))
    return 0


if __name__ == "__main__":
    sys.exit(main())
