"""The whole bot behind its real endpoint, and people who write to it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_DNS, uuid5

import orjson
from aiohttp import ClientSession, web

from bench.bots import ConstantToken
from channel.credentials import TokenProvider
from config import load_settings
from core.clock import Clock, utc_now
from knowledge.live.acceptance import open_current
from knowledge.live.current import CurrentBase
from tests.conftest import SMALL_BASE
from tests.storage.servers import migrated
from tests.world.reading import button, filled_in, words_of
from tests.world.user import User
from tests.world.wire import (
    ABSENT,
    APP_ID,
    TENANT_ID,
    Connector,
    SigningKey,
    a_message,
    an_invoke,
    connector_server,
    key_in,
    metadata_server,
    serving,
)
from wiring.server import build
from wiring.start import bases_in

KEY = SigningKey()
ENTRA = SigningKey("entra-1")
BOT = {"id": "28:bot", "name": "Rutinboten"}
MENTION = "<at>Rutinboten</at>"
CHANNEL = {
    "id": "19:nytt@thread.tacv2;messageid=1700000000000",
    "conversationType": "channel",
    "tenantId": TENANT_ID,
}
REVIEW_CHANNEL = {
    "id": "19:granskning@thread.tacv2;messageid=1700000000001",
    "conversationType": "channel",
    "tenantId": TENANT_ID,
}
REVIEWERS = ("rut", "rolf")
GROUP_CHAT = {"id": "19:fika@thread.v2", "conversationType": "groupChat", "tenantId": TENANT_ID}


class ServedBot:
    """The bot on loopback, a stand-in for Teams around it, and what it has said."""

    def __init__(
        self, url: str, connector: Connector, session: ClientSession, *, authority: str = ""
    ) -> None:
        self.url = url
        self.connector = connector
        self.session = session
        self.authority = authority
        """Where Entra is, to this bot."""

    async def readiness(self) -> Any:
        """Return what the bot tells those who run it."""
        async with self.session.get(self.url.replace("/api/messages", "/readyz")) as response:
            return await response.json()

    async def post(self, activity: dict[str, Any]) -> tuple[int, Any]:
        """Send *activity* as Teams does, signed, and return the status and the body."""
        token = KEY.token(serviceurl=self.connector.url)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = orjson.dumps(activity)
        async with self.session.post(self.url, data=body, headers=headers) as response:
            raw = await response.read()
            return response.status, orjson.loads(raw) if raw else None

    def person(
        self, name: str, locale: str = "sv-SE", *, place: dict[str, Any] | None = None
    ) -> "TeamsUser":
        """Somebody in a personal chat with the bot, or in *place*."""
        private = {"id": f"a:{name}", "conversationType": "personal", "tenantId": TENANT_ID}
        return TeamsUser(self, name, locale, place or private)

    def answers_to(self, activity_id: str) -> list[Any]:
        """Return what was said in reply to one activity."""
        end = f"/{quote(activity_id, safe='')}"
        sent = [each for each in self.connector.sent if each.path.endswith(end)]
        return [_said(each.payload) for each in sent if each.is_message]

    def shown_in(self, conversation: str, *, at_first: bool = False) -> list[Any]:
        """Return what stands there, each message once: as it was last changed, or *at_first*."""
        shown: dict[str, Any] = {}
        prefix = f"/v3/conversations/{quote(conversation, safe='')}/activities"
        for number, sent in enumerate(self.connector.sent, start=1):
            if number in self.connector.refused:
                continue
            if not (sent.path.startswith(prefix) and sent.is_message):
                continue
            if sent.method == "PUT":
                if at_first:
                    continue
                shown[sent.path.rpartition("/")[2]] = _said(sent.payload)
            else:
                key = key_in(sent.payload) or f"sent-{number}"
                shown.setdefault(self.connector.ids.get(key, key), _said(sent.payload))
        return list(shown.values())

    async def until_shown(self, conversation: str, words: str) -> Any:
        """Wait until a message with *words* stands in the conversation; return it."""

        def found() -> list[Any]:
            return [each for each in self.shown_in(conversation) if words in read_aloud(each)]

        await self.connector.until(lambda _: bool(found()))
        return found()[-1]

    def said(self) -> list[Any]:
        """Return every message the bot has sent, not that it is typing: its card, or its text."""
        return [_said(sent.payload) for sent in self.connector.sent if sent.is_message]


class TeamsUser(User):
    """Somebody who writes and presses."""

    def __init__(self, bot: ServedBot, name: str, locale: str, place: dict[str, Any]) -> None:
        super().__init__(locale)
        self.bot = bot
        self.who = {"id": f"29:{name}", "name": name.title(), "aadObjectId": entra_id(name)}
        self.place = place

    async def writes(self, text: str | None, **changes: Any) -> Any:
        """Write *text* and return the card or the text that comes back."""
        activity = a_message(text, **self._envelope() | changes)
        assert await self.bot.post(activity) == (200, None)
        return self.bot.answers_to(activity["id"])[0]

    async def mentions_the_bot(self, text: str) -> Any:
        """Write *text* to the bot where others are, as one must there."""
        mention = {"type": "mention", "mentioned": BOT, "text": MENTION}
        return await self.writes(f"{MENTION}&nbsp;{text}", entities=[mention])

    async def _press(self, data: Any) -> Any:
        status, body = await self.sends_press(data)
        assert (status, body["statusCode"]) == (200, 200)
        return body["value"]

    async def presses_in_an_older_client(self, card: Any, title: str) -> Any:
        """Press a button where it is sent as a message, and return the card that comes back."""
        data = button(card, title)["fallback"]["data"]
        return await self.writes(None, value={**data, **filled_in(card, {})})

    async def sends_press(self, data: Any, *, reply_to: Any = ABSENT) -> tuple[int, Any]:
        """Press a button that carries *data*, on the message *reply_to*."""
        value = {"action": {"type": "Action.Execute", "data": data}, "trigger": "manual"}
        changes = {**self._envelope(), "replyToId": reply_to}
        return await self.bot.post(an_invoke("adaptiveCard/action", value, **changes))

    async def searches(
        self, text: str | None, command: str = "passages", *, skip: int = 0, count: int = 25
    ) -> Any:
        """Search from the message box; None is the search that Teams makes when it opens."""
        name, value = ("initialRun", "true") if text is None else ("text", text)
        query = {
            "commandId": command,
            "parameters": [{"name": name, "value": value}],
            "queryOptions": {"skip": skip, "count": count},
        }
        status, body = await self._invokes("composeExtension/query", query)
        assert status == 200
        return body["composeExtension"]

    async def asks_about(self, content: str, content_type: str = "html") -> Any:
        """Choose "Fråga Rutinboten" on a message, and return the card of the dialog."""
        message = {"id": "1", "body": {"contentType": content_type, "content": content}}
        action = {"commandId": "ask", "commandContext": "message", "messagePayload": message}
        return self._in_dialog(await self._invokes("composeExtension/fetchTask", action))

    async def presses_in_dialog(self, card: Any, title: str) -> Any:
        """Press a button of the dialog, and return the card that it shows next."""
        data = {**self._data(card, title), **filled_in(card, {})}
        return await self.submits_in_dialog(data)

    async def submits_in_dialog(self, data: Any) -> Any:
        action = {"commandId": "ask", "commandContext": "message", "data": data}
        return self._in_dialog(await self._invokes("composeExtension/submitAction", action))

    def _in_dialog(self, answered: tuple[int, Any]) -> Any:
        status, body = answered
        assert (status, body["task"]["type"]) == (200, "continue")
        return body["task"]["value"]["card"]["content"]

    async def _invokes(self, name: str, value: Any) -> tuple[int, Any]:
        return await self.bot.post(an_invoke(name, value, **self._envelope()))

    async def installs_the_bot(self) -> None:
        """Install it, as Teams tells it: with two activities."""
        await self._tells({"type": "installationUpdate", "action": "add"})
        await self._tells({"type": "conversationUpdate", "membersAdded": [BOT]})

    async def upgrades_the_bot(self) -> None:
        await self._tells({"type": "installationUpdate", "action": "add-upgrade"})

    async def _tells(self, event: dict[str, Any]) -> None:
        await self.bot.post(a_message(None, **self._envelope() | event))

    def _envelope(self) -> dict[str, Any]:
        return {
            "service_url": self.bot.connector.url,
            "from": self.who,
            "conversation": self.place,
            "locale": self.locale,
        }


def entra_id(name: str) -> str:
    """Return the Entra object id of the person *name*."""
    return str(uuid5(NAMESPACE_DNS, name))


def read_aloud(said: Any) -> str:
    return said if isinstance(said, str) else words_of(said)


def _said(message: Any) -> Any:
    attachments = message.get("attachments")
    return attachments[0]["content"] if attachments else message["text"]


def rows_in(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return what the bot's database holds. Answers are noted at its end at the latest."""
    database = sqlite3.connect(folder / "bot.db")
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


