"""Decisions that are stored beside something else that must be done or not done with them."""

import pytest

from core.person import Person
from questions.errors import AlreadyHandled, NothingLeft
from questions.gap import Gap, Handling
from questions.gap_decisions import decide, reopen, still_missed
from tests.world.people import RUT
from tests.world.services import DRAFT, GAP, QuestionServices

EDITOR = Person("workshop", "Verkstaden")


def decided(
    services: QuestionServices, handling: Handling = Handling.JUNK, asked: str = "a1"
) -> Gap:
    return decide(
        services.uow,
        still_missed(services.uow, asked, ["a1", "a2", "gone"], now=services.now),
        handling,
        lambda: DRAFT,
        by=EDITOR,
        at=services.now,
        nonce="n",
        new_id=lambda: GAP,
    )


def test_only_questions_that_are_still_missed_are_decided_about(services: QuestionServices) -> None:
    services.miss("a1", "a2", "b1")
    gap = decided(services)

    assert (gap.count, gap.by, gap.handling) == (2, EDITOR, Handling.JUNK)
    assert services.open_ids() == ["b1"]


@pytest.mark.parametrize("first", Handling)
def test_whoever_comes_second_is_told_even_from_the_same_place(
    services: QuestionServices, first: Handling
) -> None:
    services.miss("a1", "a2")
    decided(services, first)
    with services.refuses(AlreadyHandled) as caught:
        decided(services, first)

    assert caught.value.by == EDITOR


def test_one_handled_in_teams_meanwhile_is_told_of(services: QuestionServices) -> None:
    services.miss("a1")
    services.handle()
    with services.refuses(AlreadyHandled) as caught:
        decided(services)

    assert caught.value.by == RUT


def test_a_question_that_is_gone_is_nothing_to_decide_about(services: QuestionServices) -> None:
    services.miss("a2")
    with services.refuses(NothingLeft):
        decided(services)


def test_a_decision_taken_back_brings_the_questions_back(services: QuestionServices) -> None:
    services.miss("a1", "a2")
    gap = decided(services)
    reopen(services.uow, GAP, gap.version, by=EDITOR, at=services.now)

    assert services.open_ids() == ["a1", "a2"]
