"""The contract of `QuestionStore`, on every database we support."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import StatementError

from questions.asked import LastQuestion, Verdict, Vote
from storage.answer_log import BatchedAnswerLog
from storage.database import Database
from storage.questions import SqlQuestions
from storage.tables import last_questions, votes

MINUTE = timedelta(minutes=1)


@pytest.fixture
def log(database: Database, now: datetime) -> BatchedAnswerLog:
    return BatchedAnswerLog(database, clock=lambda: now, period=0.001)


@pytest.fixture
def store(database: Database, log: BatchedAnswerLog) -> SqlQuestions:
    return SqlQuestions(database, log)


@pytest.fixture
def last(now: datetime) -> LastQuestion:
    return LastQuestion("a:ada", "29:ada", "Får vi gallra?", "sv", now)


async def kept_votes(database: Database) -> dict[tuple[str, str], str]:
    def work(connection: Connection) -> dict[tuple[str, str], str]:
        rows = connection.execute(select(votes)).mappings()
        return {(row["answer_id"], row["voter"]): row["verdict"] for row in rows}

    return await database.read(work)


one_vote = st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.sampled_from(Verdict))


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cast=st.lists(one_vote, max_size=8))
async def test_the_last_vote_of_each_voter_on_each_answer_counts(
    database: Database, store: SqlQuestions, now: datetime, cast: list[tuple[str, str, Verdict]]
):
    await database.write(lambda connection: connection.execute(delete(votes)))
    for answer_id, voter, verdict in cast:
        await store.vote(Vote(answer_id, voter, "gallring", verdict, now))

    assert await kept_votes(database) == {(a, voter): verdict for a, voter, verdict in cast}


async def test_a_question_just_asked_is_the_last_one_before_it_is_written(
    store: SqlQuestions, log: BatchedAnswerLog, last: LastQuestion
):
    log.remember(last)

    assert await store.last_question("a:ada", "29:ada", since=last.asked_at) == last


async def test_a_question_is_the_last_one_after_it_is_written(
    store: SqlQuestions, log: BatchedAnswerLog, last: LastQuestion
):
    log.remember(last)
    await log.flush()

    assert log.unwritten("a:ada", "29:ada") is None
    assert await store.last_question("a:ada", "29:ada", since=last.asked_at) == last


async def test_a_newer_question_on_its_way_hides_the_written_one(
    store: SqlQuestions, log: BatchedAnswerLog, last: LastQuestion
):
    log.remember(last)
    await log.flush()
    newer = replace(last, question="Och på Instagram?", asked_at=last.asked_at + MINUTE)
    log.remember(newer)

    assert await store.last_question("a:ada", "29:ada", since=last.asked_at) == newer


@pytest.mark.parametrize("written", [True, False])
async def test_a_question_asked_too_long_ago_is_no_last_question(
    store: SqlQuestions, log: BatchedAnswerLog, last: LastQuestion, written: bool
):
    log.remember(last)
    if written:
        await log.flush()
    too_late = last.asked_at + timedelta(microseconds=1)

    assert await store.last_question("a:ada", "29:ada", since=too_late) is None


@pytest.mark.parametrize(("conversation", "person"), [("a:ada", "29:grace"), ("19:x", "29:ada")])
async def test_people_and_conversations_are_kept_apart(
    store: SqlQuestions, log: BatchedAnswerLog, last: LastQuestion, conversation: str, person: str
):
    log.remember(last)
    await log.flush()

    assert await store.last_question(conversation, person, since=last.asked_at) is None


async def test_a_moment_is_the_same_in_whatever_zone_it_is_given(
    store: SqlQuestions, log: BatchedAnswerLog, last: LastQuestion
):
    in_stockholm = last.asked_at.astimezone(timezone(timedelta(hours=2)))
    log.remember(replace(last, asked_at=in_stockholm))
    await log.flush()
    found = await store.last_question("a:ada", "29:ada", since=in_stockholm)

    assert found == last
    assert found is not None
    assert found.asked_at.utcoffset() == timedelta(0)


async def test_a_moment_without_a_zone_is_refused(store: SqlQuestions, now: datetime):
    with pytest.raises(StatementError, match="time zone"):
        await store.greet_once("a:ada", now.replace(tzinfo=None))


async def test_a_conversation_is_greeted_once(store: SqlQuestions, now: datetime):
    greeted = await asyncio.gather(*(store.greet_once("a:ada", now) for _ in range(5)))

    assert sorted(greeted) == [False, False, False, False, True]


async def test_each_conversation_is_greeted(store: SqlQuestions, now: datetime):
    await store.greet_once("a:ada", now)

    assert await store.greet_once("a:grace", now)


async def test_what_no_database_takes_becomes_question_marks(
    database: Database, store: SqlQuestions, log: BatchedAnswerLog, last: LastQuestion
):
    log.remember(replace(last, question="Hej\0 \ud83d!" + 5000 * "x"))
    await log.flush()
    kept = await database.read(lambda c: c.scalars(select(last_questions.c.question)).one())

    assert kept == ("Hej? ?!" + 5000 * "x")[:4000]


async def test_what_is_kept_is_there_after_a_restart(
    database_url: str, store: SqlQuestions, log: BatchedAnswerLog, now: datetime
):
    await store.greet_once("a:ada", now)
    reopened = Database(database_url)
    is_new = await SqlQuestions(reopened, log).greet_once("a:ada", now)
    await reopened.close()

    assert not is_new
