"""What waits to be sent or was given up: list it, send it again, or drop it."""

from dataclasses import asdict

from core.clock import utc_now
from operations.failure import Failure
from operations.stored_data import open_database
from storage import outbox_review
from storage.outbox_review import OutboxEntry
from texts.catalogue import Catalogue


async def listed(database_url: str, texts: Catalogue) -> list[str]:
    """Return a line for each message that waits or was given up."""
    async with open_database(database_url, texts) as database:
        entries = await database.read(outbox_review.entries)
    return [_line(each, texts) for each in entries] or [texts.say("outbox.empty")]


async def shown(database_url: str, number: int, texts: Catalogue) -> list[str]:
    """Return all there is to tell of one message, a fact a line; never what it says."""
    async with open_database(database_url, texts) as database:
        found = await database.read(lambda c: outbox_review.entry(c, number))
    if found is None:
        raise _unknown(number, texts)
    return [f"{name}: {value}" for name, value in asdict(found).items() if value is not None]


async def resent(database_url: str, number: int, texts: Catalogue) -> str:
    """Have a message sent again; a server notices within half a minute."""
    async with open_database(database_url, texts) as database:
        done = await database.write(lambda c: outbox_review.resend(c, number, at=utc_now()))
    if not done:
        raise _unknown(number, texts)
    return texts.say("outbox.resent", number=str(number))


async def dropped(database_url: str, number: int, texts: Catalogue) -> str:
    """Decide that a message is never sent."""
    async with open_database(database_url, texts) as database:
        done = await database.write(lambda c: outbox_review.drop(c, number, at=utc_now()))
    if not done:
        raise _unknown(number, texts)
    return texts.say("outbox.dropped", number=str(number))


def _line(entry: OutboxEntry, texts: Catalogue) -> str:
    return texts.say(
        "outbox.entry",
        number=str(entry.number),
        kind=entry.kind,
        state=texts.say(f"outbox.state.{entry.state}"),
        at=entry.put_at,
        attempts=entry.attempts,
        fault=entry.fault or "–",
    )


def _unknown(number: int, texts: Catalogue) -> Failure:
    return Failure(texts.say("outbox.unknown", number=str(number)))
