"""The follow-up in the chat: what each sees, presses and is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accounts.account import Account
from core.outbox import REVIEW_CHANNEL, Notice
from core.person import Person
from dialogs.notices import NoticeWriter
from followup.reminders import FollowUpReminderService
from tests.world.builders import an_account
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.memory import InMemoryTransactions
from tests.world.reading import fault_at, fields_of, rows_of, words_of

LAST = "2026-12-11"
YES = {"answer__tva": "yes", "answer__namn": "yes"}


def has_account(bot: DialogBot, name: str = "anna", **changes: Any) -> Account:
    person = Person(f"aad-{name}", name.title())
    bot.uow.people.met.append(person)
    number = f"konto-{chr(97 + len(bot.uow.register.kept)) * 8}"
    account = an_account(number, name=f"{person.name}s konto", responsible=person, **changes)
    bot.uow.register.kept[account.id] = account
    return account


def reminders(bot: DialogBot) -> FollowUpReminderService:
    return FollowUpReminderService(InMemoryTransactions(bot.uow), bot.services.policy)


async def begun(rut: DialogUser, **more: str) -> Any:
    said = {"said__name": "Hösten", "said__last": LAST, **more}
    return await rut.fills_in(await rut.writes("starta uppföljning"), "round.begin", **said)


async def told(bot: DialogBot, kind: str, to: str) -> Any:
    """Return the card of the latest notice of that kind to somebody, as it is by now."""
    found = [each for each in bot.uow.outbox.notices.values() if (each.kind, each.to) == (kind, to)]
    message = await NoticeWriter(bot.services)(found[-1], "sv")
    return message.card if message else None


@pytest.fixture
def account(bot: DialogBot) -> Account:
    return has_account(bot)


async def test_a_round_is_begun_and_answered_to_its_end(
    bot: DialogBot, rut: DialogUser, anna: DialogUser, account: Account
) -> None:
    overview = await begun(rut)
    assert "Konton: 1" in words_of(overview)
    page = await told(bot, "check-asked", "aad-anna")
    assert "Rut har startat uppföljningen" in words_of(page)

    again = await anna.fills_in(page, "walk.next", answer__tva="no", answer__namn="yes")
    assert "kommentar" in fault_at(again, "answer.tva")
    assert fields_of(again)["Är ni minst två?"] == "no"
    second = await anna.fills_in(
        again, "walk.next", comment__tva="Bara jag.", **YES | {"answer__tva": "no"}
    )
    assert "Sida 2 av 2" in words_of(second)
    done = await anna.fills_in(second, "check.send", answer__svar="yes")

    assert rows_of(done) == ["Är ni minst två?"]
    deviation = await anna.presses(done, "Är ni minst två?")
    wrong = await anna.fills_in(
        deviation, "deviation.plan_send", said__action="Bjud in Bo.", said__due="2020-01-01"
    )
    assert fault_at(wrong, "said.due").startswith("⚠ Välj en dag från 2026-11-23")
    planned = await anna.fills_in(wrong, "deviation.plan_send", said__due="2026-12-01")
    assert "Åtgärd: Bjud in Bo." in words_of(planned)
    await anna.fills_in(planned, "deviation.finish_send", said__done="Bo är med.")
    seen = await rut.presses(await told(bot, "deviation-done", REVIEW_CHANNEL), "deviation.close")
    assert "Sett av: Rut" in words_of(seen)


async def test_everyone_sees_what_they_have_to_do(
    bot: DialogBot, rut: DialogUser, anna: DialogUser, account: Account
) -> None:
    assert "inget att göra" in words_of(await anna.writes("uppföljning"))
    await begun(rut)

    mine = await anna.writes("uppföljning")
    assert rows_of(mine) == ["Annas konto på Facebook"]
    assert "Sida 1 av 2" in words_of(await anna.presses(mine, "Annas konto"))
    theirs = await rut.writes("uppföljning")
    assert rows_of(theirs) == ["Hösten"]
    watched = await rut.presses(await rut.presses(theirs, "Hösten"), "Annas konto")
    assert "Svar hittills: 0 av 3" in words_of(watched)


async def test_a_reviewer_hands_over_what_nobody_answers(
    bot: DialogBot, rut: DialogUser, anna: DialogUser, account: Account
) -> None:
    bot.uow.people.met.append(Person("aad-kim", "Kim Lund"))
    await begun(rut)
    bot.clock.pass_by(timedelta(days=30))
    await reminders(bot).run_once()
    late = await told(bot, "round-late", REVIEW_CHANNEL)
    watched = await rut.presses(await rut.presses(late, "case.open"), "Annas konto")
    assert "har inte svarat i tid" in words_of(watched)
    await rut.fills_in(watched, "handover.send", said__who="Kim Lund")
    kim = bot.person("kim")
    await kim.presses(await told(bot, "handover-asked", "aad-kim"), "handover.yes")
    await reminders(bot).keep_up()

    assert "Du ansvarar nu för kontot" in words_of(await told(bot, "check-asked", "aad-kim"))


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"said__name": " "}, "name", "Skriv ett namn"),
        ({"said__last": ""}, "last", "Skriv dagen"),
        ({"said__last": "2020-01-01"}, "last", "Välj en dag från"),
    ],
    ids=["nameless", "no day", "past"],
)
async def test_what_is_wrong_with_a_plan_is_told_at_its_field(
    rut: DialogUser, account: Account, said: dict[str, str], field: str, sentence: str
) -> None:
    again = await begun(rut, **said)

    assert sentence in fault_at(again, f"said.{field}")


async def test_a_closed_round_and_a_strangers_press_are_told_in_a_sentence(
    bot: DialogBot, rut: DialogUser, anna: DialogUser, account: Account
) -> None:
    overview = await begun(rut)
    page = await told(bot, "check-asked", "aad-anna")
    stranger = await bot.person("kim").fills_in(page, "walk.next", **YES)
    await rut.presses(overview, "round.close_send")

    assert stranger == anna.say("refused.no-such-case")
    assert await anna.fills_in(page, "walk.next", **YES) == anna.say(
        "refused.round-closed", name="Hösten"
    )
    assert await told(bot, "check-asked", "aad-anna") is None
    assert await anna.writes("starta uppföljning") == anna.say("refused.not-a-reviewer")


async def test_an_unknown_account_is_reported_and_found_to_be_an_impostor(
    bot: DialogBot, rut: DialogUser, anna: DialogUser, account: Account
) -> None:
    unknown = await anna.writes("är @storby_fejk vårt?")
    reported = await anna.presses(unknown, "unknown.report")
    assert "tittar på det" in words_of(reported)
    case = await told(bot, "unknown-reported", REVIEW_CHANNEL)
    decided = await rut.fills_in(case, "unknown.decide_send", said__responsible="Ingen Alls")
    assert "hittar ingen" in fault_at(decided, "said.responsible")
    press = {
        "action": "decide_unknown",
        "language": "sv",
        "unknown": next(iter(bot.uow.unknown_accounts.kept)),
        "seen": 1,
        "outcome": "impostor",
        "said.platform": "instagram",
    }
    await rut.sends(press)

    news = words_of(await told(bot, "unknown-decided", "aad-anna"))
    assert "låtsas vara" in news
    assert bot.services.base.passages["inloggning-delad"].sv.title in news


async def test_the_yearly_question_is_answered_with_one_press(
    bot: DialogBot, anna: DialogUser, account: Account
) -> None:
    bot.uow.register.kept[account.id] = replace(
        account, registered_at=bot.clock.now - timedelta(days=400)
    )
    await bot.services.yearly_checks.run_once()
    asked = await told(bot, "yearly-asked", "aad-anna")

    assert await anna.presses(asked, "yearly.yes") == anna.say("yearly.thanks")
    assert await told(bot, "yearly-asked", "aad-anna") is None


async def test_a_base_without_questions_offers_no_follow_up(
    bot: DialogBot, rut: DialogUser, account: Account
) -> None:
    live = bot.services.live
    base = replace(live.current.base, control_list=None)
    live.swap(replace(live.current, base=base), at=bot.clock(), pinned=False)

    assert "uppföljning" not in words_of(await rut.writes("hjälp"))
    assert rut.say("unknown.report") not in str(await rut.writes("är @storby_fejk vårt?"))
    assert "round.begin" not in str(await rut.writes("starta uppföljning"))


async def test_a_notice_of_what_is_gone_says_nothing(bot: DialogBot) -> None:
    for kind, subject in (
        ("check-asked", "egen-aaaaaaaa"),
        ("round-late", "uppf-aaaaaaaa"),
        ("deviation-late", "avv-aaaaaaaa"),
        ("unknown-decided", "okant-aaaaaaaa"),
        ("yearly-asked", "arlig-aaaaaaaa"),
    ):
        notice = Notice("k", kind, "aad-anna", subject)
        assert await NoticeWriter(bot.services)(notice, "sv") is None
