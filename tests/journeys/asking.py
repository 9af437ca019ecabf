"""Employees ask again and again while something happens to the base."""

import asyncio
from collections.abc import Callable
from itertools import cycle
from typing import Any

from tests.world.reading import words_of
from tests.world.served_bot import ServedBot

PATIENCE_SECONDS = 120
BREATH_SECONDS = 0.02
"""Between two questions: the process that tries the base gives way to those who ask."""
EMPLOYEES = 20
"""So many that none of them asks more in a minute than one person may."""


async def asking_until(
    bot: ServedBot, question: str, enough: Callable[[Any], bool]
) -> tuple[list[str], Any]:
    """Ask again and again until the bot's readiness is *enough*; return all that was answered."""
    people = cycle([bot.person(f"employee {number}") for number in range(EMPLOYEES)])
    answers = list[str]()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not enough(readiness := await bot.readiness()):
            answers.append(words_of(await next(people).writes(question)))
            await asyncio.sleep(BREATH_SECONDS)
    return answers, readiness
