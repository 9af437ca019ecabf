"""Erasing a person from questions: askers, and reviewers who answered or decided."""

from collections.abc import Callable
from datetime import datetime

from core.changes import save
from core.person import Person
from questions.ports import QuestionsUnitOfWork


def erase_from_questions(
    uow: QuestionsUnitOfWork,
    person_id: str,
    *,
    nobody: Callable[[], Person],
    nonce: Callable[[], str],
    at: datetime,
    replies_too: bool = True,
) -> int:
    """Replace the person by nobody everywhere, and return in how many cases.

    Questions and replies stay: they hold no name. *nobody* makes a new one each time, so that two
    cases can't be told to concern the same person. A reply is what the municipality has
    answered, so its author is replaced only where *replies_too*.
    """
    named = uow.forwarded_questions.naming(person_id)
    forwarded_questions = [each for each in named if replies_too or each.asker == person_id]
    for before in forwarded_questions:
        after = before.without(person_id, nobody=nobody(), nonce=nonce())
        save(uow, uow.forwarded_questions, after, before, by=None, at=at)
    gaps = uow.gaps.naming(person_id)
    for gap in gaps:
        after = gap.without(nobody=nobody(), nonce=nonce())
        save(uow, uow.gaps, after, gap, by=None, at=at)
    return len(forwarded_questions) + len(gaps)
