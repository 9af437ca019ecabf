"""A server with bounds on its connections, and what a client may do to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiohttp import ClientSession, web

from channel.connections import ConnectionLimits
from channel.server import listening

HALF = b"GET / HTTP/1.1\r\nHost: x\r\nX-Half: "


async def answer(_request: web.Request) -> web.Response:
    return web.Response(text="ok")


async def fail(_request: web.Request) -> web.Response:
    raise RuntimeError("broken")


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x" * 65536)


async def working(_request: web.Request) -> web.Response:
    await asyncio.sleep(0.3)
    return web.Response(text="ok")


async def slow(request: web.Request) -> web.Response:
    body = await request.read()
    for _ in range(50):
        await asyncio.sleep(0)
    return web.Response(body=body)


@asynccontextmanager
async def a_server(limits: ConnectionLimits) -> AsyncIterator[int]:
    """Serve each of these under its name, and `answer` at the root; yield the port."""
    app = web.Application()
    app.router.add_get("/", answer)
    app.router.add_post("/slow", slow)
    for handler in (fail, endless, working):
        app.router.add_get(f"/{handler.__name__}", handler)
    async with listening(app, "127.0.0.1", 0, limits) as port:
        yield port


async def said(port: int, raw: bytes) -> bytes:
    """Say *raw* and return everything that comes back until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(raw)
    try:
        async with asyncio.timeout(5):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def until_hung_up(reader: asyncio.StreamReader) -> None:
    """Read on until the server ends the connection, five seconds at most."""
    with suppress(ConnectionError):
        async with asyncio.timeout(5):
            while await reader.read(1 << 20):
                pass


async def is_answered(port: int) -> bool:
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as response:
        return response.status == 200
