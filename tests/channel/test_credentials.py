import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
import requests

from channel.credentials import NoTokens, RenewedTokens, TokensUnavailable
from channel.entra import by_credential
from tests.channel.rig import Clock, PausedClock
from tests.world.wire import APP_ID, TENANT_ID

HOUR = 3600


@dataclass
class Answer:
    """As much of an HTTP response as MSAL reads."""

    status_code: int
    text: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Entra:
    """Stands in for the authority, under MSAL's own code; each token has the next number."""

    issued: int = 0
    error: str = ""
    forms: deque[dict[str, str]] = field(default_factory=deque)
    threads: set[str] = field(default_factory=set)
    slow_seconds: float = 0.0
    odd: Answer = field(default_factory=lambda: Answer(200, "{}"))

    def get(self, url: str, **_options: Any) -> Answer:
        base = f"https://login.microsoftonline.com/{TENANT_ID}"
        document = {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "tenant_discovery_endpoint": f"{base}/v2.0/.well-known/openid-configuration",
        }
        return Answer(200, orjson.dumps(document).decode())

    def post(self, url: str, data: Any = None, **_options: Any) -> Answer:
        self.threads.add(threading.current_thread().name)
        self.forms.append(dict(data))
        time.sleep(self.slow_seconds)
        if self.error:
            return Answer(401, orjson.dumps({"error": self.error}).decode())
        self.issued += 1
        token = {
            "access_token": f"token-{self.issued}",
            "expires_in": HOUR,
            "token_type": "Bearer",
        }
        return Answer(200, orjson.dumps(token).decode())

    def close(self) -> None:
        pass


AUTHORITY = f"https://login.microsoftonline.com/{TENANT_ID}"


def tokens_from(entra: Entra, clock: Clock) -> RenewedTokens:
    ask = by_credential(APP_ID, "the password", AUTHORITY, entra)
    return RenewedTokens(ask, clock=clock, sleep=clock.sleep)


async def test_a_token_is_asked_for_as_the_bot_and_off_the_loop(clock: Clock) -> None:
    entra = Entra()

    assert await tokens_from(entra, clock).token() == "token-1"
    [form] = entra.forms
    assert (form["client_id"], form["client_secret"]) == (APP_ID, "the password")
    assert form["scope"] == "https://api.botframework.com/.default"
    assert threading.main_thread().name not in entra.threads


async def test_a_token_is_used_again(clock: Clock) -> None:
    entra = Entra()
    tokens = tokens_from(entra, clock)

    assert [await tokens.token() for _ in range(3)] == ["token-1"] * 3
    assert entra.issued == 1


async def test_many_callers_at_once_share_one_acquisition(clock: Clock) -> None:
    entra = Entra(slow_seconds=0.02)
    tokens = tokens_from(entra, clock)

    assert set(await asyncio.gather(*(tokens.token() for _ in range(20)))) == {"token-1"}


async def test_a_token_about_to_expire_is_waited_for(clock: Clock) -> None:
    tokens = tokens_from(Entra(), clock)
    await tokens.token()
    clock.now += HOUR - 30

    assert await tokens.token() == "token-2"


async def test_a_token_is_replaced_in_the_background_in_good_time() -> None:
    clock, entra = PausedClock(), Entra()
    async with kept_fresh(tokens_from(entra, clock)) as tokens:
        assert await clock.next_pause() == HOUR - 15 * 60
        assert tokens.age_seconds == 0
        clock.pass_pause()
        await clock.next_pause()

        assert await tokens.token() == "token-2"
        assert entra.issued == 2


async def test_a_token_that_cannot_be_had_is_asked_for_ever_less_often() -> None:
    clock, entra = PausedClock(), Entra(error="temporarily_unavailable")
    async with kept_fresh(tokens_from(entra, clock)) as tokens:
        pauses: list[float] = []
        for _ in range(6):
            pauses.append(await clock.next_pause())
            clock.pass_pause()
        entra.error = ""

        assert pauses == [5, 10, 20, 40, 60, 60]
        assert tokens.age_seconds is None
        await clock.next_pause()
        assert await tokens.token() == "token-1"


@asynccontextmanager
async def kept_fresh(tokens: RenewedTokens) -> AsyncIterator[RenewedTokens]:
    keeping = asyncio.create_task(tokens.keep_fresh())
    yield tokens
    keeping.cancel()
    await asyncio.wait([keeping])


async def test_a_forgotten_token_is_never_given_again(clock: Clock) -> None:
    tokens = tokens_from(Entra(), clock)
    tokens.forget(await tokens.token())

    assert await tokens.token() == "token-2"


