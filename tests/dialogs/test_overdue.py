"""Passages past their day: marked in answers, told of once a week, and looked over in Teams."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.outbox import REVIEW_CHANNEL, NoticeKind
from dialogs.notices import NoticeWriter
from jobs.overdue import OverdueReport
from knowledge.account_form import form_in
from knowledge.overdue import web_addresses
from knowledge.routine import FIRST_ROUTINE
from knowledge.search.snapshot import Snapshot
from tests.world.bases import take_into_use
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.memory import InMemoryTransactions
from tests.world.reading import rows_of, title_of, words_of
from tests.world.user import SWEDISH

MONDAY = datetime(2027, 2, 8, 9, 0, tzinfo=UTC)
"""A year and a week after the passage on starting an account was looked over, and no other."""
KIND = NoticeKind.OVERDUE_PASSAGES
TITLE = "Hur startar vi ett nytt konto?"
MARK = SWEDISH.say("answer.overdue", day="2027-02-01")
STILL_TRUE, REMOVE = (
    SWEDISH.say("overdue.still_true_send"),
    SWEDISH.say("overdue.remove_send"),
)


@pytest.fixture
def late(bot: DialogBot) -> DialogBot:
    bot.clock.now = MONDAY
    return bot


async def the_list(bot: DialogBot) -> Any:
    (told,) = [each for each in bot.uow.outbox.notices.values() if each.kind == KIND]
    message = await NoticeWriter(bot.services)(told, "sv-SE")
    return message.card if message else None


async def test_who_sees_to_one_routine_sees_its_old_passages_alone(
    late: DialogBot, rut: DialogUser
) -> None:
    late.uow.appointments.appoint("aad-stina", routine=FIRST_ROUTINE)
    late.uow.appointments.appoint("aad-olle", routine="resor")
    stina, olle = late.person("stina"), late.person("olle")
    listed = await rut.writes(rut.word("overdue"))

    assert rows_of(await stina.writes(stina.word("overdue"))) == rows_of(listed) == [TITLE]
    assert rows_of(await olle.writes(olle.word("overdue"))) == []
    assert await olle.presses(listed, TITLE) == SWEDISH.say("refused.not-a-reviewer")
    opened = await stina.presses(listed, TITLE)
    assert await olle.presses(opened, STILL_TRUE) == SWEDISH.say("refused.not-a-reviewer")
    assert STILL_TRUE not in words_of(await stina.presses(opened, STILL_TRUE))
    assert rows_of(await stina.writes(stina.word("overdue"))) == []


async def test_the_list_comes_once_a_week_and_its_answers_count_for_a_year(
    late: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    assert MARK in words_of(await anna.writes(TITLE))
    await late.jobs.run_due()
    late.clock.pass_by(timedelta(days=1))
    await late.jobs.run_due()
    assert late.told().count((KIND, REVIEW_CHANNEL)) == 1
    told = await the_list(late)
    assert rows_of(told) == [TITLE]
    assert late.services.base.routine.sv.owner in words_of(told)

    opened = await rut.presses(told, TITLE)
    assert await anna.presses(opened, STILL_TRUE) == SWEDISH.say("refused.not-a-reviewer")
    seen = await rut.presses(opened, STILL_TRUE)
    assert SWEDISH.say("overdue.said_still-true", name="Rut", day="2027-02-09") in words_of(seen)
    assert MARK not in words_of(await anna.writes(TITLE))
    assert await the_list(late) is None

    late.clock.now = MONDAY + timedelta(days=367)
    again = SWEDISH.say("answer.overdue", day="2028-02-09")
    assert again in words_of(await anna.writes(TITLE))


async def test_what_should_go_is_marked_for_the_editors_and_still_shown(
    late: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    opened = await rut.presses(await rut.writes("texter att se över"), TITLE)
    await rut.presses(opened, REMOVE)

    listed = words_of(await rut.writes("texter att se över"))
    assert SWEDISH.say("overdue.said_remove", name="Rut", day="2027-02-08") in listed
    assert title_of(await anna.writes(TITLE)) == TITLE


@pytest.mark.parametrize("dead_urls", [1, 2], ids=["one", "all"])
async def test_dead_links_are_told_of_unless_it_is_we_who_reach_nothing(
    bot: DialogBot, small: Snapshot, dead_urls: int
) -> None:
    async def dead_links(urls: Iterable[str]) -> list[str]:
        return sorted(urls)[:dead_urls]

    one, two, *_ = small.base.sources.values()
    linked = {
        one.id: replace(one, url="https://a.example/"),
        two.id: replace(two, url="https://b.example/"),
    }
    sources = {each.id: replace(each, url=None) for each in small.base.sources.values()}
    live = bot.services.live
    take_into_use(live, replace(small, base=replace(small.base, sources={**sources, **linked})))
    report = OverdueReport(InMemoryTransactions(bot.uow), bot.services.policy, live, dead_links)

    assert await report.run_once() == (1 if dead_urls == 1 else 0)
    if dead_urls == 1:
        assert "https://a.example/" in words_of(await the_list(bot))


def test_a_platforms_page_for_reports_is_looked_after_as_other_links_are(
    small: Snapshot,
) -> None:
    page = "https://a.example/report"
    linked = replace(form_in(small.base), report_pages={"facebook": page})

    assert web_addresses(replace(small.base, account_form=linked))[page] == "facebook"
