"""A workshop over a copy of the small base, for tests: over HTTP, and in a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from editor.workshop.app import build
from editor.workshop.checking import Checker
from knowledge.source.files import Unsaved
from knowledge.source.loader import read_folder
from texts.catalogue import load_editor_texts
from yamlfile.problem import Problem

BLOCKING = "passages/blockera.yaml"


NO_DATABASE = "sqlite:///nowhere/bot.db"


def inspected(folder: Path, unsaved: Unsaved) -> list[Problem]:
    """Return what would keep the bot from starting with the base."""
    return list(read_folder(folder, unsaved).problems)


def a_server(
    folder: Path, cache: Path, checker: Checker = inspected, *, database: str = NO_DATABASE
) -> TestServer:
    app = build(folder, cache, load_editor_texts(), checker=checker, database=database)
    return TestServer(app)


@dataclass
class Workbench:
    """The page's side of the workshop, without the page."""

    folder: Path
    client: TestClient[Any, Any]

    @property
    def origin(self) -> str:
        return str(self.client.make_url("/")).rstrip("/")

    def text(self, name: str = BLOCKING) -> str:
        return (self.folder / name).read_text("utf-8")

    async def begun_with(self, name: str = BLOCKING) -> str | None:
        return (await (await self.client.get("/workshop/file", params={"name": name})).json())[
            "hash"
        ]

    async def post(self, what: str, body: object, **headers: str) -> ClientResponse:
        return await self.client.post(
            f"/workshop/{what}", json=body, headers={"Origin": self.origin, **headers}
        )

    async def told(self, what: str, body: object) -> Any:
        response = await self.post(what, body)
        assert response.status == 200, await response.text()
        return await response.json()

    async def save(self, text: str, begun_with: str | None, name: str = BLOCKING) -> ClientResponse:
        draft = {"name": name, "text": text}
        return await self.post("save", {"draft": draft, "begun_with": begun_with})


def a_draft(text: str, name: str = BLOCKING) -> dict[str, object]:
    return {"draft": {"name": name, "text": text}}


def in_files(text: str | None, name: str = BLOCKING) -> dict[str, list[dict[str, str | None]]]:
    return {"files": [{"name": name, "text": text, "begun_with": None}]}


@asynccontextmanager
async def opened(
    folder: Path, cache: Path, checker: Checker = inspected, *, database: str = NO_DATABASE
) -> AsyncIterator[Workbench]:
    async with TestClient(a_server(folder, cache, checker, database=database)) as client:
        yield Workbench(folder, client)
