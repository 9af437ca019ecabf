"""Input made up by a machine, against the whole bot: nothing fails, hangs or is let in.

Each property runs over one bot with few examples; what a run found worth keeping stands among the
explicit examples.
"""

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import pytest
from aiohttp import ClientSession
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from yarl import URL

from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.world.served_bot import KEY, ServedBot, serve_bot
from tests.world.wire import a_message, an_invoke

EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
SECONDS = 5.0
"""However odd a request is, its answer comes within this time."""

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=12,
)
FIELDS = """
type id name channelId serviceUrl conversation from recipient locale deliveryMode replyToId action
text value entities attachments membersAdded channelData timestamp
"""
ACTIONS = """
show browse rate forward open save submit confirm decline claim release approve reject return
complete go-live check handover remind reply close draft gap pick again home
"""


class Attacked:
    """A bot that every example of a property is thrown at, on an event loop of its own."""

    def __init__(self, snapshot: Snapshot, folder: Any) -> None:
        self._snapshot = snapshot
        self._folder = folder
        self._runner = asyncio.Runner()

    def __enter__(self) -> "Attacked":
        self._runner.__enter__()
        self._runner.run(self._open())
        return self

    async def _open(self) -> None:
        limits = {"BOT_PERSON_PER_MINUTE": "0"}
        self._serving = serve_bot(CurrentBase(self._snapshot), self._folder, **limits)
        self.bot: ServedBot = await self._serving.__aenter__()

    def __exit__(self, *error: Any) -> None:
        self._runner.run(self._serving.__aexit__(None, None, None))
        self._runner.__exit__(None, None, None)

    def run(self, attempt: Callable[[ServedBot], Awaitable[Any]]) -> Any:
        async def bounded() -> Any:
            async with asyncio.timeout(SECONDS):
                return await attempt(self.bot)

        return self._runner.run(bounded())


