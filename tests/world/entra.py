"""Stand-ins for what gives the bot its tokens, over HTTPS, and for the machine's own identity."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class SelfSigned:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    def alone(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def with_key(self, password: bytes = b"") -> bytes:
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(password)
            if password
            else serialization.NoEncryption(),
        )
        return key + self.alone()

    def as_pfx(self, password: bytes) -> bytes:
        return pkcs12.serialize_key_and_certificates(
            b"bot",
            self.key,
            self.certificate,
            None,
            serialization.BestAvailableEncryption(password),
        )


def self_signed(name: str, *, days: int = 365) -> SelfSigned:
    """Return a certificate for *name* and this machine, good for so many *days*."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
    )
    return SelfSigned(built.sign(key, hashes.SHA256()), key)


@dataclass
class Authority:
    """What was asked of it, and what it answers."""

    url: str = ""
    trusted: Path = Path()
    error: str = ""
    forms: list[dict[str, str]] = field(default_factory=list)
    expires_in: int = 3600

    def discovery(self, tenant: str) -> dict[str, Any]:
        base = f"{self.url}/{tenant}"
        return {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
        }

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.forms.append(form)
        if self.error:
            return 401, {"error": self.error, "error_description": "refused"}
        token = f"token-{len(self.forms)}"
        return 200, {
            "access_token": token,
            "expires_in": self.expires_in,
            "token_type": "Bearer",
        }


@contextmanager
def an_authority(folder: Path, *, error: str = "") -> Iterator[Authority]:
    """Serve a make-believe Entra over HTTPS; whoever trusts `trusted` trusts it."""
    authority = Authority(error=error)
    signed = self_signed("entra")
    authority.trusted = folder / "entra.pem"
    authority.trusted.write_bytes(signed.alone())
    with_key = folder / "entra-key.pem"
    with_key.write_bytes(signed.with_key())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(with_key)
    with _served(_handler(authority), context) as port:
        authority.url = f"https://127.0.0.1:{port}"
        yield authority


@contextmanager
def an_imds(*, error: str = "") -> Iterator[Authority]:
    """Serve a make-believe identity endpoint of the machine, as Azure's are."""
    authority = Authority(error=error)
    with _served(_handler(authority)) as port:
        authority.url = f"http://127.0.0.1:{port}"
        yield authority


def _handler(authority: Authority) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            if address.path == "/metadata/identity/oauth2/token":
                assert self.headers["Metadata"] == "true"
                self._send(*authority.answer(_flat(address.query)))
            else:
                self._send(200, authority.discovery(address.path.split("/")[1]))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send(*authority.answer(_flat(body)))

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def _send(self, status: int, document: dict[str, Any]) -> None:
            body = orjson.dumps(document)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _flat(encoded: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(encoded).items()}


@contextmanager
def _served(
    handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext | None = None
) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
