"""The whole bot behind its real endpoint, and people who write to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
from aiohttp import ClientSession, web

import app
from bench.bots import ConstantToken
from config import load_settings
from knowledge.live import Live
from tests.wire import (
    APP_ID,
    TENANT_ID,
    Connector,
    SigningKey,
    a_message,
    an_invoke,
    connector_server,
    metadata_server,
    serving,
)

KEY = SigningKey()


class Town:
    """The bot, the make-believe Teams around it, and what it has said."""

    def __init__(self, url: str, connector: Connector, session: ClientSession) -> None:
        self.url = url
        self.connector = connector
        self._session = session

    async def post(self, activity: dict[str, Any]) -> tuple[int, Any]:
        token = KEY.token(serviceurl=self.connector.url)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = orjson.dumps(activity)
        async with self._session.post(self.url, data=body, headers=headers) as response:
            raw = await response.read()
            return response.status, orjson.loads(raw) if raw else None

    def person(self, name: str, locale: str = "sv-SE") -> "Person":
        return Person(self, name, locale)

    def said(self) -> list[Any]:
        return [sent.payload for sent in self.connector.sent if sent.payload]


class Person:
    """Somebody who writes and presses."""

    def __init__(self, town: Town, name: str, locale: str) -> None:
        self.town = town
        self.place = {"id": f"a:{name}", "conversationType": "personal", "tenantId": TENANT_ID}
        self.who = {"id": f"29:{name}", "name": name.title(), "aadObjectId": f"aad-{name}"}
        self.locale = locale

    async def writes(self, text: str, **changes: Any) -> Any:
        """Write *text* and return the card or the text that comes back."""
        before = len(self.town.said())
        activity = a_message(text, **self._envelope() | changes)
        status, _ = await self.town.post(activity)
        assert status == 200
        said = self.town.said()[before:]
        assert len(said) == 1
        return card_in(said[0])

    async def presses(self, card: Any, title: str) -> Any:
        """Press the button or row called *title* and return the card in its place."""
        status, body = await self.press(button(card, title)["data"])
        assert status == 200
        return body["value"]

    async def press(self, data: Any) -> tuple[int, Any]:
        value = {"action": {"type": "Action.Execute", "data": data}, "trigger": "manual"}
        return await self.town.post(an_invoke("adaptiveCard/action", value, **self._envelope()))

    async def installs(self, action: str = "add") -> None:
        changes = {"type": "installationUpdate", "action": action}
        await self.town.post(a_message(None, **self._envelope() | changes))

    def _envelope(self) -> dict[str, Any]:
        return {
            "service_url": self.town.connector.url,
            "from": self.who,
            "conversation": self.place,
            "locale": self.locale,
        }


def card_in(message: Any) -> Any:
    attachments = message.get("attachments")
    return attachments[0]["content"] if attachments else message["text"]


def title_of(card: Any) -> str:
    return next(part["text"] for part in card["body"] if part["type"] == "TextBlock")


def pressable(card: Any) -> dict[str, Any]:
    rows = [part["selectAction"] for part in card["body"] if "selectAction" in part]
    return {action["title"]: action for action in [*rows, *card.get("actions", [])]}


def button(card: Any, title: str) -> Any:
    return next(action for name, action in pressable(card).items() if name.startswith(title))


def everything_in(card: Any) -> str:
    return orjson.dumps(card).decode()


@asynccontextmanager
async def a_town(live: Live, folder: Path) -> AsyncIterator[Town]:
    """Serve the whole bot, production settings and all, with its database in *folder*."""
    async with metadata_server(KEY) as metadata, connector_server() as connector:
        settings = load_settings(
            {
                "BOT_APP_ID": APP_ID,
                "BOT_APP_PASSWORD": "secret",
                "BOT_TENANT_ID": TENANT_ID,
                "BOT_DATABASE_URL": f"sqlite:///{folder / 'town.db'}",
                "BOT_SERVICE_HOSTS": "127.0.0.1",
                "BOT_OPENID_METADATA_URL": f"{metadata.url}/openid",
            }
        )
        server: web.Application = app.build(settings, tokens=ConstantToken(), live=live)
        async with serving(server, auto_decompress=False) as url, ClientSession() as session:
            yield Town(f"{url}/api/messages", connector, session)
        await asyncio.sleep(0)
