"""A window for tests: follows the events of a server and remembers them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient


class OpenWindow:
    def __init__(self, response: ClientResponse) -> None:
        self.response = response
        self.last_id = ""

    async def event(self) -> tuple[str, dict[str, Any]]:
        """The next event; heartbeats are passed over."""
        while True:
            frame = await asyncio.wait_for(self.response.content.readuntil(b"\n\n"), 10)
            fields = dict(line.split(": ", 1) for line in frame.decode().split("\n") if line)
            self.last_id = fields.get("id", self.last_id)
            if "event" in fields:
                return fields["event"], json.loads(fields["data"])

    async def rest(self) -> bytes:
        """What is left until the server ends the stream."""
        return await asyncio.wait_for(self.response.content.read(), 10)


@asynccontextmanager
async def a_window(
    client: TestClient[Any, Any], query: str = "as=anna", *, last_id: str = ""
) -> AsyncIterator[OpenWindow]:
    headers = {"Last-Event-ID": last_id} if last_id else {}
    async with client.get(f"/localchat/events?{query}", headers=headers) as response:
        assert response.status == 200
        yield OpenWindow(response)
