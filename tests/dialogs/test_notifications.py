"""Every notice says why it comes and who has set it off; what is no duty can be turned off."""

import pytest

from accounts.history import RequestStatus
from core.language import LANGUAGES
from core.outbox import REVIEW_CHANNEL, Notice, NoticeKind
from core.person import Person
from core.standing import VIEW, CaseView, ShownSubject
from dialogs.notice_kinds import NOTICE_KINDS, NoticeTopic, topic_of, why_of
from dialogs.notices import NoticeWriter
from followup.notices import FollowUpNotice
from questions.forwarded_question import QuestionNotice
from tests.world.builders import a_request
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.people import BO, RUT
from tests.world.reading import button, buttons_of, words_of
from texts.catalogue import Texts

ANNA = Person("aad-anna", "Anna")
KINDS = [*NoticeKind, *QuestionNotice, *FollowUpNotice]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_why_it_comes_and_who_has_set_it_off(kind: str, texts: Texts) -> None:
    for language in LANGUAGES:
        say = texts.in_language(language)
        to_anna = Notice("k", kind, ANNA.id, "sm-aaaaaaaa")
        of_itself, by_rut, by_anna = (
            why_of(each, say)
            for each in (
                to_anna,
                Notice("k", kind, ANNA.id, "sm-aaaaaaaa", by=RUT),
                Notice("k", kind, ANNA.id, "sm-aaaaaaaa", by=ANNA),
            )
        )
        assert of_itself.startswith(by_anna)
        assert by_rut.startswith(by_anna)
        assert RUT.name in by_rut
        assert len({of_itself, by_rut, by_anna}) == 3
        in_channel = why_of(Notice("k", kind, REVIEW_CHANNEL, "sm-aaaaaaaa", by=RUT), say)
        assert in_channel.startswith(say.say("why.channel"))
        assert topic_of(Notice("k", kind, REVIEW_CHANNEL, "sm-aaaaaaaa")) is None


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (NoticeKind.DECIDED, "case_people"),
        (NoticeKind.ACCOUNT_LIVE, "account_people"),
        (NoticeKind.ACCOUNT_CHANGED, "account_people"),
        (NoticeKind.HANDED_OVER, "handed_over"),
    ],
)
def test_why_it_comes_holds_for_each_of_those_it_goes_to(kind: str, why: str, texts: Texts) -> None:
    """The requester and the manager; who is responsible and the manager; who was responsible."""
    say = texts.in_language("sv")

    assert why_of(Notice("k", kind, ANNA.id, "sm-aaaaaaaa", by=ANNA), say) == say.say(f"why.{why}")


def test_there_is_a_row_for_every_kind_and_a_kind_for_every_topic() -> None:
    assert set(NOTICE_KINDS) == set(KINDS)
    assert {each.topic for each in NOTICE_KINDS.values()} == {None, *NoticeTopic}


async def test_a_notice_is_turned_off_on_itself_and_on_again_in_the_list(
    bot: DialogBot, anna: DialogUser
) -> None:
    request = a_request(RequestStatus.RETURNED, by=ANNA)
    bot.uow.requests.kept[request.id] = request
    reminded = Notice("1", NoticeKind.RETURNED_REMINDED, ANNA.id, request.id)
    decided = Notice("2", NoticeKind.DECIDED, ANNA.id, request.id, by=RUT)
    write, texts = NoticeWriter(bot.services), bot.services.texts("sv")
    told = await write(reminded, "sv")
    assert told is not None
    assert told.card is not None
    assert told.card["body"][-1]["text"] == why_of(reminded, texts)
    pressed = await bot.root.on_press(
        anna.incoming(data=button(told.card, texts.say("notifications.turn_off"))["data"])
    )
    assert pressed.card is None
    assert pressed.news is not None
    assert texts.say("notifications.saved") in words_of(pressed.news.card)
    assert bot.uow.muted_topics.of_person(ANNA.id) == {NoticeTopic.OWN_REQUESTS}
    assert await write(reminded, "sv") is None
    duty = await write(decided, "sv")
    assert duty is not None
    assert texts.say("notifications.turn_off") not in buttons_of(duty.card)

    card = await anna.writes("notiser")
    on = {f"on__{each}": "true" for each in NoticeTopic if each is not NoticeTopic.ROUTINE}
    await anna.fills_in(card, "notifications.save", on__routine="false", **on)
    assert bot.uow.muted_topics.of_person(ANNA.id) == {NoticeTopic.ROUTINE}
    assert await write(reminded, "sv") == told


async def test_a_renewed_card_says_that_it_is_one_and_what_still_waits(bot: DialogBot) -> None:
    request = a_request(RequestStatus.AWAITING_MANAGER, by=ANNA, manager_id=BO.id)
    bot.uow.requests.kept[request.id] = request
    texts, told = bot.services.texts("sv"), dict[str, str]()
    for person in (ANNA, BO):
        facts = {VIEW: CaseView.OWN}
        notice = Notice("k", NoticeKind.CARD_RENEWED, person.id, request.id, facts)
        message = await NoticeWriter(bot.services)(notice, "sv")
        assert message is not None
        assert message.shows == ShownSubject(request.id, CaseView.OWN)
        assert message.in_place
        told[person.id] = words_of(message.card)

    asked, now = texts.say("notice.manager-asked"), texts.minute(bot.clock())
    assert [asked in told[each.id] for each in (ANNA, BO)] == [False, True]
    for words in told.values():
        assert texts.say("notice.card-renewed", at=now) in words
        assert texts.say("why.shown") in words


async def test_the_list_is_for_ones_own_chat(bot: DialogBot, anna: DialogUser) -> None:
    assert "notiser" in await anna.writes("notiser", in_private=False)
    assert bot.uow.muted_topics.kept == {}
