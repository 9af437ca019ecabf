"""What people have missed, as the workshop shows it, and what is made of that in a text."""

import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from questions.asked import Outcome
from tests.editor.bots_database import a_database, missed
from tests.editor.workbench import BLOCKING, NO_DATABASE, Workbench, a_draft, opened
from tests.world.bases import MERMAIDS, a_copy

TROLLS = ("Hur hanterar vi nättroll som spammar?", "nättroll som spammar")
WHALES = ("Do whales read the archives?", "whales archives")
PASSAGE = "blockera-person"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
async def database(tmp_path: Path) -> str:
    """Mermaids have been missed thrice, whales twice; blocking was answered."""
    answered = ("sv", "Får vi blockera någon?", Outcome.ANSWER)
    asked = [*missed(*WHALES, language="en"), *missed(*MERMAIDS), answered]
    return await a_database(tmp_path, asked)


@pytest.fixture
async def bench(tmp_path: Path, cache: Path, database: str) -> AsyncIterator[Workbench]:
    async with opened(a_copy(tmp_path), cache, database=database) as bench:
        yield bench


async def told(bench: Workbench) -> list[dict[str, Any]]:
    response = await bench.post("gaps", {})
    assert response.status == 200
    return [json.loads(line) for line in (await response.text()).splitlines()]


def about(asked: Sequence[str], text: str, name: str = BLOCKING, **more: str) -> dict[str, object]:
    return a_draft(text, name) | {"language": "sv", "asked": list(asked)} | more


def phrasings_of(text: str) -> list[str]:
    return yaml.safe_load(text)["passages"][0]["sv"]["asked_as"]


async def test_the_largest_gap_comes_first_with_what_is_nearest(bench: Workbench) -> None:
    lines = await told(bench)

    assert [line["stage"] for line in lines] == ["building", "grouping", "done"]
    mermaids, whales = lines[-1]["result"]["groups"]
    assert lines[-1]["result"]["count"] == 2
    assert (mermaids["count"], set(mermaids["examples"])) == (3, set(MERMAIDS))
    assert mermaids["question"] == mermaids["examples"][0]
    assert mermaids["latest"] > whales["latest"]
    assert (whales["count"], whales["language"]) == (2, "en")
    assert (mermaids["nearest"], mermaids["area"]) == ([], None)
    assert mermaids["asked"] in mermaids["answers"]
    assert len(mermaids["answers"]) == 3


async def test_a_gap_is_near_the_passage_that_has_its_words(tmp_path: Path, cache: Path) -> None:
    database = await a_database(
        tmp_path, missed("Åskådliggör blockerade sjöjungfrurs fjärrskådning av guldtackor?")
    )
    async with opened(a_copy(tmp_path), cache, database=database) as bench:
        [gap] = (await told(bench))[-1]["result"]["groups"]

    nearest, *others = gap["nearest"]
    assert nearest["id"] == PASSAGE
    assert nearest["titles"]["sv"] == "Får vi blockera någon?"
    assert nearest["topic"] == "blockera"
    assert len(others) < 3


async def test_reading_the_gaps_writes_nothing(
    bench: Workbench, tmp_path: Path, database: str
) -> None:
    def everything() -> list[str]:
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as uow:
            return list(uow.iterdump())

    before, folder = everything(), sorted(tmp_path.joinpath("base").rglob("*"))
    await told(bench)

    assert everything() == before
    assert sorted(tmp_path.joinpath("base").rglob("*")) == folder


