"""How templates become HTML: everything escaped, nothing missing taken for empty."""

import re
from datetime import UTC, datetime
from pathlib import Path

from markupsafe import Markup, escape

from core.language import FIRST, Language
from texts.page_templates import PageTemplates

_HERE = Path(__file__).parent
_BREAK = re.compile(r"(?<=/)(?=.)|(?<=[^/]@)")
"""The same places before and after an address is escaped."""


def breakable(address: str) -> Markup:
    """Return an address that may break where a reader would break it."""
    return Markup(_BREAK.sub("<wbr>", str(escape(address))))


def machine_time(moment: datetime) -> str:
    """Return the moment to the second, as `2026-11-25T13:05:09Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def asked_for(language: Language) -> str:
    """Return the query string that asks for a page in *language*."""
    return f"?lang={language}" if language != FIRST else ""


def in_swedish(language: Language) -> Markup:
    """Return the attribute of what is in Swedish on a page in *language*."""
    return Markup(' lang="sv"' if language != "sv" else "")


_templates = PageTemplates(
    _HERE / "templates",
    breakable=breakable,
    machine_time=machine_time,
    asked_for=asked_for,
    in_swedish=in_swedish,
)
render = _templates.render
macro = _templates.macro


def asset(name: str) -> str:
    """Return a style sheet or picture of ours."""
    return (_HERE / "assets" / name).read_text("utf-8")
