"""Searching the register from the message box, page by page."""

from dataclasses import replace
from typing import Any

from accounts.account import AccountStatus
from core.incoming import SearchQuery
from dialogs.extension import ACCOUNTS, FREQUENT, MessageExtension, most_asked
from knowledge.search.snapshot import Snapshot
from tests.world.builders import an_account
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import words_of


async def found(who: DialogUser, text: str, *, skip: int = 0, count: int = 25) -> Any:
    extension = MessageExtension(who.bot.services, who.bot.root)
    query = SearchQuery(ACCOUNTS, text, skip, count)
    return await extension.search(replace(who.incoming(in_private=False), query=query))


def registered(bot: DialogBot, number: int, **changes: Any) -> None:
    changes = {"name": f"Badet {number:02}", "unit": "Kultur och fritid"} | changes
    account = an_account(f"konto-abcdefg{number}", address=f"https://x.com/bad{number}", **changes)
    bot.uow.register.kept[account.id] = account


async def test_every_account_is_found_once_by_what_its_card_shows(
    bot: DialogBot, anna: DialogUser
) -> None:
    for number in range(3):
        registered(bot, number)
    pages = [await found(anna, "fritid BADET", skip=skip, count=2) for skip in (0, 2, 4)]
    one = await found(anna, "bad1")

    assert [len(page) for page in pages] == [2, 1, 0]
    titles = {hit.title for page in pages for hit in page}
    assert len(titles) == 3
    assert [hit.title for hit in one] == [hit.title for hit in pages[0][1:]]
    assert "https://x.com/bad1" in words_of(one[0].card)
    assert "Kultur och fritid" in one[0].detail


async def test_what_the_public_may_not_read_is_not_found(bot: DialogBot, anna: DialogUser) -> None:
    registered(bot, 1, standing=AccountStatus.AWAITING)
    registered(bot, 3, name="<b>Fejk</b>")

    assert await found(anna, "Badet 01") == anna.say("extension.no_account")
    assert (await found(anna, "fejk"))[0].title.startswith("‹b›Fejk‹/b›")


async def test_without_a_form_there_is_no_register(
    bot: DialogBot, anna: DialogUser, small: Snapshot
) -> None:
    bot = DialogBot(
        replace(small, base=replace(small.base, account_form=None)), bot.services.catalogues
    )

    assert await found(bot.person("anna"), "") == anna.say("walk.not_here")


def test_topics_stand_by_how_often_they_are_asked_about(small: Snapshot) -> None:
    base = small.base
    passages = list(base.passages.values())
    last, rare = passages[-1], passages[-2]
    listed = most_asked(base, {last.id: FREQUENT, rare.id: FREQUENT - 1, "gone": 99})
    unasked = most_asked(base, {})

    assert listed[0] == last
    assert {each.topic for each in listed} == {each.topic for each in unasked}
    assert list(unasked) == [base.passages_about(each.topic)[0] for each in unasked]
