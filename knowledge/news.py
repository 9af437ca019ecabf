"""What there is to tell the editors of the base in use."""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from yamlfile.problem import Problem


@dataclass(frozen=True, slots=True)
class Swapped:
    """The bot answers from another base than before."""

    hash: str
    previous: str
    pinned: bool = False
    """Whether it was gone back to, so that the editors' folder is left aside until told."""
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A change can't be used, and the bot goes on answering from the base before it."""

    hash: str
    """Of the base still in use."""
    problems: tuple[Problem, ...]


News: TypeAlias = Swapped | Refused


class Editors(Protocol):
    """Whoever is told the news."""

    async def tell(self, news: News) -> None: ...
