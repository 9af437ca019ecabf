"""A server process that may open few files, while somebody opens more connections than that."""

import asyncio
import resource
import socket
from pathlib import Path

from aiohttp import ClientSession

from tests.world.bot_process import BotProcess
from tests.world.served_bot import KEY, environment_of_process
from tests.world.wire import a_message, connector_server, metadata_server

IDLE = 1_100
FILES = 1_024


async def test_signed_requests_are_answered_while_others_hold_more_connections_than_files(
    tmp_path: Path,
) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    async with metadata_server(KEY) as metadata, connector_server() as connector:
        told = await environment_of_process(metadata.url, tmp_path)
        port = int(told["BOT_PORT"])
        bot = BotProcess(told, files=FILES, log=tmp_path / "log")
        await bot.start()
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(IDLE)]
        for each in idle[::2]:
            each.send(b"POST /api/messages HTTP/1.1\r\nHost: x\r\nX-Half: ")
        headers = {"Authorization": f"Bearer {KEY.token(serviceurl=connector.url)}"}
        async with ClientSession() as teams, asyncio.timeout(20):
            for _ in range(10):
                activity = a_message("Hej", service_url=connector.url)
                address = f"http://127.0.0.1:{port}/api/messages"
                async with teams.post(address, json=activity, headers=headers) as response:
                    assert response.status == 200
            await connector.until(lambda sent: len(sent) >= 10)
        for each in idle:
            each.close()
        await bot.kill()
    log = (tmp_path / "log").read_text("utf-8")

    assert "Traceback" not in log
    assert len(log.splitlines()) < 20
