"""What the base covers, topic by topic, what people ask for, and where it is thin."""

import argparse
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.language import Language
from editor.command import FORMATS, Command, Format, heading, table, tell
from editor.queries import Query, logged_queries, result_of
from editor.rules.texts import copied
from knowledge.base import Base
from knowledge.live.acceptance import open_snapshot
from knowledge.passage import Passage, PassageText, Topic
from knowledge.search.batch import BatchFinder
from knowledge.search.snapshot import Snapshot
from knowledge.source.files import TOPICS
from knowledge.source.loader import load
from questions.asked import Outcome
from texts.catalogue import Catalogue
from yamlfile.problem import Faulty, Place, Problem, suggestion

FEW_PHRASINGS = 10
"""In one language; fewer, and people's own words are met by chance."""
FEW_TEST_QUESTIONS = 2
WIDTH = 100


class Thin(StrEnum):
    PHRASINGS = "phrasings"
    TEST_QUESTIONS = "test_questions"
    UNCONFIRMED = "unconfirmed"
    NEVER_ASKED = "never_asked"


@dataclass(frozen=True, slots=True)
class LogSummary:
    """What the questions that people have asked get."""

    total: int
    outcomes: Counter[Outcome]
    shown: Counter[str]
    """How often each passage was the answer, or among the suggestions."""


def summarised(snapshot: Snapshot, questions: Sequence[Query]) -> LogSummary:
    outcomes: Counter[Outcome] = Counter()
    shown: Counter[str] = Counter()
    for finding in BatchFinder(snapshot).find([(each.text, each.language) for each in questions]):
        result = result_of(finding)
        outcomes[result.outcome] += 1
        if result.outcome is not Outcome.NONE:
            shown.update(result.shown)
    return LogSummary(len(questions), outcomes, shown)


def thin_in(passage: Passage, asked: LogSummary | None) -> list[Thin]:
    """Return every way in which *passage* is thin; nobody asking counts only with a log."""
    texts = [passage.text_in(language) for language in passage.given_in()]
    ways = {
        Thin.PHRASINGS: min(len(text.asked_as) for text in texts) < FEW_PHRASINGS,
        Thin.TEST_QUESTIONS: min(len(text.must_answer) for text in texts) < FEW_TEST_QUESTIONS,
        Thin.UNCONFIRMED: not passage.confirmed,
        Thin.NEVER_ASKED: asked is not None and not asked.shown[passage.id],
    }
    return [way for way, is_so in ways.items() if is_so]


def is_translated(passage: Passage, language: Language) -> bool:
    """Whether *passage* says in *language* what no language before it says."""
    return language in passage.given_in() and language not in copied(passage, "text")


def report(
    base: Base,
    asked: LogSummary | None,
    texts: Catalogue,
    form: Format,
    *,
    topic: str | None = None,
) -> Iterator[str]:
    """Yield the lines that show what *base* covers, and what is thin in it.

    With a *topic* they are about its passages, one by one; else about the topics.
    """
    if topic is None:
        parts = {_called(one, base, texts): base.passages_about(one.slug) for one in base.topics()}
    else:
        parts = {passage.id: (passage,) for passage in base.passages_about(topic)}
    rows = [[name, *_counts(passages, base.languages, asked)] for name, passages in parts.items()]
    yield from table(_header(base.languages, asked, texts), rows, form)
    if asked is not None:
        yield ""
        counts = {outcome.value: asked.outcomes[outcome] for outcome in Outcome}
        yield texts.say("editor.coverage.asked", count=asked.total, **counts)
    passages = [one for part in parts.values() for one in part]
    for told, names in _thin(passages, base.languages, asked, texts):
        yield from heading(told, form)
        yield textwrap.fill(", ".join(names), WIDTH, break_on_hyphens=False)


def _called(topic: Topic, base: Base, texts: Catalogue) -> str:
    """Return the name of *topic*; of several routines, with the one it is of."""
    name = topic.text_in(texts.language)
    if not base.has_several:
        return name
    routine = base.routine_about(topic.slug).text_in(texts.language).name
    return name if name == routine else f"{routine}: {name}"


def _thin(
    passages: Sequence[Passage],
    languages: Sequence[Language],
    asked: LogSummary | None,
    texts: Catalogue,
) -> Iterator[tuple[str, list[str]]]:
    """Yield in words each way of being thin, and the passages that are so."""
    ways = {passage.id: thin_in(passage, asked) for passage in passages}
    found: list[tuple[str, dict[str, str], list[str]]] = [
        (way, {}, [name for name, thin in ways.items() if way in thin]) for way in Thin
    ]
    for language in languages[1:]:
        facts = {"language": texts.language_name(language)}
        same = [each.id for each in passages if not is_translated(each, language)]
        found.append(("untranslated", facts, same))
    for way, facts, names in found:
        if names:
            counts = {"count": len(names), "total": len(passages)}
            yield texts.say(f"editor.thin.{way}", **facts, **counts), names


def _header(languages: Sequence[Language], asked: LogSummary | None, texts: Catalogue) -> list[str]:
    return [
        *(texts.say(f"editor.coverage.{column}") for column in ("topic", "passages", "confirmed")),
        *(texts.say("editor.coverage.phrasings", language=each) for each in languages),
        *(texts.say("editor.coverage.tests", language=each) for each in languages),
        *([texts.say("editor.coverage.asked_for")] if asked else []),
    ]


def _given(passages: Sequence[Passage], language: Language) -> list[PassageText]:
    return [each.text_in(language) for each in passages if language in each.given_in()]


def _counts(
    passages: Sequence[Passage], languages: Sequence[Language], asked: LogSummary | None
) -> list[int]:
    return [
        len(passages),
        sum(passage.confirmed is not None for passage in passages),
        *(sum(len(one.asked_as) for one in _given(passages, each)) for each in languages),
        *(sum(len(one.must_answer) for one in _given(passages, each)) for each in languages),
        *([sum(asked.shown[passage.id] for passage in passages)] if asked else []),
    ]


def require_topic(base: Base, folder: Path, topic: str) -> None:
    """Raise `Faulty` where *base*, which stands in *folder*, has no such topic."""
    slugs = [each.slug for each in base.topics()]
    if topic not in slugs:
        facts = {"topic": topic, **suggestion(topic, slugs)}
        raise Faulty([Problem(folder / TOPICS.pattern, Place(), "unknown-topic", facts)])


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("--log", type=Path, metavar="FILE", help=texts.say("editor.help.log"))
    parser.add_argument("--topic", metavar="SLUG", help=texts.say("editor.help.coverage_topic"))
    parser.add_argument(
        "--format", choices=FORMATS, default="table", help=texts.say("editor.help.format")
    )


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    asked = None
    if options.log:
        snapshot = open_snapshot(options.base, options.cache)
        base, asked = snapshot.base, summarised(snapshot, logged_queries(options.log, snapshot))
    else:
        base = load(options.base)
    if options.topic:
        require_topic(base, options.base, options.topic)
    tell(report(base, asked, texts, options.format, topic=options.topic))
    return 0


COMMAND = Command(_run, _arguments)
