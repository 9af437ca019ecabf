import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession

from channel.openid import OpenIdMetadata
from channel.refusal import KeysUnavailable
from tests.channel.rig import Clock
from tests.world.wire import Metadata, SigningKey, metadata_server

OLD, NEW = SigningKey("old"), SigningKey("new")
HOUR = 3600


@asynccontextmanager
async def published(clock: Clock) -> AsyncIterator[tuple[Metadata, OpenIdMetadata]]:
    async with metadata_server(OLD) as server, ClientSession() as session:
        yield server, OpenIdMetadata(f"{server.url}/openid", session, clock=clock)


async def test_a_published_key_is_found_with_the_channels_it_vouches_for(clock: Clock) -> None:
    async with published(clock) as (_server, keys):
        found = await keys.key("old")

    assert found is not None
    assert found.public.public_numbers() == OLD.private.public_key().public_numbers()
    assert found.endorsements == {"msteams"}


async def test_many_callers_at_once_share_one_fetch(clock: Clock) -> None:
    async with published(clock) as (server, keys):
        await asyncio.gather(*(keys.key("old") for _ in range(20)))

    assert server.fetches == 1


async def test_keys_are_kept_for_a_day(clock: Clock) -> None:
    async with published(clock) as (server, keys):
        await keys.key("old")
        clock.now += 23 * HOUR
        await keys.key("old")

        assert server.fetches == 1
        clock.now += 2 * HOUR
        await keys.key("old")

        assert server.fetches == 2


async def test_a_new_key_is_found_at_once(clock: Clock) -> None:
    async with published(clock) as (server, keys):
        await keys.key("old")
        server.keys.append(NEW.published())

        assert await keys.key("new") is not None


async def test_made_up_keys_are_looked_for_once_a_minute(clock: Clock) -> None:
    async with published(clock) as (server, keys):
        await keys.key("old")
        for number in range(10):
            assert await keys.key(f"made-up-{number}") is None

        assert server.fetches == 2
        clock.now += 61
        await keys.key("made-up")

        assert server.fetches == 3


async def test_a_withdrawn_key_is_forgotten_after_a_day(clock: Clock) -> None:
    async with published(clock) as (server, keys):
        await keys.key("old")
        server.keys[:] = [NEW.published()]
        clock.now += 25 * HOUR

        assert await keys.key("old") is None


async def test_old_keys_serve_on_when_no_new_ones_can_be_had(clock: Clock) -> None:
    async with published(clock) as (server, keys):
        await keys.key("old")
        server.down = True
        clock.now += 25 * HOUR
        assert await keys.key("old") is not None
        assert await keys.key("old") is not None

    assert server.fetches == 2


async def test_without_any_keys_nobody_can_tell(clock: Clock) -> None:
    async with published(clock) as (server, keys):
        server.down = True
        with pytest.raises(KeysUnavailable):
            await keys.key("old")
        with pytest.raises(KeysUnavailable):
            await keys.key("old")

        assert server.fetches == 1
        server.down = False
        clock.now += 6

        assert await keys.key("old") is not None


@pytest.mark.parametrize(
    "document",
    [
        pytest.param([], id="no keys"),
        pytest.param([{"kty": "oct", "k": "c2VjcmV0", "kid": "old"}], id="not an RSA key"),
        pytest.param([{"kty": "RSA", "kid": "old"}], id="without numbers"),
        pytest.param([OLD.published() | {"kid": 7}], id="id a number"),
        pytest.param(["old"], id="no objects"),
        pytest.param("old", id="no list"),
    ],
)
async def test_a_key_set_nobody_can_read_holds_no_keys(document: Any, clock: Clock) -> None:
    async with published(clock) as (server, keys):
        server.keys = document

        with pytest.raises(KeysUnavailable):
            await keys.key("old")


async def test_one_bad_key_does_not_hide_the_others(clock: Clock) -> None:
    async with published(clock) as (server, keys):
        server.keys.insert(0, {"kty": "RSA", "kid": "broken", "n": "?", "e": "AQAB"})

        assert await keys.key("old") is not None


async def test_a_server_that_never_answers_is_given_up(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    never = asyncio.Event()

    async def hold(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await never.wait()
        writer.close()

    silent = await asyncio.start_server(hold, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    async with ClientSession() as session:
        url = f"http://127.0.0.1:{port}/openid"
        keys = OpenIdMetadata(url, session, timeout_seconds=0.05, clock=clock)
        with pytest.raises(KeysUnavailable):
            await keys.key("old")
    never.set()
    silent.close()

    assert "TimeoutError" in caplog.text
