"""python -m operations: run and look after the bot."""

import asyncio
import os
import sys
from pathlib import Path

import click

from accounts.case_service import CaseService
from config import load_database_url, load_kept_bases_folder
from core.clock import utc_now
from core.language import Language
from knowledge.live.versions import BaseVersions
from knowledge.source.loader import load
from operations.failure import Failure
from operations.options import with_language
from operations.reviewers import reviewers
from operations.rollback import go_back, listed, resume
from operations.sbom import bill_of_materials
from operations.stored_data import erase_person, open_database, verify_audit
from pages.record import Records
from storage.unit_of_work import SqlTransactions
from texts.catalogue import load_texts

BASE = "knowledge/base"
"""As the settings have it where the environment names no other."""


def main(arguments: list[str] | None = None) -> int:
    try:
        commands.main(arguments, "python -m operations", standalone_mode=False)
    except click.ClickException as failed:
        failed.show()
        return failed.exit_code
    return 0


@click.group(help=__doc__)
def commands() -> None: ...


commands.add_command(reviewers)


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
@with_language
def verify_audit_command(lang: Language) -> None:
    texts = load_texts().in_language(lang)
    click.echo(asyncio.run(verify_audit(load_database_url(os.environ), texts)))


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


async def _record(request_id: str, language: Language) -> str | None:
    """Return a record from the database and the base that the environment names."""
    base, texts = load(Path(os.environ.get("BOT_BASE") or BASE)), load_texts()
    url = load_database_url(os.environ)
    async with open_database(url, texts.in_language(language)) as database:
        service = CaseService(SqlTransactions(database))
        records = Records(service.record, lambda: base, texts, utc_now)
        return await records.html(request_id, language)


if __name__ == "__main__":
    sys.exit(main())
