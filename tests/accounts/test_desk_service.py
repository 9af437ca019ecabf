"""The reviewers' desk: claims, questions and answers, approvals changed."""

import pytest

from accounts.errors import NotDone, NotNow, OwnRequest
from accounts.history import EventKind, RequestStatus
from core.errors import (
    HoldsPersonalData,
    NoSuchCase,
    NotAReviewer,
    OutOfDate,
    ReasonMissing,
    TooLong,
)
from core.outbox import REVIEW_CHANNEL, NoticeKind
from tests.world.builders import ADDRESS, ANSWERS, ID, OWN_MANAGER, SECRET, a_request
from tests.world.people import ADA, BO, EVA, KIM, RUT
from tests.world.services import AccountServices

ALL_DONE = frozenset({"profil", "tva"})


def test_a_reviewer_takes_a_request_and_a_colleague_takes_it_over(
    services: AccountServices, seen: int
) -> None:
    taken = services.desk.claim(RUT, ID, seen)
    over = services.desk.claim(EVA, ID, seen)

    assert (taken.assigned_to, over.assigned_to) == (RUT, EVA)
    assert [each.by for each in over.history if each.kind is EventKind.CLAIMED] == [RUT, EVA]
    assert services.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL, REVIEW_CHANNEL]


def test_taking_it_twice_is_harmless_and_anybodys_card_still_decides(
    services: AccountServices, seen: int
) -> None:
    services.desk.claim(RUT, ID, seen)
    with services.stays_as_it_is():
        services.desk.claim(RUT, ID, seen)

    assert services.decide(EVA, seen, RequestStatus.APPROVED).status is RequestStatus.APPROVED


def test_only_a_reviewer_without_another_part_takes_it(
    services: AccountServices, seen: int
) -> None:
    with services.refuses(NotAReviewer):
        services.desk.claim(KIM, ID, seen)
    services.has(a_request(RequestStatus.IN_REVIEW, by=RUT))
    with services.refuses(OwnRequest):
        services.desk.claim(RUT, ID, seen)


@pytest.mark.parametrize("status", sorted({*RequestStatus} - {RequestStatus.IN_REVIEW}))
def test_only_what_is_in_review_is_taken(services: AccountServices, status: RequestStatus) -> None:
    version = services.has(a_request(status)).version

    with services.refuses(NotNow if services.request().has_been_sent else NoSuchCase):
        services.desk.claim(RUT, ID, version)


def test_a_question_is_answered_while_the_request_stays_in_review(
    services: AccountServices, seen: int
) -> None:
    asked = services.desk.ask(RUT, ID, seen, text="Vilka tider svarar ni?")
    services.later(hours=1)
    told = services.desk.answer(ADA, ID, text="Vardagar åtta till fem.")

    assert asked.open_question is not None
    assert told.open_question is None
    assert told.status is RequestStatus.IN_REVIEW
    assert [(each.by, each.note) for each in told.thread] == [
        (RUT, "Vilka tider svarar ni?"),
        (ADA, "Vardagar åtta till fem."),
    ]
    assert services.told(NoticeKind.QUESTIONED) == [ADA.id]
    assert services.told(NoticeKind.REPLIED) == [RUT.id]
    assert services.decide(RUT, seen, RequestStatus.APPROVED).status is RequestStatus.APPROVED


def test_the_same_word_said_twice_is_said_once(services: AccountServices, seen: int) -> None:
    services.desk.ask(RUT, ID, seen, text="Vem?")
    with services.stays_as_it_is():
        services.desk.ask(RUT, ID, seen, text="Vem?")
    services.desk.answer(ADA, ID, text="Jag.")
    with services.stays_as_it_is():
        services.desk.answer(ADA, ID, text="Jag.")


def test_only_the_requester_answers_and_only_a_question(
    services: AccountServices, seen: int
) -> None:
    with services.refuses(NotNow):
        services.desk.answer(ADA, ID, text="Hallå?")
    services.desk.ask(RUT, ID, seen, text="Vem?")
    for other in (BO, KIM, RUT):
        with services.refuses(NoSuchCase):
            services.desk.answer(other, ID, text="Jag.")


@pytest.mark.parametrize(
    ("text", "error"), [("", ReasonMissing), (f"Gäller {SECRET}.", HoldsPersonalData)]
)
def test_what_is_asked_needs_words_that_may_be_kept(
    services: AccountServices, seen: int, text: str, error: type[ReasonMissing]
) -> None:
    with services.refuses(error):
        services.desk.ask(RUT, ID, seen, text=text)


def test_each_condition_is_an_item_on_the_list(services: AccountServices, seen: int) -> None:
    said = "- Två administratörer\n\n• Stäng kommentarerna på helgen"
    after = services.decide(RUT, seen, RequestStatus.APPROVED, text=said)
    first, second = after.conditions

    assert [*after.conditions.values()] == [
        "Två administratörer",
        "Stäng kommentarerna på helgen",
    ]
    with services.refuses(NotDone) as caught:
        services.accounts.go_live(ADA, ID, after.version, done=ALL_DONE | {first}, address=ADDRESS)
    assert caught.value.words[caught.value.missing[0]] == "Stäng kommentarerna på helgen"
    live = services.accounts.go_live(
        ADA, ID, after.version, done=ALL_DONE | {first, second}, address=ADDRESS
    )
    assert live.status is RequestStatus.LIVE


