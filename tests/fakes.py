"""Fakes of the clock and of the question store."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from questions.asked import AskedQuestion, LastQuestion, Vote


@dataclass
class Clock:
    """A clock that moves when told to."""

    now: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, span: timedelta) -> None:
        self.now += span


@dataclass
class InMemoryQuestions:
    """A `QuestionStore` in plain dictionaries, with what `TurnRecords` writes."""

    asked: list[AskedQuestion] = field(default_factory=list[AskedQuestion])
    votes: dict[tuple[str, str], Vote] = field(default_factory=dict[tuple[str, str], Vote])
    greeted: dict[str, datetime] = field(default_factory=dict[str, datetime])
    last: dict[tuple[str, str], LastQuestion] = field(
        default_factory=dict[tuple[str, str], LastQuestion]
    )

    def append(self, asked: AskedQuestion) -> None:
        self.asked.append(asked)

    def remember(self, last: LastQuestion) -> None:
        known = self.last.get((last.conversation, last.person))
        if known is None or known.asked_at <= last.asked_at:
            self.last[last.conversation, last.person] = last

    async def vote(self, vote: Vote) -> None:
        self.votes[vote.answer_id, vote.voter] = vote

    async def last_question(
        self, conversation: str, person: str, *, since: datetime
    ) -> LastQuestion | None:
        last = self.last.get((conversation, person))
        return last if last and last.asked_at >= since else None

    async def greet_once(self, conversation: str, at: datetime) -> bool:
        is_new = conversation not in self.greeted
        self.greeted.setdefault(conversation, at)
        return is_new
