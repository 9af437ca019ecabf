"""Checking the audit log, and erasing a person, in the database that the environment names."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict

from accounts.erasure import ErasureService, substitute
from core.clock import utc_now
from operations.failure import Failure, Unusable
from questions.erasure import erase_from_questions
from storage.audit_check import check_audit_log
from storage.database import Database
from storage.schema import NoDatabase, OtherVersion, existing_database
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from texts.catalogue import Catalogue


async def verify_audit(database_url: str, texts: Catalogue) -> str:
    """Return the sentence on an audit log that is whole.

    Raises:
        Failure: with the first thing that is wrong with it.
    """
    async with open_database(database_url, texts) as database:
        audit = await database.read(check_audit_log)
    if audit.fault:
        raise Failure(texts.say(f"audit.{audit.fault.kind}", **asdict(audit.fault)))
    return texts.say("audit.whole", lines=audit.lines, seal=audit.seal)


async def erase_person(database_url: str, person_id: str, texts: Catalogue, *, nobody: str) -> str:
    """Erase a person and return what was changed; *nobody* stands where their name did.

    Raises:
        Failure: where nothing is known of them.
    """
    async with open_database(database_url, texts) as database:
        # Nothing new is put into the outbox, so no one need be woken.
        erased = await _erasure_service(SqlTransactions(database), nobody).erase(person_id)
    if not erased.has_found_anything:
        raise Failure(texts.say("erasure.unknown"))
    found = {"requests": erased.requests, "accounts": erased.accounts}
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


def _erasure_service(transactions: SqlTransactions, nobody: str) -> ErasureService[SqlUnitOfWork]:
    def erase_questions(uow: SqlUnitOfWork, person_id: str) -> int:
        return erase_from_questions(
            uow, person_id, nobody=lambda: substitute(_token(), nobody), nonce=_token, at=utc_now()
        )

    return ErasureService(
        transactions, clock=utc_now, token=_token, nobody=nobody, elsewhere=erase_questions
    )


def _token() -> str:
    return secrets.token_hex(16)
