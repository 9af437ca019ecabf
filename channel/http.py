"""What every request with a token is like, before anything in it is read, and how it is refused."""

import logging

import orjson
from aiohttp import ClientPayloadError, HttpVersion10, HttpVersion11, web

from channel.bodies import BodyTooLong, read_at_most
from channel.refusal import NotAuthenticated, Refused

logger = logging.getLogger(__name__)


def authorization(request: web.Request) -> str:
    """Return the one there is; of two nobody can tell which a proxy before us has looked at."""
    values = request.headers.getall("Authorization", [])
    return values[0] if len(values) == 1 else ""


def check_headers(request: web.Request) -> None:
    """Raise `Refused` where the body isn't JSON as it stands."""
    if request.version not in (HttpVersion10, HttpVersion11):
        raise Refused(400, "HTTP must be of version 1.0 or 1.1")
    if request.headers.get("Transfer-Encoding", "chunked").strip().lower() != "chunked":
        raise Refused(415, "transfer encoding is not supported")
    if request.content_type != "application/json":
        raise Refused(415, "content type must be application/json")
    if (request.charset or "utf-8").lower() != "utf-8":
        raise Refused(415, "charset must be utf-8")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused(415, "content encoding is not supported")


async def read_body(request: web.Request, *, size_limit: int, seconds: float) -> bytes:
    """Read no more than *size_limit* and wait no longer than *seconds*, whatever is promised."""
    too_long = Refused(413, f"body is larger than {size_limit} bytes")
    if (request.content_length or 0) > size_limit:
        raise too_long
    try:
        return await read_at_most(request.content, size_limit, seconds=seconds)
    except BodyTooLong:
        raise too_long from None
    except TimeoutError:
        raise Refused(408, "body took too long to arrive") from None
    except (web.RequestPayloadError, ClientPayloadError, ConnectionError):
        raise Refused(400, "body ended too early") from None


def refusal(refused: Refused) -> web.Response:
    """Answer with what is wrong, in one line."""
    why = refused.why if isinstance(refused, NotAuthenticated) else refused.reason
    logger.warning("request refused with %s: %s", refused.status, why)
    headers = {"WWW-Authenticate": "Bearer"} if refused.status == 401 else {}
    if refused.retry_after is not None:
        headers["Retry-After"] = str(refused.retry_after)
    body = orjson.dumps({"error": refused.reason})
    response = web.Response(
        status=refused.status, body=body, content_type="application/json", headers=headers
    )
    # What may be left of the body is not worth waiting for.
    response.force_close()
    return response
