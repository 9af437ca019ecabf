"""Points in time as people here read them."""

from datetime import date, datetime, time, timedelta

from core.clock import SWEDEN, swedish_day


def minute(at: datetime) -> str:
    """Return the date and time of day, as in 2026-11-25 14:05."""
    return at.astimezone(SWEDEN).strftime("%Y-%m-%d %H:%M")


def day(at: datetime) -> str:
    """Return the date, as in 2026-11-25."""
    return swedish_day(at).isoformat()


def midnight_before(day: date) -> datetime:
    """Return the beginning of a day here."""
    return datetime.combine(day, time(), SWEDEN)


def midnight_after(day: date) -> datetime:
    """Return the end of a day here."""
    return midnight_before(day + timedelta(days=1))
