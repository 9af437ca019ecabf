"""Connections that only stand there, dawdle or talk nonsense; the others are answered."""

import asyncio
import logging
from typing import Any, cast

import pytest
import uvloop
from aiohttp import ClientSession

from channel.connections import ConnectionLimits, within_file_limit
from tests.channel.bounded_server import HALF, a_server, is_answered, said, until_hung_up


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET / HT", id="half a request line"),
        pytest.param(HALF, id="half-sent headers"),
    ],
)
async def test_headers_that_do_not_come_in_time_end_the_connection(raw: bytes) -> None:
    async with a_server(ConnectionLimits(read_seconds=0.05)) as port:
        assert await said(port, raw) == b""
        assert await is_answered(port)


async def test_headers_that_trickle_in_gain_no_time() -> None:
    async with a_server(ConnectionLimits(read_seconds=0.1)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HALF)

        async def trickle() -> None:
            while True:
                writer.write(b"x")
                await asyncio.sleep(0.01)

        trickling = asyncio.create_task(trickle())
        await until_hung_up(reader)
        trickling.cancel()
        writer.close()


async def test_the_headers_of_a_second_request_have_a_deadline_too() -> None:
    async with a_server(ConnectionLimits(read_seconds=0.1)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        writer.write(HALF)
        await until_hung_up(reader)
        writer.close()


class Rounding(uvloop.Loop):
    """Each look at its clock is a rounding behind. It keeps its timers, if they are any."""

    def __init__(self) -> None:
        super().__init__()
        self.behind = 0.0
        self.timers = list[asyncio.TimerHandle]()

    def time(self) -> float:
        self.behind += 1e-9
        return super().time() - self.behind

    def call_at(self, *args: Any, **options: Any) -> asyncio.TimerHandle:
        self.timers.append(super().call_at(*args, **options))
        return self.timers[-1]


def test_a_timer_that_comes_a_rounding_early_is_not_set_anew() -> None:
    async def idle() -> None:
        async with a_server(ConnectionLimits(read_seconds=0.05)) as port:
            assert await said(port, b"") == b""

    with asyncio.Runner(loop_factory=Rounding) as runner:
        runner.run(idle())
        timers = cast(Rounding, runner.get_loop()).timers

    assert [timer for timer in timers if not hasattr(timer, "when")] == []


@pytest.mark.parametrize(("work_seconds", "answers"), [(5, 1), (None, 1), (0.2, 0)])
async def test_an_answer_may_take_longer_than_the_headers_and_no_longer_than_work(
    work_seconds: float | None, answers: int
) -> None:
    limits = ConnectionLimits(read_seconds=0.1, work_seconds=work_seconds)
    async with a_server(limits) as port:
        answered = await said(
            port, b"GET /working HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )

    assert answered.count(b"HTTP/1.1 200") == answers


async def test_an_idle_connection_is_closed_after_a_while() -> None:
    async with a_server(ConnectionLimits(idle_seconds=0.1)) as port:
        answers = await said(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")

    assert answers.count(b"HTTP/1.1 200") == 1


async def test_a_reader_who_never_reads_is_cut_off() -> None:
    async with a_server(ConnectionLimits(work_seconds=0.2)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.sleep(0.5)
        await until_hung_up(reader)
        writer.close()


async def test_beyond_the_most_the_longest_idle_gives_way(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, logger="channel")
    async with a_server(ConnectionLimits(most=20)) as port, ClientSession() as teams:
        url = f"http://127.0.0.1:{port}/"
        async with teams.get(url) as before:
            assert before.status == 200
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(200)]
        async with teams.get(url) as after:
            assert after.status == 200
        await until_hung_up(idle[0][0])
        for _reader, writer in idle:
            writer.close()
    messages = [record.getMessage() for record in caplog.records]

    assert len(messages) == 1
    assert messages[0].startswith("connections are full (20)")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hush\r\n\r\n", id="TLS"),
        pytest.param(b"hush\r\n\r\n", id="no request line"),
        pytest.param(b"GET /hush HTTP/9.9.9\r\n\r\n", id="version unheard of"),
        pytest.param(b"GET / HTTP/1.1\r\nAuthorization Bearer hush\r\n\r\n", id="no colon"),
        pytest.param(b"GET / HTTP/1.1\r\nAuthorization: Bearer \x00hush\r\n\r\n", id="NUL"),
        pytest.param(b"GET / HTTP/1.1\r\nBad Header: hush\r\n\r\n", id="space in a name"),
        pytest.param(b"GET / HTTP/1.1\r\nX: " + b"hush" * 5000 + b"\r\n\r\n", id="too long"),
        pytest.param(b"GET / HTTP/1.1\r\n" + b"X: hush\r\n" * 500 + b"\r\n", id="too many"),
        pytest.param(b"G\xc3\xa4T / HTTP/1.1\r\nX: hush\r\n\r\n", id="method of letters"),
        pytest.param(b"POST / HTTP/1.1\r\nContent-Length: hush\r\n\r\n", id="length no number"),
        pytest.param(
            b"POST / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nhush",
            id="two lengths",
        ),
    ],
)
async def test_a_malformed_request_is_one_line_in_the_log_without_what_was_sent(
    caplog: pytest.LogCaptureFixture, raw: bytes
) -> None:
    caplog.set_level(logging.DEBUG)
    async with a_server(ConnectionLimits(read_seconds=0.3)) as port:
        answer = await said(port, raw)
        assert await is_answered(port)

    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))
    assert b"Server: Rutinboten\r\n" in answer
    assert b"hush" not in answer
    [line] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert line.getMessage().startswith("request refused with 400: ")
    assert line.exc_info is None
    assert "hush" not in caplog.text


async def test_whoever_meets_a_fault_of_ours_is_told_the_id_it_is_logged_with(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with (
        a_server(ConnectionLimits()) as port,
        ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/fail") as response,
    ):
        status, error_id = (await response.text()).split()

    assert (response.status, status) == (500, "500")
    assert f"a request failed: RuntimeError, error {error_id}\nTraceback" in caplog.text


@pytest.mark.parametrize("path", ["/", "/none", "/fail"])
async def test_no_answer_names_a_version(path: str) -> None:
    async with (
        a_server(ConnectionLimits()) as port,
        ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as response,
    ):
        assert response.headers["Server"] == "Rutinboten"
        assert "aiohttp" not in str(response.headers) + await response.text()


def test_half_of_the_open_files_are_for_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _which: (1024, 4096))

    assert within_file_limit(500) == 500
    assert within_file_limit(5000) == 512
