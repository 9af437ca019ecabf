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

LONGEST_SAID = 1000
"""Characters of what is said to somebody: a reason, a condition."""
LONGEST_REMARK = 400
"""Characters of what is missing in one step; those of all steps must get into one card."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?!\d+$){_LABEL}")
_NEVER_IN_AN_ADDRESS = re.compile(r'[\s"<>\\^`{|}]')
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters, by their category, that are drawn as nothing."""
_JOINER = "\u200d"


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
    """Return *value* as it is kept: composed, without invisible signs and spare white space."""
    composed = unicodedata.normalize("NFC", _without_invisible(value))
    lines = [" ".join(line.split()) for line in composed.splitlines()]
    if kind is Kind.TEXT:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return " ".join(line for line in lines if line)


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
    """Whether *value* is an address a browser can open, on a named host, with no password in it."""
    if _NEVER_IN_AN_ADDRESS.search(value):
        return False
    try:
        parts = urlsplit(value)
        return (
            parts.scheme in ("http", "https")
            and _DOMAIN.fullmatch(parts.hostname or "") is not None
            and parts.username is None
            and parts.port != 0  # asking for it raises where it isn't a port
        )
    except ValueError:
        return False


def _too_long(field: Checked, value: str) -> FaultKind | None:
    return FaultKind.TOO_LONG if not field.choices and len(value) > field.longest else None


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
    """Whether *value* is a day as cards write it; Python reads more forms than that."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _without_invisible(text: str) -> str:
    """White space stays for `split` to deal with; what joins emoji into one stays between them."""
    kept = ""
    for place, sign in enumerate(text):
        if sign == _JOINER:
            visible = _is_emoji(kept[-1:]) and _is_emoji(text[place + 1 : place + 2])
        else:
            visible = sign.isspace() or _is_visible(sign)
        kept += sign if visible else ""
    return kept


def _is_visible(sign: str) -> bool:
    hidden = unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co")
    return not hidden and sign not in _BLANK_LETTERS


def _is_emoji(sign: str) -> bool:
    """Whether *sign* is a picture, or the colour or style of the one before it."""
    if sign == "\ufe0f" or "\U0001f3fb" <= sign <= "\U0001f3ff":
        return True
    return sign > "\u2190" and unicodedata.category(sign) == "So" and _is_visible(sign)
