"""What is asked while somebody writes, for which the whole base is read with that text in it.

At home that is done on a thread. Beside a bot that answers others it is a worker's, since a thread
would take turns with every answer.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import orjson

from cards.elements import Card
from core.language import Language
from editor.workshop.checking import Checker
from editor.workshop.preview import answered, passage_cards
from editor.workshop.working_copy import WorkingCopy
from knowledge.live.kept_worker import KeptWorker
from knowledge.search.snapshot import Snapshot, cached_snapshot
from knowledge.source.files import Unsaved
from texts.catalogue import Texts
from yamlfile.problem import Problem, as_json, from_json

WORKER = "editor.workshop.reading_worker"


class ReadsBase(Protocol):
    """Answers from the base with *unsaved* read as if it were saved."""

    async def problems(self, unsaved: Unsaved) -> list[Problem]:
        """Return every problem of it."""
        ...

    async def is_faulty(self, unsaved: Unsaved) -> bool:
        """Whether no bot could answer from it."""
        ...

    async def cards(self, unsaved: Unsaved, passage: str) -> Mapping[Language, Card] | None:
        """Return the card of a passage; None where the base is faulty.

        Raises:
            KeyError: there is no such passage.
        """
        ...

    async def answer(self, unsaved: Unsaved, indexed: Unsaved, question: str) -> Any:
        """Return what *question* gets from the index of what was *indexed*, as JSON has it.

        It is in the words of *unsaved*, where that isn't faulty; None where there is no index.
        """
        ...


class BaseReader:
    """Reads the base and answers, as long as that takes."""

    def __init__(self, copy: WorkingCopy, checker: Checker, cache: Path, texts: Texts) -> None:
        self._copy = copy
        self._checker = checker
        self._cache = cache
        self._texts = texts
        self._snapshot: Snapshot | None = None

    def problems(self, unsaved: Unsaved) -> list[Problem]:
        return self._checker(self._copy.folder, self._copy.known(unsaved))

    def is_faulty(self, unsaved: Unsaved) -> bool:
        return self._copy.base(unsaved) is None

    def cards(self, unsaved: Unsaved, passage: str) -> Mapping[Language, Card] | None:
        base = self._copy.base(unsaved)
        return None if base is None else passage_cards(base, passage, self._texts)

    def answer(self, unsaved: Unsaved, indexed: Unsaved, question: str) -> Any:
        snapshot = self._snapshot_of(indexed)
        if snapshot is None:
            return None
        found = answered(snapshot, self._copy.base(unsaved), question, self._texts)
        return orjson.loads(orjson.dumps(found))

    def _snapshot_of(self, indexed: Unsaved) -> Snapshot | None:
        if self._snapshot is None or self._snapshot.base.hash != self._copy.hash(indexed):
            base = self._copy.base(indexed)
            self._snapshot = base and cached_snapshot(base, self._cache)
        return self._snapshot


class OnAThread:
    """Reads beside whatever else this process does."""

    def __init__(self, reader: BaseReader) -> None:
        self._reader = reader

    async def problems(self, unsaved: Unsaved) -> list[Problem]:
        return await asyncio.to_thread(self._reader.problems, unsaved)

    async def is_faulty(self, unsaved: Unsaved) -> bool:
        return await asyncio.to_thread(self._reader.is_faulty, unsaved)

    async def cards(self, unsaved: Unsaved, passage: str) -> Mapping[Language, Card] | None:
        return await asyncio.to_thread(self._reader.cards, unsaved, passage)

    async def answer(self, unsaved: Unsaved, indexed: Unsaved, question: str) -> Any:
        return await asyncio.to_thread(self._reader.answer, unsaved, indexed, question)


class ByWorker:
    """Has a worker of its own read, one question at a time for all who write."""

    def __init__(self, worker: KeptWorker) -> None:
        self._worker = worker

    async def problems(self, unsaved: Unsaved) -> list[Problem]:
        told = await self._worker.ask(["problems", _plain(unsaved)])
        return [from_json(each) for each in told]

    async def is_faulty(self, unsaved: Unsaved) -> bool:
        return await self._worker.ask(["is_faulty", _plain(unsaved)])

    async def cards(self, unsaved: Unsaved, passage: str) -> Mapping[Language, Card] | None:
        told = await self._worker.ask(["cards", _plain(unsaved), passage])
        if told == {}:
            raise KeyError(passage)
        return told

    async def answer(self, unsaved: Unsaved, indexed: Unsaved, question: str) -> Any:
        return await self._worker.ask(["answer", _plain(unsaved), _plain(indexed), question])


def answer_of(reader: BaseReader, question: list[Any]) -> Any:
    """Return as JSON what *reader* answers to a *question* of `ByWorker`."""
    what, *facts = question
    unsaved = _as_bytes(facts[0])
    match what, facts[1:]:
        case "problems", []:
            return [as_json(each) for each in reader.problems(unsaved)]
        case "is_faulty", []:
            return reader.is_faulty(unsaved)
        case "cards", [passage]:
            try:
                return reader.cards(unsaved, passage)
            except KeyError:
                return {}
        case "answer", [indexed, asked]:
            return reader.answer(unsaved, _as_bytes(indexed), asked)
        case _:
            raise ValueError(what)


def _plain(unsaved: Unsaved) -> dict[str, str | None]:
    return {name: data if data is None else data.decode() for name, data in unsaved.items()}


def _as_bytes(plain: Mapping[str, str | None]) -> dict[str, bytes | None]:
    return {name: text if text is None else text.encode() for name, text in plain.items()}
