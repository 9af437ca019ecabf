"""How templates become HTML: everything escaped, nothing missing taken for empty."""

import re
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cards.moments import day, minute
from texts.catalogue import Catalogue

_HERE = Path(__file__).parent


def breakable(address: str) -> Markup:
    """Return an address that may break where a reader would break it."""
    return Markup("<wbr>").join(re.split(r"(?<=/)(?=.)|(?<=[^/]@)", address))


def machine_time(moment: datetime) -> str:
    """Return the moment to the second, as `2026-11-25T13:05:09Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_templates.filters |= {
    "breakable": breakable,
    "day": day,
    "machine_time": machine_time,
    "minute": minute,
}


def render(template: str, texts: Catalogue, /, **facts: object) -> str:
    """Return the page that *template* makes of *facts*, in the language of *texts*."""
    return _templates.get_template(template).render(say=texts.say, language=texts.language, **facts)


def asset(name: str) -> str:
    """Return a style sheet or picture of ours."""
    return (_HERE / "assets" / name).read_text("utf-8")
