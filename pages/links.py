"""Links to a request's record: signed, and good for a quarter of an hour."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import orjson

from texts.catalogue import Language

RECORDS = "/arenden"
LIFETIME = timedelta(minutes=15)
_PURPOSE = b"record-link-1:"
"""Signed along, so that nothing else signed with the same key can pass for a link."""


class Forged(Exception):
    """The link wasn't made by us, or has been changed since."""


class Expired(Exception):
    """The link was made by us, but its time is over."""


@dataclass(frozen=True, slots=True)
class RecordLink:
    """What a link leads to."""

    request_id: str
    language: Language


class Links:
    """Makes links to records and reads them back; who may have one is decided by the caller."""

    def __init__(self, key: bytes, clock: Callable[[], datetime], public_url: str) -> None:
        if len(key) < 16:
            raise ValueError("the key is too short to sign with")
        self._key = key
        self._clock = clock
        self._public_url = public_url.rstrip("/")

    @property
    def minutes(self) -> int:
        """How long a link is good for."""
        return int(LIFETIME.total_seconds()) // 60

    def to_record(self, request_id: str, language: Language) -> str:
        """Return the address of a request's record. Whoever has it can read the record."""
        until = int((self._clock() + LIFETIME).timestamp())
        payload = _as_text(orjson.dumps([request_id, language, until]))
        return f"{self._public_url}{RECORDS}/{payload}.{self._signature(payload)}"

    def read(self, token: str) -> RecordLink:
        """Return what the link with this *token* leads to; raise `Forged` or `Expired`."""
        payload, _, signature = token.partition(".")
        # Compared as written: two spellings of one signature aren't the same link.
        if not hmac.compare_digest(_bytes(self._signature(payload)), _bytes(signature)):
            raise Forged
        request_id, language, until = cast(tuple[str, Language, int], _from_text(payload))
        if self._clock().timestamp() >= until:
            raise Expired
        return RecordLink(request_id, language)

    def _signature(self, payload: str) -> str:
        signed = hmac.digest(self._key, _PURPOSE + _bytes(payload), hashlib.sha256)
        return _as_text(signed)


def _as_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _from_text(text: str) -> object:
    return orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
