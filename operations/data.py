"""python -m operations purge, person-data: how long data is kept, and what is kept of a person."""

import asyncio
import os

import click

from config import load_database_url, load_retention
from core.clock import utc_now
from core.language import Language
from core.personal_data import PersonExtract
from core.retention import Retention
from operations.failure import Failure
from operations.options import with_language
from operations.stored_data import open_database, personal_data_service
from pages.personal_data import as_json
from storage.retention import Counts, SqlRetention
from texts.catalogue import Catalogue, load_texts


@click.command("purge", help="delete what the BOT_KEEP_ settings say has been kept long enough")
@click.option("--dry-run", is_flag=True, help="say what would be deleted, and delete nothing")
@with_language
def purge_command(dry_run: bool, lang: Language) -> None:
    texts = load_texts().in_language(lang)
    counts = asyncio.run(_purge(load_retention(os.environ), texts, dry_run=dry_run))
    told = ", ".join(texts.say(f"purge.{kind}", count=count) for kind, count in counts.items())
    click.echo(texts.say("purge.would" if dry_run else "purge.done", counts=told))


@click.command("person-data", help="all that is kept of a person, by Entra object id, as JSON")
@click.argument("person")
@with_language
def person_data_command(person: str, lang: Language) -> None:
    texts = load_texts().in_language(lang)
    data = asyncio.run(_person_data(person.strip().lower(), texts))
    if not data.kinds:
        raise Failure(texts.say("erasure.unknown"))
    click.echo(as_json(data))


async def _purge(retention: Retention, texts: Catalogue, *, dry_run: bool) -> Counts:
    async with open_database(load_database_url(os.environ), texts) as database:
        return await SqlRetention(database, retention, clock=utc_now).purge(dry_run=dry_run)


async def _person_data(person_id: str, texts: Catalogue) -> PersonExtract:
    async with open_database(load_database_url(os.environ), texts) as database:
        return await personal_data_service(database, texts, nobody="").extract(person_id)
