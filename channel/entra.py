"""How the bot shows Entra who it is: a client secret, a certificate, or a managed identity."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msal
import requests
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from channel.credentials import Ask

RESOURCE = "https://api.botframework.com"
TIMEOUT_SECONDS = 10.0


class UnusableCertificate(Exception):
    """The certificate's file can't be read or lacks something; says what, never the password."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its private key, as MSAL wants them."""

    private_key: str
    public: str
    expires: datetime


def by_credential(
    app_id: str, credential: str | Certificate, authority: str, http_client: Any = None
) -> Ask:
    """Return what asks *authority* for a token with a client secret or a certificate."""
    told = credential if isinstance(credential, str) else _for_msal(credential)

    @cache
    def app() -> msal.ConfidentialClientApplication:
        # Made when first used, on a worker thread: it looks up the authority.
        return msal.ConfidentialClientApplication(
            app_id,
            client_credential=told,
            authority=authority,
            # The authority is Microsoft's own; asking Microsoft whether it is costs a call.
            instance_discovery=False,
            http_client=http_client,
            timeout=None if http_client else TIMEOUT_SECONDS,
        )

    def ask() -> dict[str, Any]:
        # MSAL would otherwise return the old token again, even one Teams has refused.
        app().remove_tokens_for_client()
        return app().acquire_token_for_client([f"{RESOURCE}/.default"]) or {}

    return ask


def by_managed_identity(app_id: str) -> Ask:
    """Return what asks the machine itself; *app_id* is the client id of its identity."""

    def ask() -> dict[str, Any]:
        with _ImpatientSession() as session:
            # A new client each time, for the same reason: its cache can't be emptied.
            client = msal.ManagedIdentityClient(
                msal.UserAssignedManagedIdentity(client_id=app_id), http_client=session
            )
            return client.acquire_token_for_client(resource=RESOURCE)

    return ask


def read_certificate(path: Path, password: str) -> Certificate:
    """Return the certificate and key in a PEM or PFX file.

    Raises:
        UnusableCertificate: where they can't be read from it.
    """
    secret = password.encode() or None
    try:
        content = path.read_bytes()
        if b"-----BEGIN" in content:
            key: Any = serialization.load_pem_private_key(content, secret)
            certificate = x509.load_pem_x509_certificate(content)
        else:
            key, certificate, _ = pkcs12.load_key_and_certificates(content, secret)
    except OSError as error:
        raise UnusableCertificate(f"it can't be read ({error.strerror})") from None
    except (ValueError, TypeError):
        raise UnusableCertificate(
            "it holds no key and certificate in PEM or PFX, or its password is another"
        ) from None
    if key is None or certificate is None:
        raise UnusableCertificate("it lacks the key or the certificate")
    return Certificate(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        certificate.public_bytes(serialization.Encoding.PEM).decode(),
        certificate.not_valid_after_utc,
    )


def _for_msal(certificate: Certificate) -> dict[str, str]:
    return {"private_key": certificate.private_key, "public_certificate": certificate.public}


class _ImpatientSession(requests.Session):
    """MSAL's managed identity client sets no time-out of its own."""

    def request(self, *arguments: Any, **options: Any) -> requests.Response:
        return super().request(*arguments, **{"timeout": TIMEOUT_SECONDS} | options)
