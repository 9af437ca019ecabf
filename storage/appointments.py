"""The list of reviewers."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Integer, Table

from core.appointments import Appointment, AppointmentStanding
from storage.cases import SqlCases
from storage.columns import BoundedText, JsonRecord, UtcDateTime, has_value
from storage.tables import CHANNEL_ID, key_of, metadata, text_of

appointments = Table(
    "appointments",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    text_of("standing"),
    Column("reviewer", BoundedText(CHANNEL_ID), nullable=False, index=True),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime),
    Column("content", JsonRecord(Appointment), nullable=False),
)


class SqlAppointments(SqlCases[Appointment]):
    """The `Appointments` of one transaction."""

    table = appointments

    def add(self, appointment: Appointment) -> bool:
        return self._insert(appointment)

    def in_force(self) -> Sequence[Appointment]:
        is_confirmed = self.table.c.standing == AppointmentStanding.IN_FORCE
        return self._found(is_confirmed, order=self.table.c.starts_at)

    def naming(self, person_id: str) -> Sequence[Appointment]:
        found = self._found(has_value(self.table.c.content, person_id))
        return [each for each in found if person_id in each.people()]

    def all(self) -> Sequence[Appointment]:
        return self._found(order=self.table.c.starts_at)

    def _queried(self, case: Appointment) -> Mapping[str, object]:
        return {
            "standing": case.standing,
            "reviewer": case.reviewer.id,
            "starts_at": case.starts_at,
            "ends_at": case.ends_at,
        }
