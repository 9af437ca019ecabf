"""Moments for programs that read the pages."""

from datetime import UTC, datetime


def machine_time(moment: datetime) -> str:
    """Return the moment to the second, as `2026-11-25T13:05:09Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
