"""The settings: every BOT_ variable, read once at start, all faults named at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LOCAL_REVIEWERS = ("rut", "rolf")
"""Who reviews in the local chat where nobody else is named."""
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_IDENTITY = {
    "BOT_APP_ID": "app_id",
    "BOT_APP_PASSWORD": "app_password",
    "BOT_TENANT_ID": "tenant_id",
}


class SettingsError(Exception):
    """One or more settings can't be used; the message names them all."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def _wrong(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("setting", "{sentence}", {"sentence": sentence})


def _yes_or_no(text: str) -> bool:
    if text.lower() in ("yes", "true", "1"):
        return True
    if text.lower() in ("no", "false", "0"):
        return False
    raise _wrong("is neither yes nor no")


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        raise _wrong("is not a whole number") from None
    if not 0 <= port <= 65535:
        raise _wrong("is not a port (0 to 65535)")
    return port


def _guid(text: str) -> str:
    if not _GUID.fullmatch(text):
        raise _wrong("is not a GUID")
    return text.lower()


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip().lower() for name in text.split(",") if name.strip())


def _hosts(text: str) -> tuple[str, ...]:
    hosts = _names(text)
    if not hosts or any("/" in host for host in hosts):
        raise _wrong("is not a list of host names, separated by commas")
    return hosts


def _https_url(text: str) -> str:
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", text):
        raise _wrong("is not an https address")
    return text


Text = Annotated[str, BeforeValidator(str.strip)]
Guid = Annotated[str, BeforeValidator(_guid)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Site = Annotated[str, BeforeValidator(lambda text: _https_url(text).rstrip("/"))]


def _variable(name: str, default: Any, help_text: str, *, secret: bool = False) -> Any:
    return Field(default, alias=f"BOT_{name}", description=help_text, repr=not secret)


class Settings(BaseModel):
    """What a running bot is told from outside."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    local: Annotated[bool, BeforeValidator(_yes_or_no)] = _variable(
        "DANGEROUSLY_LOCAL", False, "yes: no authentication, this machine only"
    )
    app_id: Guid = _variable("APP_ID", "", "the bot's app id in Entra")
    app_password: Text = _variable("APP_PASSWORD", "", "the app's client secret", secret=True)
    tenant_id: Guid = _variable("TENANT_ID", "", "the municipality's tenant; no other is let in")
    host: Text = _variable(
        "HOST", "", "address to listen on; empty: all, or 127.0.0.1 in local mode"
    )
    port: Annotated[int, BeforeValidator(_port)] = _variable("PORT", 3978, "port to listen on")
    database_url: Text = _variable(
        "DATABASE_URL", "sqlite:///var/rutinboten.db", "where questions are kept", secret=True
    )
    reviewers: Names = _variable(
        "REVIEWERS", (), "who reviews: Entra object ids, with commas between"
    )
    public_url: Site = _variable(
        "PUBLIC_URL", "", "https address at which browsers reach `/konton`"
    )
    base_folder: Path = _variable("BASE", Path("knowledge/base"), "the editors' folder")
    kept_bases_folder: Path = _variable(
        "KEPT_BASES",
        None,
        "where bases that have been in use are kept; empty: `bases/` beside the database",
    )
    cache_folder: Path = _variable(
        "CACHE", Path(".cache"), "where built indexes are kept; may be emptied"
    )
    service_hosts: Annotated[tuple[str, ...], BeforeValidator(_hosts)] = _variable(
        "SERVICE_HOSTS", ("smba.trafficmanager.net",), "hosts that Teams' replies may be sent to"
    )
    openid_metadata_url: Annotated[str, BeforeValidator(_https_url)] = _variable(
        "OPENID_METADATA_URL",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "where Teams' signing keys are published",
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable, and what it is for."""

    name: str
    help: str


SETTINGS = tuple(
    Setting(field.alias or "", field.description or "") for field in Settings.model_fields.values()
)


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings in *environ*, empty ones taken as absent.

    Raises:
        SettingsError: naming every variable that is wrong, unknown or missing.
    """
    told = {name: text for name, text in environ.items() if name.startswith("BOT_")}
    known = {setting.name for setting in SETTINGS}
    try:
        # An unknown name is a fault even where nothing is said under it.
        settings = Settings.model_validate(
            {name: text for name, text in told.items() if text or name not in known}
        )
    except ValidationError as invalid:
        raise SettingsError(_faults(invalid)) from None
    if faults := _contradictions(settings):
        raise SettingsError(faults)
    return settings.model_copy(update=_derived(settings))


def load_database_url(environ: Mapping[str, str]) -> str:
    """Return where things are stored, for commands beside the bot that need no other setting."""
    return _only(environ, "BOT_DATABASE_URL").database_url


def load_kept_bases_folder(environ: Mapping[str, str]) -> Path:
    """Return where earlier bases are, whatever the other settings say: for other commands."""
    return _kept_bases(_only(environ, "BOT_KEPT_BASES", "BOT_DATABASE_URL"))


def _only(environ: Mapping[str, str], *names: str) -> Settings:
    return Settings.model_validate({name: environ[name] for name in names if environ.get(name)})


def _faults(invalid: ValidationError) -> list[str]:
    return sorted(
        f"{error['loc'][0]}: no such setting"
        if error["type"] == "extra_forbidden"
        else f"{error['loc'][0]}: {error['input']!r} {error['msg']}"
        for error in invalid.errors(include_url=False)
    )


def _derived(settings: Settings) -> dict[str, object]:
    """Return what follows from other settings where it isn't told itself."""
    local = settings.local
    here = f"http://localhost:{settings.port}"
    return {
        "host": settings.host or ("127.0.0.1" if local else "0.0.0.0"),
        "reviewers": settings.reviewers or (LOCAL_REVIEWERS if local else ()),
        "public_url": settings.public_url or (here if local else ""),
        "kept_bases_folder": _kept_bases(settings),
    }


def _kept_bases(settings: Settings) -> Path:
    """Beside the database where that is a file, so that they move together."""
    told: Path | None = settings.kept_bases_folder
    if told:
        return told
    scheme, _, path = settings.database_url.partition(":///")
    return Path(path).parent / "bases" if scheme.startswith("sqlite") else Path("var/bases")


def _contradictions(settings: Settings) -> list[str]:
    """Return what is wrong between settings: the bot never starts open to the world."""
    told = [name for name, field in _IDENTITY.items() if getattr(settings, field)]
    if settings.local:
        faults = [f"{name}: not allowed in local mode" for name in told]
        if settings.host not in ("", *LOOPBACK):
            faults.append("BOT_HOST: local mode answers this machine only (127.0.0.1)")
        return faults
    faults = [
        f"BOT_REVIEWERS: {reviewer!r} is not an Entra object id"
        for reviewer in settings.reviewers
        if not _GUID.fullmatch(reviewer)
    ]
    return faults + [
        f"{name}: missing; the bot starts without it in local mode only (BOT_DANGEROUSLY_LOCAL=yes)"
        for name in _IDENTITY
        if name not in told
    ]
