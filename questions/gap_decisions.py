"""Decisions about gaps as they are stored, whoever makes them and wherever."""

from collections.abc import Callable, Collection
from datetime import datetime

from core.changes import change_once, require_case, save
from core.errors import NoSuchCase
from core.keys import random_case_id
from core.person import Person
from questions.closing import tell_followers
from questions.clustering import LOOKED_BACK, MOST_MISSED, Cluster
from questions.errors import AlreadyHandled, NothingLeft
from questions.gap import EXAMPLES_KEPT, Gap, Handling, PassageDraft, SelectedQuestions
from questions.ports import QuestionsUnitOfWork


def new_gap_id() -> str:
    return random_case_id("lucka")


def still_missed(
    uow: QuestionsUnitOfWork,
    asked: str,
    answer_ids: Collection[str],
    *,
    routine: str = "",
    now: datetime,
) -> SelectedQuestions:
    """Return those of the questions that nobody has handled.

    *asked* is the most typical one; *routine* is the one that they are nearest to.
    """
    wanted = {asked, *answer_ids}
    missed = uow.gaps.missed(since=now - LOOKED_BACK, most=MOST_MISSED)
    left = [question for question in missed if question.answer_id in wanted]
    left.sort(key=lambda question: question.answer_id != asked)
    if not left or left[0].answer_id != asked:
        return SelectedQuestions(asked, frozenset(), "", ())
    return Cluster(tuple(left), routine=routine).selected(asked, until=now)


def decide(
    uow: QuestionsUnitOfWork,
    selected: SelectedQuestions,
    handling: Handling,
    draft: Callable[[], PassageDraft | None],
    *,
    by: Person,
    at: datetime,
    nonce: str,
    new_id: Callable[[], str] = new_gap_id,
) -> Gap:
    """Store that *by* has decided about questions, which then don't come back.

    *draft* is only asked for where nobody has decided yet.

    Raises:
        AlreadyHandled: if somebody was first.
        NothingLeft: if there are no such questions any more.
    """
    known = uow.gaps.with_question(selected.asked)
    if known is not None:
        raise AlreadyHandled(known.by, known.handled_at)
    if not selected.answer_ids:
        raise NothingLeft
    made = draft()
    gap = Gap(
        id=new_id(),
        by=by,
        handled_at=at,
        changed_at=at,
        nonce=nonce,
        handling=handling,
        language=selected.language,
        routine=selected.routine,
        examples=selected.examples[:EXAMPLES_KEPT],
        count=len(selected.answer_ids),
        draft=made,
        unhelpful=tuple(sorted(selected.unhelpful - {made.passage if made else ""})),
        closed_at=at if handling is Handling.IN_BASE else None,
    )
    if not uow.gaps.add(gap, selected.answer_ids):
        raise NoSuchCase
    save(uow, uow.gaps, gap, None, by=by)
    if handling is Handling.IN_BASE:
        tell_followers(uow, gap, at=at)
    return gap


def reopen(uow: QuestionsUnitOfWork, gap_id: str, seen: int, *, by: Person, at: datetime) -> Gap:
    """Undo the decision: the draft is thrown away, and the questions come back."""
    before = require_case(uow.gaps, gap_id)
    return change_once(
        uow,
        uow.gaps,
        before,
        lambda: before.undone(at=at),
        by=by,
        seen=seen,
        is_done=before.reopened,
    )
