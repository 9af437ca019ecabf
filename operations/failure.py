"""How a command fails: with a sentence on standard error, and an exit status."""

from typing import IO, Any

import click


class Failure(click.ClickException):
    """Something isn't as it should be."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file, err=True)


class Unusable(Failure):
    """There is no database to work on."""

    exit_code = 2
