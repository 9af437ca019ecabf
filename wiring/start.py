"""What a start looks at first: what can't work is one sentence with what to do, and a code."""

import os
import socket
import sys
from enum import IntEnum
from pathlib import Path
from tempfile import TemporaryFile

from config import SettingsError, load_settings
from core.language import LANGUAGES
from knowledge.live.versions import BaseStore, BaseVersions
from knowledge.source.files import PASSAGES
from settings.groups import Settings
from texts.catalogue import read_texts

PORTS_TRIED = 20


class ExitCode(IntEnum):
    """What a process that couldn't start says to whoever started it."""

    BASE = 1
    SETTINGS = 2
    DATABASE = 3
    ADDRESS = 4
    IDENTITY = 5
    INDEX = 6
    INTERRUPTED = 130
    """As shells have it."""


def bases_in(settings: Settings) -> BaseStore:
    """Return the editors' folder, and the bases kept."""
    versions = BaseVersions(settings.kept_bases_folder)
    return BaseStore(
        settings.base_folder, settings.cache_folder, versions, publishes=settings.workshop
    )


def on_a_free_port(settings: Settings) -> Settings:
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


def require_writable(settings: Settings) -> None:
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
