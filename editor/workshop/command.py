"""python -m editor edit: serve the workshop to a browser on this machine."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from aiohttp import web

from editor.check import inspect
from editor.command import Command
from editor.workshop.app import build
from texts.catalogue import Catalogue, load_editor_texts
from yamlfile.problem import Problem

PORT = 3979
HOST = "127.0.0.1"
"""Never another: whoever reaches the workshop may change the base."""


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("--port", type=int, default=PORT, help=texts.say("editor.help.edit_port"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    """Serve until interrupted; 1 where there is no such folder."""
    if not options.base.is_dir():
        sys.stderr.write(texts.say("workshop.no_folder", folder=options.base) + "\n")
        return 1
    return serve(options.base, options.cache, options.database, texts, port=options.port)


def serve(
    folder: Path, cache: Path, database: str, texts: Catalogue, *, port: int = PORT, place: str = ""
) -> int:
    """Serve the workshop until interrupted, having told where *place* (`file:line`) is open."""

    def tell(_line: object) -> None:
        sys.stdout.write(texts.say("workshop.open", address=address(port, place)) + "\n")
        sys.stdout.flush()

    web.run_app(
        build(folder, cache, load_editor_texts(), checker=_problems, database=database),
        host=HOST,
        port=port,
        print=tell,
        handler_cancellation=True,  # whoever leaves the page wants no index built any more
    )
    return 0


def address(port: int, place: str = "") -> str:
    """Return the page's address, with the file open that *place* names."""
    return f"http://localhost:{port}/#{place}" if place else f"http://localhost:{port}"


def _problems(folder: Path, unsaved: Mapping[str, bytes]) -> list[Problem]:
    today = date.today()  # noqa: DTZ011 the editor's own day is meant
    return inspect(folder, today=today, unsaved=unsaved)[1]


COMMAND = Command("edit", _run, _arguments)
