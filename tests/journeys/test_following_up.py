"""A whole round of follow-up through the real endpoint, under a clock that moves when told to."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.person import Person
from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from spreadsheet.table import read_table
from storage.database import Database
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.readings.test_reading_the_routine import revised
from tests.world.account_walk import IN_CHANNEL
from tests.world.bases import take_into_use
from tests.world.builders import a_request, an_account
from tests.world.clock import Clock
from tests.world.reading import executes, rows_of, words_of
from tests.world.served_bot import (
    REVIEW_CHANNEL,
    ServedBot,
    TeamsUser,
    entra_id,
    read_aloud,
    serve_bot,
    until_kept,
)

NAMES = [f"{letter}{letter}" for letter in "abcdefghijkl"]
UNITS = ["Bad"] * 5 + ["Kultur"] * 4 + ["Vård"] * 3
SILENT = ("jj", "ll")
"""Those who haven't answered when the last day is over; the first answers after."""
LEAVING = "kk"
YES = {"answer__tva": "yes", "answer__namn": "yes"}


@dataclass(frozen=True)
class Report:
    """What a report says: as a page, and each number by its part, row and measure."""

    page: str
    numbers: dict[tuple[str, ...], str]

    def column(self, part: str, row: str) -> list[str]:
        return [each for key, each in self.numbers.items() if key[:2] == (part, row)]


class Story:
    """Twelve accounts in three units, their people, two reviewers and their channel."""

    def __init__(self, bot: ServedBot, live: CurrentBase, clock: Clock, folder: Path) -> None:
        self.live = live
        self.bot, self.clock, self.folder = bot, clock, folder
        self.people = {name: bot.person(name) for name in NAMES}
        self.kim, self.rut = bot.person("kim"), bot.person("rut")
        self.in_channel = bot.person("rolf", place=REVIEW_CHANNEL)
        self._newcomers = 0

    async def is_prepared(self) -> None:
        await self.in_channel.mentions_the_bot("granska här")
        for user in (self.rut, self.kim, *self.people.values()):
            await user.writes("hej")
        await until_kept(self.folder, "select count(*) from people", [(15,)])
        await self._do(self._register)

    def _register(self, uow: SqlUnitOfWork) -> None:
        for number, name in enumerate(NAMES):
            account = an_account(
                f"konto-{name * 4}",
                name=f"Konto {name}",
                unit=UNITS[number],
                responsible=Person(entra_id(name), name.title()),
                registered_at=self.clock.now,
            )
            uow.register.add(account)

    async def has_an_old_draft(self, name: str) -> None:
        """Let somebody have left a draft lying, which is about to expire."""
        draft = a_request(by=Person(entra_id(name), name.title()))
        await self._do(lambda uow: uow.requests.add(draft))

    async def _do(self, work: Any) -> None:
        database = Database(f"sqlite:///{self.folder / 'bot.db'}")
        await SqlTransactions(database, clock=self.clock).write(work)
        await database.close()

    async def time_passes(self, **span: float) -> None:
        """Let time pass, and have somebody new turn up, which wakes the jobs."""
        self.clock.pass_by(timedelta(**span))
        self._newcomers += 1
        await self.bot.person(f"ny{self._newcomers}").writes("hej")

    async def page_of(self, user: TeamsUser) -> Any:
        return await self.bot.until_shown(user.place["id"], "Sida 1 av 2")

    async def answers(self, name: str, **said: str) -> Any:
        """Answer the whole self-check, yes to all that *said* doesn't say otherwise."""
        user = self.kim if name == "kim" else self.people[name]
        page = await user.fills_in(await self.page_of(user), "walk.next", **{**YES, **said})
        return await user.fills_in(page, "check.send", answer__svar="yes")

    async def report(self, overview: Any) -> Report:
        """Let a reviewer open the board's report from a round's card, and return its numbers."""
        link = await self.in_channel.presses(overview, "round.report")
        (address,) = [each["url"] for each in link["actions"] if each["type"] == "Action.OpenUrl"]
        url = self.bot.url.replace("/api/messages", urlsplit(address).path)
        async with self.bot.session.get(url) as page, self.bot.session.get(f"{url}/csv") as file:
            numbers = [*read_table(await file.read(), is_csv=True)]
            return Report(await page.text(), {tuple(each[:3]): each[3] for each in numbers})


@pytest.fixture
async def story(small: Snapshot, tmp_path: Path) -> AsyncIterator[Story]:
    clock = Clock()
    live = CurrentBase(revised(small, "r1", "Fråga först."))
    async with serve_bot(live, tmp_path, None, clock) as bot:
        yield Story(bot, live, clock, tmp_path)


async def test_a_round_from_its_first_card_to_its_report(story: Story, small: Snapshot) -> None:
    bot, rut = story.bot, story.rut
    await story.is_prepared()
    form = await rut.writes("starta uppföljning")
    await rut.fills_in(form, "round.begin", said__name="Hösten", said__last="2026-12-04")

    for name in NAMES:
        if name not in (*SILENT, LEAVING, "aa"):
            assert "Inget att åtgärda" in words_of(await story.answers(name))
    await has_a_deviation_closed(story)
    await hands_an_account_over(story)
    await has_an_impostor_reported(story)
    await asks_and_reads(story, small)
    await story.has_an_old_draft("ll")
    await story.time_passes(days=14)
    late = await bot.until_shown(IN_CHANNEL, "Alla har inte svarat")
    for name in SILENT:
        await bot.until_shown(f"a:{name}", "Sista dagen för")
    await gets_one_message_of_two(story.people["ll"])
    await story.answers(SILENT[0])
    overview = await story.in_channel.presses(late, "case.open")
    assert rows_of(overview) == ["Konto ll på Facebook"]
    preview = await story.report(overview)
    assert story.kim.say("report.preview") in preview.page
    closed = await story.in_channel.presses(overview, "round.close_send")
    await bot.until_shown("a:ll", "är avslutad")

    report = await story.report(closed)
    assert_the_report_tells_what_was_answered(report)
    await story.people["aa"].writes("sjöjungfrur fjärrskådning")
    assert (await story.report(closed)).numbers == report.numbers
    for name in SILENT:
        told = [read_aloud(each) for each in bot.shown_in(f"a:{name}")]
        assert sum("Sista dagen för" in each for each in told) == 1


