"""The ways to show who the bot is, each under MSAL's own code."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest

from channel.credentials import RenewedTokens, TokensUnavailable
from channel.entra import UnusableCertificate, by_credential, by_managed_identity, read_certificate
from tests.world.entra import an_authority, an_imds, self_signed
from tests.world.wire import APP_ID, TENANT_ID


@pytest.mark.parametrize("kind", ["pem", "encrypted pem", "pfx"])
async def test_a_certificate_signs_for_the_bot(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed, path = self_signed("bot"), tmp_path / "bot"
    content, password = {
        "pem": (signed.with_key(), ""),
        "encrypted pem": (signed.with_key(b"hush"), "hush"),
        "pfx": (signed.as_pfx(b"hush"), "hush"),
    }[kind]
    path.write_bytes(content)
    with an_authority(tmp_path) as entra:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(entra.trusted))
        credential = read_certificate(path, password)
        ask = by_credential(APP_ID, credential, f"{entra.url}/{TENANT_ID}")
        token = await RenewedTokens(ask).token()
    [form] = entra.forms
    assertion = form["client_assertion"]
    claims = jwt.decode(
        assertion,
        signed.key.public_key(),
        algorithms=["PS256", "RS256"],
        audience=f"{entra.url}/{TENANT_ID}/oauth2/v2.0/token",
    )

    assert token == "token-1"
    assert form["client_id"] == APP_ID
    assert "client_secret" not in form
    assert claims["iss"] == APP_ID
    header = base64.urlsafe_b64decode(assertion.partition(".")[0] + "==")
    assert b"x5t" in header


def test_a_certificate_tells_when_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "bot.pem"
    path.write_bytes(self_signed("bot", days=20).with_key())

    left = read_certificate(path, "").expires - datetime.now(UTC)
    assert timedelta(days=19) < left <= timedelta(days=20)


def test_a_wrong_password_is_told_without_the_password(tmp_path: Path) -> None:
    path = tmp_path / "bot.pfx"
    path.write_bytes(self_signed("bot").as_pfx(b"right"))
    with pytest.raises(UnusableCertificate) as caught:
        read_certificate(path, "hush")

    assert "password" in str(caught.value)
    assert "hush" not in str(caught.value)


async def test_a_managed_identity_asks_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with an_imds() as imds:
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", imds.url)
        tokens = RenewedTokens(by_managed_identity(APP_ID))
        first = await tokens.token()
        tokens.forget(first)
        second = await tokens.token()

    assert (first, second) == ("token-1", "token-2")
    assert [form["client_id"] for form in imds.forms] == [APP_ID] * 2
    assert {form["resource"] for form in imds.forms} == {"https://api.botframework.com"}


async def test_a_machine_without_the_identity_is_told_by_its_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with an_imds(error="invalid_request") as imds:
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", imds.url)
        with pytest.raises(TokensUnavailable) as caught:
            await RenewedTokens(by_managed_identity(APP_ID)).token()

    assert caught.value.is_definite
