"""Processes of the bot that begin where importing it ends: a hundred tests start one.

Each is forked from a process that has imported `wiring.server` and does nothing else; importing
takes three quarters of a start. What imports is itself tested by `python app.py`, in
`tests/test_start.py`.
"""

import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import wiring.server  # noqa: F401 -- so that whoever is forked has it

_forking = get_context("forkserver")
_forking.set_forkserver_preload([__name__])
_IMPORTED_BY = os.getpid()


def without_settings() -> dict[str, str]:
    """Return this process's environment, but for settings of the bot."""
    return {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}


def fork(
    run: Callable[[], int],
    settings: Mapping[str, str],
    *,
    log: Path | None = None,
    before: Callable[[], object] | None = None,
) -> BaseProcess:
    """Return a process that has begun to *run* with these settings of the bot, and no others.

    *log* gets what it writes to standard error. *before* runs first, to take something from the
    process. Both callables are pickled: functions of a module.
    """
    environment = without_settings() | dict(settings)
    process = _forking.Process(target=_begin, args=(run, environment, log, before), daemon=True)
    process.start()
    return process


def _begin(
    run: Callable[[], int],
    environment: dict[str, str],
    log: Path | None,
    before: Callable[[], object] | None,
) -> None:
    # The forkserver passes over what it can't import, as where it begins in another folder.
    assert os.getpid() != _IMPORTED_BY, "the server wasn't imported before this was forked"
    os.environ.clear()
    os.environ.update(environment)
    if log is not None:
        with log.open("ab") as file:
            os.dup2(file.fileno(), sys.stderr.fileno())
    if before is not None:
        before()
    sys.exit(run())
