"""What the server sends the page: JSON, a refusal with its code, or lines while it works."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import orjson
from aiohttp import web

from knowledge.live.build_worker import WorkerFailed


def as_json(told: object, *, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(told), status=status, content_type="application/json")


def refused(status: int, code: str) -> web.HTTPException:
    kinds = {404: web.HTTPNotFound, 409: web.HTTPConflict, 422: web.HTTPUnprocessableEntity}
    return kinds[status](reason=code)


def failed(code: str) -> bytes:
    return line(stage="failed", error=code)


def line(**told: object) -> bytes:
    return orjson.dumps(told) + b"\n"


async def streamed(request: web.Request, lines: AsyncGenerator[bytes, None]) -> web.StreamResponse:
    """Send each line as it comes; a worker that failed is told of in the last one."""
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await response.prepare(request)
    try:
        async with aclosing(lines):
            async for each in lines:
                await response.write(each)
    except WorkerFailed:
        await response.write(failed("failed"))
    return response