def test_what_is_no_condition_is_not_ticked(services: AccountServices, seen: int) -> None:
    after = services.decide(RUT, seen, RequestStatus.APPROVED, text="Två administratörer")

    with services.refuses(OutOfDate):
        services.accounts.tick(ADA, ID, after.version, frozenset({"villkor-2"}))


def test_conditions_are_changed_with_a_reason_and_ticked_anew(
    services: AccountServices, seen: int
) -> None:
    before = services.decide(RUT, seen, RequestStatus.APPROVED, text="Två administratörer")
    ticked = services.accounts.tick(ADA, ID, before.version, frozenset({"villkor-1", "tva"}))

    after = services.desk.amend(
        EVA, ID, ticked.version, conditions="Tre administratörer", reason="Sommaren."
    )

    assert after.status is RequestStatus.APPROVED
    assert [*after.conditions.values()] == ["Tre administratörer"]
    assert after.done == {"tva"}
    assert (after.history[-1].kind, after.history[-1].note) == (EventKind.AMENDED, "Sommaren.")
    assert services.told(NoticeKind.DECIDED) == [ADA.id, BO.id] * 2


def test_an_approval_is_taken_back_with_a_reason(services: AccountServices) -> None:
    version = services.has(a_request(RequestStatus.APPROVED)).version

    after = services.desk.revoke(RUT, ID, version, reason="Kontot finns redan.")

    assert after.status is RequestStatus.DECLINED
    assert after.decision is not None
    assert (after.decision.by, after.decision.text) == (RUT, "Kontot finns redan.")
    assert services.told(NoticeKind.DECIDED) == [ADA.id, BO.id]
    with services.refuses(NotNow):
        services.accounts.go_live(ADA, ID, after.version, done=ALL_DONE, address=ADDRESS)


def test_an_approval_is_changed_by_reviewers_alone_and_never_without_a_reason(
    services: AccountServices,
) -> None:
    version = services.has(a_request(RequestStatus.APPROVED)).version

    with services.refuses(ReasonMissing):
        services.desk.revoke(RUT, ID, version, reason=" ")
    with services.refuses(ReasonMissing):
        services.desk.amend(RUT, ID, version, conditions="Två.", reason="")
    with services.refuses(NotAReviewer):
        services.desk.revoke(ADA, ID, version, reason="Nej.")
    with services.refuses(OutOfDate):
        services.desk.revoke(RUT, ID, version - 1, reason="Nej.")


@pytest.mark.parametrize(
    "status", [RequestStatus.IN_REVIEW, RequestStatus.LIVE, RequestStatus.DECLINED]
)
def test_only_a_standing_approval_is_taken_back(
    services: AccountServices, status: RequestStatus
) -> None:
    version = services.has(a_request(status)).version

    with services.refuses(NotNow):
        services.desk.revoke(RUT, ID, version, reason="Nej.")


def test_each_version_that_was_sent_is_kept_and_what_changed_is_told(
    services: AccountServices,
) -> None:
    first = services.sent(answers=OWN_MANAGER)
    services.later(days=1)
    back = services.decide(RUT, first.version, RequestStatus.RETURNED, text="Vilka läsare?")
    came_in = back.received_at
    services.enter({"syfte": "Nå skolbarn."})
    again = services.submissions.send(ADA, ID, services.request().version)

    assert [each.answers["syfte"] for each in again.sent_versions] == [
        ANSWERS["syfte"],
        "Nå skolbarn.",
    ]
    assert again.changed_answers == {"syfte": (ANSWERS["syfte"], "Nå skolbarn.")}
    assert (came_in, again.received_at) == (first.history[-1].at, first.history[-1].at)


@pytest.mark.parametrize(
    "status", sorted(status for status in RequestStatus if a_request(status).has_been_sent)
)
def test_a_reviewer_enters_the_diary_number_wherever_the_request_stands(
    services: AccountServices, status: RequestStatus
) -> None:
    before = services.has(a_request(status))

    after = services.desk.enter_diary_number(RUT, ID, before.version, number=" KS  2026/0123 ")

    assert (after.diary_number, after.status) == ("KS 2026/0123", status)
    assert (after.changed_at, after.takes_presses_on(before.version)) == (before.changed_at, True)
    assert (after.history[-1].kind, after.history[-1].note) == (
        EventKind.DIARISED,
        "KS 2026/0123",
    )


def test_a_diary_number_is_entered_once_changed_and_taken_away(
    services: AccountServices, seen: int
) -> None:
    services.desk.enter_diary_number(RUT, ID, seen, number="KS 2026/0123")
    with services.stays_as_it_is():
        services.desk.enter_diary_number(EVA, ID, seen, number="KS 2026/0123")
    services.desk.enter_diary_number(EVA, ID, seen, number="KS 2026/0124")

    assert services.desk.enter_diary_number(EVA, ID, seen, number="").diary_number == ""
    noted = [each.note for each in services.request().history if each.kind is EventKind.DIARISED]
    assert noted == ["KS 2026/0123", "KS 2026/0124", ""]


def test_a_diary_number_is_a_reviewers_and_short_and_no_persons(
    services: AccountServices, seen: int
) -> None:
    for person, number, refusal in (
        (KIM, "KS 2026/1", NotAReviewer),
        (RUT, "9" * 61, TooLong),
        (RUT, SECRET, HoldsPersonalData),
    ):
        with services.refuses(refusal):
            services.desk.enter_diary_number(person, ID, seen, number=number)
    services.has(a_request(RequestStatus.DRAFT))
    with services.refuses(NoSuchCase):
        services.desk.enter_diary_number(RUT, ID, 1, number="KS 2026/1")
