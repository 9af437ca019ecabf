"""How every change of an enquiry or a gap is kept, with its line in the audit log."""

from datetime import datetime

from accounts.people import Person
from accounts.record import keep
from questions.enquiry import Enquiry
from questions.gap import Gap
from questions.ports import QuestionBooks


def keep_enquiry(
    books: QuestionBooks,
    after: Enquiry,
    before: Enquiry | None,
    *,
    by: Person | None = None,
    at: datetime | None = None,
) -> None:
    """Save *after* in place of *before*, and log it; a new one has no before.

    *by* is the reviewer; what an asker does is logged without a person, for the log never forgets.
    """
    keep(books, books.enquiries, "enquiry", after, before, state=after.standing, by=by, at=at)


def keep_gap(
    books: QuestionBooks,
    after: Gap,
    before: Gap | None,
    *,
    by: Person | None = None,
    at: datetime | None = None,
) -> None:
    """Save *after* in place of *before*, and log it; a new one has no before."""
    keep(books, books.gaps, "gap", after, before, state=after.state, by=by, at=at)
