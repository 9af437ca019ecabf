import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession

from channel.openid import OpenIdMetadata
from channel.refusal import KeysUnavailable
from tests.channel.rig import Clock, PausedClock
from tests.world.wire import Metadata, SigningKey, metadata_server

OLD, NEW = SigningKey("old"), SigningKey("new")
HOUR = 3600


@asynccontextmanager
async def published(clock: Clock) -> AsyncIterator[tuple[Metadata, OpenIdMetadata]]:
    async with metadata_server(OLD) as server, ClientSession() as session:
        yield (
            server,
            OpenIdMetadata(f"{server.url}/openid", session, clock=clock, sleep=clock.sleep),
        )


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


@asynccontextmanager
async def kept_fresh(keys: OpenIdMetadata) -> AsyncIterator[None]:
    keeping = asyncio.create_task(keys.keep_fresh())
    yield
    keeping.cancel()
    await asyncio.wait([keeping])


async def test_keys_are_fetched_ahead_of_time_and_again_every_hour() -> None:
    clock = PausedClock()
    async with published(clock) as (server, keys), kept_fresh(keys):
        assert await clock.next_pause() == HOUR
        assert keys.known("old") is not None
        server.keys[:] = [NEW.published()]
        clock.pass_pause()
        assert await clock.next_pause() == HOUR

        assert keys.known("old") is None
        assert keys.known("new") is not None
        assert server.fetches == 2


async def test_old_keys_serve_on_while_no_new_ones_can_be_had() -> None:
    clock = PausedClock()
    async with published(clock) as (server, keys), kept_fresh(keys):
        await clock.next_pause()
        server.down = True
        clock.pass_pause()

        assert await clock.next_pause() == 60
        assert keys.known("old") is not None
        assert keys.age_seconds == HOUR


async def test_keys_that_cannot_be_had_at_the_start_are_tried_for_again_soon() -> None:
    clock = PausedClock()
    async with published(clock) as (server, keys):
        server.down = True
        async with kept_fresh(keys):
            assert await clock.next_pause() == 5
            assert keys.age_seconds is None
            server.down = False
            clock.pass_pause()
            await clock.next_pause()

            assert keys.known("old") is not None


async def test_a_new_key_is_found_at_once(clock: Clock) -> None:
    async with published(clock) as (server, keys):
        await keys.key("old")
        server.keys.append(NEW.published())

        assert await keys.key("new") is not None


async def test_made_up_keys_share_a_search_and_the_next_one_is_later(clock: Clock) -> None:
    async with published(clock) as (server, keys):
        await keys.key("old")
        begun_at = clock.now
        for start in range(0, 300, 100):
            made_up = (keys.key(f"made-up-{number}") for number in range(start, start + 100))
            assert set(await asyncio.gather(*made_up)) == {None}

    assert server.fetches == 1 + 3
    assert clock.now - begun_at == 2 * 5


async def test_a_made_up_key_again_is_refused_without_a_search(clock: Clock) -> None:
    async with published(clock) as (server, keys):
        await keys.key("old")
        for _ in range(10):
            assert await keys.key("made-up") is None

    assert server.fetches == 2


async def test_a_new_key_is_let_in_while_made_up_ones_come_all_the_time() -> None:
    clock = PausedClock()
    async with published(clock) as (server, keys):
        await keys.key("old")
        await keys.key("made-up")
        waiting = [asyncio.create_task(keys.key(f"made-up-{number}")) for number in range(50)]
        genuine = asyncio.create_task(keys.key("new"))
        server.keys.append(NEW.published())
        assert await clock.next_pause() == 5
        clock.pass_pause()

        assert await genuine is not None
        assert set(await asyncio.gather(*waiting)) == {None}
        assert server.fetches == 3


async def test_beyond_many_that_wait_an_unknown_key_is_refused_at_once() -> None:
    clock = PausedClock()
    async with published(clock) as (_server, keys):
        await keys.key("old")
        await keys.key("made-up")
        waiting = [asyncio.create_task(keys.key(f"made-up-{number}")) for number in range(200)]
        await clock.next_pause()

        assert await keys.key("one-more") is None
        clock.pass_pause()
        await asyncio.gather(*waiting)


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


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"kty": "RSA", "kid": "broken", "n": "?", "e": "AQAB"}, id="no number"),
        pytest.param(OLD.published() | {"endorsements": 5}, id="endorsements a number"),
        pytest.param(OLD.published() | {"endorsements": [["msteams"]]}, id="endorsements nested"),
        pytest.param(None, id="nothing"),
    ],
)
async def test_one_bad_key_does_not_hide_the_others(clock: Clock, broken: Any) -> None:
    async with published(clock) as (server, keys):
        server.keys.insert(0, broken)

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
