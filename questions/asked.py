"""What is stored of a question and of the votes on its answer; never who asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What the bot did with a question."""

    ANSWER = "answer"
    SUGGESTIONS = "suggestions"
    NONE = "none"


class Verdict(StrEnum):
    """What a reader thought of an answer."""

    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question and its outcome."""

    answer_id: str
    asked_at: datetime
    language: str
    question: str
    """The words asked, with personal data masked."""
    outcome: Outcome
    passages: tuple[str, ...]
    """Ids of the passages shown, best first."""
    score: float
    base_hash: str


@dataclass(frozen=True, slots=True)
class AskedCounts:
    """How many questions came to what."""

    outcomes: Mapping[Outcome, int]
    answered_with: Mapping[str, int]
    """Those answered, by the passage shown first; by "" where none was noted."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One reader's latest verdict on one answer."""

    answer_id: str
    voter: str
    """A keyed hash of the person, so that a second vote replaces the first."""
    passage: str
    verdict: Verdict
    voted_at: datetime


@dataclass(frozen=True, slots=True)
class AnsweredMessage:
    """Which of our messages answers which of theirs, stored for an hour in case theirs changes."""

    message: str
    """A keyed hash of the message that asked: it tells nobody who asked."""
    reply: str
    """The channel's id of the message that answers it."""
    answer_id: str
    edit: str
    """The change that was answered last; empty where the message is as it was written."""
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class LastQuestion:
    """The previous question and what was shown for it, stored for a short while.

    So that a follow-up can be understood, and "more", "source", "wrong" and "the second one".
    """

    conversation: str
    person: str
    question: str
    language: str
    asked_at: datetime
    answer_id: str = ""
    shown: tuple[str, ...] = ()
    """Ids of the passages shown whole."""
    offered: tuple[str, ...] = ()
    """Ids of the passages offered as rows, in the order of the card."""
