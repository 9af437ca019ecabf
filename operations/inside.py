"""What a deployment looks like from inside: base, database, backups, app package, secret."""

import json
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from yarl import URL

from channel.entra import UnusableCertificate
from channel.sso import resource
from knowledge.source.loader import load
from operations.finding import Finding, ill, look, well
from settings.groups import Settings
from storage.no_database import NoDatabase
from storage.schema import OtherVersion, existing_database, touch
from wiring.identity import credentials_end
from yamlfile.problem import Faulty

DAYS_BEFORE_END = 30
BACKUP_HOURS = 26
"""A day, and two hours for the copying."""


def ends(settings: Settings, today: date) -> Finding:
    """Look at how long the client secret or the certificate is good for."""
    if settings.managed_identity:
        return well("ends-never")
    try:
        end = credentials_end(settings)
    except UnusableCertificate as reason:
        return ill("certificate", reason=reason)
    if end is None:
        return look("ends-unknown")
    days = (end - today).days
    if days < 0:
        return ill("ended", day=end)
    return (
        look("ends-soon", days=days, day=end) if days <= DAYS_BEFORE_END else well("ends", day=end)
    )


async def database(settings: Settings) -> Finding:
    """Look whether the database is there, of this version, and can be written to."""
    try:
        async with existing_database(settings.database_url) as opened:
            await opened.write(touch)
    except OtherVersion:
        return ill("database-version")
    except NoDatabase as reason:
        return ill("database", reason=reason)
    return well("database-well")


def backups(folder: Path | None, now: float) -> Finding:
    """Look at the newest backup in *folder*; *now* is in seconds since 1970."""
    if folder is None:
        return look("backups-untold")
    ages = [now - path.stat().st_mtime for path in _backups_in(folder)]
    if not ages:
        return ill("backups-none", folder=folder)
    hours = round(min(ages) / 3600)
    if hours > BACKUP_HOURS:
        return ill("backups-old", hours=hours, folder=folder)
    return well("backups", hours=hours)


def _backups_in(folder: Path) -> Iterator[Path]:
    for path in folder.glob("*"):
        if path.is_file() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as backup:
                if {"manifest.json", "database"} <= {*backup.namelist()}:
                    yield path


def base(settings: Settings) -> Finding:
    try:
        loaded = load(settings.base_folder)
    except Faulty as faulty:
        return ill("base", count=len(faulty.problems), folder=settings.base_folder)
    return well("base-well", count=len(loaded.passages))


def app_package(settings: Settings, path: Path | None, folder: Path) -> Finding:
    """Look whether the package at *path*, or else the newest in *folder*, is this bot's."""
    found = path or max(folder.glob("*.zip"), key=lambda each: each.stat().st_mtime, default=None)
    if found is None:
        return look("package-none")
    try:
        with zipfile.ZipFile(found) as package:
            manifest = json.loads(package.read("manifest.json"))
        told = {"BOT_APP_ID": {each["botId"] for each in manifest["bots"]}}
        told["BOT_PUBLIC_URL"] = set(manifest["validDomains"])
        signs_in = manifest.get("webApplicationInfo")
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile):
        return ill("package-unreadable", file=found)
    host = URL(settings.public_url).host or ""
    here = {"BOT_APP_ID": settings.app_id, "BOT_PUBLIC_URL": host}
    if wrong := [name for name, value in here.items() if told[name] != {value}]:
        return ill("package-other", names=", ".join(wrong), file=found)
    uri = resource(host, settings.app_id)
    if signs_in != {"id": settings.app_id, "resource": uri}:
        return ill("package-sign-in", resource=uri, file=found)
    return well("package", file=found)


def now() -> float:
    return time.time()
