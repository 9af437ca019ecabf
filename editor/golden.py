"""python -m editor golden: which test questions a change has lost or won.

A lost one keeps the base from being answered from, until it finds its passage again or an editor
accepts by name that it doesn't: then it is a known miss.
"""

import argparse
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from core.entered_text import comparable
from editor.command import Command, Failed, tell
from editor.saving import EditorsFolder
from editor.schema import line_for
from editor.yaml_edit import replace_list
from editor.yaml_splice import document_of
from knowledge.live.acceptance import open_snapshot
from knowledge.live.own_questions import missed_by
from knowledge.passage import Miss
from knowledge.source.files import KNOWN_MISSES
from texts.catalogue import Catalogue

_NAME, _LIST = KNOWN_MISSES.pattern, "misses"
_BLANK = f"""\
{line_for(KNOWN_MISSES)}
# Provfrågor (must_answer) som inte hittar rätt text, och som redaktörerna har godtagit.
# En som går förlorad godtas vid namn: python -m editor golden --lose "frågan"
# De som hittar rätt igen tas bort med: python -m editor golden --write
misses: []
"""


def with_misses(text: str | None, accepted: Iterable[Miss]) -> str:
    """Return *text*, the file of known misses or None, with those *accepted* in it.

    Raises:
        NotEditable: *text* isn't YAML.
    """
    text = text or _BLANK
    held = document_of(text).value((_LIST,))
    listed = [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []
    known = [{name: str(value) for name, value in each.items()} for each in listed]
    new = [each for each in map(asdict, sorted(accepted)) if each not in known]
    return replace_list(text, _LIST, [*known, *new])


def write_known(base: Path, known: Iterable[Miss]) -> None:
    """Write the misses to the list in *base*, in order."""
    folder = EditorsFolder(base)
    seen = folder.content(_NAME)
    text = seen.decode() if seen else _BLANK
    whole = replace_list(text, _LIST, [asdict(miss) for miss in sorted(known)])
    folder.save(_NAME, whole.encode(), seen=seen)


def lost_lines(lost: Collection[Miss], texts: Catalogue) -> Iterator[str]:
    """Yield a line for each lost test question, and what can be done about them."""
    for miss in sorted(lost):
        yield texts.say("editor.lost", passage=miss.passage, question=miss.question)
    if lost:
        yield texts.say("editor.when_lost")


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("--write", action="store_true", help=texts.say("editor.help.golden_write"))
    parser.add_argument(
        "--lose",
        nargs="+",
        default=[],
        metavar=texts.say("editor.help.golden_question"),
        help=texts.say("editor.help.golden_lose"),
    )


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    snapshot = open_snapshot(options.base, options.cache)
    found, known = missed_by(snapshot, options.cache), snapshot.base.known_misses
    accepted = {miss for words in options.lose for miss in _named(words, found, texts)}
    if options.write:
        write_known(options.base, (known & found) | accepted)
    elif accepted:
        write_known(options.base, known | accepted)
    met = () if options.write else known - found
    lost = found - known - accepted
    tell(texts.say("editor.met", passage=each.passage, question=each.question) for each in met)
    tell(lost_lines(lost, texts))
    return 1 if lost else 0


def _named(words: str, missed: Iterable[Miss], texts: Catalogue) -> list[Miss]:
    """Return the *missed* test questions that say *words*."""
    found = [miss for miss in missed if comparable(miss.question) == comparable(words)]
    if not found:
        raise Failed(texts.say("editor.not_lost", question=words))
    return found


COMMAND = Command(_run, _arguments)
