"""What a new base closes, and whom that is told."""

from datetime import timedelta

from questions.forwarded_question import QuestionNotice
from tests.questions.desk import ANNA, MORNING, QUESTION, Desk, WordReader

ANSWERING = {QUESTION: "dronare-far-vi"}


async def test_a_base_that_answers_closes_gaps_and_tells_each_once(desk: Desk) -> None:
    desk.miss("a1")
    desk.forwarding.follow(ANNA, desk.forward().id, follows=True)
    desk.handle()
    desk.reader = WordReader(ANSWERING, "new")
    first = await desk.closing.run_once()
    desk.reader = WordReader(ANSWERING, "newer")
    with desk.stays_as_it_is():
        again = await desk.closing.run_once()
    (news,) = [
        notice
        for notice in desk.uow.outbox.notices.values()
        if notice.kind == QuestionNotice.IN_BASE
    ]

    assert (first, again) == (2, 0)
    assert (news.to, news.facts) == ("anna", {"passage": "dronare-far-vi"})


async def test_a_closed_gap_covers_what_was_asked_before_and_nothing_after(desk: Desk) -> None:
    desk.miss("a1")
    desk.handle()
    desk.reader = WordReader(ANSWERING)
    await desk.closing.run_once()
    moment = timedelta(seconds=1)

    assert desk.gap().closed_at == MORNING
    assert not desk.gap().is_open
    desk.now += moment
    desk.miss("a2")
    assert desk.open_ids() == ["a2"]


async def test_each_base_is_asked_once(desk: Desk) -> None:
    desk.reader = WordReader(ANSWERING)
    await desk.closing.run_once()
    desk.miss("a1")
    desk.handle()
    with desk.stays_as_it_is():
        again = await desk.closing.run_once()

    assert again == 0


async def test_what_the_asker_has_read_is_no_news(desk: Desk) -> None:
    desk.forwarding.follow(
        ANNA,
        desk.forward(passages=("dronare-far-vi",), text="dronare-far-vi in sv").id,
        follows=True,
    )
    desk.reader = WordReader(ANSWERING)

    assert await desk.closing.run_once() == 0
    assert desk.told(QuestionNotice.IN_BASE) == []
