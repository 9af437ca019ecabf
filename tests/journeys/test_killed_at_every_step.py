"""The bot is killed, without warning, after and during each step of a request for an account."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession

from tests.world.account_walk import (
    ACCOUNT,
    ADDRESS,
    CONTACT,
    DONE,
    IN_CHANNEL,
    NAME,
    UNDER_A_MANAGER,
    Participants,
)
from tests.world.bot_process import BotProcess
from tests.world.reading import title_of, words_of
from tests.world.served_bot import KEY, ServedBot, environment_of_process, read_aloud
from tests.world.user import SWEDISH
from tests.world.wire import connector_server, metadata_server

TOLD_ONCE = {
    "a:maria": [
        SWEDISH.say("notice.manager-asked"),
        SWEDISH.say("notice.manager-approved"),
    ],
    "a:anna": [
        SWEDISH.say("notice.manager-confirmed"),
        SWEDISH.say("notice.approved"),
        SWEDISH.say("notice.account-live"),
    ],
    IN_CHANNEL: [SWEDISH.say("review.title", case=NAME)],
}
"""What is to stand once in each conversation when all is over."""

MOMENTS = (0.004, 0.015, 0.05)
"""Seconds into a step that the bot is killed: before, while and after it is carried out."""


@dataclass
class Doomed:
    """A bot that is killed again and again."""

    bot: ServedBot
    process: BotProcess
    deaths: int = 0
    cards: dict[str, Any] = field(default_factory=dict[str, Any])


@pytest.fixture
async def doomed(tmp_path: Path) -> AsyncIterator[Doomed]:
    async with (
        metadata_server(KEY) as metadata,
        connector_server() as connector,
        ClientSession() as session,
    ):
        settings = await environment_of_process(metadata.url, tmp_path)
        process = BotProcess(settings)
        url = f"http://127.0.0.1:{settings['BOT_PORT']}/api/messages"
        await process.start()
        try:
            yield Doomed(ServedBot(url, connector, session), process)
        finally:
            await process.kill()


Step = Callable[[Participants, dict[str, Any]], Coroutine[Any, Any, None]]


async def starts(story: Participants, cards: dict[str, Any]) -> None:
    cards["first"] = await story.anna.writes("starta konto", id="f:start")


async def first_step(story: Participants, cards: dict[str, Any]) -> None:
    cards["second"] = await story.anna.fills_in(cards["first"], "walk.next", **ACCOUNT)


async def second_step(story: Participants, cards: dict[str, Any]) -> None:
    cards["third"] = await story.anna.fills_in(cards["second"], "walk.next", **UNDER_A_MANAGER)


async def third_step(story: Participants, cards: dict[str, Any]) -> None:
    third = cards["third"]
    cards["summary"] = await story.anna.fills_in(
        third, "walk.to_summary", **CONTACT, answer__chef_ok="Maria"
    )


async def sends(story: Participants, cards: dict[str, Any]) -> None:
    await story.anna.presses(cards["summary"], "walk.send")


async def manager_confirms(story: Participants, cards: dict[str, Any]) -> None:
    asked = await story.bot.until_shown("a:maria", SWEDISH.say("notice.manager-asked"))
    await story.maria.presses(asked, "manager.yes")


async def reviewer_approves(story: Participants, cards: dict[str, Any]) -> None:
    review = await story.bot.until_shown(IN_CHANNEL, SWEDISH.say("review.title", case=NAME))
    decided = await story.rut.presses(review, "review.approve_send")
    assert "Godkänd av Rut" in words_of(decided)


async def goes_live(story: Participants, cards: dict[str, Any]) -> None:
    approved = await story.bot.until_shown("a:anna", SWEDISH.say("notice.approved"))
    done = await story.anna.fills_in(approved, "checklist.live", **DONE, said__address=ADDRESS)
    assert title_of(done) == "Mellanby förskola på Facebook"


async def address_is_approved(story: Participants, cards: dict[str, Any]) -> None:
    unseen = await story.bot.until_shown(IN_CHANNEL, SWEDISH.say("notice.account-to-review"))
    await story.rut.presses(unseen, "account.approve")


STEPS: list[Step] = [
    starts,
    first_step,
    second_step,
    third_step,
    sends,
    manager_confirms,
    reviewer_approves,
    goes_live,
    address_is_approved,
]


async def test_killed_after_every_step_it_loses_nothing_and_tells_nobody_twice(
    doomed: Doomed,
) -> None:
    story = Participants(doomed.bot)
    await story.is_prepared()
    for step in STEPS:
        await step(story, doomed.cards)
        await doomed.process.restart()

    await until_all_is_told(doomed.bot)
    assert shown_too_often(doomed.bot) == {}
    assert await accounts(doomed.bot) == [ADDRESS]


async def test_killed_in_the_midst_of_every_step_it_carries_out_what_is_sent_again(
    doomed: Doomed,
) -> None:
    """As Teams does, whoever gets no answer sends the same again."""
    story = Participants(doomed.bot)
    await story.is_prepared()
    for number, step in enumerate(STEPS):
        attempt = asyncio.create_task(step(story, doomed.cards))
        await asyncio.sleep(MOMENTS[number % len(MOMENTS)])
        await doomed.process.restart()
        try:
            await attempt
        except (ClientError, AssertionError, TimeoutError):
            await step(story, doomed.cards)

    await until_all_is_told(doomed.bot)
    assert shown_too_often(doomed.bot) == {}
    assert await accounts(doomed.bot) == [ADDRESS]


async def until_all_is_told(bot: ServedBot) -> None:
    """Wait until each was said; what has moved on meanwhile shows how it stands now."""

    def is_told(_: Any) -> bool:
        return all(
            any(words in read_aloud(said) for said in bot.shown_in(conversation, at_first=True))
            for conversation, told in TOLD_ONCE.items()
            for words in told
        )

    await bot.connector.until(is_told)


def shown_too_often(bot: ServedBot) -> dict[tuple[str, str], int]:
    counted = Counter(
        (conversation, words)
        for conversation, told in TOLD_ONCE.items()
        for said in bot.shown_in(conversation, at_first=True)
        for words in told
        if isinstance(said, dict) and words in words_of(said)
    )
    return {where: number for where, number in counted.items() if number > 1}


async def accounts(bot: ServedBot) -> list[str]:
    url = bot.url.replace("/api/messages", "/konton.json")
    async with ClientSession() as session, session.get(url) as response:
        return [account["address"] for account in (await response.json())["accounts"]]
