"""The contract of `QuestionStore`, on every database we support."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import StatementError

from questions.asked import AnsweredMessage, AskedQuestion, LastQuestion, Outcome, Verdict, Vote
from storage import questions
from storage.address_book import SqlAddressBook
from storage.database import Database
from storage.question_tables import answered_messages, answers, votes
from storage.questions import SqlQuestions
from storage.tables import last_questions
from storage.turn_notes import KEEP_ANSWERED
from storage.turn_records import TurnRecords

MINUTE = timedelta(minutes=1)


@pytest.fixture
def records(database: Database, now: datetime) -> TurnRecords:
    addresses = SqlAddressBook(database, clock=lambda: now, on_notice=lambda: None)
    return TurnRecords(database, addresses, clock=lambda: now)


@pytest.fixture
def store(database: Database, records: TurnRecords) -> SqlQuestions:
    return SqlQuestions(database, records)


@pytest.fixture
def last(now: datetime) -> LastQuestion:
    shown, offered = ("gallring-nar",), ("gallring-hur", "diarieforing-kommentarer")
    return LastQuestion("a:ada", "29:ada", "Får vi gallra?", "sv", now, "answer-1", shown, offered)


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
) -> None:
    await database.write(lambda connection: connection.execute(delete(votes)))
    for answer_id, voter, verdict in cast:
        await store.vote(Vote(answer_id, voter, "gallring", verdict, now))

    assert await kept_votes(database) == {(a, voter): verdict for a, voter, verdict in cast}


async def test_a_question_just_asked_is_the_last_one_before_it_is_written(
    store: SqlQuestions, records: TurnRecords, last: LastQuestion
) -> None:
    await records.add(last=last)

    assert await store.last_question("a:ada", "29:ada", since=last.asked_at) == last


async def test_a_question_is_the_last_one_after_it_is_written(
    store: SqlQuestions, records: TurnRecords, last: LastQuestion
) -> None:
    await records.add(last=last)
    await records.flush()

    assert records.unwritten("a:ada", "29:ada") is None
    assert await store.last_question("a:ada", "29:ada", since=last.asked_at) == last


async def test_a_newer_question_on_its_way_hides_the_written_one(
    store: SqlQuestions, records: TurnRecords, last: LastQuestion
) -> None:
    await records.add(last=last)
    await records.flush()
    newer = replace(last, question="Och på Instagram?", asked_at=last.asked_at + MINUTE)
    await records.add(last=newer)

    assert await store.last_question("a:ada", "29:ada", since=last.asked_at) == newer


@pytest.mark.parametrize("written", [True, False])
async def test_a_question_asked_too_long_ago_is_no_last_question(
    store: SqlQuestions, records: TurnRecords, last: LastQuestion, written: bool
) -> None:
    await records.add(last=last)
    if written:
        await records.flush()
    too_late = last.asked_at + timedelta(microseconds=1)

    assert await store.last_question("a:ada", "29:ada", since=too_late) is None


@pytest.mark.parametrize(("conversation", "person"), [("a:ada", "29:grace"), ("19:x", "29:ada")])
async def test_people_and_conversations_are_kept_apart(
    store: SqlQuestions, records: TurnRecords, last: LastQuestion, conversation: str, person: str
) -> None:
    await records.add(last=last)
    await records.flush()

    assert await store.last_question(conversation, person, since=last.asked_at) is None


async def test_a_moment_is_the_same_in_whatever_zone_it_is_given(
    store: SqlQuestions, records: TurnRecords, last: LastQuestion
) -> None:
    in_stockholm = last.asked_at.astimezone(timezone(timedelta(hours=2)))
    await records.add(last=replace(last, asked_at=in_stockholm))
    await records.flush()
    found = await store.last_question("a:ada", "29:ada", since=in_stockholm)

    assert found == last
    assert found is not None
    assert found.asked_at.utcoffset() == timedelta(0)


async def test_what_has_answered_lately_is_counted_since_a_moment(
    store: SqlQuestions, records: TurnRecords, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(number: int, *passages: str, **more: Any) -> AskedQuestion:
        plain = AskedQuestion(
            f"a{number}", now, "sv", "Får vi?", Outcome.ANSWER, passages, 0.5, "hash"
        )
        return replace(plain, **more)

    for each in (
        asked(1, "gallring", "bilder"),
        asked(2, "gallring", language="en"),
        asked(3, "bilder"),
        asked(4, "bilder", outcome=Outcome.SUGGESTIONS),
        asked(5, outcome=Outcome.NONE),
        asked(6, "bilder", asked_at=now - MINUTE),
    ):
        await records.add(asked=each)
    await records.flush()

    assert await store.answered_with(since=now) == {"gallring": 2, "bilder": 1}

    monkeypatch.setattr(questions, "LATEST", 1)
    await records.add(asked=asked(7, "bilder", asked_at=now + MINUTE))
    await records.flush()

    assert await store.answered_with(since=now) == {"bilder": 1}


async def test_a_moment_without_a_zone_is_refused(store: SqlQuestions, now: datetime) -> None:
    with pytest.raises(StatementError, match="time zone"):
        await store.greet_once("a:ada", now.replace(tzinfo=None), activity="f:1")


async def test_a_conversation_is_greeted_once(store: SqlQuestions, now: datetime) -> None:
    asked = (store.greet_once("a:ada", now, activity=f"f:{number}") for number in range(5))
    greeted = await asyncio.gather(*asked)

    assert sorted(greeted) == [False, False, False, False, True]


async def test_each_conversation_is_greeted(store: SqlQuestions, now: datetime) -> None:
    await store.greet_once("a:ada", now, activity="f:1")

    assert await store.greet_once("a:grace", now, activity="f:1")


@pytest.mark.parametrize(("activity", "again"), [("f:1", True), ("f:2", False), ("", False)])
async def test_what_asked_for_the_greeting_may_ask_again(
    store: SqlQuestions, now: datetime, activity: str, again: bool
) -> None:
    await store.greet_once("a:ada", now, activity=activity and "f:1")

    assert await store.greet_once("a:ada", now, activity=activity) is again


async def test_what_no_database_takes_becomes_question_marks(
    database: Database, store: SqlQuestions, records: TurnRecords, last: LastQuestion
) -> None:
    await records.add(last=replace(last, question="Hej\0 \ud83d!" + 5000 * "x"))
    await records.flush()
    kept = await database.read(lambda c: c.scalars(select(last_questions.c.question)).one())

    assert kept == ("Hej? ?!" + 5000 * "x")[:4000]


async def test_what_is_kept_is_there_after_a_restart(
    database_url: str, store: SqlQuestions, records: TurnRecords, now: datetime
) -> None:
    await store.greet_once("a:ada", now, activity="f:1")
    reopened = Database(database_url)
    is_new = await SqlQuestions(reopened, records).greet_once("a:ada", now, activity="f:2")
    await reopened.close()

    assert not is_new


@pytest.fixture
def answered(now: datetime) -> AnsweredMessage:
    return AnsweredMessage("hash-of-a-message", "reply-1", "answer-1", "", now)


@pytest.fixture
def asked(now: datetime) -> AskedQuestion:
    shown = ("a", "b")
    return AskedQuestion("answer-1", now, "sv", "Får vi?", Outcome.ANSWER, shown, 0.5, "hash")


async def test_a_message_just_answered_is_found_while_it_is_young(
    store: SqlQuestions, records: TurnRecords, answered: AnsweredMessage
) -> None:
    await records.add(answered=answered)
    at, later = answered.answered_at, answered.answered_at + timedelta(microseconds=1)

    assert await store.answered("hash-of-a-message", since=at) == answered
    assert await store.answered("hash-of-a-message", since=later) is None
    assert await store.answered("hash-of-another", since=at) is None


async def test_what_a_reply_answers_is_found_by_the_replys_id(
    store: SqlQuestions, records: TurnRecords, answered: AnsweredMessage, asked: AskedQuestion
) -> None:
    await records.add(asked=asked, answered=replace(answered, answer_id=asked.answer_id))
    at, later = answered.answered_at, answered.answered_at + timedelta(microseconds=1)

    assert await store.quoted("reply-1", since=at) == asked
    assert await store.quoted("reply-1", since=later) is None
    assert await store.quoted("reply-2", since=at) is None


async def test_of_two_replies_with_one_id_neither_is_quoted(
    store: SqlQuestions, records: TurnRecords, answered: AnsweredMessage, asked: AskedQuestion
) -> None:
    other = replace(asked, answer_id="answer-of-another")
    await records.add(asked=asked, answered=replace(answered, answer_id=asked.answer_id))
    elsewhere = replace(answered, message="hash-elsewhere", answer_id=other.answer_id)
    await records.add(asked=other, answered=elsewhere)

    assert await store.quoted("reply-1", since=answered.answered_at) is None


async def test_a_change_is_answered_by_the_first_who_claims_it(
    store: SqlQuestions, records: TurnRecords, answered: AnsweredMessage
) -> None:
    await records.add(answered=answered)
    await records.flush()
    claims = await asyncio.gather(*(store.claim_edit(answered, "edit-1") for _ in range(4)))
    kept = await store.answered("hash-of-a-message", since=answered.answered_at)

    assert sorted(claims) == [False, False, False, True]
    assert kept == replace(answered, edit="edit-1")
    assert not await store.claim_edit(answered, "edit-2")
    assert await store.claim_edit(replace(answered, edit="edit-1"), "edit-2")


async def test_a_message_answered_again_is_kept_once(
    store: SqlQuestions, records: TurnRecords, answered: AnsweredMessage
) -> None:
    again = replace(answered, answer_id="answer-2", edit="edit-1")
    for each in (answered, again):
        await records.add(answered=each)

    assert await store.answered("hash-of-a-message", since=answered.answered_at) == again


async def test_an_answer_that_is_replaced_goes_with_its_votes_and_no_other(
    database: Database, store: SqlQuestions, records: TurnRecords, now: datetime
) -> None:
    for answer_id in ("answer-1", "answer-2"):
        asked = AskedQuestion(answer_id, now, "sv", "Får vi?", Outcome.NONE, (), 0.0, "hash")
        await records.add(asked=asked)
        await store.vote(Vote(answer_id, "x", "gallring", Verdict.HELPFUL, now))
    await records.add(replaced="answer-1")
    await records.flush()

    kept = await database.read(lambda c: c.scalars(select(answers.c.answer_id)).all())
    assert kept == ["answer-2"]
    assert set(await kept_votes(database)) == {("answer-2", "x")}


async def test_answered_messages_are_forgotten_after_an_hour(
    database: Database, records: TurnRecords, answered: AnsweredMessage
) -> None:
    old = replace(answered, answered_at=answered.answered_at - KEEP_ANSWERED - MINUTE)
    await records.add(answered=old)
    await records.flush()

    assert await database.read(lambda c: c.scalars(select(answered_messages)).all()) == []


async def test_a_last_question_is_forgotten_even_before_it_is_written(
    store: SqlQuestions, records: TurnRecords, last: LastQuestion
) -> None:
    other = replace(last, person="29:grace")
    for each in (last, other):
        await records.add(last=each)
    await store.forget_last("a:ada", "29:ada")

    assert await store.last_question("a:ada", "29:ada", since=last.asked_at) is None
    assert await store.last_question("a:ada", "29:grace", since=last.asked_at) == other
