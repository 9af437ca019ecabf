"""Erasing a person from questions and gaps: nothing says any more who that was."""

from dataclasses import asdict
from itertools import count

from core.person import Person
from questions.erasure import erase_from_questions
from questions.forwarded_question import QuestionNotice
from tests.questions.desk import ANNA, BO, EVA, RUT, Desk


def erase(desk: Desk, person: Person) -> int:
    numbers = count(1)
    return desk.uow.do(
        lambda uow: erase_from_questions(
            uow,
            person.id,
            nobody=lambda: Person(f"nobody-{next(numbers)}", "Någon"),
            nonce=lambda: f"fresh-{next(numbers)}",
            at=desk.now,
        )
    )


def everything(desk: Desk) -> str:
    stored = [*desk.uow.forwarded_questions.kept.values(), *desk.uow.gaps.kept.values()]
    return str([asdict(each) for each in stored])


def test_an_asker_is_gone_and_the_question_can_still_be_answered(desk: Desk) -> None:
    old = desk.forward().nonce
    erased = erase(desk, ANNA)
    desk.reply()

    assert erased == 1
    assert "anna" not in everything(desk)
    assert old not in everything(desk)
    assert desk.told(QuestionNotice.REPLIED) == []


def test_a_reviewer_is_gone_from_replies_and_gaps_and_their_words_stay(desk: Desk) -> None:
    desk.miss("a1")
    desk.forward()
    desk.reply()
    desk.handle()
    erased = erase(desk, RUT)

    assert erased == 2
    assert "Rut" not in everything(desk)
    assert "Ja, med tillstånd." in everything(desk)
    assert desk.forwarded().asker == "anna"
    assert {line.by for line in desk.uow.audit.lines[-2:]} == {None}


def test_nobody_else_is_touched(desk: Desk) -> None:
    desk.forward()
    with desk.stays_as_it_is():
        assert erase(desk, BO) == erase(desk, EVA) == 0