async def gets_one_message_of_two(user: TeamsUser) -> None:
    """What fell due for Ll meanwhile comes together; each row opens below, and the list stays."""
    chat, shown_in = user.place["id"], user.bot.shown_in
    (digest,) = [each for each in shown_in(chat) if "2 saker" in read_aloud(each)]
    rows = rows_of(digest)
    assert ["utkast tas bort" in rows[0], "Sista dagen för" in rows[1]] == [True, True]
    assert user.say("digest.opened") in await user.presses(digest, rows[1])
    await user.bot.until_shown(chat, "Dina egenkontroller")
    assert digest in shown_in(chat)


def assert_the_report_tells_what_was_answered(report: Report) -> None:
    compared, unit = "Jämfört med förra omgången", "Per enhet"
    told = {row: number for (part, row, _), number in report.numbers.items() if part == compared}
    assert told == {
        "Konton": "12",
        "Har svarat": "11",
        "Sena": "2",
        "Har inte svarat": "1",
        "Öppna avvikelser": "0",
        "Avslutade avvikelser": "1",
        "Konton vars ansvariga inte går att nå": "0",
        "Konton som har fått en ny ansvarig under omgången": "1",
        "Konton som har avslutats under omgången": "0",
        "Konton i registret utan ansvarig": "0",
        "Okända konton som har anmälts": "1",
    }
    assert report.column(unit, "Bad") == ["5", "5", "0", "0", "0", "1"]
    assert report.column(unit, "Kultur, Vård") == ["7", "6", "2", "1", "0", "0"]
    questions = [
        report.column("Per fråga", row) for part, row, _ in report.numbers if part == "Per fråga"
    ]
    assert questions[::4] == [["10", "0", "1", "0"], ["11", "0", "0", "0"], ["11", "0", "0", "0"]]
    assert report.column("Okända konton som har anmälts", "Låtsas vara kommunens") == ["1"]
    assert report.column("Det medarbetarna frågar mest om", "Bilder") == ["5"]
    assert report.column("Frågor som inte fick svar", "sjöjungfrur fjärrskådning") == ["5"]
    assert report.column("Vilka som har läst rutinen", "Ingen enhet angiven, skola") == ["6"]


async def asks_and_reads(story: Story, small: Snapshot) -> None:
    """Six read a new revision of the routine; five ask of pictures and of what isn't known."""
    take_into_use(story.live, revised(small, "r2", "Fråga alltid din chef först."))
    await story.time_passes(minutes=6)
    await until_kept(story.folder, "select count(*) from routine_revisions", [(2,)])
    for number, name in enumerate(NAMES[:6]):
        user = story.people[name]
        card = await user.writes("Jag har läst rutinen")
        await user.fills_in(card, "reading.confirm", said__unit="skola" if number else "")
        if number:
            await user.writes("Får vi visa bilder på barn?")
            await user.writes("sjöjungfrur fjärrskådning")


async def has_a_deviation_closed(story: Story) -> None:
    """Aa's account has one administrator: planned, done, and seen in the reviewers' channel."""
    user = story.people["aa"]
    answered = await story.answers("aa", answer__tva="no", comment__tva="Bara jag.")
    deviation = await user.presses(answered, "Är ni minst två?")
    planned = await user.fills_in(
        deviation, "deviation.plan_send", said__action="Bjud in Bb.", said__due="2026-12-01"
    )
    await user.fills_in(planned, "deviation.finish_send", said__done="Bb är med.")
    done = await story.bot.until_shown(IN_CHANNEL, "har åtgärdat det här")
    closed = await story.in_channel.presses(done, "deviation.close")
    assert "Sett av: Rolf" in words_of(closed)


async def hands_an_account_over(story: Story) -> None:
    """Kk's account goes to Kim, who gets the self-check and answers in time."""
    overview = await story.rut.presses(await story.rut.writes("uppföljning"), "Hösten")
    check = await story.rut.presses(overview, "Konto kk")
    await story.rut.fills_in(check, "handover.send", said__who="Kim")
    asked = await story.bot.until_shown("a:kim", story.kim.say("notice.handover-asked"))
    await story.kim.presses(asked, "handover.yes")
    await story.time_passes(minutes=6)
    await story.answers("kim")


async def has_an_impostor_reported(story: Story) -> None:
    """Kim comes across an account that the register doesn't know; Rolf decides what it is."""
    unknown = await story.kim.writes("är @storby_fejk vårt?")
    await story.kim.presses(unknown, "unknown.report")
    case = await story.bot.until_shown(IN_CHANNEL, "Okänt konto: @storby")
    press = next(
        data
        for data in (each["data"] for each in executes(case))
        if data.get("outcome") == "impostor"
    )
    await story.in_channel.sends_press({**press, "said.platform": "instagram"})
    await story.bot.until_shown("a:kim", "låtsas vara")
