"""Erasing a person from questions: askers, and reviewers who answered or decided."""

from collections.abc import Callable
from datetime import datetime

from core.person import Person
from questions.changes import save_forwarded, save_gap
from questions.ports import QuestionsUnitOfWork


def erase_from_questions(
    uow: QuestionsUnitOfWork,
    person_id: str,
    *,
    nobody: Callable[[], Person],
    nonce: Callable[[], str],
    at: datetime,
) -> int:
    """Put nobody in the person's place wherever they stand; return in how many places that was.

    What was asked and answered stays: it holds no name. *nobody* gives another one each time, so
    that no two places can be told to have been of one person.
    """
    enquiries = uow.enquiries.naming(person_id)
    for before in enquiries:
        after = before.without(person_id, nobody=nobody(), nonce=nonce())
        save_forwarded(uow, after, before, at=at)
    gaps = uow.gaps.naming(person_id)
    for gap in gaps:
        save_gap(uow, gap.without(nobody=nobody(), nonce=nonce()), gap, at=at)
    return len(enquiries) + len(gaps)
