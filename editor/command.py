"""What a command of `python -m editor` is: its name, its arguments and what it does."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from texts.catalogue import Catalogue


def _none(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    """Add no arguments beside those that every command has."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command; its help is `editor.help.<name>` in the texts."""

    name: str
    run: Callable[[argparse.Namespace, Catalogue], int]
    """Returns the exit status: 0 when all is well, 1 when something is wrong with the base."""
    arguments: Callable[[argparse.ArgumentParser, Catalogue], None] = _none
