"""Erasing a person from questions: askers, and reviewers who answered or decided."""

from collections.abc import Callable
from datetime import datetime

from accounts.people import Person
from questions.ports import QuestionBooks
from questions.record import keep_enquiry, keep_gap


def erase_from_questions(
    books: QuestionBooks,
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
    enquiries = books.enquiries.naming(person_id)
    for before in enquiries:
        after = before.without(person_id, nobody=nobody(), nonce=nonce())
        keep_enquiry(books, after, before, at=at)
    gaps = books.gaps.naming(person_id)
    for gap in gaps:
        keep_gap(books, gap.without(nobody=nobody(), nonce=nonce()), gap, at=at)
    return len(enquiries) + len(gaps)
