"""python -m operations: run and look after the bot."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

import click

from accounts.case_service import CaseService
from config import SettingsError, load_database_url, load_kept_bases_folder
from core.clock import midnight_after, midnight_before, utc_now
from core.language import Language
from knowledge.live.versions import BaseVersions
from knowledge.source.loader import load
from operations import outbox
from operations.accessibility import accessibility_statement
from operations.archive import requests_within, write_archive
from operations.backup import backup_command, restore_command
from operations.data import person_data_command, purge_command
from operations.doctor import doctor_command
from operations.due import due_command
from operations.failure import Failure
from operations.import_accounts import import_accounts
from operations.options import with_language
from operations.reviewers import reviewers
from operations.rollback import go_back, listed, resume
from operations.sbom import bill_of_materials
from operations.stored_data import erase_person, open_database, verify_audit
from pages.record import Records
from storage.unit_of_work import SqlTransactions
from texts.catalogue import load_texts
from texts.problems import lines
from yamlfile.problem import Faulty

BASE = "knowledge/base"
"""As the settings have it where the environment names no other."""


def main(arguments: list[str] | None = None) -> int:
    try:
        commands.main(arguments, "python -m operations", standalone_mode=False)
    except click.ClickException as failed:
        failed.show()
        return failed.exit_code
    except SettingsError as error:
        click.echo("\n".join(error.faults), err=True)
        return Failure.exit_code
    except Faulty as faulty:
        sentences = load_texts().in_language("sv")
        told = lines(faulty.problems, sentences, relative_to=Path.cwd())
        click.echo("\n".join(told), err=True)
        return Failure.exit_code
    return 0


@click.group(help=__doc__)
def commands() -> None: ...


for _command in (
    doctor_command,
    due_command,
    reviewers,
    import_accounts,
    accessibility_statement,
    purge_command,
    person_data_command,
    backup_command,
    restore_command,
):
    commands.add_command(_command)


@commands.command("record", help="the record of one request, as a page to print")
@click.argument("request_id", metavar="REQUEST")
@with_language
def record_command(request_id: str, lang: Language) -> None:
    page = asyncio.run(_record(request_id, lang))
    if page is None:
        raise Failure(load_texts().in_language(lang).say("record.unknown", id=request_id))
    click.echo(page, nl=False)


@commands.command("sbom", help="what the bot runs on, as a CycloneDX bill of materials")
def sbom_command() -> None:
    click.echo(bill_of_materials())


@commands.command("verify-audit", help="check that the audit log is whole")
@click.option(
    "--expect", default="", metavar="CHECKSUM", help="one noted earlier, which must be in the log"
)
@with_language
def verify_audit_command(expect: str, lang: Language) -> None:
    texts, url = load_texts().in_language(lang), load_database_url(os.environ)
    click.echo(asyncio.run(verify_audit(url, texts, expect=expect.strip().lower())))


@commands.command("erase-person", help="erase a person, by Entra object id, from all that is kept")
@click.argument("person")
@with_language
def erase_person_command(person: str, lang: Language) -> None:
    texts, url = load_texts(), load_database_url(os.environ)
    nobody = texts.in_language("sv").say("erasure.nobody")  # the records are in Swedish
    person_id = person.strip().lower()
    click.echo(asyncio.run(erase_person(url, person_id, texts.in_language(lang), nobody=nobody)))


@commands.command(
    "rollback-base", help="list the bases kept, go back to the one of HASH, or let go of it again"
)
@click.argument("hash", required=False)
@click.option("--resume", "is_resuming", is_flag=True, help="answer from the editors' folder again")
@click.option("--kept", type=click.Path(path_type=Path), help="the folder with the bases kept")
@with_language
def rollback_base_command(
    hash: str | None, is_resuming: bool, kept: Path | None, lang: Language
) -> None:
    """*hash* names the base to answer from; without it they are listed."""
    bases = BaseVersions(kept or load_kept_bases_folder(os.environ))
    texts = load_texts().in_language(lang)
    if is_resuming:
        click.echo(resume(bases, texts))
    else:
        click.echo("\n".join(go_back(bases, hash, texts) if hash else listed(bases, texts)))


@commands.command(
    "export-archive", help="write the requests and decisions from FIRST to LAST into FOLDER"
)
@click.argument("first", type=click.DateTime(("%Y-%m-%d",)))
@click.argument("last", type=click.DateTime(("%Y-%m-%d",)))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_language
def export_archive_command(first: datetime, last: datetime, folder: Path, lang: Language) -> None:
    texts = load_texts().in_language(lang)
    if last < first:
        raise Failure(texts.say("archive.backwards"))
    if folder.exists() and any(folder.iterdir()):
        raise Failure(texts.say("archive.not-empty", folder=folder))
    try:
        count = asyncio.run(_export(first.date(), last.date(), folder, lang))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Failure(texts.say("archive.unwritable", folder=folder, reason=reason)) from None
    click.echo(texts.say("archive.done", requests=count, folder=folder))


async def _export(first: date, last: date, folder: Path, language: Language) -> int:
    async with _opened(language) as (service, records):
        begin, end = midnight_before(first), midnight_after(last)
        requests = requests_within(await service.all_requests(), begin, end)

        async def page(request_id: str) -> str | None:
            return await records.html(request_id, language)

        sentences = records.texts.in_language(language)
        period = sentences.say("archive.period", first=first, last=last)
        await write_archive(folder, requests, page, sentences, period=period)
    return len(requests)


@commands.command(
    "outbox", help="what waits to be sent or was given up: list, show, resend or drop NUMBER"
)
@click.argument("do", type=click.Choice(("list", "show", "resend", "drop")), default="list")
@click.argument("number", type=click.IntRange(0, 2**63 - 1), required=False)
@with_language
def outbox_command(do: str, number: int | None, lang: Language) -> None:
    url, texts = load_database_url(os.environ), load_texts().in_language(lang)
    if do == "list":
        click.echo("\n".join(asyncio.run(outbox.listed(url, texts))))
    elif number is None:
        raise Failure(texts.say("outbox.no_number"))
    elif do == "show":
        click.echo("\n".join(asyncio.run(outbox.shown(url, number, texts))))
    else:
        change = outbox.resent if do == "resend" else outbox.dropped
        click.echo(asyncio.run(change(url, number, texts)))


async def _record(request_id: str, language: Language) -> str | None:
    """Return a record from the database and the base that the environment names."""
    async with _opened(language) as (_, records):
        return await records.open(request_id, language, reader=None)


@asynccontextmanager
async def _opened(language: Language) -> AsyncIterator[tuple[CaseService, Records]]:
    base = load(Path(os.environ.get("BOT_BASE") or BASE))
    texts = load_texts().naming(base.names)
    url = load_database_url(os.environ)
    async with open_database(url, texts.in_language(language)) as database:
        service = CaseService(SqlTransactions(database))
        yield (
            service,
            Records(service.record, lambda: base, texts, utc_now, service.note_opening),
        )


if __name__ == "__main__":
    sys.exit(main())