async def until_kept(folder: Path, sql: str, rows: list[tuple[Any, ...]]) -> None:
    """Wait until the database holds just *rows*: what was asked is written after its answer."""
    async with asyncio.timeout(5):
        while rows_in(folder, sql) != rows:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def changed_in(folder: Path, sql: str) -> None:
    """Change what the bot's database holds."""
    with closing(sqlite3.connect(folder / "bot.db")) as database, database:
        database.execute(sql)


def environment(metadata_url: str, folder: Path) -> dict[str, str]:
    """Return the settings of a bot in production, with its database in *folder*."""
    return {
        "BOT_APP_ID": APP_ID,
        "BOT_APP_PASSWORD": "secret",
        "BOT_TENANT_ID": TENANT_ID,
        "BOT_DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "BOT_SERVICE_HOSTS": "127.0.0.1",
        "BOT_OPENID_METADATA_URL": f"{metadata_url}/openid",
        "BOT_AUTHORITY": metadata_url,
        "BOT_REVIEWERS": ",".join(map(entra_id, REVIEWERS)),
        "BOT_PUBLIC_URL": "https://boten.example",
        "BOT_SENDS_PER_SECOND": "0",  # nobody in the tests writes as slowly as people do
    }


async def environment_of_process(metadata_url: str, folder: Path) -> dict[str, str]:
    """Return the same for a bot in a process of its own: over the small base, on a free port."""
    async with serving(web.Application()) as free:
        port = free.rpartition(":")[2]
    told = environment(metadata_url, folder)
    migrated(told["BOT_DATABASE_URL"])
    return told | {
        "BOT_PORT": port,
        "BOT_HOST": "127.0.0.1",
        "BOT_BASE": str(SMALL_BASE),
        "BOT_CACHE": str(folder / "cache"),
    }


@asynccontextmanager
async def serve_bot(
    live: CurrentBase | None,
    folder: Path,
    tokens: TokenProvider | None = None,
    clock: Clock = utc_now,
    /,
    **told: str,
) -> AsyncIterator[ServedBot]:
    """Serve the whole bot, production settings and all, with its database in *folder*.

    Without *live* it follows the base that the settings in *told* name.
    """
    async with (
        metadata_server(KEY, entra=[ENTRA]) as metadata,
        connector_server() as connector,
    ):
        settings = load_settings(environment(metadata.url, folder) | told)
        migrated(settings.database_url)
        server = build(
            settings,
            live or open_current(bases_in(settings), clock()),
            tokens=tokens or ConstantToken(),
            follows=live is None,
            clock=clock,
        )
        async with serving(server, auto_decompress=False) as url, ClientSession() as session:
            yield ServedBot(f"{url}/api/messages", connector, session, authority=metadata.url)
