"""How every change of an enquiry or a gap is kept, with its line in the audit log."""

from datetime import datetime

from core.changes import save
from core.person import Person
from questions.forwarded_question import ForwardedQuestion
from questions.gap import Gap
from questions.ports import QuestionsUnitOfWork


def save_forwarded(
    uow: QuestionsUnitOfWork,
    after: ForwardedQuestion,
    before: ForwardedQuestion | None,
    *,
    by: Person | None = None,
    at: datetime | None = None,
) -> None:
    """Save *after* in place of *before*, and log it; a new one has no before.

    *by* is the reviewer; what an asker does is logged without a person, for the log never forgets.
    """
    save(uow, uow.enquiries, after, before, by=by, at=at)


def save_gap(
    uow: QuestionsUnitOfWork,
    after: Gap,
    before: Gap | None,
    *,
    by: Person | None = None,
    at: datetime | None = None,
) -> None:
    """Save *after* in place of *before*, and log it; a new one has no before."""
    save(uow, uow.gaps, after, before, by=by, at=at)
