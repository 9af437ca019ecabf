"""What the conversation needs from a store of questions; `storage/` implements it."""

from datetime import datetime
from typing import Protocol

from questions.asked import AskedQuestion, ForwardedQuestion, LastQuestion, Vote


class AnswerLog(Protocol):
    """Takes notes after the reply; may write them a moment later, in batches."""

    def append(self, asked: AskedQuestion) -> None:
        """Note an answered question."""
        ...

    def remember(self, last: LastQuestion) -> None:
        """Keep *last* as the question before, in place of an older one of the same person."""
        ...


class QuestionStore(Protocol):
    """Each method is one unit of work."""

    async def vote(self, vote: Vote) -> None:
        """Store *vote* in place of the voter's earlier one on the same answer."""
        ...

    async def forward(self, forwarded: ForwardedQuestion) -> bool:
        """Store a question for Kommunikationsenheten; False when that asker has already sent it."""
        ...

    async def was_forwarded(self, answer_id: str, asker: str) -> bool:
        """Whether *asker* has sent the question of *answer_id* on."""
        ...

    async def last_question(
        self, conversation: str, person: str, *, since: datetime
    ) -> LastQuestion | None:
        """Return the person's question before in that conversation, asked at *since* or later."""
        ...

    async def greet_once(self, conversation: str, at: datetime) -> bool:
        """Return True the first time it is asked for *conversation*, and never again."""
        ...
