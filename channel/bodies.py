"""Reads a body, of a request or of an answer, within bounds."""

import asyncio

from aiohttp import StreamReader


class BodyTooLong(Exception):
    """More came than is read."""


async def read_at_most(content: StreamReader, most: int, *, seconds: float) -> bytes:
    """Return all of *content*.

    Raises:
        BodyTooLong: beyond *most* bytes.
        TimeoutError: where it takes longer than *seconds*.
    """
    if content.is_eof():  # as most is: it came with its headers, and nothing is waited for
        read = content.read_nowait()
        if len(read) > most:
            raise BodyTooLong
        return read
    body = bytearray()
    async with asyncio.timeout(seconds):
        async for piece in content.iter_any():
            body += piece
            if len(body) > most:
                raise BodyTooLong
    return bytes(body)
