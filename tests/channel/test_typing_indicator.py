import asyncio
from collections.abc import Sequence

import pytest
from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ConversationReference, ResourceResponse

from channel.adapter import Logic
from channel.sender import SendFailed
from channel.translation import to_sdk
from channel.typing_indicator import TypingIndicator
from tests.world.wire import a_message, an_invoke, read

URL = "https://smba.trafficmanager.net/"


def _plain(kind: str | ActivityTypes | None) -> str:
    return kind.value if isinstance(kind, ActivityTypes) else str(kind)


class Screen(BotAdapter):
    """What the person sees, and a way to wait until there is so much of it."""

    def __init__(self, *, fault: Exception | None = None) -> None:
        super().__init__()
        self.shown: list[str] = []
        self._fault = fault
        self._changed = asyncio.Condition()

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        async with self._changed:
            self.shown.extend(_plain(activity.type) for activity in activities)
            self._changed.notify_all()
        if self._fault:
            raise self._fault
        return [ResourceResponse(id="1") for _ in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        raise NotImplementedError

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        raise NotImplementedError

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5), self._changed:
            await self._changed.wait_for(lambda: len(self.shown) >= count)


def turn(screen: Screen) -> TurnContext:
    activity = a_message(service_url=URL)
    return TurnContext(screen, to_sdk(read(activity)))


def indicator(*, at_most_seconds: float = 5.0) -> TypingIndicator:
    return TypingIndicator(
        first_after_seconds=0.01, every_seconds=0.01, at_most_seconds=at_most_seconds
    )


def working_until(screen: Screen, count: int, *, then_say: Sequence[str] = ()) -> Logic:
    async def logic(context: TurnContext) -> None:
        await screen.until(count)
        for text in then_say:
            await context.send_activity(text)

    return logic


def other_tasks() -> set[asyncio.Task[object]]:
    current = asyncio.current_task()
    return {task for task in asyncio.all_tasks() if task is not current}


async def test_a_quick_turn_shows_nothing() -> None:
    screen = Screen()

    async def quick(context: TurnContext) -> None:
        await context.send_activity("Hej")

    await TypingIndicator().around(quick)(turn(screen))

    assert screen.shown == ["message"]
    assert other_tasks() == set()


async def test_a_turn_that_says_nothing_leaves_nothing_behind() -> None:
    screen = Screen()

    async def quick(context: TurnContext) -> None:
        pass

    await indicator().around(quick)(turn(screen))
    await asyncio.sleep(0.03)

    assert screen.shown == []


async def test_a_slow_turn_shows_typing_again_and_again_until_it_answers() -> None:
    screen = Screen()

    await indicator().around(working_until(screen, 3, then_say=["Hej"]))(turn(screen))

    assert screen.shown[:3] == ["typing"] * 3
    assert screen.shown[-1] == "message"


async def test_nothing_is_shown_once_the_turn_is_over() -> None:
    screen = Screen()
    await indicator().around(working_until(screen, 1))(turn(screen))

    assert other_tasks() == set()


async def test_nothing_is_shown_once_the_turn_has_failed() -> None:
    screen = Screen()

    async def fail(context: TurnContext) -> None:
        await screen.until(1)
        raise LookupError

    with pytest.raises(LookupError):
        await indicator().around(fail)(turn(screen))

    assert other_tasks() == set()


async def test_typing_is_not_shown_below_an_answer() -> None:
    screen = Screen()

    async def answer_then_tidy_up(context: TurnContext) -> None:
        await context.send_activity("Hej")
        await asyncio.sleep(0.03)

    await indicator().around(answer_then_tidy_up)(turn(screen))

    assert screen.shown == ["message"]


async def test_typing_is_given_up_after_a_while() -> None:
    screen, before = Screen(), other_tasks()

    async def endless(context: TurnContext) -> None:
        await screen.until(1)
        await asyncio.wait(other_tasks() - before, timeout=5)

    await indicator(at_most_seconds=0.02).around(endless)(turn(screen))

    assert set(screen.shown) == {"typing"}


@pytest.mark.parametrize(
    ("fault", "traced"),
    [(SendFailed(503), False), (ConnectionError(), True)],
    ids=["Teams refuses it", "something is wrong with us"],
)
async def test_typing_that_cannot_be_shown_does_not_fail_the_turn(
    caplog: pytest.LogCaptureFixture, fault: Exception, traced: bool
) -> None:
    caplog.set_level("INFO")
    screen, finished = Screen(fault=fault), []

    async def work(context: TurnContext) -> None:
        await screen.until(1)
        finished.append(context)

    await indicator().around(work)(turn(screen))

    assert len(finished) == 1
    assert [bool(record.exc_info) for record in caplog.records] == [traced]


async def test_typing_does_not_count_as_an_answer() -> None:
    screen = Screen()
    context = turn(screen)
    await indicator().around(working_until(screen, 1))(context)

    assert not context.responded


@pytest.mark.parametrize(
    "activity",
    [
        an_invoke("adaptiveCard/action", {}, service_url=URL),
        a_message(service_url=URL, type="conversationUpdate"),
        a_message(service_url=URL, deliveryMode="expectReplies"),
    ],
    ids=["a press of a button", "an event", "replies that are collected"],
)
async def test_nobody_waits_for_an_answer_below(activity: dict[str, object]) -> None:
    screen = Screen()

    async def work(context: TurnContext) -> None:
        await asyncio.sleep(0.03)

    await indicator().around(work)(TurnContext(screen, to_sdk(read(activity))))

    assert screen.shown == []
