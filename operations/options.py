"""Options that many commands share."""

from collections.abc import Callable
from typing import Any

import click

_Command = Callable[..., Any]


def with_language(command: _Command) -> _Command:
    return click.option("--lang", type=click.Choice(("sv", "en")), default="sv")(command)
