"""Serve the bot: `python app.py`. A base is accepted, and what `wiring/server` wires is served."""

import gc

if __name__ == "__main__":
    gc.disable()  # none of what is imported is garbage: looking for some took a sixth of a start

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a second thread spins more than it helps

from config import SettingsError, load_settings
from core.clock import utc_now
from knowledge.live.acceptance import open_current
from knowledge.live.build_worker import accept_beside
from knowledge.live.worker import WorkerFailed
from knowledge.source.files import Content
from telemetry.logs import configure_logging
from texts.catalogue import read_texts
from texts.problems import lines
from wiring.start import ExitCode, bases_in, ended, on_a_free_port, require_writable, say
from yamlfile.problem import Faulty, Problem


def main() -> int:
    """Serve what the environment says until told to stop; return the exit code."""
    try:
        settings = on_a_free_port(load_settings(os.environ))
        require_writable(settings)
    except SettingsError as error:
        return ended(ExitCode.SETTINGS, *error.faults)
    configure_logging(as_json=settings.log == "json")
    if settings.local:
        say("start.building")
    try:
        live = open_current(bases_in(settings), utc_now(), _accept_while_importing)
        from wiring import server

        gc.freeze()
        gc.enable()
        return server.run(settings, live)
    except Faulty as faulty:
        sentences = read_texts()[0].in_language("sv")
        return ended(ExitCode.BASE, *lines(faulty.problems, sentences, relative_to=Path.cwd()))
    except WorkerFailed as failure:
        return ended(ExitCode.INDEX, f"the index can't be built ({failure}); the log says why")
    except KeyboardInterrupt:
        return ended(ExitCode.INTERRUPTED)


def _accept_while_importing(content: Content, cache: Path, *, was_used: bool) -> list[Problem]:
    """Have a base accepted by a process of its own; the most of a start is done meanwhile."""
    with ThreadPoolExecutor(1) as beside:
        problems = beside.submit(accept_beside, content, cache, was_used=was_used)
        import wiring.server  # noqa: F401
    return problems.result()


if __name__ == "__main__":
    sys.exit(main())
