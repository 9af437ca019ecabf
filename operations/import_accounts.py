"""python -m operations import-accounts: a list of accounts into the register."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import click

from accounts.import_service import ImportService, ListedAccount, ListPreview
from config import load_database_url
from core.clock import utc_now
from core.language import Language
from jobs.table import policy_by
from knowledge.account_form import AccountForm
from knowledge.account_list import UnreadableList, from_addresses, list_to_fill_in, read_list
from knowledge.source.loader import load
from operations.failure import Failure
from operations.options import with_language
from operations.stored_data import open_database
from storage.unit_of_work import SqlTransactions
from texts.account_rows import row_fault, row_known
from texts.catalogue import Catalogue, load_texts

BASE = "knowledge/base"


@click.command("import-accounts", help="read a list of accounts, CSV or XLSX, into the register")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--template", type=click.Path(path_type=Path), help="write a list to fill in there")
@click.option(
    "--addresses",
    type=click.File(encoding="utf-8"),
    help="with --template: fill it with the addresses found in this text; - reads what is pasted",
)
@click.option("--apply", is_flag=True, help="read it in; without this it is only checked")
@with_language
def import_accounts(
    file: Path | None,
    template: Path | None,
    addresses: IO[str] | None,
    apply: bool,
    lang: Language,
) -> None:
    texts, form = load_texts().in_language(lang), _form()
    if template is not None:
        rows = [*from_addresses(addresses.read(), form)] if addresses else []
        template.write_bytes(list_to_fill_in(template.name, rows))
        click.echo(texts.say("import.written", path=template, count=len(rows)))
    elif file is None:
        raise Failure(texts.say("import.no-file"))
    else:
        click.echo(asyncio.run(_imported(_rows(file, form, texts), form, texts, apply=apply)))


def _form() -> AccountForm:
    form = load(Path(os.environ.get("BOT_BASE") or BASE)).account_form
    if form is None:
        raise Failure(load_texts().in_language("sv").say("walk.not_here"))
    return form


def _rows(file: Path, form: AccountForm, texts: Catalogue) -> Sequence[ListedAccount]:
    try:
        return read_list(file.name, file.read_bytes(), form)
    except UnreadableList as unreadable:
        raise Failure(texts.say(f"import.{unreadable.code}", detail=unreadable.detail)) from None


async def _imported(
    rows: Sequence[ListedAccount], form: AccountForm, texts: Catalogue, *, apply: bool
) -> str:
    """Return what the list comes to; carried out where *apply* says so and nothing is wrong."""
    async with open_database(load_database_url(os.environ), texts) as database:
        service = ImportService(SqlTransactions(database), policy_by(lambda: form.rules, utc_now))
        preview = await service.preview(rows)
        if apply and not preview.faults:
            done = await service.carry_out(rows)
            return texts.say("import.done", count=len(done), known=len(preview.known))
    said = "\n".join(_lines(preview, texts))
    if preview.faults:
        raise Failure(said)
    return said


def _lines(preview: ListPreview, texts: Catalogue) -> Sequence[str]:
    faults = [
        texts.say("import.at", row=str(each.row), column=each.column, said=row_fault(each, texts))
        for each in preview.faults
    ]
    known = [row_known(row, account, texts) for row, account in preview.known]
    wrong = len({fault.row for fault in preview.faults})
    counts = {"new": len(preview.new), "known": len(known), "wrong": wrong}
    end = "import.mend" if faults else "import.ready"
    return [*faults, *known, texts.say("import.counts", **counts), texts.say(end)]
