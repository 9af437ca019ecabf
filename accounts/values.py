"""What may be answered in a field: how entered text is tidied, and what can be wrong with it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

from accounts.errors import TooLong

LONGEST_KEPT = 4000
"""Characters of a value that are kept at all; a card that sends more was made up."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class Kind(StrEnum):
    """What kind of answer a field takes."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    EMAIL = "email"
    WEB_ADDRESS = "web_address"


class FaultKind(StrEnum):
    """What can be wrong with an answer."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    NOT_A_CHOICE = "not-a-choice"
    NOT_A_DATE = "not-a-date"
    NOT_AN_EMAIL = "not-an-email"
    NOT_A_WEB_ADDRESS = "not-a-web-address"
    REASON_MISSING = "reason-missing"
    PERSONAL_DATA = "personal-data"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, with the field or requirement it is wrong in."""

    where: str
    kind: FaultKind


class Checked(Protocol):
    """What `fault_in` must know of a field."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def required(self) -> bool: ...
    @property
    def longest(self) -> int: ...
    @property
    def choices(self) -> Sequence[str]: ...


def tidied(value: str, kind: Kind) -> str:
    """Return *value* as it is kept: without invisible characters and spare white space."""
    composed = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    visible = "".join(sign for sign in composed if sign == "\n" or _is_visible(sign))
    if kind is Kind.TEXT:
        return re.sub(r"\n{3,}", "\n\n", visible).strip()
    return " ".join(visible.split())


def bounded(value: str) -> str:
    """Return *value*; raise `TooLong` where it is more than any card of ours lets through."""
    if len(value) > LONGEST_KEPT:
        raise TooLong(LONGEST_KEPT)
    return value


def words(text: str) -> str:
    """Return what somebody wrote, as it is kept; raise `TooLong`."""
    return tidied(bounded(text), Kind.TEXT)


def fault_in(field: Checked, value: str) -> Fault | None:
    """Return what is wrong with *value*, tidied, as the answer to *field*."""
    if not value:
        return Fault(field.id, FaultKind.MISSING) if field.required else None
    kind = _too_long(field, value) or _wrong_form(field, value)
    return Fault(field.id, kind) if kind else None


def is_web_address(value: str) -> bool:
    """Whether *value* is an address a browser can open, without a password in it."""
    if any(sign.isspace() for sign in value):
        return False
    try:
        parts = urlsplit(value)
        return (
            parts.scheme in ("http", "https")
            and "." in (parts.hostname or "")
            and parts.username is None
        )
    except ValueError:
        return False


def _too_long(field: Checked, value: str) -> FaultKind | None:
    return FaultKind.TOO_LONG if len(value) > field.longest else None


def _wrong_form(field: Checked, value: str) -> FaultKind | None:
    match field.kind:
        case Kind.CHOICE if value not in field.choices:
            return FaultKind.NOT_A_CHOICE
        case Kind.CHOICES if not set(value.split(",")) <= set(field.choices):
            return FaultKind.NOT_A_CHOICE
        case Kind.DATE if not _is_date(value):
            return FaultKind.NOT_A_DATE
        case Kind.EMAIL if not _EMAIL.fullmatch(value):
            return FaultKind.NOT_AN_EMAIL
        case Kind.WEB_ADDRESS if not is_web_address(value):
            return FaultKind.NOT_A_WEB_ADDRESS
        case _:
            return None


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_visible(sign: str) -> bool:
    """Tabs and the like become spaces through `split`; the rest of the control signs go."""
    return sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co")
