"""python -m editor golden: which test questions a change has lost or won."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from editor.command import Command, tell
from editor.saving import EditorsFolder
from editor.schema import line_for
from editor.yaml_edit import replace_list
from knowledge.live.acceptance import misses, open_snapshot
from knowledge.passage import Miss
from knowledge.source.files import KNOWN_MISSES
from texts.catalogue import Catalogue

_BLANK = f"""\
{line_for(KNOWN_MISSES)}
# Provfrågor (must_answer) som boten ännu inte hittar rätt text till. Listan ska vara sann:
# en fråga som börjar gå bra tas bort, och en som slutar gå bra ska rättas, inte läggas till.
# Skriv om listan med: python -m editor golden --write
misses: []
"""


def write_known(base: Path, found: Iterable[Miss]) -> None:
    """Write the misses to the list in *base*, in order."""
    entries = [
        {"passage": miss.passage, "language": miss.language, "question": miss.question}
        for miss in sorted(found)
    ]
    folder, name = EditorsFolder(base), KNOWN_MISSES.pattern
    seen = folder.content(name)
    text = seen.decode() if seen else _BLANK
    folder.save(name, replace_list(text, "misses", entries).encode(), seen=seen)


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("--write", action="store_true", help=texts.say("editor.help.golden_write"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    snapshot = open_snapshot(options.base, options.cache)
    found = frozenset(misses(snapshot))
    if options.write:
        write_known(options.base, found)
    known = found if options.write else snapshot.base.known_misses or frozenset()
    for key, missed in (("editor.lost", found - known), ("editor.met", known - found)):
        for miss in sorted(missed):
            facts = {"passage": miss.passage, "question": miss.question}
            tell([texts.say(key, **facts)])
    return 0 if found == known else 1


COMMAND = Command("golden", _run, _arguments)
