"""The settings: every BOT_ variable, read once at start, all faults named at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LOCAL_REVIEWERS = ("rut", "rolf")
"""Who reviews in the chat at home, where nobody else is named."""
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class SettingsError(Exception):
    """One or more settings can't be used; the message names them all."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """What a running bot is told from outside."""

    local: bool
    """No authentication, for trying the bot at home: answers this machine only."""
    app_id: str
    app_password: str = field(repr=False)
    tenant_id: str
    host: str
    port: int
    database_url: str = field(repr=False)
    base_folder: Path
    kept_bases_folder: Path
    cache_folder: Path
    service_hosts: tuple[str, ...]
    openid_metadata_url: str
    reviewers: tuple[str, ...]
    """Entra object ids; in local mode the names of people in the chat."""
    public_url: str
    """Where browsers reach this server, without a slash at the end; empty: they don't."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: its default, how its text is read, and what it is for."""

    name: str
    default: str
    read: Callable[[str], Any]
    help: str


class Unreadable(ValueError):
    """A setting's text isn't what it should be; says what it should have been."""


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings in *environ*.

    Raises:
        SettingsError: naming every variable that is wrong, unknown or missing.
    """
    faults: list[str] = []
    values: dict[str, Any] = {}
    for name in sorted(environ):
        if name.startswith("BOT_") and name not in _BY_NAME:
            faults.append(f"{name}: no such setting")
    for setting in SETTINGS:
        text = environ.get(setting.name, "") or setting.default
        try:
            values[setting.name] = setting.read(text)
        except Unreadable as unreadable:
            faults.append(f"{setting.name}: {text!r} {unreadable}")
    faults.sort()
    if not faults:
        faults = _contradictions(values)
    if faults:
        raise SettingsError(faults)
    return _settings(values)


def load_database_url(environ: Mapping[str, str]) -> str:
    """Return where things are kept, for commands beside the bot that need no other setting."""
    (setting,) = (each for each in SETTINGS if each.name == "BOT_DATABASE_URL")
    return setting.read(environ.get(setting.name, "") or setting.default)


def load_kept_bases_folder(environ: Mapping[str, str]) -> Path:
    """Return where kept bases are, whatever the other settings say: for commands beside the bot."""
    names = ("BOT_KEPT_BASES", "BOT_DATABASE_URL")
    defaults = {setting.name: setting.default for setting in SETTINGS}
    return _kept_bases({name: environ.get(name, "") or defaults[name] for name in names})


def _kept_bases(values: Mapping[str, Any]) -> Path:
    """Beside the database where that is a file, so that who moves the one moves the other."""
    if values["BOT_KEPT_BASES"]:
        return Path(values["BOT_KEPT_BASES"])
    scheme, _, path = values["BOT_DATABASE_URL"].partition(":///")
    return Path(path).parent / "bases" if scheme.startswith("sqlite") else Path("var/bases")


def _settings(values: Mapping[str, Any]) -> Settings:
    local = values["BOT_DANGEROUSLY_LOCAL"]
    return Settings(
        local=local,
        app_id=values["BOT_APP_ID"],
        app_password=values["BOT_APP_PASSWORD"],
        tenant_id=values["BOT_TENANT_ID"],
        host=values["BOT_HOST"] or ("127.0.0.1" if local else "0.0.0.0"),
        port=values["BOT_PORT"],
        database_url=values["BOT_DATABASE_URL"],
        base_folder=values["BOT_BASE"],
        kept_bases_folder=_kept_bases(values),
        cache_folder=values["BOT_CACHE"],
        service_hosts=values["BOT_SERVICE_HOSTS"],
        openid_metadata_url=values["BOT_OPENID_METADATA_URL"],
        reviewers=values["BOT_REVIEWERS"] or (LOCAL_REVIEWERS if local else ()),
        public_url=values["BOT_PUBLIC_URL"] or (_local_url(values["BOT_PORT"]) if local else ""),
    )


def _local_url(port: int) -> str:
    return f"http://localhost:{port}"


def _contradictions(values: Mapping[str, Any]) -> list[str]:
    """Return what is wrong between settings: the bot never starts open to the world."""
    identity = ("BOT_APP_ID", "BOT_APP_PASSWORD", "BOT_TENANT_ID")
    if values["BOT_DANGEROUSLY_LOCAL"]:
        faults = [f"{name}: not allowed in local mode" for name in identity if values[name]]
        if values["BOT_HOST"] not in ("", *LOOPBACK):
            faults.append("BOT_HOST: local mode answers this machine only (127.0.0.1)")
        return faults
    faults = [
        f"BOT_REVIEWERS: {reviewer!r} is not an Entra object id"
        for reviewer in values["BOT_REVIEWERS"]
        if not _GUID.fullmatch(reviewer)
    ]
    return faults + [
        f"{name}: missing; the bot starts without it in local mode only (BOT_DANGEROUSLY_LOCAL=yes)"
        for name in identity
        if not values[name]
    ]


def _text(text: str) -> str:
    return text.strip()


def _yes_or_no(text: str) -> bool:
    if text.lower() in ("yes", "true", "1"):
        return True
    if text.lower() in ("no", "false", "0"):
        return False
    raise Unreadable("is neither yes nor no")


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        raise Unreadable("is not a whole number") from None
    if not 0 <= port <= 65535:
        raise Unreadable("is not a port (0 to 65535)")
    return port


def _guid(text: str) -> str:
    if text and not _GUID.fullmatch(text):
        raise Unreadable("is not a GUID")
    return text.lower()


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(host.strip().lower() for host in text.split(",") if host.strip())
    if not hosts or any("/" in host for host in hosts):
        raise Unreadable("is not a list of host names, separated by commas")
    return hosts


def _people(text: str) -> tuple[str, ...]:
    return tuple(person.strip().lower() for person in text.split(",") if person.strip())


def _site(text: str) -> str:
    return _https_url(text).rstrip("/") if text else ""


def _https_url(text: str) -> str:
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", text):
        raise Unreadable("is not an https address")
    return text


SETTINGS = (
    Setting("BOT_DANGEROUSLY_LOCAL", "no", _yes_or_no, "yes: no authentication, this machine only"),
    Setting("BOT_APP_ID", "", _guid, "the bot's app id in Entra"),
    Setting("BOT_APP_PASSWORD", "", _text, "the app's client secret"),
    Setting("BOT_TENANT_ID", "", _guid, "the municipality's tenant; no other is let in"),
    Setting("BOT_HOST", "", _text, "address to listen on; empty: all, or 127.0.0.1 in local mode"),
    Setting("BOT_PORT", "3978", _port, "port to listen on"),
    Setting("BOT_DATABASE_URL", "sqlite:///var/rutinboten.db", _text, "where questions are kept"),
    Setting("BOT_REVIEWERS", "", _people, "who reviews: Entra object ids, with commas between"),
    Setting("BOT_PUBLIC_URL", "", _site, "https address at which browsers reach `/konton`"),
    Setting("BOT_BASE", "knowledge/base", Path, "the editors' folder"),
    Setting(
        "BOT_KEPT_BASES",
        "",
        _text,
        "where bases that have been in use are kept; empty: `bases/` beside the database",
    ),
    Setting("BOT_CACHE", ".cache", Path, "where built indexes are kept; may be emptied"),
    Setting(
        "BOT_SERVICE_HOSTS",
        "smba.trafficmanager.net",
        _hosts,
        "hosts that Teams' replies may be sent to",
    ),
    Setting(
        "BOT_OPENID_METADATA_URL",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        _https_url,
        "where Teams' signing keys are published",
    ),
)
_BY_NAME = {setting.name for setting in SETTINGS}
