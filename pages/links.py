"""Links to a request's record and to a draft: signed, and good for a quarter of an hour."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import orjson

from core.language import Language

RECORDS = "/arenden"
DRAFTS = "/utkast"
PERSONAL_DATA = "/mina-uppgifter"
LIFETIME = timedelta(minutes=15)
_RECORD, _DRAFT = b"record-link-1:", b"draft-link-1:"
_PERSONAL_DATA = b"personal-data-link-1:"
"""Signed too, so that nothing else signed with the same key passes for such a link."""


class Forged(Exception):
    """We didn't make the link, or it has been changed since."""


class Expired(Exception):
    """We made the link, but its time is over."""


@dataclass(frozen=True, slots=True)
class RecordLink:
    """What a link leads to."""

    request_id: str
    language: Language


class SignedLinks:
    """Makes links and reads them back; the caller decides who may have one."""

    def __init__(
        self, keys: Sequence[bytes], clock: Callable[[], datetime], public_url: str
    ) -> None:
        """The first of *keys* signs, all verify: a key is changed without a broken link."""
        if not keys or any(len(key) < 16 for key in keys):
            raise ValueError("the key is too short to sign with")
        self._keys = tuple(keys)
        self._clock = clock
        self._public_url = public_url.rstrip("/")

    @property
    def minutes(self) -> int:
        """How long a link is good for."""
        return int(LIFETIME.total_seconds()) // 60

    def to_record(self, request_id: str, language: Language) -> str:
        """Return the address of a request's record. Whoever has it can read the record."""
        return f"{self._public_url}{RECORDS}/{self._token(_RECORD, request_id, language)}"

    def to_draft(self, gap_id: str) -> str:
        """Return the address of a gap's draft. Whoever has it can read the draft."""
        return f"{self._public_url}{DRAFTS}/{self._token(_DRAFT, gap_id)}"

    def to_personal_data(self, person_id: str, language: Language) -> str:
        """Return the address of all that is stored on a person. Whoever has it can read it."""
        token = self._token(_PERSONAL_DATA, person_id, language)
        return f"{self._public_url}{PERSONAL_DATA}/{token}"

    def read_personal_data(self, token: str) -> tuple[str, Language]:
        """Return whose data, in which language; raise `Forged` or `Expired`."""
        person_id, language = self._payload(_PERSONAL_DATA, token)
        return person_id, cast(Language, language)

    def read_record(self, token: str) -> RecordLink:
        """Return what the link with this *token* leads to; raise `Forged` or `Expired`."""
        request_id, language = cast(tuple[str, Language], self._payload(_RECORD, token))
        return RecordLink(request_id, language)

    def read_draft(self, token: str) -> str:
        """Return the id of the gap whose draft the link leads to; raise `Forged` or `Expired`."""
        (gap_id,) = self._payload(_DRAFT, token)
        return gap_id

    def _token(self, purpose: bytes, *facts: str) -> str:
        until = int((self._clock() + LIFETIME).timestamp())
        payload = _as_text(orjson.dumps([*facts, until]))
        return f"{payload}.{_signature(self._keys[0], purpose, payload)}"

    def _payload(self, purpose: bytes, token: str) -> list[str]:
        payload, _, signature = token.partition(".")
        # Compared as written: two spellings of one signature aren't the same link.
        good = (_bytes(_signature(key, purpose, payload)) for key in self._keys)
        if not any(hmac.compare_digest(each, _bytes(signature)) for each in good):
            raise Forged
        *facts, until = cast(list[str | int], _from_text(payload))
        if self._clock().timestamp() >= cast(int, until):
            raise Expired
        return cast(list[str], facts)


def _signature(key: bytes, purpose: bytes, payload: str) -> str:
    return _as_text(hmac.digest(key, purpose + _bytes(payload), hashlib.sha256))


def _as_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _from_text(text: str) -> object:
    return orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
