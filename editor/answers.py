"""Answer many questions at once, one JSON line in and one out: how the base is put to the test."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator

from core.language import Language
from editor.command import Command, tell
from editor.queries import result_of
from knowledge.live.acceptance import open_snapshot
from knowledge.search.answers import find
from knowledge.search.snapshot import Snapshot
from texts.catalogue import Catalogue


def answer_lines(snapshot: Snapshot, lines: Iterable[str]) -> Iterator[str]:
    """Yield one line for each question; a line that can't be read says so in an `error`."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(snapshot, line), ensure_ascii=False)


def _answer(snapshot: Snapshot, line: str) -> dict[str, object]:
    try:
        asked = json.loads(line)
        question, identity = str(asked["q"]), asked.get("id")
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"id": None, "error": 'expected {"id": ..., "q": "...", "lang": "..."}'}
    finding = find(snapshot, question, _language(snapshot, question, asked.get("lang")))
    return {
        "id": identity,
        "outcome": result_of(finding).outcome,
        "passages": [
            {
                "id": match.passage.id,
                "topic": match.passage.topic,
                "score": round(match.score, 4),
            }
            for match in finding.matches
        ],
    }


def _language(snapshot: Snapshot, question: str, told: object) -> Language:
    """Take the language told as a client's locale: the question's own words come first."""
    locale = told if isinstance(told, str) and told in snapshot.base.languages else None
    return snapshot.guesser.guess(question, locale)


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    tell(answer_lines(open_snapshot(options.base, options.cache), sys.stdin))
    return 0


COMMAND = Command(_run)
