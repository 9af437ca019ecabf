"""What a new base closes, and whom that is told."""

from datetime import timedelta

from questions.forwarded_question import QuestionNotice
from tests.world.clock import MORNING
from tests.world.people import ANNA
from tests.world.services import QUESTION, QuestionServices, WordReader

ANSWERING = {QUESTION: "dronare-far-vi"}


async def test_a_base_that_answers_closes_gaps_and_tells_each_once(
    services: QuestionServices,
) -> None:
    services.miss("a1")
    services.forwarding.follow(ANNA, services.forward().id, follows=True)
    services.handle()
    services.reader = WordReader(ANSWERING, base_hash="new")
    first = await services.closing.run_once()
    services.reader = WordReader(ANSWERING, base_hash="newer")
    with services.stays_as_it_is():
        again = await services.closing.run_once()
    (news,) = [
        notice
        for notice in services.uow.outbox.notices.values()
        if notice.kind == QuestionNotice.IN_BASE
    ]

    assert (first, again) == (2, 0)
    assert (news.to, news.facts) == (ANNA.id, {"passage": "dronare-far-vi"})


async def test_a_closed_gap_covers_what_was_asked_before_and_nothing_after(
    services: QuestionServices,
) -> None:
    services.miss("a1")
    services.handle()
    services.reader = WordReader(ANSWERING)
    await services.closing.run_once()
    moment = timedelta(seconds=1)

    assert services.gap().closed_at == MORNING
    assert not services.gap().is_open
    services.now += moment
    services.miss("a2")
    assert services.open_ids() == ["a2"]


async def test_each_base_is_asked_once(services: QuestionServices) -> None:
    services.reader = WordReader(ANSWERING)
    await services.closing.run_once()
    services.miss("a1")
    services.handle()
    with services.stays_as_it_is():
        again = await services.closing.run_once()

    assert again == 0


async def test_what_the_asker_has_read_is_no_news(services: QuestionServices) -> None:
    services.forwarding.follow(
        ANNA,
        services.forward(passages=("dronare-far-vi",), text="dronare-far-vi in sv").id,
        follows=True,
    )
    services.reader = WordReader(ANSWERING)

    assert await services.closing.run_once() == 0
    assert services.told(QuestionNotice.IN_BASE) == []
