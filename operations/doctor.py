"""python -m operations doctor: look a deployment over from inside and outside."""

import asyncio
import os
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import click
from aiohttp import ClientSession, TCPConnector

from config import SettingsError, load_settings
from core.clock import swedish_day
from core.language import Language
from operations import inside, outside
from operations.finding import Condition, Finding, ill, well
from operations.options import with_language
from settings.groups import Settings
from texts.catalogue import load_texts

PACKAGES = Path("var/teams-app")
"""Where make teams-app writes."""


@click.command("doctor", help="look the deployment over, and say what is wrong and how to mend it")
@click.option(
    "--backups", type=click.Path(path_type=Path, file_okay=False), help="where backups are kept"
)
@click.option(
    "--app-package",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="the zip that was uploaded to Teams; else the newest that make teams-app wrote",
)
@with_language
def doctor_command(backups: Path | None, app_package: Path | None, lang: Language) -> None:
    """Exit with 1 where anything is wrong; what should merely be looked at is none."""
    found = asyncio.run(_told(backups, app_package, lang))
    counts = {
        condition: sum(each.condition is condition for each in found) for condition in Condition
    }
    key = "ill" if counts[Condition.ILL] else "look" if counts[Condition.LOOK] else "well"
    told = {str(condition): count for condition, count in counts.items()}
    click.echo(load_texts().in_language(lang).say(f"doctor.all.{key}", **told))
    if counts[Condition.ILL]:
        raise SystemExit(1)


async def _told(backups: Path | None, app_package: Path | None, lang: Language) -> list[Finding]:
    """Say each finding as it is found."""
    texts, found = load_texts().in_language(lang), []
    async for finding in _findings(backups, app_package):
        click.echo(finding.in_words(texts))
        found.append(finding)
    return found


async def _findings(backups: Path | None, app_package: Path | None) -> AsyncIterator[Finding]:
    try:
        settings = load_settings(os.environ)
    except SettingsError as error:
        for fault in error.faults:
            yield ill("setting", fault=fault)
        return
    if settings.local:
        yield ill("local")
        return
    yield well("settings")
    async for finding in examine(settings, backups, app_package):
        yield finding


async def examine(
    settings: Settings, backups: Path | None, app_package: Path | None
) -> AsyncIterator[Finding]:
    """Look at everything, from inside first."""
    yield inside.base(settings)
    yield await inside.database(settings)
    yield inside.backups(backups, inside.now())
    yield inside.app_package(settings, app_package, PACKAGES)
    yield inside.ends(settings, swedish_day(datetime.now(UTC)))
    yield await outside.token(settings)
    trusting = TCPConnector(ssl=ssl.create_default_context())
    async with ClientSession(connector=trusting) as session:
        yield await outside.keys(settings, session)
        yield await outside.clock(settings, session, lambda: datetime.now(UTC))
        async for finding in outside.public_address(settings, session):
            yield finding
