"""The bot that is measured, in a process of its own: python -m bench.bots [the folder of a base].

It listens on loopback, takes its signing keys from the metadata in BENCH_METADATA_URL, prints the
port it got, and sends with a token that never changes.
"""

import gc

if __name__ == "__main__":
    gc.disable()  # as app.py does

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as app.py does

import uvloop
from aiohttp import web

from bench.echoes import TOKEN
from channel.connections import ConnectionLimits
from channel.server import listening, spare_collector
from config import load_settings
from core.clock import utc_now
from knowledge.live.acceptance import open_current
from tests.world.wire import APP_ID, TENANT_ID
from wiring.server import build
from wiring.start import bases_in

REVIEWER = "5f2b7c1e-3f0a-4d43-9d0c-1f6f0f0b7a10"


class ConstantToken:
    """Gives one token for ever: acquiring tokens isn't what is measured."""

    async def token(self) -> str:
        return TOKEN

    def forget(self, token: str) -> None:
        pass


def ours(metadata_url: str, base: str = "") -> web.Application:
    """Return the whole bot: base, index, cards, database and log, as in production."""
    folder = tempfile.mkdtemp(prefix="rutinboten-bench-")
    settings = load_settings(
        {
            "BOT_APP_ID": APP_ID,
            "BOT_APP_PASSWORD": "secret",
            "BOT_TENANT_ID": TENANT_ID,
            "BOT_DATABASE_URL": os.environ.get("BENCH_DATABASE_URL")
            or f"sqlite:///{Path(folder) / 'bench.db'}",
            "BOT_REVIEWERS": REVIEWER,
            "BOT_SERVICE_HOSTS": "127.0.0.1",
            "BOT_OPENID_METADATA_URL": metadata_url,
            "BOT_BASE": base,
            # Counted all the same: a few people ask without a pause.
            "BOT_PERSON_PER_MINUTE": "1000000",
            "BOT_TENANT_PER_MINUTE": "1000000",
            "BOT_SENDS_PER_SECOND": "0",
        }
    )
    live = open_current(bases_in(settings), utc_now())
    application = build(settings, live, tokens=ConstantToken())
    spare_collector()
    return application


async def _serve(application: web.Application) -> None:
    async with listening(application, "127.0.0.1", 0, ConnectionLimits()) as port:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await _end_of_input()


def _end_of_input() -> Awaitable[bytes]:
    """It lives as long as the measurement holds its standard input open."""
    return asyncio.to_thread(sys.stdin.buffer.read)


if __name__ == "__main__":
    gc.freeze()
    gc.enable()
    uvloop.run(_serve(ours(os.environ["BENCH_METADATA_URL"], *sys.argv[1:])))
