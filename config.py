"""The settings: every BOT_ variable, read once at start, all faults named at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.retention import Retention
from pages.open_data import Publication
from settings.groups import Settings
from settings.values import SECRET, is_guid

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LOCAL_REVIEWERS = ("rut", "rolf")
"""Who reviews in the local chat where nobody else is named."""
_IDENTITY = {"BOT_APP_ID": "app_id", "BOT_TENANT_ID": "tenant_id"}
_CREDENTIALS = {
    "BOT_APP_PASSWORD": "app_password",
    "BOT_CERTIFICATE": "certificate",
    "BOT_MANAGED_IDENTITY": "managed_identity",
}


class SettingsError(Exception):
    """One or more settings can't be used; the message names them all."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


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


def load_public_url(environ: Mapping[str, str]) -> str:
    """Return where browsers reach the bot, empty where they don't."""
    return _only(environ, "BOT_PUBLIC_URL").public_url


def load_app_settings(environ: Mapping[str, str]) -> Settings:
    """Return the app id, the public address and the base's folder, for the app package.

    Raises:
        SettingsError: naming each that is wrong or missing.
    """
    asked = ("BOT_APP_ID", "BOT_PUBLIC_URL")
    settings = _only(environ, *asked, "BOT_BASE")
    if missing := [name for name in asked if not environ.get(name)]:
        raise SettingsError([f"{name}: missing; the app package names it" for name in missing])
    if not settings.public_url.startswith("https://"):
        raise SettingsError(["BOT_PUBLIC_URL: Teams shows https addresses only"])
    return settings


def load_kept_bases_folder(environ: Mapping[str, str]) -> Path:
    """Return where earlier bases are, whatever the other settings say: for other commands."""
    return _kept_bases(_only(environ, "BOT_KEPT_BASES", "BOT_DATABASE_URL"))


def load_secrets(environ: Mapping[str, str]) -> Sequence[str]:
    """Return the secrets that pseudonyms are made with, for commands beside the bot."""
    settings = _only(environ, "BOT_APP_PASSWORD", "BOT_SECRET_KEY")
    return settings.secret_keys or [told for told in (settings.app_password,) if told]


def load_retention(environ: Mapping[str, str]) -> Retention:
    """Return how long each kind of data is kept, for commands beside the bot."""
    names = (name.name for name in SETTINGS if name.name.startswith("BOT_KEEP_"))
    return retention_of(_only(environ, *names))


def retention_of(settings: Settings) -> Retention:
    return Retention(
        answers=settings.keep_answers,
        votes=settings.keep_votes,
        people=settings.keep_people,
        drafts=settings.keep_drafts,
        requests=settings.keep_requests,
        questions=settings.keep_questions,
        notices=settings.keep_notices,
    )


def publication_of(settings: Settings) -> Publication:
    return Publication(
        settings.public_url, settings.accessibility_url, settings.licence, settings.publisher
    )


def _only(environ: Mapping[str, str], *names: str) -> Settings:
    """Return those of the settings alone; raise `SettingsError`."""
    try:
        return Settings.model_validate({name: environ[name] for name in names if environ.get(name)})
    except ValidationError as invalid:
        raise SettingsError(_faults(invalid)) from None


def _faults(invalid: ValidationError) -> list[str]:
    return sorted(
        f"{error['loc'][0]}: {_fault(error)}" for error in invalid.errors(include_url=False)
    )


def _fault(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return "no such setting"
    return error["msg"] if error["type"] == SECRET else f"{error['input']!r} {error['msg']}"


def _derived(settings: Settings) -> dict[str, object]:
    """Return what follows from other settings where it isn't told itself."""
    local = settings.local
    here = f"http://localhost:{settings.port}"
    return {
        "host": settings.host or ("127.0.0.1" if local else "0.0.0.0"),
        "reviewers": settings.reviewers or (LOCAL_REVIEWERS if local else ()),
        "public_url": settings.public_url or (here if local else ""),
        "kept_bases_folder": _kept_bases(settings),
        "log": settings.log or ("text" if local else "json"),
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
    credentials = [name for name, field in _CREDENTIALS.items() if getattr(settings, field)]
    if settings.local:
        faults = [f"{name}: not allowed in local mode" for name in told + credentials]
        if settings.host not in ("", *LOOPBACK):
            faults.append("BOT_HOST: local mode answers this machine only (127.0.0.1)")
        return faults
    faults = [
        f"BOT_REVIEWERS: {reviewer!r} is not an Entra object id"
        for reviewer in settings.reviewers
        if not is_guid(reviewer)
    ]
    missing = [name for name in _IDENTITY if name not in told]
    if not credentials:
        missing.insert(missing[:1] == ["BOT_APP_ID"], "BOT_APP_PASSWORD")
    faults += [
        f"{name}: missing; the bot starts without it in local mode only (BOT_DANGEROUSLY_LOCAL=yes)"
        for name in missing
    ]
    if settings.workshop and not settings.public_url:
        faults.append("BOT_PUBLIC_URL: missing; with BOT_WORKSHOP=yes it says where to sign in")
    return faults + _faulty_credentials(settings, credentials)


def _faulty_credentials(settings: Settings, told: list[str]) -> list[str]:
    faults = [f"{name}: only one of {', '.join(told)} can be used" for name in told[1:]]
    if told and not settings.app_password and not settings.secret_keys:
        faults.append(
            "BOT_SECRET_KEY: missing; without a client secret nothing else can sign links"
        )
    return faults
