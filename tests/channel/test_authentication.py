import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from channel.activity import InboundActivity
from channel.authentication import LocalAuthenticator, TokenAuthenticator
from channel.openid import OpenIdMetadata
from channel.openid import SigningKey as PublicKey
from channel.refusal import NotAuthenticated
from tests.world.wire import (
    ABSENT,
    ANOTHER_TENANT,
    APP_ID,
    ISSUER,
    TENANT_ID,
    SigningKey,
    a_message,
    read,
)

KEY = SigningKey()
TEAMS = "https://smba.trafficmanager.net/emea/"


class KeyRing(OpenIdMetadata):
    """Keys without a server."""

    def __init__(self, endorsements: frozenset[str] = frozenset({"msteams"})) -> None:
        self._key = PublicKey(KEY.private.public_key(), endorsements)

    def known(self, key_id: str) -> PublicKey | None:
        return self._key if key_id == KEY.key_id else None

    async def key(self, key_id: str) -> PublicKey | None:
        return self._key if key_id == KEY.key_id else None


def an_authenticator(
    keys: KeyRing | None = None, *, tenant_id: str = TENANT_ID
) -> TokenAuthenticator:
    return TokenAuthenticator(
        keys or KeyRing(),
        app_id=APP_ID,
        tenant_id=tenant_id,
        service_hosts=["smba.trafficmanager.net"],
    )


async def let_in(
    authenticator: TokenAuthenticator | LocalAuthenticator,
    authorization: str,
    activity: InboundActivity,
) -> None:
    """Raise `NotAuthenticated` where they are not."""
    authenticator.admit(await authenticator.verify(authorization), activity)


def bearer(**claims: Any) -> str:
    claims.setdefault("serviceurl", TEAMS)
    return f"Bearer {KEY.token(**claims)}"


async def test_a_message_from_our_teams_comes_in_with_its_claims() -> None:
    authenticator = an_authenticator()
    token = await authenticator.verify(bearer())
    authenticator.admit(token, read(a_message(service_url=TEAMS)))

    assert token.claims["iss"] == ISSUER


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"exp": -240}, id="expired four minutes ago"),
        pytest.param({"nbf": 240}, id="valid in four minutes"),
        pytest.param({"nbf": ABSENT}, id="no nbf"),
        pytest.param({"more": {"claims": [1, 2]}}, id="more claims"),
    ],
)
async def test_a_token_within_the_leeway_is_good(claims: dict[str, Any]) -> None:
    now = int(time.time())
    moments = {name: now + value for name, value in claims.items() if isinstance(value, int)}
    message = read(a_message(service_url=TEAMS))

    await let_in(an_authenticator(), bearer(**claims | moments), message)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"conversation": {"id": "a:1"}}, id="in the channel data alone"),
        pytest.param({"channelData": None}, id="in the conversation alone"),
        pytest.param({"channelData": ABSENT}, id="without channel data"),
        pytest.param({"channelData": {"tenant": {"id": TENANT_ID.upper()}}}, id="in capitals"),
    ],
)
async def test_our_tenant_may_be_named_in_either_place(changes: dict[str, Any]) -> None:
    message = read(a_message(service_url=TEAMS, **changes))

    await let_in(an_authenticator(), bearer(), message)


async def test_a_tenant_that_is_ours_in_one_place_only_is_not_ours() -> None:
    activity = read(a_message(service_url=TEAMS, channelData={"tenant": {"id": ANOTHER_TENANT}}))

    with pytest.raises(NotAuthenticated) as caught:
        await let_in(an_authenticator(), bearer(), activity)

    assert caught.value.why == "activity is not from our tenant"


@pytest.mark.parametrize("endorsements", [frozenset(), frozenset({"webchat", "directline"})])
async def test_a_key_that_may_not_vouch_for_teams_is_no_good(endorsements: frozenset[str]) -> None:
    with pytest.raises(NotAuthenticated):
        await let_in(
            an_authenticator(KeyRing(endorsements)), bearer(), read(a_message(service_url=TEAMS))
        )


@pytest.mark.parametrize(
    "url", ["http://localhost:3978/connector", "http://127.0.0.1:1/", "http://[::1]:3978/"]
)
async def test_locally_this_machine_is_let_in(url: str) -> None:
    await let_in(LocalAuthenticator(), "", read(a_message(service_url=url)))


