"""Checking the audit log, and erasing a person, in the database that the environment names."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from functools import partial

import click

from config import load_secrets
from core.clock import utc_now
from core.keys import Pseudonyms, derived_key
from operations.failure import Failure, Unusable
from questions.personal_data import PersonalDataService
from storage.audit_check import check_audit_log
from storage.database import Database
from storage.no_database import NoDatabase
from storage.schema import OtherVersion, existing_database
from storage.unit_of_work import SqlTransactions
from texts.catalogue import Catalogue


async def verify_audit(database_url: str, texts: Catalogue, *, expect: str = "") -> str:
    """Return the sentence on an audit log that is whole, and holds the checksum *expect*.

    Raises:
        Failure: with the first thing that is wrong with it.
    """
    async with open_database(database_url, texts) as database:
        audit = await database.read(partial(check_audit_log, expect=expect))
    if audit.fault:
        raise Failure(texts.say(f"audit.{audit.fault.kind}", **asdict(audit.fault)))
    whole = texts.say("audit.whole", lines=audit.lines, seal=audit.seal)
    if audit.expected_at is None:
        return whole
    return f"{whole}\n{texts.say('audit.expected-found', line=audit.expected_at)}"


async def erase_person(database_url: str, person_id: str, texts: Catalogue, *, nobody: str) -> str:
    """Erase a person and return what was changed; *nobody* stands where their name did.

    Raises:
        Failure: where nothing is known of them.
    """
    async with open_database(database_url, texts) as database:
        erased = await personal_data_service(database, texts, nobody=nobody).erase(person_id)
    if not erased.has_found_anything:
        raise Failure(texts.say("erasure.unknown"))
    found = {"requests": erased.requests, "register": erased.accounts}
    return texts.say("erasure.done", **found, questions=erased.elsewhere)


@asynccontextmanager
async def open_database(url: str, texts: Catalogue) -> AsyncIterator[Database]:
    """Open an existing database of this version of the bot.

    Raises:
        Unusable: where it isn't there, can't be reached, or is of another version.
    """
    try:
        async with existing_database(url) as database:
            yield database
    except OtherVersion:
        raise Unusable(texts.say("upkeep.not-current")) from None
    except NoDatabase as reason:
        raise Unusable(texts.say("upkeep.no-database", reason=reason)) from None


def personal_data_service(
    database: Database, texts: Catalogue, *, nobody: str
) -> PersonalDataService:
    known = load_secrets(os.environ)
    if not known:
        click.echo(texts.say("upkeep.no-secret"), err=True)

    async def settle() -> None:
        """Nothing waits to be written here."""

    async def forget(_person_id: str) -> None:
        await database.checkpoint()

    return PersonalDataService(
        SqlTransactions(database),
        clock=utc_now,
        token=lambda: secrets.token_hex(16),
        pseudonyms=Pseudonyms([derived_key(each, b"pseudonyms") for each in known]).every,
        nobody=nobody,
        settle=settle,
        forget=forget,
    )
