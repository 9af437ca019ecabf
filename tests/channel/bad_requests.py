"""Ways to spoil a request, and what must come of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from tests.channel.rig import Rig
from tests.world.wire import ABSENT


@dataclass
class Attempt:
    """What is sent."""

    body: Any
    headers: dict[str, str]


Make = Callable[[Rig], Attempt]


def body(raw: bytes | Callable[[bytes], bytes]) -> Make:
    """These bytes, or a good message's bytes changed, with a good token."""

    def make(rig: Rig) -> Attempt:
        good = orjson.dumps(rig.a_message())
        return Attempt(raw if isinstance(raw, bytes) else raw(good), rig.headers())

    return make


def fields(changes: dict[str, Any]) -> Make:
    """A message with these fields changed, and a token that is good for whatever it says."""

    def make(rig: Rig) -> Attempt:
        activity = rig.a_message() | changes
        present = {key: value for key, value in activity.items() if value is not ABSENT}
        serviceurl = present.get("serviceUrl", rig.connector.url)
        return Attempt(present, rig.headers(serviceurl=serviceurl))

    return make


def header(name: str, value: str | None) -> Make:
    """A good message with one header changed."""

    def make(rig: Rig) -> Attempt:
        headers = {key: text for key, text in rig.headers().items() if key != name}
        return Attempt(orjson.dumps(rig.a_message()), headers | ({name: value} if value else {}))

    return make


def claims(**changes: Any) -> Make:
    """A good message with a token that claims otherwise."""
    return lambda rig: Attempt(rig.a_message(), rig.headers(**changes))


def authorization(make_value: Callable[[Rig], str]) -> Make:
    return lambda rig: Attempt(rig.a_message(), rig.headers() | {"Authorization": make_value(rig)})


def case(name: str, make: Make, status: int) -> Any:
    return pytest.param(make, status, id=name)


async def is_refused(
    rig: Rig, make: Make, *, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Check that the request gets its status, that nothing else happens, and that the server
    answers the next one."""
    caplog.set_level(logging.WARNING)
    turns, attempt = rig.bot.turns, make(rig)

    answered, reply = await rig.post(attempt.body, attempt.headers)

    assert answered == status
    assert b"Traceback" not in reply
    assert "Traceback" not in caplog.text
    assert rig.bot.turns == turns
    assert await rig.still_answers()
