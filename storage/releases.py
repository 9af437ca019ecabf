"""What is on its way to be answered from, and the latest that was; who has which file open."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Integer, Table, delete

from core.person import Person
from releases.release import Release
from storage.cases import SqlCases
from storage.columns import JsonRecord, UtcDateTime, has_value
from storage.tables import key_of, metadata, text_of

KEPT = 30
"""So many as bases are kept that have been in use."""

releases = Table(
    "releases",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    text_of("standing"),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("content", JsonRecord(Release), nullable=False),
)


class SqlReleases(SqlCases[Release]):
    """The `Releases` of one transaction."""

    table = releases

    def add(self, release: Release) -> bool:
        is_new = self._insert(release)
        old = [each.id for each in self.latest()[KEPT:] if not each.is_open]
        self._connection.execute(delete(self.table).where(self.table.c.id.in_(old)))
        return is_new

    def latest(self) -> Sequence[Release]:
        return self._found(order=self.table.c.asked_at.desc())

    def naming(self, person_id: str) -> Sequence[Release]:
        """Return those that a person has asked for, read or called back."""
        found = self._found(has_value(self.table.c.content, person_id))
        return [each for each in found if person_id in (each.by.id, _id_of(each.answered_by))]

    def forget(self, person: Person) -> int:
        """Put nobody in the person's place; return in how many."""
        named = self.naming(person.id)
        for each in named:
            self.save(each.without(person), seen=each.version)
        return len(named)

    def _queried(self, case: Release) -> Mapping[str, object]:
        return {"standing": case.standing, "asked_at": case.asked_at}


def _id_of(person: Person | None) -> str:
    return person.id if person else ""
