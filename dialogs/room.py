"""What every dialog works with, made once at start and passed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from knowledge.live import Live
from questions.ports import AnswerLog, QuestionStore
from texts.catalogue import Texts

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Room:
    """The knowledge in use, the sentences, the stores, the clock and two sources of ids."""

    live: Live
    texts: Texts
    store: QuestionStore
    log: AnswerLog
    clock: Clock
    new_id: Callable[[], str]
    """Gives each answer an id of its own."""
    pseudonym: Callable[[str], str]
    """Gives a person a name that can't be turned back, for counting each reader's vote once."""
