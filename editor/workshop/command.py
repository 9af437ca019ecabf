"""python -m editor edit: serve the workshop to a browser on this machine."""

import argparse
import sys
from pathlib import Path
from typing import Any

from aiohttp import web

from editor.workshop.app import build
from texts.catalogue import load_texts

PORT = 3979
HOST = "127.0.0.1"
"""Never another: whoever reaches the workshop may change the base."""
CACHE = Path(__file__).parent.parent.parent / ".cache"


def add_to(commands: Any, parents: list[argparse.ArgumentParser]) -> None:
    """Add the command to those of ``python -m editor``; *parents* give its common options."""
    edit = commands.add_parser("edit", parents=parents, help="serve the workshop in a browser")
    edit.add_argument("--port", type=int, default=PORT, help="the port to listen on")
    edit.set_defaults(command=serve)


def serve(options: argparse.Namespace) -> int:
    """Serve until interrupted; 1 where there is no such folder."""
    texts = load_texts()
    sentences = texts.in_language(options.lang)
    if not options.base.is_dir():
        sys.stderr.write(sentences.say("workshop.no_folder", folder=options.base) + "\n")
        return 1

    def tell(_line: object) -> None:
        address = f"http://localhost:{options.port}"
        sys.stdout.write(sentences.say("workshop.open", address=address) + "\n")
        sys.stdout.flush()

    web.run_app(
        build(options.base, CACHE, texts),
        host=HOST,
        port=options.port,
        print=tell,
        handler_cancellation=True,  # whoever leaves the page wants no index built any more
    )
    return 0
