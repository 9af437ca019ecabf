"""How every change of an enquiry or a gap is kept, with its line in the audit log."""

from datetime import datetime

from accounts.people import Person
from accounts.record import fingerprint
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
    if before is not None:
        books.enquiries.save(after, seen=before.version)
    books.audit.append(
        at=at or after.changed_at,
        what="enquiry",
        subject=after.id,
        by=by.id if by else None,
        state=after.standing,
        content=fingerprint(after),
    )


def keep_gap(
    books: QuestionBooks,
    after: Gap,
    before: Gap | None,
    *,
    by: Person | None = None,
    at: datetime | None = None,
) -> None:
    """Save *after* in place of *before*, and log it; a new one has no before."""
    if before is not None:
        books.gaps.save(after, seen=before.version)
    books.audit.append(
        at=at or after.changed_at,
        what="gap",
        subject=after.id,
        by=by.id if by else None,
        state=after.state,
        content=fingerprint(after),
    )
