"""Hunspell in a process of its own: it is written in C++, and holds its dictionaries in memory.

Each line of standard input asks about words, `{"dictionary": PATH, "words": [...]}`, and the line
that answers holds those that aren't known. With `"suggest": true` it holds a list for each word:
what may have been meant.
"""

import resource
import signal
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from hunspell import Hunspell

from editor.spelling.dictionaries import LONGEST, RULES, WORDS

MEMORY = 500_000_000
"""Bytes; the Swedish dictionary takes a twentieth of it."""
CPU_SECONDS = 20
"""For one question; beyond that the process ends."""
IDLE_SECONDS = 600
"""Without a question; beyond that it ends too, and is begun again by the next."""
SUGGESTIONS = 3
_ONLY_NEAR = b"\nMAXNGRAMSUGS 0\n"
"""Looking through the whole dictionary for what shares letters takes most of a second for each
word, and found nothing more (docs/decisions/0062)."""


def main() -> None:
    """Answer until nobody asks any more."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    while True:
        signal.alarm(IDLE_SECONDS)
        line = sys.stdin.buffer.readline()
        if not line:
            return
        signal.alarm(0)
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
        sys.stdout.buffer.write(orjson.dumps(_answer(orjson.loads(line))) + b"\n")
        sys.stdout.buffer.flush()
        signal.setitimer(signal.ITIMER_PROF, 0)


def _answer(asked: dict[str, Any]) -> list[str] | list[list[str]]:
    dictionary = _opened(asked["dictionary"])
    if asked.get("suggest"):
        return [list(dictionary.suggest(word))[:SUGGESTIONS] for word in asked["words"]]
    return [word for word in asked["words"] if len(word) > LONGEST or not dictionary.spell(word)]


@cache
def _opened(path: str) -> Hunspell:
    """Return the dictionary at *path*, with rules of its own for suggestions."""
    words, rules = Path(path + WORDS), Path(path + RULES)
    with tempfile.TemporaryDirectory(prefix="spelling-") as folder:
        (Path(folder) / words.name).symlink_to(words)
        (Path(folder) / rules.name).write_bytes(rules.read_bytes() + _ONLY_NEAR)
        return Hunspell(words.stem, hunspell_data_dir=folder)


if __name__ == "__main__":
    main()
