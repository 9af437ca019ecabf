"""The questions of an evaluation file, as asked and with misspelt words."""

import json
import random
from dataclasses import dataclass, replace
from pathlib import Path

from core.language import Language
from knowledge.base import Base

SEED = 20190408
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an evaluation file; `topics` are the right ones, none when out of scope."""

    text: str
    language: Language
    topics: tuple[str, ...]
    passage: str | None = None
    """The one right passage, where it is known."""


def read_questions(path: Path) -> list[Question]:
    """Return the questions in a file of JSON lines."""
    lines = path.read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [
        Question(row["q"], row["lang"], tuple(row["topics"]) if row["kind"] == "in" else ())
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class RiskyQuestion:
    """A question where a wrong text would hurt somebody, and the texts it may be shown."""

    text: str
    language: Language
    may: tuple[str, ...]
    """Beginnings of passage ids."""

    def as_question(self, base: Base) -> Question:
        """Return it with the topics of the texts it may be shown."""
        topics = {each.topic for each in base.passages.values() if each.id.startswith(self.may)}
        return Question(self.text, self.language, tuple(sorted(topics)))


def read_risky_questions(path: Path) -> list[RiskyQuestion]:
    """Return the questions in a file of JSON lines."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [RiskyQuestion(row["q"], row["lang"], tuple(row["may"])) for row in rows]


def test_questions(base: Base) -> list[Question]:
    """Return the base's own test questions (`must_answer`), each with its passage."""
    return [
        Question(question, language, (passage.topic,), passage.id)
        for passage in base.passages.values()
        for language in base.languages
        for question in passage.text_in(language).must_answer
    ]


def misspelt(question: Question) -> Question:
    """Return *question* with one wrong keystroke in each of its two longest words."""
    chance = random.Random(f"{SEED} {question.text}")
    words = question.text.split()
    longest = sorted(range(len(words)), key=lambda number: -len(words[number]))[:2]
    for number in longest:
        words[number] = _mistyped(words[number], chance)
    return replace(question, text=" ".join(words))


def _mistyped(word: str, chance: random.Random) -> str:
    if len(word) < 2:
        return word
    at = chance.randrange(len(word) - 1)
    letter = chance.choice(LETTERS)
    return chance.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
        ]
    )
