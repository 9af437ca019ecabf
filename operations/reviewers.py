"""python -m operations reviewers: who reviews, changed by those who run the bot."""

import asyncio
import os
import secrets
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

import click

from cards.reviewers import called, period, standing
from config import load_database_url
from core.appointment_service import AppointmentService, Tenure
from core.appointments import Appointment
from core.clock import midnight_after, midnight_before, utc_now
from core.errors import DomainError
from core.language import Language
from core.policy import Policy
from operations.failure import Failure
from operations.options import with_language
from operations.stored_data import open_database
from questions.masking import holds_identity_number
from storage.unit_of_work import SqlTransactions
from texts.catalogue import Catalogue, load_texts

T = TypeVar("T")


@click.group("reviewers", help="list, add and end reviewers, and appoint deputies")
def reviewers() -> None: ...


@reviewers.command("list", help="every appointment there has been, with its id")
@with_language
def list_command(lang: Language) -> None:
    texts = load_texts().in_language(lang)
    found = _with_service(lambda service: service.everything(), texts)
    click.echo("\n".join(_line(each, texts) for each in found) or texts.say("reviewers.empty"))


@reviewers.command("add", help="make PERSON, an Entra object id, a reviewer")
@click.argument("person", callback=lambda _context, _name, value: _entra_id(value))
@click.option("--from", "first", help="the first day, as in 2026-11-25; today")
@click.option("--to", "last", help="the last day; until further notice")
@click.option(
    "--routine", default="", help="the id of the routine whose questions alone they see to"
)
@with_language
def add_command(
    person: str, first: str | None, last: str | None, routine: str, lang: Language
) -> None:
    _appoint(person, "", first, last, lang, routine=routine)


@reviewers.command("deputy", help="let PERSON review in place of PRINCIPAL for a time")
@click.argument("person", callback=lambda _context, _name, value: _entra_id(value))
@click.argument("principal", callback=lambda _context, _name, value: _entra_id(value))
@click.argument("first", metavar="FROM")
@click.argument("last", metavar="TO")
@with_language
def deputy_command(person: str, principal: str, first: str, last: str, lang: Language) -> None:
    _appoint(person, principal, first, last, lang)


@reviewers.command("end", help="end what PERSON, an Entra object id, was appointed to")
@click.argument("person", callback=lambda _context, _name, value: _entra_id(value))
@click.option("--last", help="the last day, as in 2026-11-25; at once")
@with_language
def end_command(person: str, last: str | None, lang: Language) -> None:
    texts = load_texts().in_language(lang)
    ends_at = midnight_after(_date(last, texts)) if last else utc_now()
    count = _with_service(lambda service: service.end(person, ends_at), texts)
    click.echo(texts.say("reviewers.removed", count=count))


def _appoint(
    person: str,
    principal: str,
    first: str | None,
    last: str | None,
    lang: Language,
    *,
    routine: str = "",
) -> None:
    texts, now = load_texts().in_language(lang), utc_now()
    starts_at = max(midnight_before(_date(first, texts)), now) if first else now
    ends_at = midnight_after(_date(last, texts)) if last else None
    term = Tenure(person, starts_at, ends_at, principal, routine)
    made = _with_service(lambda service: service.appoint(term), texts)
    click.echo(texts.say("reviewers.added", name=called(made.reviewer), period=period(made, texts)))


def _line(appointment: Appointment, texts: Catalogue) -> str:
    return texts.say(
        "reviewers.row",
        id=appointment.reviewer.id,
        name=" ".join(filter(None, (called(appointment.reviewer), appointment.routine))),
        period=period(appointment, texts),
        standing=standing(appointment, texts, now=utc_now()),
    )


def _entra_id(text: str) -> str:
    try:
        return str(UUID(text.strip()))
    except ValueError:
        raise click.BadParameter(f"{text!r} is not an Entra object id") from None


def _date(text: str, texts: Catalogue) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise Failure(texts.say("refused.not-a-date")) from None


def _with_service(work: Callable[[AppointmentService], Awaitable[T]], texts: Catalogue) -> T:
    """Return what *work* does with the list in the database that the environment names."""

    async def run() -> T:
        async with open_database(load_database_url(os.environ), texts) as database:
            transactions = SqlTransactions(database)
            return await work(AppointmentService(transactions, _policy()))

    try:
        return asyncio.run(run())
    except DomainError as refused:
        raise Failure(texts.say(f"refused.{refused.code}")) from None


def _policy() -> Policy:
    return Policy(
        clock=utc_now,
        nonce=lambda: secrets.token_hex(16),
        holds_personal_data=holds_identity_number,
    )
