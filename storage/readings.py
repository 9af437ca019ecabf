"""The revisions of the routine, who has read them, and reviewers' word on passages."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Connection, Select, Table, select

from core.person import Person
from readings.passage_review import PassageReview, PassageVerdict
from readings.reading import OF, Revision, RoutineReading, revision_id
from storage.columns import JsonRecord, UtcDateTime
from storage.inserts import insert_if_new, insert_or_replace, row_of
from storage.tables import CHANNEL_ID, key_of, metadata, text_of

routine_revisions = Table(
    "routine_revisions",
    metadata,
    key_of("id"),
    Column("live_at", UtcDateTime, nullable=False),
    Column("content", JsonRecord(Revision), nullable=False),
)

readings = Table(
    "readings",
    metadata,
    key_of("revision"),
    key_of("person", CHANNEL_ID),
    text_of("unit"),
    Column("at", UtcDateTime, nullable=False),
)

passage_reviews = Table(
    "passage_reviews",
    metadata,
    key_of("passage"),
    text_of("verdict"),
    text_of("person", CHANNEL_ID),
    text_of("name", CHANNEL_ID),
    Column("at", UtcDateTime, nullable=False),
)


class SqlRevisions:
    """The `Revisions` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, revision_id: str) -> Revision | None:
        found = select(routine_revisions.c.content).where(routine_revisions.c.id == revision_id)
        return self._connection.scalar(found)

    def latest(self, routine: str = "") -> Revision | None:
        table = routine_revisions
        theirs = table.c.id.startswith(revision_id(routine, ""), autoescape=True)
        own = theirs if routine else table.c.id.not_like(f"%{OF}%")
        found = select(table.c.content).where(own)
        latest = found.order_by(table.c.live_at.desc(), table.c.id.desc()).limit(1)
        return self._connection.scalar(latest)

    def put(self, revision: Revision) -> None:
        row = {"id": revision.id, "live_at": revision.live_at, "content": revision}
        statement = insert_or_replace(routine_revisions, self._connection.dialect.name)
        self._connection.execute(statement, row)


class SqlReadings:
    """The `Readings` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, reading: RoutineReading) -> None:
        statement = insert_if_new(readings, self._connection.dialect.name)
        self._connection.execute(statement, row_of(reading))

    def of_revision(self, revision_id: str) -> Sequence[RoutineReading]:
        found = select(readings).where(readings.c.revision == revision_id)
        return self._read(found.order_by(readings.c.person))

    def of_person(self, person_id: str) -> Sequence[RoutineReading]:
        found = select(readings).where(readings.c.person == person_id)
        return self._read(found.order_by(readings.c.at.desc(), readings.c.revision))

    def _read(self, query: Select[*tuple[object, ...]]) -> Sequence[RoutineReading]:
        return [RoutineReading(*row) for row in self._connection.execute(query)]


class SqlPassageReviews:
    """The `PassageReviews` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, review: PassageReview) -> None:
        row = {
            "passage": review.passage,
            "verdict": review.verdict,
            "person": review.by.id,
            "name": review.by.name,
            "at": review.at,
        }
        statement = insert_or_replace(passage_reviews, self._connection.dialect.name)
        self._connection.execute(statement, row)

    def all(self) -> Mapping[str, PassageReview]:
        return {
            row.passage: PassageReview(
                row.passage, PassageVerdict(row.verdict), Person(row.person, row.name), row.at
            )
            for row in self._connection.execute(select(passage_reviews))
        }
