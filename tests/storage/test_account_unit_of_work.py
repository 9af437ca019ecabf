"""The contract of `AccountsUnitOfWork`: the same in memory and on every database we support."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from accounts.account import Account, AccountStatus, Handover
from accounts.errors import AlreadyRegistered
from accounts.history import Decision, Event, EventKind, RequestStatus
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.errors import OutOfDate
from core.outbox import Notice
from tests.storage.cases import NOON, a_request
from tests.storage.conftest import AnyTransactions
from tests.world.builders import ACCOUNT_ID, an_account
from tests.world.people import ADA, BO, EVA


async def keep(transactions: AnyTransactions, *cases: AccountRequest | Account) -> None:
    def work(uow: AccountsUnitOfWork) -> None:
        for case in cases:
            if isinstance(case, Account):
                uow.register.add(case)
            else:
                uow.requests.add(case)

    await transactions.write(work)


async def ids(
    transactions: AnyTransactions,
    work: Callable[[AccountsUnitOfWork], Sequence[AccountRequest | Account]],
) -> list[str]:
    return [case.id for case in await transactions.read(work)]


# Requests.


async def test_a_request_is_kept_whole(transactions: AnyTransactions) -> None:
    await keep(transactions, a_request())

    assert await transactions.read(lambda uow: uow.requests.get("konto-1")) == a_request()


async def test_an_id_nobody_has_used_gives_nothing(transactions: AnyTransactions) -> None:
    for made_up in ("konto-9", "", "x" * 5000, "konto-1\0"):
        assert await transactions.read(lambda uow, key=made_up: uow.requests.get(key)) is None
        assert await transactions.read(lambda uow, key=made_up: uow.register.get(key)) is None


async def test_a_request_is_added_once(transactions: AnyTransactions) -> None:
    other = a_request(by=BO)

    assert await transactions.write(lambda uow: uow.requests.add(a_request()))
    assert not await transactions.write(lambda uow: uow.requests.add(other))
    assert await transactions.read(lambda uow: uow.requests.get("konto-1")) == a_request()


async def test_the_version_seen_is_replaced(transactions: AnyTransactions) -> None:
    await keep(transactions, a_request())
    newer = a_request(version=2, status=RequestStatus.IN_REVIEW)
    await transactions.write(lambda uow: uow.requests.save(newer, seen=1))

    assert await transactions.read(lambda uow: uow.requests.get("konto-1")) == newer


async def test_another_version_than_the_one_seen_is_not_replaced(
    transactions: AnyTransactions,
) -> None:
    await keep(transactions, a_request(version=2))
    newer = a_request(version=2, status=RequestStatus.IN_REVIEW)

    with pytest.raises(OutOfDate):
        await transactions.write(lambda uow: uow.requests.save(newer, seen=1))
    assert await transactions.read(lambda uow: uow.requests.get("konto-1")) == a_request(version=2)


async def test_a_persons_requests_are_those_made_or_confirmed_the_latest_change_first(
    transactions: AnyTransactions,
) -> None:
    await keep(
        transactions,
        a_request("made", by=ADA, minutes=1),
        a_request("to-confirm", by=BO, manager_id=ADA.id, minutes=3),
        a_request("confirmed", by=BO, confirmed_by=ADA, minutes=2),
        a_request("somebody-elses", by=BO),
    )

    assert await ids(transactions, lambda uow: uow.requests.of_person(ADA.id)) == [
        "to-confirm",
        "confirmed",
        "made",
    ]


async def test_what_waits_comes_longest_wait_first(transactions: AnyTransactions) -> None:
    await keep(
        transactions,
        a_request("second", status=RequestStatus.IN_REVIEW, minutes=2),
        a_request("first", status=RequestStatus.AWAITING_MANAGER, minutes=1),
        a_request("decided", status=RequestStatus.APPROVED),
        a_request("draft"),
    )

    assert await ids(transactions, lambda uow: uow.requests.waiting()) == ["first", "second"]


async def test_requests_are_found_by_where_they_stand(transactions: AnyTransactions) -> None:
    wanted = {RequestStatus.RETURNED, RequestStatus.APPROVED}
    one_of_each = [a_request(f"is-{status}", status=status) for status in RequestStatus]
    await keep(
        transactions, *one_of_each, a_request("newer", minutes=1, status=RequestStatus.APPROVED)
    )

    found = await ids(transactions, lambda uow: uow.requests.with_status(wanted))
    assert sorted(found[:2]) == ["is-approved", "is-returned"]
    assert found[2:] == ["newer"]


async def test_drafts_untouched_are_found_and_nothing_else(transactions: AnyTransactions) -> None:
    await keep(
        transactions,
        a_request("old"),
        a_request("just-so-old", minutes=1),
        a_request("touched", minutes=2),
        a_request("sent", status=RequestStatus.IN_REVIEW),
    )
    moment = NOON + timedelta(minutes=1)

    assert await ids(transactions, lambda uow: uow.requests.drafts_untouched_since(moment)) == [
        "old",
        "just-so-old",
    ]


async def test_requests_under_way_for_the_same_account_are_found(
    transactions: AnyTransactions,
) -> None:
    await keep(
        transactions,
        a_request("same", name="  sala   BIBLIOTEK"),
        a_request("ended", status=RequestStatus.WITHDRAWN),
        a_request("other-platform", platform="instagram"),
        a_request("other-name", name="Sala biblioteket"),
    )

    assert await ids(transactions, lambda uow: uow.requests.like("facebook", "Sala bibliotek")) == [
        "same"
    ]


# The register.


async def test_an_account_is_kept_whole(transactions: AnyTransactions) -> None:
    await keep(transactions, an_account())

    assert await transactions.read(lambda uow: uow.register.get(ACCOUNT_ID)) == an_account()


@pytest.mark.parametrize(
    "second",
    [
        an_account("b", name=" SALA  bibliotek "),
        an_account("b", name="Annat", address=an_account("a").address),
    ],
)
async def test_a_name_or_an_address_in_use_is_refused(
    transactions: AnyTransactions, second: Account
) -> None:
    await keep(transactions, an_account("a", name="Sala bibliotek"))

    with pytest.raises(AlreadyRegistered):
        await transactions.write(lambda uow: uow.register.add(second))
    assert await ids(transactions, lambda uow: uow.register.all()) == ["a"]


async def test_a_closed_account_leaves_its_name_and_address_free(
    transactions: AnyTransactions,
) -> None:
    await keep(transactions, an_account("a", standing=AccountStatus.CLOSED))
    again = an_account("b", address=an_account("a").address)
    await keep(transactions, again)

    assert await transactions.read(lambda uow: uow.register.named("facebook", again.name)) == again


async def test_one_name_may_stand_on_each_platform_of_another_name(
    transactions: AnyTransactions,
) -> None:
    for number, called in enumerate(("Mastodon", "Bluesky")):
        other = {"platform": "annan", "platform_name": called, "address": f"https://x.se/{number}"}
        await keep(transactions, an_account(called, **other))
    found = await transactions.read(
        lambda uow: uow.register.named("annan/mastodon", an_account("a").name)
    )

    assert found is not None
    assert found.platform_name == "Mastodon"


async def test_a_paused_account_keeps_its_name(transactions: AnyTransactions) -> None:
    await keep(transactions, an_account("a", standing=AccountStatus.PAUSED))

    with pytest.raises(AlreadyRegistered):
        await keep(transactions, an_account("b"))


async def test_an_account_is_replaced_where_the_version_is_the_one_seen(
    transactions: AnyTransactions,
) -> None:
    await keep(transactions, an_account())
    paused = an_account(version=2, standing=AccountStatus.PAUSED)
    await transactions.write(lambda uow: uow.register.save(paused, seen=1))

    with pytest.raises(OutOfDate):
        await transactions.write(lambda uow: uow.register.save(an_account(version=2), seen=1))
    assert await transactions.read(lambda uow: uow.register.get(ACCOUNT_ID)) == paused


async def test_an_account_is_found_by_its_name_whatever_the_case(
    transactions: AnyTransactions,
) -> None:
    await keep(transactions, an_account(name="Straße Ängsö"))

    def named(platform: str, name: str) -> Callable[[AccountsUnitOfWork], Account | None]:
        return lambda uow: uow.register.named(platform, name)

    assert await transactions.read(named("facebook", "STRASSE  ängsö")) is not None
    assert await transactions.read(named("instagram", "Straße Ängsö")) is None


async def test_the_register_is_sorted_and_holds_no_closed_account(
    transactions: AnyTransactions,
) -> None:
    await keep(
        transactions,
        an_account("d", name="Åsikten", unit="Kultur"),
        an_account("c", name="Zebran", unit="Kultur"),
        an_account("b", name="Annat", unit="Kultur", platform="instagram"),
        an_account("a", name="Sist", unit="Äldreomsorg"),
        an_account("e", name="Stängt", unit="A", standing=AccountStatus.CLOSED),
    )

    assert await ids(transactions, lambda uow: uow.register.all()) == ["c", "d", "b", "a"]


async def test_a_persons_accounts_are_those_they_answer_for(transactions: AnyTransactions) -> None:
    await keep(
        transactions,
        an_account("a", name="Ett"),
        an_account("b", name="Två", responsible=BO),
        an_account("c", name="Tre", standing=AccountStatus.CLOSED),
    )

    assert await ids(transactions, lambda uow: uow.register.of_person(ADA.id)) == ["a"]


async def test_a_case_is_found_by_everybody_who_stands_in_it(transactions: AnyTransactions) -> None:
    decision = Decision(EVA, NOON, RequestStatus.APPROVED)
    await keep(
        transactions,
        a_request("made"),
        a_request("decided", by=BO, decision=decision, minutes=1),
        a_request("told-of", by=BO, history=(Event(EventKind.CONFIRMED, NOON, EVA),), minutes=2),
        an_account("answered-for", name="Ett", responsible=EVA),
        an_account("offered", name="Två", handover=Handover("Eva", EVA.id)),
        an_account("of-others", name="Tre"),
    )

    assert await ids(transactions, lambda uow: uow.requests.naming(EVA.id)) == [
        "decided",
        "told-of",
    ]
    assert sorted(await ids(transactions, lambda uow: uow.register.naming(EVA.id))) == [
        "answered-for",
        "offered",
    ]
    assert await ids(transactions, lambda uow: uow.requests.naming("id%")) == []


# The whole.


async def test_of_the_notices_of_a_kind_the_one_put_last_is_remembered(
    transactions: AnyTransactions,
) -> None:
    def work(uow: AccountsUnitOfWork) -> None:
        for key, kind in (("k1", "decided"), ("k2", "decided"), ("k3", "review"), ("k1", "review")):
            uow.outbox.put(Notice(key, kind, ADA.id, "konto-1", {"said": key}))

    await transactions.write(work)
    latest = await transactions.read(lambda uow: uow.outbox.latest("decided"))

    assert latest == Notice("k2", "decided", ADA.id, "konto-1", {"said": "k2"})
    assert await transactions.read(lambda uow: uow.outbox.latest("replied")) is None


async def test_a_work_that_fails_leaves_every_book_as_it_was(transactions: AnyTransactions) -> None:
    await keep(transactions, a_request(), an_account())

    def work(uow: AccountsUnitOfWork) -> None:
        uow.requests.save(a_request(version=2), seen=1)
        uow.requests.add(a_request("konto-2"))
        uow.register.save(an_account(version=2, standing=AccountStatus.CLOSED), seen=1)
        uow.outbox.put(Notice("k", "decided", ADA.id, "konto-1"))
        uow.audit.append(
            at=NOON, what="request", subject="konto-1", by=EVA.id, state="draft", content="c"
        )
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await transactions.write(work)
    assert await transactions.read(lambda uow: uow.requests.get("konto-1")) == a_request()
    assert await transactions.read(lambda uow: uow.requests.get("konto-2")) is None
    assert await transactions.read(lambda uow: uow.register.get(ACCOUNT_ID)) == an_account()


async def test_what_a_work_has_done_it_sees_itself(transactions: AnyTransactions) -> None:
    def work(uow: AccountsUnitOfWork) -> bool:
        uow.requests.add(a_request())
        uow.register.add(an_account())
        like = uow.requests.like("facebook", "Sala bibliotek")
        return bool(like) and uow.register.named("facebook", "Biblioteket") is not None

    assert await transactions.write(work)


async def test_a_name_longer_than_what_is_compared_is_found_all_the_same(
    transactions: AnyTransactions,
) -> None:
    long = an_account("a", name="x" * 4000)
    await keep(transactions, long)

    assert await transactions.read(lambda uow: uow.register.named("facebook", "x" * 4000)) == long


async def test_closed_accounts_are_found_apart(transactions: AnyTransactions) -> None:
    def work(uow: AccountsUnitOfWork) -> None:
        uow.register.add(an_account("a", name="Badhuset"))
        uow.register.add(an_account("b", name="Biblioteket", standing=AccountStatus.CLOSED))

    await transactions.write(work)

    assert await ids(transactions, lambda uow: uow.register.closed()) == ["b"]
    assert await ids(transactions, lambda uow: uow.register.all()) == ["a"]
