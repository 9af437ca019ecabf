"""Erasing a person from questions and gaps: nothing says any more who that was."""

from dataclasses import asdict
from itertools import count

from core.person import Person
from questions.erasure import erase_from_questions
from questions.forwarded_question import QuestionNotice
from tests.world.people import ANNA, BO, EVA, RUT
from tests.world.services import QuestionServices


def erase(services: QuestionServices, person: Person) -> int:
    numbers = count(1)
    return services.uow.do(
        lambda uow: erase_from_questions(
            uow,
            person.id,
            nobody=lambda: Person(f"nobody-{next(numbers)}", "Någon"),
            nonce=lambda: f"fresh-{next(numbers)}",
            at=services.now,
        )
    )


def everything(services: QuestionServices) -> str:
    stored = [*services.uow.forwarded_questions.kept.values(), *services.uow.gaps.kept.values()]
    return str([asdict(each) for each in stored])


def test_an_asker_is_gone_and_the_question_can_still_be_answered(
    services: QuestionServices,
) -> None:
    old = services.forward().nonce
    erased = erase(services, ANNA)
    services.reply()

    assert erased == 1
    assert ANNA.id not in everything(services)
    assert old not in everything(services)
    assert services.told(QuestionNotice.REPLIED) == []


def test_a_reviewer_is_gone_from_replies_and_gaps_and_their_words_stay(
    services: QuestionServices,
) -> None:
    services.miss("a1")
    services.forward()
    services.reply()
    services.handle()
    erased = erase(services, RUT)

    assert erased == 2
    assert "Rut" not in everything(services)
    assert "Ja, med tillstånd." in everything(services)
    assert services.forwarded().asker == ANNA.id
    assert {line.by for line in services.uow.audit.lines[-2:]} == {None}


def test_nobody_else_is_touched(services: QuestionServices) -> None:
    services.forward()
    with services.stays_as_it_is():
        assert erase(services, BO) == erase(services, EVA) == 0
