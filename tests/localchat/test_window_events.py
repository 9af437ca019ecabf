import asyncio
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from localchat.conversations import HISTORY_LIMIT, WINDOW_LIMIT, ChatEvent, Window
from tests.localchat.pretend_bot import PretendBot, a_server
from tests.localchat.windows import a_window

Client = TestClient[Any, Any]

ANNA = "/connector/v3/conversations/a%3Aanna/activities"
CHANNEL = "/connector/v3/conversations/19%3Aallm%C3%A4nt%40thread.tacv2/activities"


async def say(client: Client, text: str, path: str = ANNA) -> str:
    async with client.post(path, json={"type": "message", "text": text}) as response:
        return (await response.json())["id"]


async def test_a_window_is_first_told_who_it_is_and_where(client: Client) -> None:
    async with a_window(client, "as=eva-lotta") as window:
        kind, told = await window.event()

    assert kind == "window"
    assert told["person"]["name"] == "Eva-Lotta"
    assert told["conversation"]["id"] == "a:eva-lotta"
    assert told["serviceUrl"] == str(client.make_url("/connector/"))


async def test_a_window_without_a_name_is_annas(client: Client) -> None:
    async with a_window(client, "") as window:
        _, told = await window.event()

    assert told["person"]["id"] == "29:anna"


async def test_everyone_in_a_channel_sees_the_same(client: Client) -> None:
    async with (
        a_window(client, "as=anna&in=allmänt") as annas,
        a_window(client, "as=bo&in=allmänt") as bos,
    ):
        _, told = await annas.event()
        await bos.event()
        await say(client, "Hej alla", CHANNEL)
        heard = [(await window.event())[1]["text"] for window in (annas, bos)]

    assert told["conversation"]["conversationType"] == "channel"
    assert heard == ["Hej alla", "Hej alla"]


async def test_changes_and_deletions_are_told(client: Client) -> None:
    async with a_window(client) as window:
        await window.event()
        posted = await say(client, "Hej")
        await client.put(f"{ANNA}/{posted}", json={"type": "message", "text": "Hej!"})
        await client.delete(f"{ANNA}/{posted}")
        await client.post(ANNA, json={"type": "typing"})
        kinds = [(await window.event())[0] for _ in range(4)]

    assert kinds == ["new", "updated", "deleted", "typing"]


async def test_a_window_that_comes_back_gets_what_it_missed_and_no_more(client: Client) -> None:
    async with a_window(client) as window:
        await window.event()
        await say(client, "sett")
        await window.event()
    for text in ("missat ett", "missat två"):
        await say(client, text)

    async with a_window(client, last_id=window.last_id) as back:
        missed = [(await back.event())[1]["text"] for _ in range(2)]
        await say(client, "nytt")
        _, new = await back.event()

    assert missed == ["missat ett", "missat två"]
    assert new["text"] == "nytt"


@pytest.mark.parametrize("last_id", ["another-run-3", "junk", "-", "00000000-99"])
async def test_a_window_from_another_run_begins_anew(client: Client, last_id: str) -> None:
    async with a_window(client, last_id=last_id) as window:
        kind, _ = await window.event()

    assert kind == "window"


async def test_a_window_away_too_long_begins_anew(client: Client) -> None:
    async with a_window(client) as window:
        await window.event()
    for number in range(HISTORY_LIMIT + 1):
        await say(client, str(number))

    async with a_window(client, last_id=window.last_id) as back:
        kind, _ = await back.event()

    assert kind == "window"


async def test_a_quiet_window_hears_a_heartbeat(client: Client) -> None:
    async with a_window(client) as window:
        await window.event()
        heard = await asyncio.wait_for(window.response.content.readuntil(b"\n\n"), 10)

    assert heard.startswith(b":")


async def test_a_window_that_falls_behind_is_closed() -> None:
    window = Window()
    for number in range(WINDOW_LIMIT + 1):
        window.tell(ChatEvent(number, "new", {}))
    told = [await window.next() for _ in range(WINDOW_LIMIT + 1)]

    assert window.is_closed
    assert told[-1] is None


async def test_open_windows_do_not_hold_up_the_shutdown(bot: PretendBot) -> None:
    server = a_server(bot)
    async with TestClient(server) as client, a_window(client) as window:
        await window.event()
        await asyncio.wait_for(server.close(), 5)

        assert await window.rest() == b""


@pytest.mark.parametrize("query", ["as=<script>", "as=a/b", "as=-", "as=" + "a" * 41, "in=a.b"])
async def test_a_name_of_other_than_letters_digits_and_hyphens_is_refused(
    client: Client, query: str
) -> None:
    async with client.get(f"/localchat/events?{query}") as response:
        assert response.status == 400


async def test_the_page_says_so_when_it_is_not_built(bot: PretendBot, tmp_path: Path) -> None:
    async with TestClient(a_server(bot, built_page=tmp_path)) as client:
        response = await client.get("/")

        assert response.status == 503
        assert "python -m frontend.build" in await response.text()


async def test_only_the_built_page_is_served(bot: PretendBot, tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "chat.js").write_text("1")
    (tmp_path / "secret.js").write_text("2")
    async with TestClient(a_server(bot, built_page=tmp_path / "dist")) as client:
        statuses = [
            (await client.get(f"/assets/{name}")).status
            for name in ("chat.js", "..%2Fsecret.js", "../secret.js", "other.js")
        ]

    assert statuses == [200, 404, 404, 404]


@pytest.mark.parametrize("path", ["/", "/assets/none.js", "/localchat/events?as=anna"])
async def test_the_chats_own_responses_let_nothing_else_run(client: Client, path: str) -> None:
    async with client.get(path) as response:
        headers = response.headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_other_responses_of_the_server_are_left_alone(client: Client) -> None:
    async with client.get("/connector/v3/conversations/a:anna/members") as response:
        assert "Content-Security-Policy" not in response.headers
