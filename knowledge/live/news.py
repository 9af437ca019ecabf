"""What there is to tell the editors of the base in use."""

import json
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from yamlfile import problem
from yamlfile.problem import Problem


@dataclass(frozen=True, slots=True)
class BaseSwapped:
    """The bot answers from another base than before."""

    hash: str
    previous: str
    pinned: bool = False
    """Whether it was gone back to, so that the editors' folder is left aside until told."""
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class BaseRefused:
    """A change can't be used, and the bot goes on answering from the base before it."""

    hash: str
    """Of the base still in use."""
    problems: tuple[Problem, ...]


News: TypeAlias = BaseSwapped | BaseRefused


def as_json(news: News) -> str:
    """Return *news* as text, to be kept until it is told."""
    match news:
        case BaseSwapped():
            told = {"previous": news.previous, "pinned": news.pinned}
            problems = news.warnings
        case BaseRefused():
            told, problems = {}, news.problems
    told_of = [problem.as_json(each) for each in problems]
    return json.dumps({"hash": news.hash, "problems": told_of, **told}, ensure_ascii=False)


def from_json(text: str) -> News:
    """Return the news that `as_json` kept."""
    told = json.loads(text)
    problems = tuple(problem.from_json(each) for each in told["problems"])
    if "previous" in told:
        return BaseSwapped(told["hash"], told["previous"], told["pinned"], problems)
    return BaseRefused(told["hash"], problems)


class Editors(Protocol):
    """Whoever is told the news."""

    async def tell(self, news: News) -> None: ...
