"""The operators are told in the review channel, in good time, that the bot's credentials end."""

from datetime import timedelta

import pytest

from core.outbox import REVIEW_CHANNEL, Notice
from dialogs.notices import CredentialsWatch, NoticeWriter
from tests.world.dialog_bot import DialogBot
from tests.world.memory import InMemoryTransactions


def notices(bot: DialogBot) -> list[Notice]:
    return list(bot.uow.outbox.notices.values())


def watch(bot: DialogBot, *, days: int | None) -> CredentialsWatch:
    end = None if days is None else bot.clock().date() + timedelta(days=days)
    return CredentialsWatch(InMemoryTransactions(bot.uow), bot.clock, end)


@pytest.mark.parametrize("days", [None, 31, 400])
async def test_nobody_is_told_while_there_is_time(bot: DialogBot, days: int | None) -> None:
    assert await watch(bot, days=days).run_once() == 0
    assert notices(bot) == []


async def test_from_thirty_days_on_it_is_told_ever_more_often(bot: DialogBot) -> None:
    watching = watch(bot, days=32)
    told: list[int] = []
    for day in range(34):
        if await watching.run_once():
            told.append(32 - day)
        bot.clock.pass_by(timedelta(days=1))

    assert told == [30, 14, 7, 3, 1, 0]
    assert {notice.to for notice in notices(bot)} == {REVIEW_CHANNEL}
    assert len(notices(bot)) == 6


async def test_after_a_restart_nothing_is_told_twice(bot: DialogBot) -> None:
    await watch(bot, days=20).run_once()
    await watch(bot, days=20).run_once()

    assert len(notices(bot)) == 1


@pytest.mark.parametrize(
    ("passed", "words"), [(0, "om 20 dagar"), (15, "om 5 dagar"), (21, "gick ut 2026-12-13")]
)
async def test_it_says_how_many_days_are_left_when_it_is_read(
    bot: DialogBot, passed: int, words: str
) -> None:
    await watch(bot, days=20).run_once()
    bot.clock.pass_by(timedelta(days=passed))
    message = await NoticeWriter(bot.services)(notices(bot)[0], "sv")

    assert message is not None
    assert message.text is not None
    assert words in message.text
