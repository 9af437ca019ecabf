"""Addresses that lead nowhere are told where they stand; what may be read another day is not."""

import asyncio
from pathlib import Path
from shutil import copytree

import pytest
from aiohttp import web

from editor.__main__ import main
from editor.addresses import dead_among
from tests.conftest import SMALL_BASE
from tests.world.wire import serving

STATUS = {"/finns": 200, "/borta": 404, "/nedlagd": 410, "/inloggning": 403, "/trasig": 503}


async def answer(request: web.Request) -> web.Response:
    return web.Response(status=STATUS[request.path])


async def slow(_request: web.Request) -> web.Response:
    await asyncio.Event().wait()
    return web.Response()


@pytest.fixture
def site() -> web.Application:
    app = web.Application()
    app.router.add_get("/sen", slow)
    app.router.add_get("/{page}", answer)
    return app


async def test_only_what_is_gone_for_good_is_dead(site: web.Application) -> None:
    async with serving(site) as address:
        urls = [f"{address}{path}" for path in (*STATUS, "/sen")]
        dead = await dead_among([*urls, "http://127.0.0.1:1/"], seconds=0.3)

    assert dead == {f"{address}/borta", f"{address}/nedlagd"}


async def test_a_dead_link_is_told_where_it_stands(
    site: web.Application, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copytree(SMALL_BASE, tmp_path / "base")
    sources = folder / "sources.yaml"
    async with serving(site) as address:
        lines = sources.read_text("utf-8").splitlines(keepends=True)
        text = "".join(each for each in lines if not each.strip().startswith("url:"))
        first = text.index("  - id:")
        changed = text[:first] + text[first:].replace("\n", f"\n    url: {address}/borta\n", 1)
        sources.write_text(changed, "utf-8")
        form = folder / "account_request.yaml"
        first = "- {id: facebook, "
        reported = f"{first}report: {address}/nedlagd, "
        form.write_text(form.read_text("utf-8").replace(first, reported), "utf-8")
        arguments = ["check", "--quick", "--links", "--base", str(folder)]
        assert await asyncio.to_thread(main, arguments) == 0

    told = capsys.readouterr().out
    assert f"Sidan finns inte längre: {address}/borta" in told
    assert f"Sidan finns inte längre: {address}/nedlagd" in told
    assert "account_request.yaml" in told
