"""Looking after what is kept: checking the audit log, and erasing a person."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from accounts.erasure import ErasureResult, ErasureService
from questions.erasure import erase_from_questions
from storage.audit_check import Audit, check_audit_log
from storage.database import UNREACHABLE, Database
from storage.errors import UnsuitableUrl
from storage.schema import is_current
from storage.unit_of_work import SqlUnitOfWork, Transactions
from texts.catalogue import Catalogue

FOUND_WANTING, UNUSABLE = 1, 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to: its exit status and what it says."""

    status: int
    sentence: str


class _Unusable(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


async def verify_audit(database_url: str, texts: Catalogue) -> Outcome:
    """Say whether the audit log is whole, or the first thing that is wrong with it."""
    try:
        async with _open(database_url, texts) as database:
            return _verdict(await database.read(check_audit_log), texts)
    except _Unusable as unusable:
        return unusable.outcome


async def erase_person(
    database_url: str, person_id: str, texts: Catalogue, *, nobody: str
) -> Outcome:
    """Erase a person; *nobody* is the name that stands where theirs did."""
    erasing = ErasureService(clock=_now, token=lambda: secrets.token_hex(16), nobody=nobody)
    try:
        async with _open(database_url, texts) as database:
            # Nothing new is put into the outbox, so nobody need be called.
            transactions = Transactions(database, clock=_now, mail=lambda: None)
            erased, questions = await transactions.write(
                lambda uow: _erase(uow, erasing, person_id)
            )
    except _Unusable as unusable:
        return unusable.outcome
    if not erased.found_anything and not questions:
        return Outcome(FOUND_WANTING, texts.say("erasure.unknown"))
    facts = {"requests": erased.requests, "accounts": erased.accounts, "questions": questions}
    return Outcome(0, texts.say("erasure.done", **facts))


def _erase(
    uow: SqlUnitOfWork, erasing: ErasureService, person_id: str
) -> tuple[ErasureResult, int]:
    """Erase the person from questions first: the rest makes the person unknown to the log."""
    questions = erase_from_questions(
        uow,
        person_id,
        nobody=erasing.somebody_else,
        nonce=lambda: secrets.token_hex(16),
        at=_now(),
    )
    return erasing.erase(uow, person_id), questions


def _verdict(audit: Audit, texts: Catalogue) -> Outcome:
    finding = audit.finding
    if finding is None:
        return Outcome(0, texts.say("audit.whole", lines=audit.lines, seal=audit.seal))
    return Outcome(FOUND_WANTING, texts.say(f"audit.{finding.fault}", **asdict(finding)))


@asynccontextmanager
async def _open(url: str, texts: Catalogue) -> AsyncIterator[Database]:
    """Open a database that is there already, and as this version of the bot expects it."""
    try:
        database = Database(url, may_be_new=False)
    except UnsuitableUrl as unsuitable:
        sentence = texts.say("upkeep.no-database", reason=unsuitable)
        raise _Unusable(Outcome(UNUSABLE, sentence)) from None
    try:
        if not await database.read(is_current):
            raise _Unusable(Outcome(UNUSABLE, texts.say("upkeep.not-current")))
        yield database
    except UNREACHABLE as error:
        sentence = texts.say("upkeep.no-database", reason=getattr(error, "orig", None) or error)
        raise _Unusable(Outcome(UNUSABLE, sentence)) from None
    finally:
        await database.close()


def _now() -> datetime:
    return datetime.now(UTC)
