"""Passages past the day by which somebody was to look them over, and where the base points to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.base import Base
from knowledge.passage import Passage
from readings.passage_review import REVIEW_AFTER, PassageReview, review_due


@dataclass(frozen=True, slots=True)
class OverduePassage:
    """A passage, the day that has passed, and what has been said of it."""

    passage: Passage
    due: date
    review: PassageReview | None


def due_by_file(passage: Passage) -> date:
    """Return by when *passage* is to be looked over again, whatever has been said of it since."""
    return passage.review_by or passage.reviewed + REVIEW_AFTER


def overdue_since(passage: Passage, review: PassageReview | None, today: date) -> date | None:
    """Return the day by which *passage* was to be looked over; None where it is still to come."""
    due = review_due(passage.reviewed, due_by_file(passage), review)
    return due if due < today else None


def overdue_passages(
    base: Base, reviews: Mapping[str, PassageReview], today: date
) -> list[OverduePassage]:
    """Return the passages past their day, by owner in the order of the contacts, oldest first.

    Those without an owner of their own come first, by routine.
    """
    found = [
        OverduePassage(passage, due, reviews.get(passage.id))
        for passage in base.passages.values()
        if (due := overdue_since(passage, reviews.get(passage.id), today))
    ]
    contacts = [each.id for each in base.contacts()]

    def place(each: OverduePassage) -> tuple[bool, int, date]:
        if each.passage.owner is None:
            return False, base.routines.index(base.routine_of(each.passage)), each.due
        return True, contacts.index(each.passage.owner), each.due

    return sorted(found, key=place)


def web_addresses(base: Base) -> Mapping[str, str]:
    """Return every address that the base points to, with the id of its source, contact or
    platform."""
    pointing = (*base.sources.values(), *base.contacts())
    pages = base.account_form.report_pages if base.account_form else dict[str, str]()
    reports = {url: platform for platform, url in pages.items()}
    return {**reports, **{each.url: each.id for each in pointing if each.url}}
