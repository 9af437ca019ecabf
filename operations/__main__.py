"""python -m operations: run and look after the bot."""

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from config import load_database_url, load_kept_bases_folder
from knowledge.live.versions import BaseVersions
from knowledge.source.loader import load
from operations.records import take_out
from operations.rollback import go_back, listed, resume
from operations.upkeep import Outcome, erase_person, verify_audit
from pages.record import records_in
from storage.database import Database
from storage.unit_of_work import Transactions
from texts.catalogue import load_texts

BASE = "knowledge/base"
"""As the settings have it where the environment names no other."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    options = _parser().parse_args(arguments)
    return options.command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m operations", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    record = commands.add_parser("record", help="the record of one request, as a page to print")
    record.add_argument("request_id", metavar="request", help="the request's id")
    record.add_argument("--lang", choices=("sv", "en"), default="sv")
    record.set_defaults(command=_record)
    verify = commands.add_parser("verify-audit", help="check that the audit log is whole")
    verify.add_argument("--lang", choices=("sv", "en"), default="sv")
    verify.set_defaults(command=_verify_audit)
    erase = commands.add_parser("erase-person", help="erase a person from all that is kept")
    erase.add_argument("person", help="the person's Entra object id")
    erase.add_argument("--lang", choices=("sv", "en"), default="sv")
    erase.set_defaults(command=_erase_person)
    back = commands.add_parser(
        "rollback-base", help="list the bases kept, go back to one, or let go of it again"
    )
    back.add_argument("hash", nargs="?", help="the base to answer from; without it they are listed")
    back.add_argument("--resume", action="store_true", help="answer from the editors' folder again")
    back.add_argument("--kept", type=Path, help="the folder with the bases kept")
    back.add_argument("--lang", choices=("sv", "en"), default="sv")
    back.set_defaults(command=_rollback_base)
    return parser


def _verify_audit(options: argparse.Namespace) -> int:
    texts = load_texts().in_language(options.lang)
    return _told(asyncio.run(verify_audit(load_database_url(os.environ), texts)))


def _erase_person(options: argparse.Namespace) -> int:
    texts, url = load_texts(), load_database_url(os.environ)
    nobody = texts.in_language("sv").say("erasure.nobody")  # the records are in Swedish
    person = options.person.strip().lower()
    return _told(
        asyncio.run(erase_person(url, person, texts.in_language(options.lang), nobody=nobody))
    )


def _told(outcome: Outcome) -> int:
    (sys.stderr if outcome.status else sys.stdout).write(f"{outcome.sentence}\n")
    return outcome.status


def _rollback_base(options: argparse.Namespace) -> int:
    bases = BaseVersions(options.kept or load_kept_bases_folder(os.environ))
    texts = load_texts().in_language(options.lang)
    is_done = True
    if options.resume:
        told = [resume(bases, texts)]
    elif options.hash:
        is_done, told = go_back(bases, options.hash, texts)
    else:
        told = list(listed(bases, texts))
    (sys.stdout if is_done else sys.stderr).write("".join(f"{line}\n" for line in told))
    return 0 if is_done else 1


def _record(options: argparse.Namespace) -> int:
    return asyncio.run(_take_out(options, os.environ))


async def _take_out(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Take a record out of the database and the base that the environment names."""
    base = load(Path(environ.get("BOT_BASE") or BASE))
    database = Database(load_database_url(environ), may_be_new=False)
    texts = load_texts()
    try:
        transactions = Transactions(database, clock=_now, mail=lambda: None)
        return await take_out(
            options.request_id,
            records=records_in(transactions, lambda: base, texts, _now),
            texts=texts.in_language(options.lang),
            write=sys.stdout.write,
            complain=sys.stderr.write,
        )
    finally:
        await database.close()


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
