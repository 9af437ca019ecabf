"""The local chat in the terminal: reads and writes lines, against a running server."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import indent
from typing import Any
from urllib.parse import quote

import aiohttp

from localchat.card_text import card_text
from localchat.fields import NothingMore, ReadLine, Write, filled_in
from localchat.terminal_texts import TEXTS
from localchat.wire import Writer

_CARD = "application/vnd.microsoft.card.adaptive"
_GOODBYES = {"/avsluta", "/quit"}

# Events may be hours apart; a server that is gone is noticed by its missing heartbeats.
_EVENT_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_read=60)


class Undelivered(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Press:
    """Something numbered on the screen, and the activity whose card it stands in."""

    action: dict[str, Any]
    fields: Sequence[dict[str, Any]]
    activity_id: str


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def chat(
    url: str,
    *,
    person: str,
    lang: str,
    read_line: ReadLine,
    write: Write,
    clock: Callable[[], datetime] = _utc_now,
) -> None:
    """Chat as *person* with the server at *url* until the input ends.

    *read_line* shows a prompt and gives a line, or None at the end; *write* shows some
    lines, also while a line is being read.
    """
    texts = TEXTS[lang]
    async with aiohttp.ClientSession() as session:
        events = _events(session, f"{url.rstrip('/')}/localchat/events?as={quote(person)}")
        try:
            _, window = await anext(events)
        except (aiohttp.ClientError, StopAsyncIteration, TimeoutError) as fault:
            write(texts.no_server.format(url=url, why=fault))
            return
        messages_url = f"{url.rstrip('/')}/api/messages"
        window_chat = _WindowChat(session, messages_url, Writer(window, lang, clock), write)
        following = asyncio.create_task(window_chat.follow(events))
        try:
            await window_chat.open()
            await window_chat.converse(read_line)
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


async def _events(
    session: aiohttp.ClientSession, url: str
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """The kind and the data of each Server-Sent Event, as they come."""
    async with session.get(url, timeout=_EVENT_TIMEOUT) as response:
        response.raise_for_status()
        waiting = b""
        # Not read line by line: a long history in one line is more than aiohttp takes.
        async for chunk in response.content.iter_any():
            *frames, waiting = (waiting + chunk).split(b"\n\n")
            for frame in frames:
                fields = dict(line.split(": ", 1) for line in frame.decode().splitlines())
                if "event" in fields:
                    yield fields["event"], json.loads(fields["data"])


class _WindowChat:
    def __init__(
        self, session: aiohttp.ClientSession, messages_url: str, writer: Writer, write: Write
    ) -> None:
        self._session = session
        self._messages_url = messages_url
        self._writer = writer
        self._write = write
        self._texts = TEXTS[writer.lang]
        self._presses: dict[int, Press] = {}
        self._shown: dict[str, dict[str, Any]] = {}
        self._last_number = 0

    async def open(self) -> None:
        window = self._writer.window
        self._write(self._texts.welcome.format(person=window["person"]["name"]))
        for activity in window["history"]:
            self._show(activity)
        try:
            for activity in self._writer.installed():
                await self._deliver(activity)
        except Undelivered as fault:
            self._write(self._texts.not_delivered.format(why=fault))

    async def follow(self, events: AsyncIterator[tuple[str, dict[str, Any]]]) -> None:
        my_id = self._writer.window["person"]["id"]
        try:
            async for kind, activity in events:
                if kind == "updated" or (kind == "new" and activity["from"]["id"] != my_id):
                    self._show(activity)
                elif kind == "deleted":
                    self._forget(activity["id"])
        except (aiohttp.ClientError, TimeoutError):
            pass
        self._write(self._texts.lost)

    async def converse(self, read_line: ReadLine) -> None:
        while (line := await read_line("> ")) is not None:
            said = line.strip()
            if said in _GOODBYES:
                return
            try:
                await self._take(said, read_line)
            except Undelivered as fault:
                self._write(self._texts.not_delivered.format(why=fault))
            except NothingMore:
                return

    async def _take(self, said: str, read_line: ReadLine) -> None:
        if said.isdecimal() and self._presses:
            await self._press(int(said), read_line)
        elif said:
            await self._say(said)

    async def _say(self, text: str) -> None:
        activity = self._writer.message(text)
        conversation = quote(activity["conversation"]["id"], safe="")
        url = f"{activity['serviceUrl']}v3/conversations/{conversation}/activities"
        written = await self._post(url, activity)
        await self._deliver(activity | {"id": written["id"]})

    async def _press(self, number: int, read_line: ReadLine) -> None:
        press = self._presses.get(number)
        if press is None:
            self._write(self._texts.no_such_number.format(number=number))
        elif press.action["type"] == "Action.OpenUrl":
            self._write(press.action["url"])
        else:
            answers = await filled_in(
                press.fields, texts=self._texts, read_line=read_line, write=self._write
            )
            await self._send(press, press.action.get("data", {}) | answers)

    async def _send(self, press: Press, data: dict[str, Any]) -> None:
        teams = data.get("msteams", {})
        if press.action["type"] == "Action.Execute":
            action = {"verb": press.action.get("verb"), "id": press.action.get("id"), "data": data}
            answer = await self._deliver(self._writer.execute(action, press.activity_id))
            self._show_answer(answer, press.activity_id)
        elif teams.get("type") == "imBack":
            await self._say(teams["value"])
        else:
            value = {name: data[name] for name in data if name != "msteams"}
            submit = self._writer.submit(teams.get("value", value), press.activity_id)
            await self._deliver(submit | {"text": teams["text"]} if "text" in teams else submit)

    async def _deliver(self, activity: dict[str, Any]) -> dict[str, Any]:
        return await self._post(self._messages_url, activity)

    async def _post(self, url: str, activity: dict[str, Any]) -> dict[str, Any]:
        try:
            async with self._session.post(url, json=activity) as response:
                if not response.ok:
                    raise Undelivered(f"HTTP {response.status}")
                return json.loads(await response.text() or "{}")
        except (aiohttp.ClientError, TimeoutError) as fault:
            raise Undelivered(str(fault)) from fault

    def _show_answer(self, answer: dict[str, Any], activity_id: str) -> None:
        status = answer.get("statusCode", 200)
        if status >= 400:
            raise Undelivered(f"statusCode {status}")
        if answer.get("type") == _CARD:
            self._show_card(answer["value"], activity_id)
        elif isinstance(answer.get("value"), str):
            self._write(answer["value"])

    def _show(self, activity: dict[str, Any]) -> None:
        who = activity["from"]
        is_me = who["id"] == self._writer.window["person"]["id"]
        if text := activity.get("text"):
            self._write(f"{self._texts.you if is_me else who['name']}: {text}")
        for attachment in activity.get("attachments", []):
            if attachment.get("contentType") == _CARD:
                self._show_card(attachment["content"], activity["id"])

    def _show_card(self, card: dict[str, Any], activity_id: str) -> None:
        # The answer to a press may be the card that the bot has just put there itself.
        if self._shown.get(activity_id) == card:
            return
        self._forget(activity_id)
        self._shown[activity_id] = card
        # Numbers are never used again, so that a card that comes while somebody is
        # typing a number can't change what it means.
        text = card_text(card, first=self._last_number + 1)
        for choice in text.choices:
            self._last_number += 1
            press = Press(choice.action, choice.fields, activity_id)
            self._presses[self._last_number] = press
        lines = indent("\n".join(text.lines), "  ")
        self._write(f"\n{lines}\n")

    def _forget(self, activity_id: str) -> None:
        """Drop the numbers of a card that is no longer on show."""
        self._shown.pop(activity_id, None)
        kept = {n: press for n, press in self._presses.items() if press.activity_id != activity_id}
        self._presses = kept
