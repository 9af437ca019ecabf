"""Links to records, reports, drafts and one's own data: sealed, good for a quarter of an hour.

Nobody without the key can make one, change one, or read in one whom it was made for.
"""

import base64
import binascii
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.clock import is_ahead
from core.language import Language

RECORDS = "/arenden"
REPORTS = "/rapporter"
DRAFTS = "/utkast"
PERSONAL_DATA = "/mina-uppgifter"
LIFETIME = timedelta(minutes=15)
_RECORD, _REPORT, _DRAFT, _PERSONAL_DATA = b"record", b"report", b"draft", b"personal-data"
"""Each has keys of its own, so that a link to one is no link to another."""


class Forged(Exception):
    """We didn't make the link, or it has been changed since."""


class Expired(Exception):
    """We made the link, but its time is over."""


@dataclass(frozen=True, slots=True)
class RecordLink:
    """What a link leads to, and whom it was made for."""

    request_id: str
    language: Language
    reader: str
    """A person's id."""


class SignedLinks:
    """Makes links and reads them back; the caller decides who may have one."""

    def __init__(
        self, keys: Sequence[bytes], clock: Callable[[], datetime], public_url: str
    ) -> None:
        """The first of *keys* seals, all open: a key is changed without a broken link."""
        if not keys or any(len(key) < 16 for key in keys):
            raise ValueError("the key is too short to seal with")
        self._seals = {
            purpose: MultiFernet([Fernet(_key_for(purpose, key)) for key in keys])
            for purpose in (_RECORD, _REPORT, _DRAFT, _PERSONAL_DATA)
        }
        self._clock = clock
        self._public_url = public_url.rstrip("/")

    @property
    def minutes(self) -> int:
        """How long a link is good for."""
        return int(LIFETIME.total_seconds()) // 60

    def to_record(self, request_id: str, language: Language, *, reader: str) -> str:
        """Return the address of a request's record, made for the person *reader*.

        Whoever has it can read the record.
        """
        return f"{self._public_url}{RECORDS}/{self._token(_RECORD, request_id, language, reader)}"

    def to_report(self, round_id: str) -> str:
        """Return the address of a round's report. Whoever has it can read the report."""
        return f"{self._public_url}{REPORTS}/{self._token(_REPORT, round_id)}"

    def to_draft(self, gap_id: str) -> str:
        """Return the address of a gap's draft. Whoever has it can read the draft."""
        return f"{self._public_url}{DRAFTS}/{self._token(_DRAFT, gap_id)}"

    def to_personal_data(self, person_id: str, language: Language) -> str:
        """Return the address of all that is stored on a person. Whoever has it can read it."""
        token = self._token(_PERSONAL_DATA, person_id, language)
        return f"{self._public_url}{PERSONAL_DATA}/{token}"

    def read_personal_data(self, token: str) -> tuple[str, Language]:
        """Return whose data, in which language; raise `Forged` or `Expired`."""
        person_id, language = self._facts(_PERSONAL_DATA, token)
        return person_id, cast(Language, language)

    def read_record(self, token: str) -> RecordLink:
        """Return what the link with this *token* leads to; raise `Forged` or `Expired`."""
        request_id, language, reader = self._facts(_RECORD, token)
        return RecordLink(request_id, cast(Language, language), reader)

    def read_report(self, token: str) -> str:
        """Return the id of the round whose report the link leads to; raise `Forged`, `Expired`."""
        (round_id,) = self._facts(_REPORT, token)
        return round_id

    def read_draft(self, token: str) -> str:
        """Return the id of the gap whose draft the link leads to; raise `Forged` or `Expired`."""
        (gap_id,) = self._facts(_DRAFT, token)
        return gap_id

    def _token(self, purpose: bytes, *facts: str) -> str:
        now = int(self._clock().timestamp())
        sealed = self._seals[purpose].encrypt_at_time(orjson.dumps(facts), now)
        return sealed.rstrip(b"=").decode()

    def _facts(self, purpose: bytes, token: str) -> list[str]:
        seal, sealed = self._seals[purpose], _as_sealed(token)
        try:
            facts, made_at = seal.decrypt(sealed), seal.extract_timestamp(sealed)
        except InvalidToken:
            raise Forged from None
        made, now = datetime.fromtimestamp(made_at, UTC), self._clock()
        if now >= made + LIFETIME or is_ahead(made, now):
            raise Expired
        return cast(list[str], orjson.loads(facts))


def _key_for(purpose: bytes, key: bytes) -> bytes:
    return base64.urlsafe_b64encode(hmac.digest(key, b"link-2:" + purpose, "sha256"))


def _as_sealed(token: str) -> bytes:
    """Return what was sealed; two spellings of it aren't the same link."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        raise Forged from None
    sealed = base64.urlsafe_b64encode(raw)
    if sealed.rstrip(b"=").decode() != token:
        raise Forged
    return sealed
