"""The whole answer, owed to whoever asked where others look on and wants it in their own chat."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from core.outbox import Notice, NoticeKind
from core.person import Person
from core.policy import Policy
from core.ports import UnitOfWork
from core.service import Service, writes


@dataclass(frozen=True, slots=True)
class WantedAnswer:
    """Which passage is wanted, and the question that it answers."""

    answer: str
    """The id of the answer that showed it in short."""
    passage: str
    language: str
    question: str
    """As asked, with personal data masked; empty where nothing was asked."""

    @classmethod
    def told(cls, facts: Mapping[str, str]) -> "WantedAnswer":
        """Return what the facts of a notice tell."""
        return cls(**facts)


class OwnChatService(Service[UnitOfWork, Policy]):
    """Sends what a person has asked for where nobody else looks on."""

    @writes
    def owe(self, uow: UnitOfWork, to: Person, wanted: WantedAnswer, *, press: str) -> None:
        """Put the answer into the outbox; the same *press*, sent again, is the same message."""
        key = f"{wanted.answer}/{wanted.passage}/{NoticeKind.ANSWER}/{to.id}/{press}"
        facts: Mapping[str, str] = asdict(wanted)
        uow.outbox.put(Notice(key, NoticeKind.ANSWER, to.id, wanted.passage, facts, to))
