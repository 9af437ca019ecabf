"""The contract of `QuestionsUnitOfWork`: the same in memory and on every supported database."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol, TypeVar

import pytest
from sqlalchemy import Connection, text

from core.errors import OutOfDate
from questions.asked import AskedQuestion, Outcome, Verdict, Vote
from questions.forwarded_question import (
    EditorReply,
    ForwardedQuestion,
    ForwardedStatus,
    ShownPassages,
)
from questions.gap import Gap, Handling, PassageDraft
from questions.ports import QuestionsUnitOfWork
from storage.address_book import SqlAddressBook
from storage.database import Database
from storage.questions import SqlQuestions
from storage.schema import MIGRATIONS, upgrade
from storage.turn_records import TurnRecords
from storage.unit_of_work import SqlTransactions
from tests.storage.cases import NOON
from tests.storage.conftest import open_database
from tests.storage.servers import sqlite_url
from tests.world.memory import InMemoryTransactions, InMemoryUnitOfWork
from tests.world.people import EVA
from tests.world.question_stores import InMemoryGaps, InMemoryQuestions

T = TypeVar("T")
HOUR = timedelta(hours=1)
LONG_AGO = NOON - timedelta(days=1)


class AnyTransactions(Protocol):
    async def read(self, work: Callable[[QuestionsUnitOfWork], T]) -> T: ...
    async def write(self, work: Callable[[QuestionsUnitOfWork], T]) -> T: ...


@dataclass
class Stored:
    """The books, and what is asked_questions of questions beside them."""

    transactions: AnyTransactions
    note: Callable[[AskedQuestion], Awaitable[None]]
    vote: Callable[[Vote], Awaitable[None]]

    async def missed(self, *, most: int = 100) -> list[str]:
        def work(uow: QuestionsUnitOfWork) -> list[str]:
            return [each.answer_id for each in uow.gaps.missed(since=LONG_AGO, most=most)]

        return await self.transactions.read(work)

    async def ids(
        self, work: Callable[[QuestionsUnitOfWork], Sequence[ForwardedQuestion | Gap]]
    ) -> list[str]:
        return [each.id for each in await self.transactions.read(work)]

    async def send(self, *forwarded_questions: ForwardedQuestion) -> list[bool]:
        return await self.transactions.write(
            lambda uow: [uow.forwarded_questions.add(each) for each in forwarded_questions]
        )

    async def handle(self, gap: Gap, *answer_ids: str) -> bool:
        return await self.transactions.write(lambda uow: uow.gaps.add(gap, answer_ids))


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def stored(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stored]:
    if request.param == "memory":
        asked_questions = InMemoryQuestions()

        async def note(asked: AskedQuestion) -> None:
            asked_questions.append(asked)

        yield Stored(
            InMemoryTransactions(InMemoryUnitOfWork(gaps=InMemoryGaps(asked_questions))),
            note,
            asked_questions.vote,
        )
        return
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = request.getfixturevalue("postgres").new_database()
    async with open_database(url) as database:
        book = SqlAddressBook(database, clock=lambda: NOON, on_notice=lambda: None)
        records = TurnRecords(database, book, clock=lambda: NOON)

        async def note_in_database(asked: AskedQuestion) -> None:
            await records.add(asked=asked)
            await records.flush()

        transactions = SqlTransactions(database, clock=lambda: NOON, on_notice=lambda: None)
        yield Stored(transactions, note_in_database, SqlQuestions(database, records).vote)


def a_forwarded_question(
    forwarded_id: str = "fr-1", *, hours: int = 0, **changes: object
) -> ForwardedQuestion:
    at = NOON + hours * HOUR
    forwarded = ForwardedQuestion(
        forwarded_id, f"a-{forwarded_id}", "Får vi?", "sv", "anna", at, at, "n"
    )
    return replace(forwarded, **changes)  # pyright: ignore[reportArgumentType]


def a_gap(gap_id: str = "lucka-1", *, hours: int = 0, **changes: object) -> Gap:
    at = NOON + hours * HOUR
    gap = Gap(gap_id, EVA, at, at, "n", Handling.NOT_OURS, "sv", ("Får vi?",), 1)
    return replace(gap, **changes)  # pyright: ignore[reportArgumentType]


def asked(
    answer_id: str, outcome: Outcome = Outcome.NONE, *, hours: int = 0, question: str = "Får vi?"
) -> AskedQuestion:
    at = NOON + hours * HOUR
    return AskedQuestion(answer_id, at, "sv", question, outcome, ("gallring",), 0.5, "hash")


def a_vote(answer_id: str, verdict: Verdict, *, voter: str = "v", passage: str = "p") -> Vote:
    return Vote(answer_id, voter, passage, verdict, NOON)


# Forwarded questions.


async def test_a_forwarded_question_is_stored_whole(stored: Stored) -> None:
    whole = a_forwarded_question(
        shown=ShownPassages(("p", "q"), "hash"),
        standing=ForwardedStatus.ANSWERED,
        reply=EditorReply(EVA, NOON, "Ja.\n\nÅäö “” 🙂"),
        follows=True,
        in_base_at=NOON,
        reminded=True,
    )
    await stored.send(whole)

    assert await stored.transactions.read(lambda uow: uow.forwarded_questions.get("fr-1")) == whole
    assert await stored.transactions.read(lambda uow: uow.forwarded_questions.get("fr-2")) is None


async def test_a_forwarded_question_is_sent_once_by_each_asker(stored: Stored) -> None:
    same = a_forwarded_question("fr-2", answer_id="a-fr-1")
    sent = await stored.send(
        a_forwarded_question(), a_forwarded_question(), same, replace(same, asker="bo")
    )

    assert sent == [True, False, False, True]
    found = await stored.transactions.read(
        lambda uow: uow.forwarded_questions.from_answer("a-fr-1", "bo")
    )
    assert found == replace(same, asker="bo")
    assert (
        await stored.transactions.read(
            lambda uow: uow.forwarded_questions.from_answer("a-fr-1", "eva")
        )
        is None
    )


async def test_two_askers_may_be_forgotten_of_the_same_answer(stored: Stored) -> None:
    one, other = (
        a_forwarded_question(),
        a_forwarded_question("fr-2", answer_id="a-fr-1", asker="bo"),
    )
    await stored.send(one, other)

    def forget(uow: QuestionsUnitOfWork) -> None:
        for each in (one, other):
            uow.forwarded_questions.save(each.anonymized(nonce="m"), seen=1)

    await stored.transactions.write(forget)

    assert await stored.ids(lambda uow: uow.forwarded_questions.with_asker()) == []
    assert len(await stored.ids(lambda uow: uow.forwarded_questions.waiting())) == 2


async def test_a_forwarded_question_is_changed_only_as_it_was_seen(stored: Stored) -> None:
    await stored.send(a_forwarded_question())
    after = a_forwarded_question().withdrawn(at=NOON)
    await stored.transactions.write(lambda uow: uow.forwarded_questions.save(after, seen=1))
    with pytest.raises(OutOfDate):
        await stored.transactions.write(lambda uow: uow.forwarded_questions.save(after, seen=1))

    assert await stored.transactions.read(lambda uow: uow.forwarded_questions.get("fr-1")) == after


async def test_each_list_of_forwarded_questions_has_what_it_is_for(stored: Stored) -> None:
    answered = {"standing": ForwardedStatus.ANSWERED}
    await stored.send(
        a_forwarded_question("fr-3", hours=3),
        a_forwarded_question("fr-1", hours=1, follows=True),
        a_forwarded_question("fr-2", hours=2, asker="bo", follows=True, **answered),
        a_forwarded_question("fr-4", hours=4, follows=True, in_base_at=NOON, **answered),
        a_forwarded_question("fr-5", hours=5, asker=None, **answered),
    )

    assert await stored.ids(lambda uow: uow.forwarded_questions.waiting()) == ["fr-1", "fr-3"]
    assert await stored.ids(lambda uow: uow.forwarded_questions.of_person("anna")) == [
        "fr-4",
        "fr-3",
        "fr-1",
    ]
    assert await stored.ids(lambda uow: uow.forwarded_questions.awaiting_news()) == ["fr-1", "fr-2"]
    assert await stored.ids(lambda uow: uow.forwarded_questions.with_asker()) == [
        "fr-1",
        "fr-2",
        "fr-3",
        "fr-4",
    ]


async def test_everybody_who_asked_or_answered_is_found(stored: Stored) -> None:
    reply = EditorReply(EVA, NOON, "Ja.")
    await stored.send(
        a_forwarded_question("fr-1", reply=reply), a_forwarded_question("fr-2", asker=EVA.id)
    )
    await stored.handle(a_gap())

    for person_id, forwarded_questions, gaps in (
        (EVA.id, {"fr-1", "fr-2"}, ["lucka-1"]),
        ("anna", {"fr-1"}, []),
        ("nobody", set(), []),
    ):
        found = await stored.ids(lambda uow, who=person_id: uow.forwarded_questions.naming(who))
        assert set(found) == forwarded_questions
        assert await stored.ids(lambda uow, who=person_id: uow.gaps.naming(who)) == gaps


# Gaps.


async def test_what_found_nothing_or_was_no_help_is_missed_latest_first(stored: Stored) -> None:
    for each in (
        asked("nothing", hours=1),
        asked("answered", Outcome.ANSWER, hours=2),
        asked("no-help", Outcome.ANSWER, hours=3),
        asked("suggested", Outcome.SUGGESTIONS, hours=4),
        asked("empty", hours=5, question=""),
        asked("old", hours=-100),
    ):
        await stored.note(each)
    await stored.vote(a_vote("answered", Verdict.HELPFUL))
    await stored.vote(a_vote("no-help", Verdict.NOT_HELPFUL, passage="q"))
    await stored.vote(a_vote("no-help", Verdict.NOT_HELPFUL, voter="w"))
    await stored.vote(a_vote("no-help", Verdict.HELPFUL, voter="x", passage="r"))
    await stored.vote(a_vote("never asked", Verdict.NOT_HELPFUL))
    first, second = await stored.transactions.read(
        lambda uow: uow.gaps.missed(since=LONG_AGO, most=100)
    )

    assert (first.answer_id, first.unhelpful) == ("no-help", ("p", "q"))
    assert (second.answer_id, second.unhelpful) == ("nothing", ())
    assert (first.asked_at, first.language, first.question) == (NOON + 3 * HOUR, "sv", "Får vi?")


async def test_no_more_are_looked_through_than_asked_for_and_those_are_the_latest(
    stored: Stored,
) -> None:
    for hours in range(5):
        await stored.note(asked(f"a{hours}", hours=hours))

    assert await stored.missed(most=2) == ["a4", "a3"]


async def test_a_gap_is_stored_whole_and_takes_its_questions(stored: Stored) -> None:
    for answer_id in ("a1", "a2", "a3"):
        await stored.note(asked(answer_id))
    draft = PassageDraft("p", "t", "topic: t\n", ("Får vi?",), NOON)
    whole = a_gap(draft=draft, closed_at=NOON, unhelpful=("q",), handling=Handling.PHRASING)
    is_new = await stored.handle(whole, "a1", "a2")

    assert is_new
    assert await stored.missed() == ["a3"]
    assert await stored.transactions.read(lambda uow: uow.gaps.get("lucka-1")) == whole
    assert await stored.transactions.read(lambda uow: uow.gaps.with_question("a2")) == whole
    assert await stored.transactions.read(lambda uow: uow.gaps.with_question("a3")) is None
    assert await stored.transactions.read(lambda uow: uow.gaps.questions_of("lucka-1")) == {
        "a1",
        "a2",
    }


async def test_a_question_belongs_to_the_first_gap_that_took_it(stored: Stored) -> None:
    await stored.handle(a_gap("lucka-1"), "a1")
    await stored.handle(a_gap("lucka-2"), "a1", "a2")
    is_new = await stored.handle(a_gap("lucka-1"), "a3")

    assert not is_new
    assert await stored.transactions.read(lambda uow: uow.gaps.questions_of("lucka-1")) == {"a1"}
    assert await stored.transactions.read(lambda uow: uow.gaps.questions_of("lucka-2")) == {"a2"}


async def test_a_gap_may_have_no_question_in_the_log(stored: Stored) -> None:
    assert await stored.handle(a_gap())


async def test_a_gap_taken_back_lets_go_of_its_questions(stored: Stored) -> None:
    await stored.note(asked("a1"))
    await stored.handle(a_gap(), "a1")
    after = a_gap().undone(at=NOON)
    await stored.transactions.write(lambda uow: uow.gaps.save(after, seen=1))
    with pytest.raises(OutOfDate):
        await stored.transactions.write(lambda uow: uow.gaps.save(after, seen=1))

    assert await stored.missed() == ["a1"]
    assert await stored.transactions.read(lambda uow: uow.gaps.get("lucka-1")) == after


async def test_gaps_come_latest_change_first(stored: Stored) -> None:
    for number, hours in (("1", 1), ("3", 3), ("2", 2)):
        await stored.handle(a_gap(f"lucka-{number}", hours=hours))

    assert await stored.ids(lambda uow: uow.gaps.all()) == ["lucka-3", "lucka-2", "lucka-1"]


async def test_everything_asked_can_be_read_oldest_first(stored: Stored) -> None:
    later, earlier = asked("a2", Outcome.ANSWER, hours=2), asked("a1", hours=1)
    for each in (later, earlier, asked("old", hours=-100)):
        await stored.note(each)
    found = await stored.transactions.read(lambda uow: uow.gaps.asked(since=LONG_AGO))

    last = await stored.transactions.read(lambda uow: uow.gaps.asked(since=LONG_AGO, most=1))

    assert list(found) == [earlier, later]
    assert list(last) == [later]


async def test_what_readers_thought_is_counted_for_each_answer(stored: Stored) -> None:
    for answer, voter, verdict in (
        ("a1", "anna", Verdict.HELPFUL),
        ("a1", "bo", Verdict.HELPFUL),
        ("a1", "eva", Verdict.NOT_HELPFUL),
        ("a2", "anna", Verdict.NOT_HELPFUL),
        ("a3", "anna", Verdict.HELPFUL),
    ):
        await stored.vote(Vote(answer, voter, "bilder", verdict, NOON))
    found = await stored.transactions.read(lambda uow: uow.gaps.verdicts(["a1", "a2", "a9"]))

    assert found == {
        "a1": {Verdict.HELPFUL: 2, Verdict.NOT_HELPFUL: 1},
        "a2": {Verdict.NOT_HELPFUL: 1},
    }


async def test_what_was_asked_is_counted_by_what_came_of_it(stored: Stored) -> None:
    answered = asked("a1", Outcome.ANSWER, hours=1)
    for each in (
        answered,
        replace(answered, answer_id="a2", passages=("bilder", "gallring")),
        replace(answered, answer_id="a3", passages=()),
        asked("n1", hours=1),
        asked("n2", hours=3),
        asked("n3", hours=2),
        asked("s1", Outcome.SUGGESTIONS, hours=3),
        asked("empty", hours=1, question=""),
        asked("old", hours=-1),
        asked("late", hours=4),
    ):
        await stored.note(each)
    within = {"since": NOON, "until": NOON + 3 * HOUR}
    counts = await stored.transactions.read(lambda uow: uow.gaps.counts(**within))
    latest = await stored.transactions.read(lambda uow: uow.gaps.unanswered(**within, most=2))

    assert counts.outcomes == {Outcome.ANSWER: 3, Outcome.NONE: 3, Outcome.SUGGESTIONS: 1}
    assert counts.answered_with == {"gallring": 1, "bilder": 1, "": 1}
    assert [each.answer_id for each in latest] == ["n3", "n2"]


# Questions forwarded before the table held their whole state.


async def test_questions_sent_on_before_are_carried_over_with_their_cards(
    database_url: str,
) -> None:
    database = Database(database_url)
    await database.write(lambda connection: migrate(connection, "0002"))
    insert = text(
        "insert into forwarded_questions"
        " (answer_id, asker, question, language, conversation, sent_at)"
        " values ('a1', 'anna', 'Får vi \"åäö\"?', 'sv', '{}', '2026-03-01 12:00:00')"
    )
    await database.write(lambda connection: connection.execute(insert))
    await upgrade(database)
    transactions = SqlTransactions(database, clock=lambda: NOON, on_notice=lambda: None)
    (forwarded,) = await transactions.read(lambda uow: uow.forwarded_questions.waiting())
    owed = text("select kind, recipient, subject, state from outbox")
    notices = await database.read(lambda connection: connection.execute(owed).all())
    await database.close()

    assert (forwarded.question, forwarded.asker, forwarded.answer_id) == (
        'Får vi "åäö"?',
        "anna",
        "a1",
    )
    assert forwarded.sent_at == NOON
    assert [tuple(row) for row in notices] == [
        ("question", "review-channel", forwarded.id, "waiting")
    ]


def migrate(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
