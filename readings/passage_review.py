"""A reviewer's word on a passage whose day of review has passed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.clock import swedish_day
from core.person import Person

REVIEW_AFTER = timedelta(days=365)
"""How long a text stands before it must be looked over, where it names no day itself."""


class PassageVerdict(StrEnum):
    """What a reviewer says of a passage."""

    STILL_TRUE = "still-true"
    REMOVE = "remove"
    """It should go; nobody but the editors takes it away."""


@dataclass(frozen=True, slots=True)
class PassageReview:
    """The latest word on a passage."""

    passage: str
    verdict: PassageVerdict
    by: Person
    at: datetime

    @property
    def day(self) -> date:
        return swedish_day(self.at)


def review_due(reviewed: date, due: date, review: PassageReview | None) -> date:
    """Return by when a passage is to be looked over that was *reviewed* and is *due* by its file.

    That it is still true counts for a year, until the file tells of a later review.
    """
    if review is None or review.verdict is not PassageVerdict.STILL_TRUE:
        return due
    return due if reviewed >= review.day else max(due, review.day + REVIEW_AFTER)