@pytest.mark.parametrize("url", [NO_DATABASE, "mysql://x", "nonsense", ""])
async def test_without_a_database_it_says_so_at_once_and_makes_none(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(a_copy(tmp_path), tmp_path / "cache", database=url) as bench:
        lines = await told(bench)

    assert lines == [{"stage": "failed", "error": "no-database"}]
    assert not (tmp_path / "nowhere").exists()


async def test_a_broken_base_has_no_gaps_to_show(bench: Workbench) -> None:
    (bench.folder / BLOCKING).write_text("topic: [", "utf-8")

    assert await told(bench) == [{"stage": "failed", "error": "faulty-before"}]


async def test_the_wordings_are_added_to_the_passage_and_nothing_is_saved(
    bench: Workbench,
) -> None:
    before = bench.text()
    asked = (*TROLLS, "Får vi blockera någon?", "Ring [telefonnummer] om troll")
    added = await bench.told("gap-phrasings", about(asked, before, passage=PASSAGE))

    assert added["added"] == 2
    assert added["made"]["passage"] == PASSAGE
    assert added["made"]["phrasings"] == list(TROLLS)
    assert phrasings_of(added["text"]) == [*phrasings_of(before), *TROLLS]
    assert added["text"].splitlines()[added["line"] - 1] == f"        - {TROLLS[0]}"
    assert bench.text() == before


async def test_wordings_that_are_there_already_change_nothing(bench: Workbench) -> None:
    text = bench.text()
    once = await bench.told("gap-phrasings", about(TROLLS, text, passage=PASSAGE))
    twice = await bench.told("gap-phrasings", about(TROLLS, once["text"], passage=PASSAGE))

    assert (twice["added"], twice["text"]) == (0, once["text"])


async def test_a_text_is_begun_last_in_the_file_and_not_to_be_saved_before_it_is_written(
    bench: Workbench,
) -> None:
    before = bench.text() + "# Sist står en kommentar."
    begun = await bench.told("gap-passage", about(MERMAIDS, before, topic="blockera"))
    passage = yaml.safe_load(begun["text"])["passages"][-1]

    assert begun["text"].startswith(before + "\n\n  - id: ")
    assert begun["text"].splitlines()[begun["line"] - 1] == f"  - id: {passage['id']}"
    assert begun["made"]["passage"] == passage["id"]
    assert passage["sv"]["title"] == MERMAIDS[0]
    assert "TODO" in passage["en"]["text"]
    refused = await bench.save(begun["text"], await bench.begun_with())
    assert refused.status == 422
    assert bench.text() + "# Sist står en kommentar." == before


async def test_two_gaps_alike_begin_texts_of_different_names(bench: Workbench) -> None:
    once = await bench.told("gap-passage", about(MERMAIDS, bench.text(), topic="blockera"))
    twice = await bench.told("gap-passage", about(MERMAIDS, once["text"], topic="blockera"))
    ids = [each["id"] for each in yaml.safe_load(twice["text"])["passages"]]

    assert len(ids) == len(set(ids)) == 3


async def test_a_new_file_begins_with_its_topic_and_line_ends_are_kept(bench: Workbench) -> None:
    new = await bench.told("gap-passage", about(MERMAIDS, "", "passages/ny.yaml", topic="gallring"))
    windows = bench.text().replace("\n", "\r\n")
    begun = await bench.told("gap-passage", about(MERMAIDS, windows, topic="blockera"))

    assert yaml.safe_load(new["text"])["topic"] == "gallring"
    assert begun["text"].startswith(windows)
    assert begun["text"].count("\n") == begun["text"].count("\r\n")


@pytest.mark.parametrize(
    ("what", "text", "more", "status"),
    [
        ("gap-phrasings", "topic: [", {"passage": PASSAGE}, 422),
        ("gap-phrasings", "topic: blockera\n", {"passage": PASSAGE}, 404),
        ("gap-phrasings", None, {"passage": "no-such"}, 404),
        ("gap-passage", "topic: [", {"topic": "blockera"}, 422),
        ("gap-passage", "passages: []\n", {"topic": "blockera"}, 422),
        ("gap-passage", None, {"topic": "no-such"}, 404),
        ("gap-passage", None, {"topic": "../../x"}, 404),
        ("gap-passage", None, {"topic": ""}, 400),
        ("gap-passage", None, {"topic": "blockera", "language": "fi"}, 400),
        ("gap-phrasings", None, {"passage": PASSAGE, "language": "fi"}, 400),
    ],
)
async def test_what_can_not_be_added_to_is_refused(
    bench: Workbench, what: str, text: str | None, more: dict[str, str], status: int
) -> None:
    body = about(MERMAIDS, bench.text() if text is None else text, **more)

    assert (await bench.post(what, body)).status == status


@pytest.mark.parametrize("what", ["gaps", "gap-phrasings", "gap-passage"])
async def test_nobody_else_may_read_what_people_asked(bench: Workbench, what: str) -> None:
    body = about(MERMAIDS, bench.text(), topic="blockera", passage=PASSAGE)
    other_site = await bench.post(what, body, Origin="https://example.org")
    other_name = await bench.post(what, {}, Host="example.org", Origin="http://example.org")
    fetched = await bench.post(what, {}, **{"Sec-Fetch-Site": "cross-site"})
    form = await bench.post(what, {}, **{"Content-Type": "text/plain"})
    no_origin = await bench.client.post(f"/workshop/{what}", json={})
    read = await bench.client.get(f"/workshop/{what}")
    odd = await bench.post(what, {"database": "sqlite:///x"})

    refused = (other_site, other_name, fetched, no_origin)
    assert {each.status for each in refused} == {403}
    assert (form.status, read.status, odd.status) == (415, 405, 400)
    told = [await each.text() for each in (*refused, form, read, odd)]
    assert not any(MERMAIDS[0] in each for each in told)


@pytest.mark.parametrize("name", ["../outside.yaml", "/etc/passwd", "passages/.hidden.yaml"])
async def test_no_name_of_a_draft_leads_out_of_the_folder(bench: Workbench, name: str) -> None:
    for what, more in (
        ("gap-phrasings", {"passage": PASSAGE}),
        ("gap-passage", {"topic": "bilder"}),
    ):
        refused = await bench.post(what, about(MERMAIDS, bench.text(), name, **more))

        assert refused.status == 404
