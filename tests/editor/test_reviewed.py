"""`python -m editor reviewed` over a bot's own database."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.person import Person
from editor.__main__ import main
from readings.passage_review import PassageReview, PassageVerdict
from storage.database import Database
from storage.unit_of_work import SqlTransactions
from tests.storage.servers import migrated
from tests.world.bases import a_copy

RUT = Person("rut", "Rut Å")


async def say(url: str, *reviews: PassageReview) -> None:
    database = Database(url)
    for each in reviews:
        await SqlTransactions(database).write(lambda uow, each=each: uow.passage_reviews.put(each))
    await database.close()


def test_files_that_were_looked_over_before_the_reviewer_spoke_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, folder = migrated(f"sqlite:///{tmp_path / 'bot.db'}"), a_copy(tmp_path)
    before, after = (datetime(year, 2, 8, 12, tzinfo=UTC) for year in (2026, 2027))
    still_true, remove = PassageVerdict.STILL_TRUE, PassageVerdict.REMOVE
    told = [
        PassageReview("bilder-samtycke", still_true, RUT, before),
        PassageReview("blockera-person", still_true, RUT, after),
        PassageReview("gallring-kommentarer", remove, RUT, after),
        PassageReview("no-longer-there", remove, RUT, after),
    ]
    asyncio.run(say(url, *told))
    status = main(["reviewed", "--database", url, "--base", str(folder), "--lang", "en"])
    first, second = capsys.readouterr().out.splitlines()

    assert status == 0
    assert first.startswith("passages/blockera.yaml: blockera-person is right, says Rut Å.")
    assert "reviewed: 2027-02-08" in first
    assert second.startswith("passages/gallring.yaml: gallring-kommentarer is to be removed")
