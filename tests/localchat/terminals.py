"""A terminal for tests: the screen is a string, the keyboard a queue."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from localchat.terminal import chat


class Terminal:
    """A person at a terminal: types lines, and waits until something is on the screen."""

    def __init__(self) -> None:
        self.screen = ""
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._written = asyncio.Event()

    def type(self, *lines: str | None) -> None:
        for line in lines:
            self._lines.put_nowait(line)

    async def read_line(self, prompt: str) -> str | None:
        self.write(prompt)
        return await self._lines.get()

    def write(self, text: str) -> None:
        self.screen += text + "\n"
        self._written.set()

    async def shows(self, text: str, *, after: int = 0) -> None:
        async with asyncio.timeout(10):
            while text not in self.screen[after:]:
                self._written.clear()
                await self._written.wait()

    async def presses(self, title: str, *lines: str, shows: str) -> str:
        """Press the latest choice called *title*, answer with *lines*, and wait for what it shows.

        Returns all that was written meanwhile.
        """
        numbers = re.findall(rf"\[(\d+)\] {re.escape(title)}$", self.screen, re.MULTILINE)
        before = len(self.screen)
        self.type(numbers[-1], *lines)
        await self.shows(shows, after=before)
        return self.screen[before:]


@asynccontextmanager
async def a_terminal(
    url: str, *, person: str = "anna", lang: str = "sv"
) -> AsyncIterator[Terminal]:
    """A person's terminal, chatting with the server at *url*."""
    terminal = Terminal()
    chatting = asyncio.create_task(
        chat(url, person=person, lang=lang, read_line=terminal.read_line, write=terminal.write)
    )
    yield terminal
    terminal.type(None)
    await asyncio.wait_for(chatting, 10)