@pytest.mark.parametrize(
    "url",
    [TEAMS, "http://192.168.1.5/", "http://localhost.evil.example/", "http://0.0.0.0/"],
)
async def test_locally_nobody_else_is_let_in(url: str) -> None:
    with pytest.raises(NotAuthenticated):
        await let_in(LocalAuthenticator(), "", read(a_message(service_url=url)))


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:3978", "127.0.0.1:3978", "[::1]:3978", "LOCALHOST"]
)
def test_locally_a_request_may_name_this_machine(host: str) -> None:
    assert LocalAuthenticator().welcomes(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "localhost.evil.example:3978",
        "localhost@evil.example",
        "[::1",
        "::",
        "a b",
    ],
)
def test_locally_a_request_may_name_no_other_host(host: str) -> None:
    assert not LocalAuthenticator().welcomes(host)


@dataclass
class TurnableKey:
    """A key that stays the same object while what it verifies changes."""

    public: Any
    endorsements: frozenset[str] = frozenset({"msteams"})


class TurnableKeyRing:
    def __init__(self) -> None:
        self.held = TurnableKey(KEY.private.public_key())

    def known(self, key_id: str) -> Any:
        return self.held

    def turn(self) -> None:
        """From now on the signature of every token is wrong."""
        self.held.public = SigningKey(KEY.key_id).private.public_key()


def an_authenticator_with(keys: Any, clock: Callable[[], float]) -> TokenAuthenticator:
    hosts = ["smba.trafficmanager.net"]
    return TokenAuthenticator(
        keys, app_id=APP_ID, tenant_id=TENANT_ID, service_hosts=hosts, clock=clock
    )


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"aud": "another-bot"}, id="for another bot"),
        pytest.param({"iss": "https://evil.example"}, id="by another issuer"),
        pytest.param({"exp": 1_700_000_000}, id="expired"),
        pytest.param({"exp": ABSENT}, id="without an end"),
    ],
)
async def test_no_key_is_searched_for_that_could_not_make_the_token_good(
    claims: dict[str, Any],
) -> None:
    ring = SearchedKeyRing()
    token = SigningKey("unknown").token(**claims)
    with pytest.raises(NotAuthenticated):
        await an_authenticator(ring).verify(f"Bearer {token}")

    assert ring.searched == []


async def test_a_key_is_searched_for_that_could() -> None:
    ring = SearchedKeyRing()
    with pytest.raises(NotAuthenticated, match="not authenticated"):
        await an_authenticator(ring).verify(f"Bearer {SigningKey('unknown').token()}")

    assert ring.searched == ["unknown"]


class SearchedKeyRing(KeyRing):
    """Notes which keys were searched for."""

    def __init__(self) -> None:
        super().__init__()
        self.searched: list[str] = []

    async def key(self, key_id: str) -> PublicKey | None:
        self.searched.append(key_id)
        return await super().key(key_id)


async def test_the_signature_of_a_token_seen_before_is_not_checked_again() -> None:
    keys = TurnableKeyRing()
    authenticator, token = an_authenticator_with(keys, time.time), bearer()
    await let_in(authenticator, token, read(a_message(service_url=TEAMS)))
    keys.turn()

    await let_in(authenticator, token, read(a_message(service_url=TEAMS)))


async def test_a_token_seen_before_is_checked_anew_once_it_has_expired() -> None:
    keys, expiry = TurnableKeyRing(), int(time.time()) + 3600
    now = [time.time()]
    authenticator, token = an_authenticator_with(keys, lambda: now[0]), bearer(exp=expiry)
    await let_in(authenticator, token, read(a_message(service_url=TEAMS)))
    keys.turn()
    now[0] = expiry + 301

    with pytest.raises(NotAuthenticated):
        await let_in(authenticator, token, read(a_message(service_url=TEAMS)))


async def test_a_token_seen_before_is_checked_anew_when_its_key_is_published_again() -> None:
    keys = TurnableKeyRing()
    authenticator, token = an_authenticator_with(keys, time.time), bearer()
    await let_in(authenticator, token, read(a_message(service_url=TEAMS)))
    keys.held = TurnableKey(SigningKey(KEY.key_id).private.public_key())

    with pytest.raises(NotAuthenticated):
        await let_in(authenticator, token, read(a_message(service_url=TEAMS)))


async def test_a_token_seen_before_does_not_open_for_another_service_address() -> None:
    authenticator, token = an_authenticator(), bearer()
    await let_in(authenticator, token, read(a_message(service_url=TEAMS)))

    with pytest.raises(NotAuthenticated):
        await let_in(authenticator, token, read(a_message(service_url=TEAMS + "elsewhere/")))
