"""The base's own test questions: which find their passage, and which are known not to.

A question in `must_answer` is met when its passage is among the first three and the bot offers
something. `known_misses.yaml` lists the others; it must stay true in both directions.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import yaml

from editor.command import Command
from editor.schema import line_for
from knowledge.answers import Nothing, find
from knowledge.files import KNOWN_MISSES
from knowledge.passage import LANGUAGES, Language, Miss
from knowledge.reading import FolderReader
from knowledge.snapshot import Snapshot, open_snapshot
from texts.catalogue import Catalogue
from yamlfile.problem import Faulty

AMONG = 3

_HEADER = f"""\
{line_for(KNOWN_MISSES)}
# Provfrågor (must_answer) som boten ännu inte hittar rätt text till. Listan ska vara sann:
# en fråga som börjar gå bra tas bort, och en som slutar gå bra ska rättas, inte läggas till.
# Skriv om listan med: python -m editor golden --write
"""


def misses(snapshot: Snapshot) -> Iterator[Miss]:
    """Yield every test question that isn't met."""
    for passage in snapshot.passages:
        for language in LANGUAGES:
            for question in passage.text_in(language).must_answer:
                if not _is_met(snapshot, question, language, passage.id):
                    yield Miss(passage.id, language, question)


def _is_met(snapshot: Snapshot, question: str, language: Language, passage: str) -> bool:
    finding = find(snapshot, question, language)
    first = [match.passage.id for match in finding.matches[:AMONG]]
    return passage in first and not isinstance(finding, Nothing)


def read_known(path: Path) -> set[Miss]:
    """Return the misses in a file.

    Raises:
        Faulty: where the file isn't YAML of the right shape.
    """
    reader = FolderReader(path.parent)
    found = reader.entries(replace(KNOWN_MISSES, pattern=path.name))
    if reader.problems:
        raise Faulty(reader.problems)
    return {origin.value for origin in found}


def write_known(path: Path, found: Iterable[Miss]) -> None:
    """Write the misses to a file, in order."""
    entries = [
        {"passage": miss.passage, "language": miss.language, "question": miss.question}
        for miss in sorted(found)
    ]
    text = yaml.safe_dump({"misses": entries}, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(_HEADER + text, "utf-8")


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("--write", action="store_true", help=texts.say("editor.help.golden_write"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    path = options.base / KNOWN_MISSES.pattern
    found = set(misses(open_snapshot(options.base, options.cache)))
    if options.write:
        write_known(path, found)
    known = read_known(path)
    for key, missed in (("editor.lost", found - known), ("editor.met", known - found)):
        for miss in sorted(missed):
            facts = {"passage": miss.passage, "question": miss.question}
            sys.stdout.write(texts.say(key, **facts) + "\n")
    return 0 if found == known else 1


COMMAND = Command("golden", _run, _arguments)
