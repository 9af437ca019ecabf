"""Which notices that are nobody's duty somebody has turned off."""

from collections.abc import Collection

from core.policy import Policy
from core.ports import UnitOfWork
from core.service import Service, reads, writes


class MutingService(Service[UnitOfWork, Policy]):
    """Keeps what each person has turned off, by topic."""

    @reads
    def muted(self, uow: UnitOfWork, person_id: str) -> frozenset[str]:
        return uow.muted_topics.of_person(person_id)

    @writes
    def mute(self, uow: UnitOfWork, person_id: str, topics: Collection[str]) -> None:
        """Turn the notices of *topics* off for somebody, and all others on."""
        uow.muted_topics.put(person_id, topics)
