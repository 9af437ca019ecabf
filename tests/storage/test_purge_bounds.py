"""A purge at its bounds: the very moment, a leap day, for ever, a century, a row without a date."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from core.retention import Retention
from storage.database import Database
from storage.outbox import State
from storage.question_tables import votes
from storage.retention import SqlRetention
from storage.tables import outbox

LEAP_DAY = datetime(2028, 2, 29, 3, 0, tzinfo=UTC)
A_YEAR_BEFORE = datetime(2027, 3, 1, 3, 0, tzinfo=UTC)
"""365 days, none of which is a 29th of February before the last."""
MOMENT = timedelta(microseconds=1)


async def vote_at(database: Database, *moments: datetime) -> None:
    like = {"voter": "v", "passage": "p", "verdict": "helpful"}
    rows = [like | {"answer_id": f"a{n}", "voted_at": at} for n, at in enumerate(moments)]
    await database.write(lambda connection: connection.execute(insert(votes), rows))


async def purged(database: Database, keep: Retention, now: datetime = LEAP_DAY) -> int:
    return sum((await SqlRetention(database, keep, clock=lambda: now).purge()).values())


async def test_what_is_just_as_old_as_it_may_be_is_kept_until_a_moment_later(
    database: Database,
) -> None:
    await vote_at(database, A_YEAR_BEFORE - MOMENT, A_YEAR_BEFORE)
    keep = Retention(votes=365)

    assert [await purged(database, keep), await purged(database, keep)] == [1, 0]
    assert await purged(database, keep, LEAP_DAY + MOMENT) == 1


@pytest.mark.parametrize("days", [0, 36_500])
async def test_what_is_kept_for_ever_or_for_a_century_stays(database: Database, days: int) -> None:
    await vote_at(database, datetime(1970, 1, 1, tzinfo=UTC), LEAP_DAY)

    assert await purged(database, Retention(votes=days)) == 0


async def test_a_message_given_up_without_a_date_goes_by_when_it_was_put(
    database: Database,
) -> None:
    given_up = {
        "kind": "decided",
        "recipient": "ada",
        "subject": "sm-1",
        "facts": {},
        "state": State.UNSENDABLE,
        "attempts": 1,
    }
    at = {"old": LEAP_DAY - timedelta(days=91), "new": LEAP_DAY - timedelta(days=89)}
    rows = [given_up | {"key": key, "put_at": each, "due_at": each} for key, each in at.items()]
    await database.write(lambda connection: connection.execute(insert(outbox), rows))

    assert await purged(database, Retention(notices=90)) == 1
    assert await database.read(lambda c: c.scalars(select(outbox.c.key)).all()) == ["new"]
