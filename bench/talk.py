"""How well talk, wrapped questions, other matters and danger are told apart, in others' words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.questions import Question
from core.language import Language
from knowledge.message.reading import ParsedMessage, read_message
from knowledge.search.answers import Answer, Suggestions, find
from knowledge.search.snapshot import Snapshot

SWEDISH = "sv-SE"
THREATS = frozenset(("hot-hat", "kris", "enskilda-arenden"))
"""Topics where an emergency is no needless one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of so many inputs went wrong, and which."""

    name: str
    wrong: Sequence[str]
    of: int

    def __str__(self) -> str:
        share = 100 * len(self.wrong) / self.of if self.of else 0.0
        return f"{self.name:<52} {len(self.wrong):>4} of {self.of:<4} {share:5.1f} %"


def measure(snapshot: Snapshot, inputs: Path, exams: Sequence[Question]) -> list[Figure]:
    """Return the figures on the file *inputs*, and needless emergencies in *exams*."""
    said: dict[str, Any] = yaml.safe_load(inputs.read_text("utf-8"))
    return [
        *_talk(snapshot, said["talk"]),
        _figure(
            "other matters answered outright",
            said["elsewhere"],
            lambda text: _shown(snapshot, text),
        ),
        _figure(
            "everyday questions taken for talk",
            [text for texts in said["everyday"].values() for text in texts],
            lambda text: _told(read_message(text, snapshot)) != "",
        ),
        _figure(
            "short Swedish words taken for English",
            said["short"],
            lambda text: snapshot.guesser.guess(text, SWEDISH) == "en",
        ),
        _figure(
            "third languages not told",
            said["foreign"],
            lambda text: not snapshot.guesser.is_foreign(text),
        ),
        _wrapped(snapshot, said["questions"], said["wrappings"]),
        _figure(
            "cries for help not heard",
            said["danger"],
            lambda text: read_message(text, snapshot).danger is None,
        ),
        _figure(
            "harmless words that call an emergency",
            said["harmless"],
            lambda text: read_message(text, snapshot).danger is not None,
        ),
        _figure(
            "exam questions that call a needless emergency",
            [each.text for each in exams if THREATS.isdisjoint(each.topics)],
            lambda text: read_message(text, snapshot).danger is not None,
        ),
    ]


def table(figures: Iterable[Figure]) -> list[str]:
    """Return each figure with what went wrong below it."""
    lines: list[str] = []
    for figure in figures:
        lines.append(str(figure))
        lines += (f"    {' '.join(text.split())[:110]}" for text in figure.wrong)
    return lines


def _figure(name: str, texts: Sequence[str], is_wrong: Callable[[str], bool]) -> Figure:
    return Figure(name, [text for text in texts if is_wrong(text)], len(texts))


def _talk(snapshot: Snapshot, talk: dict[Language, dict[str, list[str]]]) -> Iterable[Figure]:
    for language, kinds in talk.items():
        messages = [
            (text, kind, read_message(text, snapshot))
            for kind, each in kinds.items()
            for text in each
        ]
        shown = [
            text for text, _, message in messages if not _told(message) and _shown(snapshot, text)
        ]
        wrong = [text for text, kind, message in messages if _told(message) not in kind.split()]
        yield Figure(f"talk answered with a passage ({language})", shown, len(messages))
        yield Figure(f"talk not told for its kind ({language})", wrong, len(messages))


def _told(message: ParsedMessage) -> str:
    kind = message.danger or message.talk or message.maybe
    return kind.id if kind else ""


def _wrapped(snapshot: Snapshot, questions: Sequence[str], wrappings: Sequence[str]) -> Figure:
    texts = [wrapping.format(q=each) for each in questions for wrapping in wrappings]
    plain = [_outcome(snapshot, each) for each in questions for _ in wrappings]
    changed = [
        text
        for text, before in zip(texts, plain, strict=True)
        if _outcome(snapshot, text) != before
    ]
    return Figure("wrapped questions with another outcome", changed, len(texts))


def _outcome(snapshot: Snapshot, text: str) -> tuple[str, str]:
    finding = find(snapshot, read_message(text, snapshot).question, "sv")
    is_offered = isinstance(finding, Answer | Suggestions)
    return type(finding).__name__, finding.matches[0].passage.id if is_offered else ""


def _shown(snapshot: Snapshot, text: str) -> bool:
    language = snapshot.guesser.guess(text, SWEDISH)
    return isinstance(find(snapshot, text, language), Answer)
