"""How the text of a variable becomes a value, or a sentence on what is wrong with it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

SECRET = "secret-setting"
"""The kind of an error whose value isn't told."""


def is_guid(text: str) -> bool:
    return _GUID.fullmatch(text) is not None


def whole_number(low: int, high: int) -> BeforeValidator:
    """Return what reads a whole number from *low* to *high*."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise wrong("is not a whole number") from None
        if not low <= number <= high:
            raise wrong(f"is not from {low} to {high}")
        return number

    return BeforeValidator(read)


def seconds(low: float, high: float) -> BeforeValidator:
    """Return what reads a time in seconds, from *low* to *high*."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            raise wrong("is not a number of seconds") from None
        if not low <= number <= high:
            raise wrong(f"is not from {low:g} to {high:g} seconds")
        return number

    return BeforeValidator(read)


def wrong(sentence: str) -> PydanticCustomError:
    """Return the error that says what is wrong with a value; the value itself is told before it."""
    return PydanticCustomError("setting", "{sentence}", {"sentence": sentence})


def secret_wrong(sentence: str) -> PydanticCustomError:
    """Return the error that says what is wrong with a value that may not be shown."""
    return PydanticCustomError(SECRET, "{sentence}", {"sentence": sentence})


def _yes_or_no(text: str) -> bool:
    if text.lower() in ("yes", "true", "1"):
        return True
    if text.lower() in ("no", "false", "0"):
        return False
    raise wrong("is neither yes nor no")


def _guid(text: str) -> str:
    if not is_guid(text):
        raise wrong("is not a GUID")
    return text.lower()


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip().lower() for name in text.split(",") if name.strip())


def _hosts(text: str) -> tuple[str, ...]:
    hosts = _names(text)
    if not hosts or any("/" in host for host in hosts):
        raise wrong("is not a list of host names, separated by commas")
    return hosts


def _https_url(text: str) -> str:
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", text):
        raise wrong("is not an https address")
    return text


def _keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if not keys or any(len(key) < 32 for key in keys):
        # The value is told with a fault, and this one mustn't be.
        raise secret_wrong("is too short: 32 letters at least, each")
    return keys


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise wrong("is not a day, as 2027-03-31") from None


def _token(text: str) -> str:
    if len(text) < 16:
        raise secret_wrong("is too short: 16 letters at least")
    return text


def _log_format(text: str) -> str:
    if text not in ("json", "text"):
        raise wrong("is neither json nor text")
    return text


def _read(parse: Callable[[str], object]) -> BeforeValidator:
    return BeforeValidator(parse)


Text = Annotated[str, _read(str.strip)]
YesOrNo = Annotated[bool, _read(_yes_or_no)]
Keys = Annotated[tuple[str, ...], _read(_keys)]
Day = Annotated[date | None, _read(_day)]
Token = Annotated[str, _read(_token)]
LogFormat = Annotated[Literal["json", "text"] | None, _read(_log_format)]
Port = Annotated[int, whole_number(0, 65535)]
Guid = Annotated[str, _read(_guid)]
Names = Annotated[tuple[str, ...], _read(_names)]
"""In lower case."""
Hosts = Annotated[tuple[str, ...], _read(_hosts)]
Address = Annotated[str, _read(_https_url)]
Site = Annotated[str, _read(lambda text: _https_url(text).rstrip("/"))]
