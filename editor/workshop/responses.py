"""What the server sends the page: JSON, a refusal, or lines while it works."""

import hashlib
from collections.abc import AsyncGenerator
from contextlib import aclosing

import orjson
from aiohttp import web

from knowledge.live.worker import WorkerFailed


def json_response(told: object, *, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(told), status=status, content_type="application/json")


def refusal(status: int, code: str) -> web.HTTPException:
    kinds = {404: web.HTTPNotFound, 409: web.HTTPConflict, 422: web.HTTPUnprocessableEntity}
    return kinds[status](reason=code)


def failure_line(code: str) -> bytes:
    return json_line(stage="failed", error=code)


def json_line(**told: object) -> bytes:
    return orjson.dumps(told) + b"\n"


async def streamed(request: web.Request, lines: AsyncGenerator[bytes, None]) -> web.StreamResponse:
    """Send each line as it comes; a worker that failed is told of in the last one.

    Whoever has left the page wants no more of them.
    """
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await response.prepare(request)
    try:
        async with aclosing(lines):
            async for each in lines:
                await response.write(each)
    except WorkerFailed:
        await response.write(failure_line("failed"))
    except ConnectionResetError:
        pass
    return response


def hash_of(content: bytes | None) -> str | None:
    """Return what names the exact bytes; None where there are none."""
    return None if content is None else hashlib.sha256(content).hexdigest()
