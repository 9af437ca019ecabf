"""Problems in files as the lines an editor reads: `path:line:column: text`."""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

from texts.catalogue import Catalogue
from yamlfile.problem import Level, Problem


def in_words(problem: Problem, texts: Catalogue) -> str:
    """Return the sentence for *problem*, without its place, and the fix where one is known."""
    key = f"problem.{problem.code}"
    facts = {name: _readable(value) for name, value in problem.facts.items()}
    if not texts.knows(key):
        return f"{problem.code}: {facts}"
    sentence = texts.say(key, **facts)
    if "suggestion" in facts:
        return f"{sentence} {texts.say('fix.did-you-mean', suggestion=facts['suggestion'])}"
    return sentence


def lines(problems: Iterable[Problem], texts: Catalogue, *, relative_to: Path) -> list[str]:
    """Return one line for each problem, its path as short as it can be; warnings say they are."""
    return [
        f"{short(problem.path, relative_to)}:{problem.place.line}:{problem.place.column}: "
        f"{_level(problem, texts)}{in_words(problem, texts)}"
        for problem in problems
    ]


def _level(problem: Problem, texts: Catalogue) -> str:
    return f"{texts.say('fix.warning')} " if problem.level is Level.WARNING else ""


def short(path: Path, folder: Path) -> Path:
    """Return *path* as it is written from *folder*, where it is inside."""
    return path.relative_to(folder) if path.is_relative_to(folder) else path


def _readable(value: object) -> object:
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(map(str, cast(Iterable[object], value)))
    return value
