"""The board's report: whole, kept as it was, and never so that one can tell who."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.account import Account
from core.disclosure import SMALLEST, disclosed_groups
from core.errors import NotAReviewer, OutOfDate
from core.person import Person
from followup.round_service import RoundPlan
from questions.asked import AskedQuestion, Outcome
from readings.reading import Revision, RoutineReading
from reports.board_report import BoardReport, TopicFigures, UnansweredSubject
from tests.world.builders import an_account
from tests.world.clock import MORNING
from tests.world.follow_up import ROUND, SECTIONS, FollowUpServices
from tests.world.people import ADA, RUT


@pytest.fixture
def world() -> FollowUpServices:
    return FollowUpServices()


def town(**counts: int) -> list[Account]:
    """Return accounts of as many people in each unit."""
    return [
        an_account(
            f"konto-{unit}{number}",
            name=f"{unit} {number}",
            unit=unit,
            responsible=Person(f"{unit}-{number}", f"Person {unit} {number}"),
        )
        for unit, count in counts.items()
        for number in range(count)
    ]


def settled(world: FollowUpServices, **counts: int) -> list[Account]:
    """Let there be these accounts and no others, whose people the bot has met."""
    accounts = town(**counts)
    world.uow.register.kept = {each.id: each for each in accounts}
    world.uow.people.met = [*world.uow.people.met, *(each.responsible for each in accounts)]
    return accounts


def ask(
    world: FollowUpServices, question: str, count: int = 1, *, passage: str | None = None
) -> None:
    asked = world.asked.asked
    outcome = Outcome.ANSWER if passage else Outcome.NONE
    for _ in range(count):
        shown = (passage,) if passage else ()
        number = f"answer-{len(asked)}"
        asked.append(AskedQuestion(number, world.now, "sv", question, outcome, shown, 0.5, "hash"))


def closed(world: FollowUpServices, round_id: str = ROUND) -> BoardReport:
    asyncio.run(world.report_service.close(RUT, round_id, 1))
    return world.uow.reports.kept[round_id]


def test_a_report_counts_what_was_answered(world: FollowUpServices) -> None:
    first, *others = settled(world, Bad=5, Kultur=4, Museum=1)
    world.begin()
    world.answer({"tva": "partly"}, {"tva": "Snart."}, account=first)
    for each in others[:-1]:
        world.answer(account=each)
    world.later(days=15)
    report = closed(world)

    whole = report.figures.whole
    assert (whole.accounts, whole.answered, whole.late, whole.unanswered) == (10, 9, 1, 1)
    assert (whole.deviations_open, whole.deviations_closed) == (1, 0)
    told = [
        (each.units, each.figures.accounts, each.figures.late) for each in report.figures.by_unit
    ]
    assert told == [(("Bad",), 5, 0), (("Kultur", "Museum"), 5, 1)]
    question, *_ = report.figures.questions
    answers = {each.value: count for each, count in question.answers.items() if count}
    assert answers == {"yes": 8, "partly": 1}
    assert report.before is None


def test_a_report_stays_as_it_was_when_the_round_closed(world: FollowUpServices) -> None:
    settled(world, Bad=6)
    world.begin()
    report = closed(world)
    world.uow.register.kept.clear()
    world.later(days=40)
    ask(world, "Får vi flyga drönare?")

    assert report.closed_at == MORNING
    assert world.reports.find(ROUND) == report
    assert closed(world) == report


def test_a_report_is_compared_with_the_latest_closed_round(world: FollowUpServices) -> None:
    settled(world, Bad=6)
    world.begin()
    closed(world)
    settled(world, Bad=8)
    world.later(days=100)
    last_day = (world.now + timedelta(days=14)).date()
    for round_id in ("uppf-open", "uppf-third"):
        world.later(days=1)
        world.rounds.begin(RUT, round_id, RoundPlan(round_id, last_day), SECTIONS)
    preview = world.reports.find("uppf-third")

    assert preview.closed_at is None
    assert (preview.figures.whole.accounts, preview.before.whole.accounts) == (8, 6)
    assert preview.before.name == "Våren 2026"
    assert world.uow.reports.get("uppf-third") is None


def test_only_a_reviewer_closes_a_round_that_they_have_seen(world: FollowUpServices) -> None:
    world.begin()

    with world.refuses(NotAReviewer):
        world.reports.close(ADA, ROUND, 1)
    with world.refuses(OutOfDate):
        world.reports.close(RUT, ROUND, 7)
    assert world.reports.find("uppf-nothing") is None


def test_of_few_people_nothing_is_told_by_question(world: FollowUpServices) -> None:
    settled(world, Bad=2, Kultur=2)
    world.begin()
    report = closed(world)

    assert report.figures.questions == ()
    (together,) = report.figures.by_unit
    assert together.units == ("Bad", "Kultur")


def test_what_employees_ask_is_told_by_topic(world: FollowUpServices) -> None:
    settled(world, Bad=6)
    world.begin()
    ask(world, "Får vi visa bilder?", 6, passage="bilder-samtycke")
    ask(world, "Får vi blockera?", 5, passage="blockera-person")
    ask(world, "Hur svarar vi?", 1, passage="gone-since")
    world.later(days=1)
    asked = closed(world).asked

    assert (asked.answered, asked.unanswered) == (12, 0)
    assert asked.by_topic == (TopicFigures("Bilder", 6), TopicFigures("", 6))


def test_what_is_asked_on_another_routine_is_told_together(world: FollowUpServices) -> None:
    other = replace(world.base.routine, id="resor")
    groups = tuple(
        replace(each, routine="resor" if any(one.slug == "bilder" for one in each.topics) else None)
        for each in world.base.groups
    )
    world.base = replace(world.base, routines=(world.base.routine, other), groups=groups)
    settled(world, Bad=6)
    world.begin()
    ask(world, "Får vi visa bilder?", 6, passage="bilder-samtycke")
    ask(world, "Får vi blockera?", 7, passage="blockera-person")
    world.later(days=1)
    asked = closed(world).asked

    assert "Bilder" not in [each.title for each in asked.by_topic]
    assert sum(each.questions for each in asked.by_topic) == 13


def test_of_what_found_no_answer_only_common_words_are_told(world: FollowUpServices) -> None:
    settled(world, Bad=6)
    world.begin()
    for unit in ("Badet", "Museet", "Skolan", "Hemtjänsten", "Biblioteket"):
        ask(world, f"får vi flyga drönare vid {unit}?")
    ask(world, "min chef heter något hemligt", 4)
    asked = closed(world).asked

    assert asked.subjects == (UnansweredSubject("får vi flyga drönare vid", 5),)
    assert asked.unanswered == 9


def test_readings_are_told_by_unit(world: FollowUpServices) -> None:
    settled(world, Bad=6)
    world.uow.revisions.put(Revision("r2", "2026", {}, MORNING))
    for number in range(7):
        unit = "Bad" if number < 6 else ""
        world.uow.readings.put(RoutineReading("r2", f"p{number}", unit, MORNING))
    world.begin()
    report = closed(world)

    assert report.readings is not None
    assert [(each.units, each.readers) for each in report.readings.by_unit] == [(("", "Bad"), 7)]


def test_a_report_names_nobody(world: FollowUpServices) -> None:
    accounts = settled(world, Bad=6)
    world.begin()
    world.answer({"tva": "no"}, {"tva": "Tove vet."}, account=accounts[0])
    report = repr(closed(world))

    for each in (*(account.responsible for account in accounts), RUT):
        assert each.id not in report
        assert each.name not in report
    assert "Tove" not in report


PEOPLE = st.frozensets(st.integers(0, 30), min_size=1, max_size=9)


@given(st.dictionaries(st.sampled_from("abcdefgh"), PEOPLE))
def test_no_few_people_can_be_told_apart_by_any_difference(
    members: Mapping[str, frozenset[int]],
) -> None:
    groups = disclosed_groups(members)
    everybody = frozenset[int]().union(*members.values())

    assert sorted(unit for group in groups for unit in group) == sorted(members)
    for size in range(1, len(groups) + 1 if len(everybody) >= SMALLEST else 0):
        for chosen in combinations(groups, size):
            apart = {person for group in chosen for unit in group for person in members[unit]}
            assert len(apart) >= SMALLEST


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 8), min_size=1))
def test_the_units_of_a_report_sum_to_the_whole(counts: dict[str, int]) -> None:
    world = FollowUpServices()
    settled(world, **counts)
    world.begin()
    figures = closed(world).figures

    assert sum(each.figures.accounts for each in figures.by_unit) == figures.whole.accounts
    alone = [each for each in figures.by_unit if each.figures.people < SMALLEST]
    assert not alone or len(figures.by_unit) == 1
