"""Reads the base for whoever writes, run and asked as `knowledge.live.kept_worker` describes.

Its arguments are the folder of the base and that of the cache.
"""

import gc
import resource
import sys
from functools import partial
from pathlib import Path

import orjson

from editor.saving import EditorsFolder
from editor.spelling.spell_checker import SpellChecker
from editor.workshop.checking import problems_today
from editor.workshop.reading import BaseReader, answer_of
from editor.workshop.worker import MEMORY
from editor.workshop.working_copy import WorkingCopy
from knowledge.live.worker import begin_work
from knowledge.source.loader import Parser
from texts.catalogue import load_editor_texts


def main(arguments: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    folder, cache = map(Path, begin_work(arguments))
    gc.enable()  # it is kept
    parser = Parser()
    reader = BaseReader(
        WorkingCopy(EditorsFolder(folder), parser),
        partial(problems_today, parser=parser, speller=SpellChecker(cache)),
        cache,
        load_editor_texts(),
    )
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(orjson.dumps(answer_of(reader, orjson.loads(line))) + b"\n")
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
