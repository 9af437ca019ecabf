"""Two routines, each with its revisions: who reads which, and who is told of a new one."""

from dataclasses import replace

import pytest

from core.outbox import NoticeKind
from jobs.job import Job
from knowledge.passage import Basis
from knowledge.search.snapshot import Snapshot
from tests.world.bases import take_into_use
from tests.world.builders import an_account
from tests.world.dialog_bot import DialogBot
from tests.world.reading import rows_of, title_of, words_of
from texts.catalogue import Texts

OTHER = "Rutin för resor"


def two(snapshot: Snapshot, first: str, other: str, sentence: str) -> Snapshot:
    """Return *snapshot* with two routines and their revisions; a text of the other says so."""
    base = snapshot.base
    passage = next(each for each in base.passages.values() if each.basis is Basis.ROUTINE)
    text = replace(passage.sv, text=f"{sentence} Sedan kan du börja.", short=None)
    passages = {**base.passages, passage.id: replace(passage, sv=text)}
    groups = tuple(
        replace(group, routine="resor")
        if any(topic.slug == passage.topic for topic in group.topics)
        else group
        for group in base.groups
    )
    names = replace(base.routine.sv, name=OTHER)
    more = replace(base.routine, id="resor", sv=names, revision=other, contacts=())
    routines = (replace(base.routine, revision=first), more)
    hash_ = f"{first}-{other}"
    changed = replace(base, hash=hash_, routines=routines, groups=groups, passages=passages)
    return replace(snapshot, base=changed)


@pytest.fixture
def bot(small: Snapshot, texts: Texts) -> DialogBot:
    return DialogBot(two(small, "r1", "v1", "Fråga först."), texts, "rut")


async def run(bot: DialogBot) -> int:
    job: Job = next(each for each in bot.table if each.name == "revisions")
    return await job.run()


async def reads(bot: DialogBot, name: str, routine: str) -> str:
    person = bot.person(name)
    card = await person.presses(await person.writes("jag har läst rutinen"), routine)
    assert title_of(card).startswith(f"{routine}, utgåvan")
    return words_of(await person.presses(card, "reading.confirm"))


async def test_one_says_which_of_them_one_has_read(bot: DialogBot) -> None:
    await run(bot)
    anna = bot.person("anna")

    assert rows_of(await anna.writes("jag har läst rutinen"))[1] == OTHER
    assert "Du har läst den här utgåvan" in await reads(bot, "anna", OTHER)
    assert [each.revision for each in bot.uow.readings.kept.values()] == ["resor--v1"]
    first = rows_of(await anna.writes("jag har läst rutinen"))[0]
    card = await anna.presses(await anna.writes("jag har läst rutinen"), first)
    assert "Du har läst den här utgåvan" not in words_of(card)


async def test_a_new_revision_is_told_to_the_readers_of_that_routine_alone(
    bot: DialogBot, small: Snapshot
) -> None:
    owner = replace(an_account().responsible, id="aad-ada")
    bot.uow.register.kept["konto-1"] = replace(an_account(), responsible=owner)
    await run(bot)
    first = rows_of(await bot.person("bo").writes("jag har läst rutinen"))[0]
    await reads(bot, "bo", first)
    await reads(bot, "anna", OTHER)

    take_into_use(bot.services.live, two(small, "r1", "v2", "Fråga alltid först."))
    assert [await run(bot), await run(bot)] == [1, 0]
    assert bot.told() == [(NoticeKind.ROUTINE_NEWS, "aad-anna")]


async def test_the_same_name_of_two_revisions_is_no_mix_up(bot: DialogBot, small: Snapshot) -> None:
    await run(bot)
    await reads(bot, "anna", OTHER)
    take_into_use(bot.services.live, two(small, "v1", "v1", "Fråga först."))
    await run(bot)

    assert set(bot.uow.revisions.kept) == {"r1", "v1", "resor--v1"}
    state = await bot.services.readings.state("aad-anna")
    assert state is not None
    assert (state.revision.id, state.reading) == ("v1", None)
