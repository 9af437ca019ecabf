"""What a base replies to questions, kept in the cache: it is the same each time.

Most of a comparison asks the saved base what it was asked the time before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import orjson

from core.language import Language
from editor.queries import Query, QueryKind, QueryResult, result_of
from knowledge.code import code_hash
from knowledge.live.own_questions import is_met
from knowledge.search.batch import BatchFinder
from knowledge.search.snapshot import Snapshot, write_cached
from questions.asked import Outcome

_Asked: TypeAlias = tuple[Language, str, str]


@dataclass(frozen=True, slots=True)
class CachedReply:
    """What a question gets, and whether it is a test question that isn't met so."""

    result: QueryResult
    is_missed: bool


class ReplyCache:
    """The replies of one base; with a *cache* those that are known aren't found anew."""

    def __init__(self, snapshot: Snapshot, cache: Path | None) -> None:
        self._finder = BatchFinder(snapshot)
        self._path = cache and cache / f"replies-{code_hash()}-{snapshot.base.hash}.json"
        self._known = _read(self._path) if self._path else {}
        self._were_known = len(self._known)

    def to(self, questions: Sequence[Query]) -> list[CachedReply]:
        """Return what each of *questions* gets; those that aren't known are asked together."""
        new = {key: each for each in questions if (key := _key(each)) not in self._known}
        findings = self._finder.find([(each.text, each.language) for each in new.values()])
        for (key, question), finding in zip(new.items(), findings, strict=True):
            is_test = question.kind is QueryKind.GOLDEN
            is_missed = is_test and not is_met(finding, question.passage or "")
            self._known[key] = CachedReply(result_of(finding), is_missed)
        return [self._known[_key(each)] for each in questions]

    def named_by(self, question: Query) -> tuple[str, ...]:
        """Return the passages that are known to have to do with *question*: its own, and shown."""
        reply = self._known.get(_key(question))
        return (question.passage or "", *(reply.result.passages if reply else ()))

    def keep(self) -> None:
        """Write what was found to the cache, where something new was."""
        if self._path and len(self._known) > self._were_known:
            rows = [
                [*key, each.result.outcome, each.result.shown, each.is_missed]
                for key, each in self._known.items()
            ]
            write_cached(self._path, orjson.dumps(rows))


def _key(question: Query) -> _Asked:
    return question.language, question.text, question.passage or ""


def _read(path: Path) -> dict[_Asked, CachedReply]:
    try:
        return {
            (language, text, passage): CachedReply(
                QueryResult(Outcome(outcome), tuple(shown)), is_missed
            )
            for language, text, passage, outcome, shown, is_missed in orjson.loads(
                path.read_bytes()
            )
        }
    except (OSError, ValueError, TypeError):  # there is none, or not a whole one
        return {}
