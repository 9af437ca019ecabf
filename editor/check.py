"""Everything that is wrong with a base, or could be better, at once."""

import argparse
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from core.language import Language
from editor.command import Command, tell
from editor.rules import RULES
from editor.rules.subject import Subject
from editor.spelling.dictionaries import dictionary_of
from editor.spelling.spell_checker import SpellChecker
from knowledge.base import Base
from knowledge.passage import Miss
from knowledge.source.files import Unsaved
from knowledge.source.loader import Parser, base_of, has_errors, in_order, read_folder
from knowledge.source.reading import Reading
from texts.catalogue import Catalogue
from texts.problems import in_words, lines, short
from yamlfile.problem import Level, Problem


def inspect(
    folder: Path,
    *,
    today: date,
    unsaved: Unsaved | None = None,
    cache: Path | None = None,
    parser: Parser | None = None,
    speller: SpellChecker | None = None,
) -> tuple[Reading, list[Problem]]:
    """Return what the files in *folder* hold, and every problem with them.

    *unsaved* is checked as if it were saved. With a *cache* the rules
    that ask the index run too, where the saved base has no errors; building it takes seconds.
    With a *speller* what people read is spelt.
    """
    reading = read_folder(folder, unsaved, parser)
    problems, missed = list(reading.problems), None
    base = None if unsaved or has_errors(problems) else base_of(reading)
    if cache is not None and base is not None:
        missed, lost = _asked(base, folder, cache)
        problems += lost
    subject = Subject(reading=reading, today=today, missed=missed, speller=speller)
    problems += (problem for rule in RULES for problem in rule(subject))
    return reading, in_order(problems)


def _asked(base: Base, folder: Path, cache: Path) -> tuple[frozenset[Miss], list[Problem]]:
    """Return the test questions that aren't met, and the problem that each lost one is.

    A win is for `golden` to tell: it is nothing to mend.
    """
    # What searches takes longer to import than a quick check takes.
    from knowledge.live.own_questions import check_questions, missed_by
    from knowledge.search.snapshot import snapshot_of

    missed = missed_by(snapshot_of(base, cache), cache)
    told = check_questions(base, missed, folder)
    return missed, [problem for problem in told if problem.level is Level.ERROR]


def github_lines(problems: Iterable[Problem], texts: Catalogue) -> list[str]:
    """Return the workflow commands that mark each problem in a pull request."""
    return [
        f"::{problem.level} file={_property(str(short(problem.path, Path.cwd())))},"
        f"line={problem.place.line},col={problem.place.column}::{_data(in_words(problem, texts))}"
        for problem in problems
    ]


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    def told(name: str) -> str:
        return texts.say(f"editor.help.check_{name}")

    parser.add_argument("--format", choices=("text", "github"), default="text", help=told("format"))
    parser.add_argument("--strict", action="store_true", help=told("strict"))
    parser.add_argument("--quick", action="store_true", help=told("quick"))
    parser.add_argument("--links", action="store_true", help=told("links"))
    parser.add_argument(
        "--today", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD", help=told("today")
    )


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    today = options.today or date.today()  # noqa: DTZ011 the editor's own day is meant
    cache = None if options.quick else options.cache
    with SpellChecker(options.cache) as speller:
        reading, problems = inspect(options.base, today=today, cache=cache, speller=speller)
    if options.links:
        from editor.links import dead_links  # with aiohttp, half as much again to import

        problems = in_order([*problems, *dead_links(reading)])
    if options.format == "github":
        tell(github_lines(problems, texts))
    else:
        tell(lines(problems, texts, relative_to=Path.cwd()))
    tell([_summary(reading, problems, texts), *unspelt(reading.languages, texts)])
    return 1 if has_errors(problems) or (options.strict and problems) else 0


def unspelt(languages: Iterable[Language], texts: Catalogue) -> list[str]:
    """Return a sentence on each of *languages* that this machine has no dictionary of."""
    return [
        texts.say("editor.check.unspelt", language=texts.language_name(each))
        for each in languages
        if dictionary_of(each) is None
    ]


def _summary(reading: Reading, problems: list[Problem], texts: Catalogue) -> str:
    errors = sum(problem.level is Level.ERROR for problem in problems)
    counts = {"errors": errors, "warnings": len(problems) - errors}
    if errors:
        return texts.say("editor.check.faulty", **counts)
    base = base_of(reading)
    passages, topics = (len(base.passages), len(list(base.topics()))) if base else (0, 0)
    return texts.say("editor.check.sound", passages=passages, topics=topics, **counts)


COMMAND = Command(_run, _arguments)
