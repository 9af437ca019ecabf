"""The outbox in a terminal: what was given up is listed, sent again, or dropped."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.outbox import Delivery, Notice, PendingReply
from operations.__main__ import main
from storage.stores import Stores
from tests.storage.servers import migrated
from tests.storage.test_address_book import ADA_MET


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = migrated(f"sqlite:///{tmp_path / 'bot.db'}")
    monkeypatch.setenv("BOT_DATABASE_URL", url)
    return url


def on(url: str, work: Callable[[Stores], Coroutine[Any, Any, Any]]) -> Any:
    async def run() -> Any:
        stores = Stores(url, clock=lambda: datetime.now(UTC))
        try:
            return await work(stores)
        finally:
            await stores.close()

    return asyncio.run(run())


async def given_up(stores: Stores) -> None:
    await stores.records.add(met=ADA_MET)
    notice = Notice("n", "decided", ADA_MET.id, "konto-1")
    await stores.transactions.write(lambda uow: uow.outbox.put(notice))
    secret = {"type": "message", "text": "hemligt"}
    reply = PendingReply(
        key="r", service_url="https://x/", conversation="a:ada", person="ada", activity=secret
    )
    await stores.replies.put(reply)
    first, second = await stores.deliveries.claim(2)
    await stores.deliveries.unsendable(first, "413")
    await stores.deliveries.expired(second)


async def due(stores: Stores) -> list[Delivery]:
    return await stores.deliveries.claim(10)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["outbox", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_an_empty_outbox_says_so(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys) == ["Inget väntar på att skickas, och inget har getts upp."]


def test_what_was_given_up_is_listed_with_its_fault_and_without_its_words(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    on(url, given_up)
    first, second = told(capsys)
    shown = "\n".join(told(capsys, "show", "2"))

    assert "Teams tar aldrig emot det" in first
    assert "fel: 413" in first
    assert "kom inte fram i tid" in second
    assert "recipient: a:ada" in shown
    assert "hemligt" not in first + second + shown


def test_what_was_given_up_is_sent_again_when_told(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    on(url, given_up)
    for number in ("1", "2"):
        told(capsys, "resend", number)
    deliveries: list[Delivery] = on(url, due)

    assert [each.notice.key for each in deliveries] == ["n", "r"]
    assert deliveries[1].reply is not None
    assert deliveries[1].expires_at is not None
    assert deliveries[1].expires_at > datetime.now(UTC)


def test_what_is_dropped_is_neither_sent_nor_listed(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    on(url, given_up)
    told(capsys, "drop", "1")

    assert len(told(capsys)) == 1
    assert on(url, due) == []


def test_what_is_dropped_stays_so(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    on(url, given_up)
    for number in ("1", "2"):
        told(capsys, "drop", number)

        assert main(["outbox", "resend", number]) == 1
        assert main(["outbox", "drop", number]) == 1
    assert on(url, due) == []


@pytest.mark.parametrize("arguments", [["show", "7"], ["resend", "7"], ["drop", "7"], ["resend"]])
def test_a_number_that_is_none_is_told(
    url: str, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(["outbox", *arguments, "--lang", "en"]) == 1
    assert "number" in capsys.readouterr().err