async def test_forgetting_an_old_token_leaves_the_new_one(clock: Clock) -> None:
    tokens = tokens_from(Entra(), clock)
    await tokens.token()
    tokens.forget("an older one")

    assert await tokens.token() == "token-1"


async def test_a_refusal_is_told_by_its_code_without_the_password(clock: Clock) -> None:
    with pytest.raises(TokensUnavailable) as caught:
        await tokens_from(Entra(error="invalid_client"), clock).token()

    assert caught.value.reason == "invalid_client"
    assert "password" not in str(caught.value)


ODD_ANSWERS = [
    Answer(500, "<html>"),
    Answer(503, ""),
    Answer(302, ""),
    Answer(400, "<html>"),
    Answer(200, "<html>"),
    Answer(200, ""),
    Answer(200, "[]"),
    Answer(200, "null"),
    Answer(200, '"token"'),
    Answer(200, "{}"),
    Answer(200, '{"access_token": "t"}'),
    Answer(200, '{"access_token": "t", "expires_in": null}'),
    Answer(200, '{"access_token": "t", "expires_in": "soon"}'),
    Answer(200, '{"access_token": "t", "expires_in": []}'),
    Answer(200, '{"access_token": "t", "expires_in": 1e999}'),
    Answer(200, '{"access_token": null, "expires_in": 3600}'),
    Answer(200, '{"access_token": ["t"], "expires_in": 3600}'),
    Answer(200, '{"access_token": "t\\r\\nX: y", "expires_in": 3600}'),
]


class OddToken(Entra):
    def post(self, url: str, data: Any = None, **_options: Any) -> Answer:
        return self.odd


class OddDiscovery(Entra):
    def get(self, url: str, **_options: Any) -> Answer:
        return self.odd


@pytest.mark.parametrize("kind", [OddToken, OddDiscovery])
@pytest.mark.parametrize("odd", ODD_ANSWERS, ids=str)
async def test_whatever_the_authority_answers_there_is_a_token_or_none(
    kind: type[Entra], odd: Answer, clock: Clock
) -> None:
    with pytest.raises(TokensUnavailable) as caught:
        await tokens_from(kind(odd=odd), clock).token()

    assert not caught.value.is_definite


class Raising(Entra):
    fault: Exception = AttributeError("hush")

    def post(self, url: str, data: Any = None, **_options: Any) -> Answer:
        raise self.fault


async def test_what_stumbles_is_logged_whole_under_the_number_that_is_told(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(TokensUnavailable) as caught:
        await tokens_from(Raising(), clock).token()

    kind, number = caught.value.reason.split(", error ")
    assert kind == "AttributeError"
    assert f"a token could not be asked for, error {number}\nTraceback" in caplog.text


async def test_an_authority_out_of_reach_is_one_line(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    entra = Raising()
    entra.fault = requests.ConnectionError("hush")
    with pytest.raises(TokensUnavailable) as caught:
        await tokens_from(entra, clock).token()

    assert caught.value.reason == "ConnectionError"
    assert [record.getMessage() for record in caplog.records] == [
        "no token for sending: ConnectionError"
    ]


async def test_after_an_odd_answer_the_token_is_asked_for_again() -> None:
    clock, entra = PausedClock(), OddToken(odd=Answer(503, ""))
    async with kept_fresh(tokens_from(entra, clock)):
        pauses = [await clock.next_pause()]
        clock.pass_pause()
        pauses.append(await clock.next_pause())

    assert pauses == [5, 10]


@pytest.mark.parametrize("minutes_left", [10, 0.5])
async def test_a_failed_renewal_leaves_the_token_that_still_serves(
    clock: Clock, minutes_left: float
) -> None:
    entra = Entra()
    tokens = tokens_from(entra, clock)
    await tokens.token()
    entra.error = "temporarily_unavailable"
    clock.now += HOUR - minutes_left * 60

    assert [await tokens.token() for _ in range(2)] == ["token-1"] * 2


async def test_an_expired_token_is_not_used_when_no_other_can_be_had(clock: Clock) -> None:
    entra = Entra()
    tokens = tokens_from(entra, clock)
    await tokens.token()
    entra.error = "temporarily_unavailable"
    clock.now += HOUR + 1

    with pytest.raises(TokensUnavailable):
        await tokens.token()


async def test_no_tokens_is_an_empty_token() -> None:
    tokens = NoTokens()
    tokens.forget("")

    assert await tokens.token() == ""
