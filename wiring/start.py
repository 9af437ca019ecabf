"""Starting the process: what can't work is one sentence with what to do, and an exit code."""

import os
import socket
import sys
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from tempfile import TemporaryFile

import uvloop
from aiohttp import web

from channel.connections import ConnectionLimits
from channel.credentials import TokensUnavailable
from channel.entra import UnusableCertificate
from channel.server import CannotListen, listening, serve, spare_collector
from config import SettingsError, load_settings, retention_of
from core.clock import Clock, utc_now
from core.language import LANGUAGES
from dialogs.notice_kinds import GATHERED
from knowledge.live.versions import BaseStore, BaseVersions
from knowledge.source.files import PASSAGES
from settings.groups import Settings
from storage.deadlines import Limits
from storage.no_database import NoDatabase
from storage.sqlite import UnsuitableUrl
from storage.stores import Stores
from telemetry.logs import configure_logging
from texts.catalogue import read_texts
from texts.problems import lines
from yamlfile.problem import Faulty

__all__ = [
    "ConnectionLimits",
    "connection_limits",
    "listening",
    "run",
    "spare_collector",
    "stores_in",
]


PORTS_TRIED = 20


class ExitCode(IntEnum):
    """What a process that couldn't start says to whoever started it."""

    BASE = 1
    SETTINGS = 2
    DATABASE = 3
    ADDRESS = 4
    IDENTITY = 5


def run(build: Callable[[Settings], web.Application]) -> int:
    """Serve what *build* makes of the environment until told to stop; return the exit code."""
    try:
        settings = _on_a_free_port(load_settings(os.environ))
        _require_writable(settings)
    except SettingsError as error:
        return _ended(ExitCode.SETTINGS, *error.faults)
    configure_logging(as_json=settings.log == "json")
    try:
        if settings.local:
            _say("start.building")
        app = build(settings)
        spare_collector()
        _serve(app, settings)
    except Faulty as faulty:
        sentences = read_texts()[0].in_language("sv")
        return _ended(ExitCode.BASE, *lines(faulty.problems, sentences, relative_to=Path.cwd()))
    except (NoDatabase, UnsuitableUrl) as error:
        return _ended(ExitCode.DATABASE, f"BOT_DATABASE_URL: {error}")
    except CannotListen as error:
        return _ended(ExitCode.ADDRESS, str(error))
    except UnusableCertificate as error:
        return _ended(ExitCode.IDENTITY, f"BOT_CERTIFICATE: {error}")
    except TokensUnavailable as error:
        return _ended(ExitCode.IDENTITY, _refused_identity(settings, error.reason))
    return 0


def bases_in(settings: Settings) -> BaseStore:
    """Return the editors' folder, and the bases kept."""
    versions = BaseVersions(settings.kept_bases_folder)
    return BaseStore(
        settings.base_folder, settings.cache_folder, versions, publishes=settings.workshop
    )


def stores_in(settings: Settings, clock: Clock = utc_now) -> Stores:
    """Return the stores that the settings name; raise `UnsuitableUrl`."""
    return Stores(
        settings.database_url,
        clock=clock,
        retention=retention_of(settings),
        limits=Limits(
            connect=settings.connect_seconds,
            lock=settings.lock_seconds,
            statement=settings.statement_seconds,
            connections=settings.connections,
        ),
        replies_useful=settings.replies_useful,
        gathers=GATHERED,
    )


def connection_limits(settings: Settings) -> ConnectionLimits:
    """The local chat's windows keep their connections open, to hear what is said."""
    return ConnectionLimits(
        most=settings.most_connections,
        read_seconds=settings.read_seconds,
        idle_seconds=settings.idle_seconds,
        work_seconds=None if settings.local else 120.0,
    )


def _serve(app: web.Application, settings: Settings) -> None:
    name = "localhost" if settings.local else settings.host
    limits = connection_limits(settings)

    def opened(port: int) -> None:
        if settings.local:
            _say("start.open", url=f"http://{name}:{port}")

    uvloop.run(
        serve(app, settings.host, settings.port, known_as=name, limits=limits, opened=opened)
    )


def _on_a_free_port(settings: Settings) -> Settings:
    """At home, where no port was asked for, take the next one that nobody listens on."""
    if not settings.local or os.environ.get("BOT_PORT"):
        return settings
    for port in range(settings.port, settings.port + PORTS_TRIED):
        if _is_free(settings.host, port):
            if port == settings.port:
                return settings
            _say("start.port_taken", taken=str(settings.port), port=str(port))
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


def _say(key: str, **facts: object) -> None:
    """Say something to whoever sits at the terminal, in both languages."""
    texts, _ = read_texts()  # what is wrong with them is told when all is built
    sentences = [texts.in_language(each).say(key, **facts) for each in LANGUAGES]
    sys.stderr.write("".join(f"{sentence}\n" for sentence in sentences))


def _refused_identity(settings: Settings, reason: str) -> str:
    if settings.managed_identity:
        what = "give this machine the identity whose client id BOT_APP_ID is"
    elif settings.certificate:
        what = "upload the certificate in BOT_CERTIFICATE to the app, or take the one that is there"
    else:
        what = "make a new client secret for the app and put it into BOT_APP_PASSWORD"
    return f"Entra refuses the bot ({reason}): {what}, and check BOT_APP_ID and BOT_TENANT_ID"


def _ended(code: ExitCode, *sentences: str) -> int:
    sys.stderr.write("".join(f"{sentence}\n" for sentence in sentences))
    return code
