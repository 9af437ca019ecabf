"""Every phrasing by pattern, and the sentences that it makes."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from core.language import FIRST
from editor.command import Command, Failed, require_languages, tell
from knowledge.base import Base
from knowledge.patterns import PatternFault, is_pattern, lists_in, sentences_of
from knowledge.source.loader import load
from texts.catalogue import Catalogue
from texts.problems import in_words
from yamlfile.problem import Place, Problem


def patterns_in(base: Base) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the passage or area of each pattern, the pattern, and its sentences."""
    for entry in (*base.passages.values(), *base.elsewhere):
        for language in base.languages:
            lines = entry.text_in(language).asked_as
            for line, sentences in zip(lines, base.asked_as(entry, language), strict=True):
                if is_pattern(line):
                    yield entry.id, line, sentences


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("pattern", nargs="?", help=texts.say("editor.help.patterns_pattern"))
    parser.add_argument(
        "--language", default=FIRST, help=texts.say("editor.help.patterns_language")
    )


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    base = load(options.base)
    if options.pattern is not None:
        require_languages([options.language], base.languages, texts)
        tell(_sentences(base, options.pattern, options.language, texts))
        return 0
    for entry, line, sentences in patterns_in(base):
        tell([texts.say("editor.pattern", entry=entry, line=line, count=len(sentences))])
        tell(f"  {each}" for each in sentences)
    return 0


def _sentences(base: Base, pattern: str, language: str, texts: Catalogue) -> tuple[str, ...]:
    known = lists_in(language, base.lists)
    try:
        return sentences_of(pattern, known)
    except PatternFault as fault:
        problem = Problem(Path(), Place(), fault.code, fault.facts_among(known))
        raise Failed(in_words(problem, texts)) from None


COMMAND = Command(_run, _arguments)
