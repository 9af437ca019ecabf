"""python -m operations due: what the jobs would send now and until a day, changing nothing."""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import click

from config import load_settings
from core.clock import swedish_day, utc_now
from core.language import Language
from core.outbox import REVIEW_CHANNEL, Notice
from jobs.forecast import DayAhead, SetClock, forecast
from jobs.table import JobContext, all_jobs, policy_over
from knowledge.live.acceptance import open_snapshot
from knowledge.live.current import CurrentBase
from operations.failure import Failure
from operations.options import with_language
from operations.stored_data import open_database
from settings.groups import Settings
from storage.instances import Instances
from storage.rehearsal import Rehearsal, rehearse
from storage.schedule import SqlSchedule
from texts.catalogue import Catalogue, load_texts
from wiring.identity import credentials_end

MOST_DAYS = 92


@click.command("due", help="what would be sent now and until a day, and for whom; changes nothing")
@click.option("--until", type=click.DateTime(("%Y-%m-%d",)), help="the last day; today without it")
@click.option("--names", is_flag=True, help="say who, not only how many")
@with_language
def due_command(until: datetime | None, names: bool, lang: Language) -> None:
    texts, now = load_texts().in_language(lang), utc_now()
    last = until.date() if until else swedish_day(now)
    if not 0 <= (last - swedish_day(now)).days <= MOST_DAYS:
        raise Failure(texts.say("due.wrong_day", count=MOST_DAYS))
    settings = load_settings(os.environ)
    click.echo("\n".join(asyncio.run(_due(settings, texts, now, last, names=names))))


async def _due(
    settings: Settings, texts: Catalogue, now: datetime, until: date, *, names: bool
) -> list[str]:
    live = CurrentBase(open_snapshot(settings.base_folder, settings.cache_folder))
    async with open_database(settings.database_url, texts) as database:
        states = await SqlSchedule(database, Instances(database, clock=utc_now)).states()
        clock = SetClock(now)

        async def work(rehearsal: Rehearsal) -> list[str]:
            context = JobContext(
                transactions=rehearsal,
                policy=policy_over(live, clock, approval_days=settings.approval_days),
                live=live,
                credentials_end=credentials_end(settings),
            )
            ahead = await forecast(all_jobs(context), states, clock, rehearsal.sent, until)
            people = await _names(rehearsal, ahead) if names else {}
            return [*_lines(ahead, texts, people, names=names)]

        return await rehearse(database, clock, work) or [texts.say("due.nothing", until=until)]


async def _names(rehearsal: Rehearsal, ahead: Sequence[DayAhead]) -> Mapping[str, str]:
    ids = {notice.to for day in ahead for notice in day.notices}
    known = await rehearsal.read(lambda uow: [uow.people.known(each) for each in sorted(ids)])
    return {each.id: each.name for each in known if each is not None}


def _lines(
    ahead: Sequence[DayAhead], texts: Catalogue, people: Mapping[str, str], *, names: bool
) -> Iterator[str]:
    """Yield a line for each kind of notice a day, with how many it goes to, or to whom."""
    for number, day in enumerate(ahead):
        when = texts.say("due.now") if number == 0 else texts.day(day.day)
        for kind, count in sorted(Counter(each.kind for each in day.notices).items()):
            of_kind = [each for each in day.notices if each.kind == kind]
            whom = _whom(of_kind, texts, people, names=names)
            yield texts.say("due.line", when=when, kind=kind, count=count, whom=whom)


def _whom(
    notices: Sequence[Notice], texts: Catalogue, people: Mapping[str, str], *, names: bool
) -> str:
    ids = sorted({each.to for each in notices} - {REVIEW_CHANNEL})
    whom = [texts.say("due.channel")] if len(ids) < len({each.to for each in notices}) else []
    if names:
        return ", ".join([*whom, *(people.get(each, each) for each in ids)])
    if ids:
        whom.append(texts.say("due.people", count=len(ids)))
    return ", ".join(whom)
