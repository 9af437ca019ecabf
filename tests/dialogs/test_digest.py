"""After a standstill somebody gets one message with a row for each matter, not ten reminders."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from accounts.history import RequestStatus
from core.outbox import Notice
from core.person import Person
from dialogs.digest import DigestWriter
from dialogs.notice_kinds import GATHERED
from dialogs.notices import NoticeWriter
from tests.dialogs.test_follow_up import begun, has_account
from tests.world.builders import a_request
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import button, rows_of, title_of, words_of

ANNA = Person("aad-anna", "Anna")


def waiting(bot: DialogBot) -> list[Notice]:
    """Return what waits for Anna and is gathered."""
    own = [each for each in bot.uow.outbox.notices.values() if each.to == ANNA.id]
    return [each for each in own if each.kind in GATHERED]


async def digest(bot: DialogBot, notices: Sequence[Notice]) -> Any:
    write = DigestWriter(NoticeWriter(bot.services), bot.services)
    message = await write(notices, "sv")
    return message.card if message else None


async def test_after_ten_days_of_standstill_one_message_opens_each_matter(
    bot: DialogBot, rut: DialogUser, anna: DialogUser
) -> None:
    account = has_account(bot, registered_at=bot.clock.now - timedelta(days=400))
    approved = a_request(RequestStatus.APPROVED, by=ANNA)
    bot.uow.requests.kept[approved.id] = approved
    await begun(rut)
    bot.uow.outbox.notices.clear()
    bot.clock.pass_by(timedelta(days=21))
    await bot.jobs.run_due()
    notices, texts = waiting(bot), bot.services.texts("sv")
    card = await digest(bot, notices)
    rows = rows_of(card)

    assert [each.kind for each in notices] == ["approval-expires", "checks-late", "yearly-asked"]
    assert title_of(card) == texts.say("digest.title", count=3)
    assert rows[1:] == [
        texts.say("notice.checks-late", round="Hösten", day="2026-12-11"),
        texts.say("notice.yearly-asked"),
    ]
    for row, shown in zip(rows, (approved.answers["namn"], "Hösten", account.name), strict=True):
        pressed = await bot.root.on_press(anna.incoming(data=button(card, row)["data"]))
        assert (pressed.card, pressed.sentence) == (None, texts.say("digest.opened"))
        assert pressed.news is not None
        assert shown in words_of(pressed.news.card)


async def test_what_is_moot_by_then_is_left_out_and_one_alone_is_told_as_ever(
    bot: DialogBot,
) -> None:
    returned = a_request(RequestStatus.RETURNED, requester=ANNA)
    bot.uow.requests.kept[returned.id] = returned
    still = Notice("1", "returned-reminded", ANNA.id, returned.id)
    moot = Notice("2", "draft-expires", ANNA.id, returned.id)
    alone = await NoticeWriter(bot.services)(still, "sv")

    assert alone is not None
    assert await digest(bot, [still, moot]) == alone.card
    assert await digest(bot, [moot, moot]) is None
