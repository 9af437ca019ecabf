"""Starting the process: what can't work is one sentence with what to do, and an exit code."""

import gc
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from enum import IntEnum
from pathlib import Path
from tempfile import TemporaryFile

from config import SettingsError, load_settings
from core.clock import utc_now
from core.language import LANGUAGES
from knowledge.live.acceptance import open_current
from knowledge.live.build_worker import accept_beside
from knowledge.live.versions import BaseStore, BaseVersions
from knowledge.live.worker import WorkerFailed
from knowledge.source.files import PASSAGES, Content
from settings.groups import Settings
from telemetry.logs import configure_logging
from texts.catalogue import read_texts
from texts.problems import lines
from yamlfile.problem import Faulty, Problem

PORTS_TRIED = 20


class ExitCode(IntEnum):
    """What a process that couldn't start says to whoever started it."""

    BASE = 1
    SETTINGS = 2
    DATABASE = 3
    ADDRESS = 4
    IDENTITY = 5
    INDEX = 6


def start() -> int:
    """Serve what the environment says until told to stop; return the exit code."""
    try:
        settings = _on_a_free_port(load_settings(os.environ))
        _require_writable(settings)
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


def _accept_while_importing(content: Content, cache: Path, *, was_used: bool) -> list[Problem]:
    """Have a base accepted by a process of its own; the most of a start is done meanwhile."""
    with ThreadPoolExecutor(1) as beside:
        problems = beside.submit(accept_beside, content, cache, was_used=was_used)
        import wiring.server  # noqa: F401
    return problems.result()


def bases_in(settings: Settings) -> BaseStore:
    """Return the editors' folder, and the bases kept."""
    versions = BaseVersions(settings.kept_bases_folder)
    return BaseStore(
        settings.base_folder, settings.cache_folder, versions, publishes=settings.workshop
    )


def _on_a_free_port(settings: Settings) -> Settings:
    """At home, where no port was asked for, take the next one that nobody listens on."""
    if not settings.local or os.environ.get("BOT_PORT"):
        return settings
    for port in range(settings.port, settings.port + PORTS_TRIED):
        if _is_free(settings.host, port):
            if port == settings.port:
                return settings
            say("start.port_taken", taken=str(settings.port), port=str(port))
            return load_settings({**os.environ, "BOT_PORT": str(port)})
    return settings


def _require_writable(settings: Settings) -> None:
    """Raise `SettingsError` where the bot can't write what it keeps in folders.

    Without a cache no index could be kept, which a changed base needs too. The editors' folder
    and the bases kept are written where reviewers write and publish.
    """
    folders = {"BOT_CACHE": settings.cache_folder}
    if settings.workshop:
        passages = settings.base_folder / Path(PASSAGES.pattern).parent
        if passages.is_dir():  # else the base says what it lacks
            folders["BOT_BASE"] = passages
        folders["BOT_KEPT_BASES"] = settings.kept_bases_folder
    faults = [_unwritable(name, folder) for name, folder in folders.items()]
    if told := [fault for fault in faults if fault]:
        raise SettingsError(told)


def _unwritable(name: str, folder: Path) -> str | None:
    """Return what is wrong where nothing can be written to *folder*, and what to do."""
    try:
        new = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
        for each in new:
            each.rmdir()  # a start that is refused for another reason leaves nothing behind
    except OSError as error:
        return (
            f"{name}: {folder} can't be written to ({error.strerror}); "
            "let the bot's user write there, or name another folder"
        )
    return None


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as tried:
        # As the server does: connections that are over hold no port.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            return False
    return True


def say(key: str, **facts: object) -> None:
    """Say something to whoever sits at the terminal, in both languages."""
    texts, _ = read_texts()  # what is wrong with them is told when all is built
    sentences = [texts.in_language(each).say(key, **facts) for each in LANGUAGES]
    sys.stderr.write("".join(f"{sentence}\n" for sentence in sentences))


def ended(code: ExitCode, *sentences: str) -> int:
    sys.stderr.write("".join(f"{sentence}\n" for sentence in sentences))
    return code
