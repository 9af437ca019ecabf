"""The contract of `Books`: the same in memory and on every database we support."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from accounts.decision import Decision
from accounts.errors import AlreadyRegistered, OutOfDate
from accounts.events import Event, Happened
from accounts.notices import Notice
from accounts.ports import Books
from accounts.register import Account, Handover, Standing
from accounts.request import AccountRequest
from accounts.status import Status
from tests.storage.cases import ADA, BO, EVA, NOON, a_request, an_account
from tests.storage.conftest import AnyLedger


async def keep(ledger: AnyLedger, *cases: AccountRequest | Account) -> None:
    def work(books: Books) -> None:
        for case in cases:
            if isinstance(case, Account):
                books.register.add(case)
            else:
                books.requests.add(case)

    await ledger.write(work)


async def ids(ledger: AnyLedger, work: Callable[[Books], Sequence[AccountRequest | Account]]):
    return [case.id for case in await ledger.read(work)]


# Requests.


async def test_a_request_is_kept_whole(ledger: AnyLedger):
    await keep(ledger, a_request())

    assert await ledger.read(lambda books: books.requests.get("konto-1")) == a_request()


async def test_an_id_nobody_has_used_gives_nothing(ledger: AnyLedger):
    for made_up in ("konto-9", "", "x" * 5000, "konto-1\0"):
        assert await ledger.read(lambda books, key=made_up: books.requests.get(key)) is None
        assert await ledger.read(lambda books, key=made_up: books.register.get(key)) is None


async def test_a_request_is_added_once(ledger: AnyLedger):
    other = a_request(by=BO)

    assert await ledger.write(lambda books: books.requests.add(a_request()))
    assert not await ledger.write(lambda books: books.requests.add(other))
    assert await ledger.read(lambda books: books.requests.get("konto-1")) == a_request()


async def test_the_version_seen_is_replaced(ledger: AnyLedger):
    await keep(ledger, a_request())
    newer = a_request(version=2, status=Status.IN_REVIEW)
    await ledger.write(lambda books: books.requests.save(newer, seen=1))

    assert await ledger.read(lambda books: books.requests.get("konto-1")) == newer


async def test_another_version_than_the_one_seen_is_not_replaced(ledger: AnyLedger):
    await keep(ledger, a_request(version=2))
    newer = a_request(version=2, status=Status.IN_REVIEW)

    with pytest.raises(OutOfDate):
        await ledger.write(lambda books: books.requests.save(newer, seen=1))
    assert await ledger.read(lambda books: books.requests.get("konto-1")) == a_request(version=2)


async def test_a_persons_requests_are_those_made_or_confirmed_the_latest_change_first(
    ledger: AnyLedger,
):
    await keep(
        ledger,
        a_request("made", by=ADA, minutes=1),
        a_request("to-confirm", by=BO, manager_id=ADA.id, minutes=3),
        a_request("confirmed", by=BO, confirmed_by=ADA, minutes=2),
        a_request("somebody-elses", by=BO),
    )

    assert await ids(ledger, lambda books: books.requests.of_person(ADA.id)) == [
        "to-confirm",
        "confirmed",
        "made",
    ]


async def test_what_waits_comes_longest_wait_first(ledger: AnyLedger):
    await keep(
        ledger,
        a_request("second", status=Status.IN_REVIEW, minutes=2),
        a_request("first", status=Status.AWAITING_MANAGER, minutes=1),
        a_request("decided", status=Status.APPROVED),
        a_request("draft"),
    )

    assert await ids(ledger, lambda books: books.requests.waiting()) == ["first", "second"]


async def test_drafts_untouched_are_found_and_nothing_else(ledger: AnyLedger):
    await keep(
        ledger,
        a_request("old"),
        a_request("just-so-old", minutes=1),
        a_request("touched", minutes=2),
        a_request("sent", status=Status.IN_REVIEW),
    )
    moment = NOON + timedelta(minutes=1)

    assert await ids(ledger, lambda books: books.requests.drafts_untouched_since(moment)) == [
        "old",
        "just-so-old",
    ]


async def test_requests_under_way_for_the_same_account_are_found(ledger: AnyLedger):
    await keep(
        ledger,
        a_request("same", name="  sala   BIBLIOTEK"),
        a_request("ended", status=Status.WITHDRAWN),
        a_request("other-platform", platform="instagram"),
        a_request("other-name", name="Sala biblioteket"),
    )

    assert await ids(ledger, lambda books: books.requests.like("facebook", "Sala bibliotek")) == [
        "same"
    ]


# The register.


async def test_an_account_is_kept_whole(ledger: AnyLedger):
    await keep(ledger, an_account())

    assert await ledger.read(lambda books: books.register.get("konto-1")) == an_account()


@pytest.mark.parametrize(
    "second",
    [
        an_account("b", name=" SALA  bibliotek "),
        an_account("b", name="Annat", address=an_account("a").address),
    ],
)
async def test_a_name_or_an_address_in_use_is_refused(ledger: AnyLedger, second: Account):
    await keep(ledger, an_account("a"))

    with pytest.raises(AlreadyRegistered):
        await ledger.write(lambda books: books.register.add(second))
    assert await ids(ledger, lambda books: books.register.all()) == ["a"]


async def test_a_closed_account_leaves_its_name_and_address_free(ledger: AnyLedger):
    await keep(ledger, an_account("a", standing=Standing.CLOSED))
    again = an_account("b", address=an_account("a").address)
    await keep(ledger, again)

    assert await ledger.read(lambda books: books.register.named("facebook", again.name)) == again


async def test_a_paused_account_keeps_its_name(ledger: AnyLedger):
    await keep(ledger, an_account("a", standing=Standing.PAUSED))

    with pytest.raises(AlreadyRegistered):
        await keep(ledger, an_account("b"))


async def test_an_account_is_replaced_where_the_version_is_the_one_seen(ledger: AnyLedger):
    await keep(ledger, an_account())
    paused = an_account(version=2, standing=Standing.PAUSED)
    await ledger.write(lambda books: books.register.save(paused, seen=1))

    with pytest.raises(OutOfDate):
        await ledger.write(lambda books: books.register.save(an_account(version=2), seen=1))
    assert await ledger.read(lambda books: books.register.get("konto-1")) == paused


async def test_an_account_is_found_by_its_name_whatever_the_case(ledger: AnyLedger):
    await keep(ledger, an_account(name="Straße Ängsö"))

    def named(platform: str, name: str) -> Callable[[Books], Account | None]:
        return lambda books: books.register.named(platform, name)

    assert await ledger.read(named("facebook", "STRASSE  ängsö")) is not None
    assert await ledger.read(named("instagram", "Straße Ängsö")) is None


async def test_the_register_is_sorted_and_holds_no_closed_account(ledger: AnyLedger):
    await keep(
        ledger,
        an_account("d", name="Åsikten", unit="Kultur"),
        an_account("c", name="Zebran", unit="Kultur"),
        an_account("b", name="Annat", unit="Kultur", platform="instagram"),
        an_account("a", name="Sist", unit="Äldreomsorg"),
        an_account("e", name="Stängt", unit="A", standing=Standing.CLOSED),
    )

    assert await ids(ledger, lambda books: books.register.all()) == ["c", "d", "b", "a"]


async def test_a_persons_accounts_are_those_they_answer_for(ledger: AnyLedger):
    await keep(
        ledger,
        an_account("a", name="Ett"),
        an_account("b", name="Två", responsible=BO),
        an_account("c", name="Tre", standing=Standing.CLOSED),
    )

    assert await ids(ledger, lambda books: books.register.of_person(ADA.id)) == ["a"]


async def test_a_case_is_found_by_everybody_who_stands_in_it(ledger: AnyLedger):
    decision = Decision(EVA, NOON, Status.APPROVED)
    await keep(
        ledger,
        a_request("made"),
        a_request("decided", by=BO, decision=decision, minutes=1),
        a_request("told-of", by=BO, history=(Event(Happened.CONFIRMED, NOON, EVA),), minutes=2),
        an_account("answered-for", name="Ett", responsible=EVA),
        an_account("offered", name="Två", handover=Handover("Eva", EVA.id)),
        an_account("of-others", name="Tre"),
    )

    assert await ids(ledger, lambda books: books.requests.naming(EVA.id)) == ["decided", "told-of"]
    assert sorted(await ids(ledger, lambda books: books.register.naming(EVA.id))) == [
        "answered-for",
        "offered",
    ]
    assert await ids(ledger, lambda books: books.requests.naming("id%")) == []


# The whole.


async def test_a_work_that_fails_leaves_every_book_as_it_was(ledger: AnyLedger):
    await keep(ledger, a_request(), an_account())

    def work(books: Books) -> None:
        books.requests.save(a_request(version=2), seen=1)
        books.requests.add(a_request("konto-2"))
        books.register.save(an_account(version=2, standing=Standing.CLOSED), seen=1)
        books.outbox.put(Notice("k", "decided", ADA.id, "konto-1"))
        books.audit.append(
            at=NOON, what="request", subject="konto-1", by=EVA.id, state="draft", content="c"
        )
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ledger.write(work)
    assert await ledger.read(lambda books: books.requests.get("konto-1")) == a_request()
    assert await ledger.read(lambda books: books.requests.get("konto-2")) is None
    assert await ledger.read(lambda books: books.register.get("konto-1")) == an_account()


async def test_what_a_work_has_done_it_sees_itself(ledger: AnyLedger):
    def work(books: Books) -> bool:
        books.requests.add(a_request())
        books.register.add(an_account())
        like = books.requests.like("facebook", "Sala bibliotek")
        return bool(like) and books.register.named("facebook", "Sala bibliotek") is not None

    assert await ledger.write(work)


async def test_a_name_longer_than_what_is_compared_is_found_all_the_same(ledger: AnyLedger):
    long = an_account("a", name="x" * 4000)
    await keep(ledger, long)

    assert await ledger.read(lambda books: books.register.named("facebook", "x" * 4000)) == long
