"""The snapshot in use, how it is with it, and the news of it for the editors.

It is swapped whole: a turn goes on with the one it began with.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeAlias

from core.clock import utc_now
from knowledge.search.snapshot import Snapshot
from yamlfile import problem
from yamlfile.problem import Problem


@dataclass(frozen=True, slots=True)
class BaseStatus:
    """How it is with the base in use, for those who look after the bot."""

    hash: str
    loaded_at: datetime
    pinned: bool = False
    """Whether an earlier version was gone back to, and the editors' folder is ignored."""
    refused: tuple[Problem, ...] = ()
    """What is wrong with the newest change; paths are relative to the base."""


class CurrentBase:
    """Holds the current snapshot and its status."""

    def __init__(
        self, snapshot: Snapshot, *, at: datetime | None = None, pinned: bool = False
    ) -> None:
        self._current = snapshot
        self._status = BaseStatus(snapshot.base.hash, at or utc_now(), pinned)

    @property
    def current(self) -> Snapshot:
        return self._current

    @property
    def status(self) -> BaseStatus:
        return self._status

    def swap(self, snapshot: Snapshot, *, at: datetime, pinned: bool) -> None:
        """Answer from *snapshot* from the next turn on."""
        self._current = snapshot
        self._status = BaseStatus(snapshot.base.hash, at, pinned)

    def confirm(self, *, pinned: bool) -> None:
        """Note that what should be in use already is."""
        self._status = replace(self._status, pinned=pinned, refused=())

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """Note that the newest change can't be used."""
        self._status = replace(self._status, refused=problems)


@dataclass(frozen=True, slots=True)
class BaseSwapped:
    """The bot answers from another base than before."""

    hash: str
    previous: str
    pinned: bool = False
    """Whether it is an earlier version, so that the editors' folder is ignored until unpinned."""
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class BaseRefused:
    """A change can't be used, and the bot goes on answering from the base before it."""

    hash: str
    """Of the base still in use."""
    problems: tuple[Problem, ...]


News: TypeAlias = BaseSwapped | BaseRefused


class Editors(Protocol):
    """Those who are told the news."""

    async def tell(self, news: News) -> None: ...


def news_as_json(news: News) -> str:
    """Return *news* as text, for a notice."""
    match news:
        case BaseSwapped():
            facts = {"previous": news.previous, "pinned": news.pinned}
            problems = news.warnings
        case BaseRefused():
            facts, problems = {}, news.problems
    listed = [problem.as_json(each) for each in problems]
    return json.dumps({"hash": news.hash, "problems": listed, **facts}, ensure_ascii=False)


def news_from_json(text: str) -> News:
    """Return the news that `news_as_json` wrote."""
    facts = json.loads(text)
    problems = tuple(problem.from_json(each) for each in facts["problems"])
    if "previous" in facts:
        return BaseSwapped(facts["hash"], facts["previous"], facts["pinned"], problems)
    return BaseRefused(facts["hash"], problems)


def problems_as_json(problems: Sequence[Problem]) -> str:
    """Return *problems* as text, for a notice."""
    return json.dumps([problem.as_json(each) for each in problems], ensure_ascii=False)


def problems_in(text: str) -> tuple[Problem, ...]:
    """Return the problems that `problems_as_json` wrote."""
    return tuple(problem.from_json(each) for each in json.loads(text))
