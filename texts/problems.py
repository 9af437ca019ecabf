"""Problems in files as the lines an editor reads: `path:line:column: text`."""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

from texts.catalogue import Catalogue
from yamlfile.problem import Problem


def in_words(problem: Problem, texts: Catalogue) -> str:
    """Return the sentence for *problem*, without its place."""
    key = f"problem.{problem.code}"
    facts = {name: _readable(value) for name, value in problem.facts.items()}
    if not texts.knows(key):
        return f"{problem.code}: {facts}"
    return texts.say(key, **facts) if facts else texts.say(key)


def lines(problems: Iterable[Problem], texts: Catalogue, *, relative_to: Path) -> list[str]:
    """Return one line for each problem, its path as short as it can be."""
    return [
        f"{_short(problem.path, relative_to)}:{problem.place.line}:{problem.place.column}: "
        f"{in_words(problem, texts)}"
        for problem in problems
    ]


def _short(path: Path, folder: Path) -> Path:
    return path.relative_to(folder) if path.is_relative_to(folder) else path


def _readable(value: object) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(map(str, cast(Iterable[object], value)))
    return str(value)
