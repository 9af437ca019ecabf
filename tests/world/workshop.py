"""Reviewers who write the base in a bot in production, signed in by Entra."""

import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse

from core.clock import Clock, utc_now
from tests.world.bases import a_copy
from tests.world.served_bot import ENTRA, ServedBot, serve_bot
from tests.world.tab import sso_claims

BLOCKING = "passages/blockera.yaml"


@dataclass(frozen=True)
class WorkshopUser:
    """The page's side of the workshop, with a person's token."""

    bot: ServedBot
    name: str

    @property
    def token(self) -> str:
        return ENTRA.token(**sso_claims(self.bot, self.name))

    async def asks(
        self, method: str, path: str, token: str, *, kind: str = "", **sent: Any
    ) -> ClientResponse:
        url = self.bot.url.replace("/api/messages", f"/verkstad/{path}")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Content-Type": kind} if kind else {}
        return await self.bot.session.request(method, url, headers=headers, **sent)

    async def posts(self, what: str, body: object) -> ClientResponse:
        return await self.asks("POST", f"workshop/{what}", self.token, json=body)

    async def told(self, what: str, **body: object) -> Any:
        response = await self.posts(what, body)
        assert response.status == 200, await response.text()
        return await response.json()

    async def reads(self, name: str = BLOCKING) -> Any:
        response = await self.asks("GET", "workshop/file", self.token, params={"name": name})
        assert response.status == 200, await response.text()
        return await response.json()

    async def saves(
        self, text: str, begun_with: str | None, name: str = BLOCKING
    ) -> ClientResponse:
        draft = {"name": name, "text": text}
        return await self.posts("save", {"draft": draft, "begun_with": begun_with})

    async def adds(self, line: str, name: str = BLOCKING) -> str:
        """Save a file with *line* last in it; return its text."""
        file = await self.reads(name)
        text: str = file["text"] + line
        response = await self.saves(text, file["hash"], name)
        assert response.status == 200, await response.text()
        return text


def in_git(folder: Path) -> None:
    """Make a checkout of *folder*, with all of it committed."""
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-qm", "Början"],
    ):
        subprocess.run(["git", "-C", str(folder), *arguments], check=True)


def log_of(folder: Path, form: str = "%an <%ae>: %s") -> list[str]:
    """Return what git tells of each commit, the latest first."""
    told = subprocess.run(
        ["git", "-C", str(folder), "log", f"--format={form}"], capture_output=True, check=True
    )
    return told.stdout.decode().splitlines()


@asynccontextmanager
async def served_workshop(
    folder: Path, cache: Path, clock: Clock = utc_now, /, **told: str
) -> AsyncIterator[ServedBot]:
    """Serve a bot over a copy of the small base in `folder/base`, unless there is one."""
    base = folder / "base"
    if not base.exists():
        a_copy(folder)
    settings = {
        "BOT_BASE": str(base),
        "BOT_CACHE": str(cache),
        "BOT_WORKSHOP": "yes",
        "BOT_PERSON_PER_MINUTE": "0",  # who waits here asks more often than people do
    }
    async with serve_bot(None, folder, None, clock, **(settings | told)) as bot:
        yield bot