@pytest.fixture(scope="module")
def attacked(small: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Attacked(small, tmp_path_factory.mktemp("attacked")) as attacked:
        yield attacked


async def _post(bot: ServedBot, body: bytes, **headers: str) -> int:
    signed = {
        "Authorization": f"Bearer {KEY.token(serviceurl=bot.connector.url)}",
        "Content-Type": "application/json",
    }
    async with (
        ClientSession() as session,
        session.post(bot.url, data=body, headers=signed | headers) as response,
    ):
        assert b"Traceback" not in await response.read()
        return response.status


async def _still_answers(bot: ServedBot) -> bool:
    said = await bot.person("anna").writes("hjälp")
    return bool(said)


@EXAMPLES
@given(raw=st.binary(max_size=300))
@example(raw=b"\xef\xbb\xbf{}")
@example(raw=b"[" * 5000)
@example(raw=b'{"type":"message"' + b"\x00")
def test_any_bytes_are_refused(attacked: Attacked, raw: bytes) -> None:
    assert attacked.run(lambda bot: _post(bot, raw)) == 400


@EXAMPLES
@given(changes=st.dictionaries(st.sampled_from(FIELDS.split()), JSON, min_size=1, max_size=4))
@example(changes={"conversation": {"id": "a:1", "tenantId": {"$ne": ""}}})
@example(changes={"text": "\ud83d"})
@example(changes={"id": "1\r\nX: y"})
def test_any_fields_are_taken_or_refused(attacked: Attacked, changes: dict[str, Any]) -> None:
    async def attempt(bot: ServedBot) -> int:
        activity = a_message("Hej", service_url=bot.connector.url) | changes
        return await _post(bot, _dumped(activity))

    assert attacked.run(attempt) in (200, 400, 401)


@EXAMPLES
@given(
    action=st.sampled_from(ACTIONS.split()) | st.text(max_size=12),
    data=st.dictionaries(
        st.text(max_size=12) | st.sampled_from(["asked", "case", "version"]), JSON
    ),
)
@example(action="show", data={"asked": {"answer": "x", "language": "sv"}, "passage": ["a"]})
@example(action="approve", data={"case": "1' or 1=1 --", "version": -1})
def test_any_press_gets_a_card_or_a_sentence(
    attacked: Attacked, action: str, data: dict[str, Any]
) -> None:
    async def attempt(bot: ServedBot) -> tuple[int, Any]:
        value = {"action": {"type": "Action.Execute", "data": data | {"action": action}}}
        press = an_invoke("adaptiveCard/action", value, service_url=bot.connector.url)
        return await bot.post(press)

    status, body = attacked.run(attempt)

    assert status == 200
    assert body["type"].startswith("application/vnd.microsoft.")
    assert "Något gick fel hos mig" not in str(body["value"])


@EXAMPLES
@given(
    name=st.sampled_from(["query", "fetchTask", "submitAction"]),
    value=st.dictionaries(
        st.sampled_from(["commandId", "parameters", "queryOptions", "data", "messagePayload"]),
        JSON,
    )
    | JSON,
)
@example(name="query", value={"commandId": "passages", "parameters": [{"name": "text"}] * 2000})
@example(name="query", value={"commandId": "passages", "queryOptions": {"skip": -1, "count": 0}})
@example(name="query", value={"commandId": "accounts", "queryOptions": {"count": 2**60}})
@example(name="fetchTask", value={"messagePayload": {"body": {"content": "<p" * 40_000}}})
@example(name="submitAction", value={"data": {"action": "approve", "case": "1' or 1=1 --"}})
def test_any_search_or_message_gets_an_answer_to_show(
    attacked: Attacked, name: str, value: Any
) -> None:
    async def attempt(bot: ServedBot) -> tuple[int, Any]:
        invoke = f"composeExtension/{name}"
        return await bot.post(an_invoke(invoke, value, service_url=bot.connector.url))

    status, body = attacked.run(attempt)

    assert status == 200
    shown = body["composeExtension"] if name == "query" else body["task"]
    assert shown["type"] in ("result", "message", "continue")
    assert "Något gick fel hos mig" not in str(shown)


@EXAMPLES
@given(text=st.text(max_size=300))
@example(text="\u202e" * 200)
@example(text="'; drop table answers; --")
@example(text="<at>" * 100)
@example(text="a\u0300" * 150)
def test_any_text_gets_an_answer(attacked: Attacked, text: str) -> None:
    said = attacked.run(lambda bot: bot.person("anna").writes(text))

    assert said
    assert "Något gick fel hos mig" not in str(said)


@EXAMPLES
@given(
    path=st.sampled_from(["/konton", "/arenden/", "/utkast/", "/pages/", "/readyz", "/metrics"]),
    more=st.text(st.characters(codec="utf-8"), max_size=60),
    query=st.dictionaries(st.text(max_size=10), st.text(max_size=30), max_size=3),
)
@example(path="/pages/", more="../../app.py", query={})
@example(path="/arenden/", more="%2e%2e%2f", query={})
@example(path="/konton", more=".csv", query={"q": "=cmd|' /C calc'!A0"})
def test_any_address_gets_a_page_or_is_not_found(
    attacked: Attacked, path: str, more: str, query: dict[str, str]
) -> None:
    async def attempt(bot: ServedBot) -> tuple[int, bytes]:
        root = URL(bot.url).origin()
        url = root.with_path(path + more.replace("\x00", "")).with_query(query)
        async with ClientSession() as session, session.get(url) as response:
            return response.status, await response.read()

    status, body = attacked.run(attempt)

    assert status in (200, 304, 400, 401, 403, 404, 405, 410)
    assert b"Traceback" not in body


@EXAMPLES
@given(
    authorization=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=200),
)
@example(authorization="Bearer " + "." * 100)
@example(authorization="Bearer eyJhbGciOiJub25lIn0.e30.")
def test_no_made_up_token_lets_anybody_in(attacked: Attacked, authorization: str) -> None:
    async def attempt(bot: ServedBot) -> int:
        activity = a_message("Hej", service_url=bot.connector.url)
        return await _post(bot, _dumped(activity), Authorization=authorization)

    assert attacked.run(attempt) == 401


def test_after_all_that_the_bot_still_answers(attacked: Attacked) -> None:
    assert attacked.run(_still_answers)
    with sqlite3.connect(attacked._folder / "bot.db") as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    database.close()


def _dumped(activity: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(activity)
    except TypeError:  # half an emoji, which JSON can spell though Unicode doesn't know it
        return json.dumps(activity).encode()
