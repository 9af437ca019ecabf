"""What a step of the request for an account costs: a press, its unit of work, and the next card."""

import asyncio
import statistics
from typing import Any

import orjson
from aiohttp import ClientSession

from bench.load import Bot, Load, a_bot, cpu_of
from tests.world.reading import executes, parts
from tests.world.wire import (
    Connector,
    SigningKey,
    a_message,
    an_invoke,
    connector_server,
    metadata_server,
)

WALKERS = 16
"""People at once, each with a request of their own."""
BEGIN = "starta konto"


async def measure(steps: int, rounds: int, *, database: str = "") -> float:
    """Return the CPU ms of a step in the bot's own process, the median over the rounds.

    *database* is the URL of an empty one; else a file is made.
    """
    key = SigningKey()
    async with (
        metadata_server(key) as metadata,
        connector_server() as connector,
        a_bot("ours", f"{metadata.url}/openid", database=database) as bot,
        ClientSession() as session,
    ):
        load = Load(key, connector)
        walkers = [_Walker(number, bot, session, load, connector) for number in range(WALKERS)]
        for each in walkers:  # one after the other: the last card sent is theirs
            await each.begin()
        taken = [await _round(bot, walkers, steps) for _ in range(rounds + 1)]
        return statistics.median(taken[1:])  # the first fills caches


async def _round(bot: Bot, walkers: "list[_Walker]", steps: int) -> float:
    before = cpu_of(bot)
    await asyncio.gather(*(each.walk(steps // WALKERS) for each in walkers))
    return 1000 * (cpu_of(bot) - before) / (steps // WALKERS * WALKERS)


class _Walker:
    """Somebody who goes from the first step to the second and back, again and again."""

    def __init__(
        self, number: int, bot: Bot, session: ClientSession, load: Load, connector: Connector
    ) -> None:
        self._place = {
            "from": {"id": f"29:w{number}", "name": "Walker", "aadObjectId": f"aad-w{number}"},
            "conversation": {"id": f"a:w{number}", "conversationType": "personal"},
        }
        self._bot = bot
        self._session = session
        self._load = load
        self._connector = connector
        self._card: Any = None

    async def begin(self) -> None:
        await self._post(a_message(BEGIN, service_url=self._connector.url))
        self._card = self._connector.sent[-1].payload["attachments"][0]["content"]

    async def walk(self, steps: int) -> None:
        for _ in range(steps):
            leaving = [
                each["data"]
                for each in executes(self._card)
                if each["data"]["action"] == "leave_step"
            ]
            back = [each for each in leaving if each["move"] == "back"]
            data = (back or leaving)[0] | _filled_in(self._card)
            press = {"action": {"type": "Action.Execute", "data": data}, "trigger": "manual"}
            service_url = self._connector.url
            invoke = an_invoke("adaptiveCard/action", press, service_url=service_url)
            self._card = orjson.loads(await self._post(invoke))["value"]

    async def _post(self, activity: dict[str, Any]) -> bytes:
        for name, value in self._place.items():
            activity[name] |= value
        body, headers = orjson.dumps(activity), self._load.headers()
        async with self._session.post(self._bot.url, data=body, headers=headers) as response:
            response.raise_for_status()
            return await response.read()


def _filled_in(card: Any) -> dict[str, str]:
    """Return what is entered: what the fields hold, or else the first choice there is."""
    fields = [part for part in parts(card) if part["type"].startswith("Input.")]
    return {each["id"]: each.get("value") or _first(each) for each in fields}


def _first(field: dict[str, Any]) -> str:
    return field["choices"][0]["value"] if field.get("choices") else "Ett svar"
