"""Gaps decided about in the workshop: the folder and the bot's database change together."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.clock import utc_now
from questions.gap import Gap, Handling
from questions.gap_decisions import decide, still_missed
from storage.schema import existing_database
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.editor.bots_database import a_database, missed
from tests.editor.workbench import BLOCKING, NO_DATABASE, Workbench, opened
from tests.world.bases import MERMAIDS, a_copy, finished
from tests.world.people import RUT

ELSEWHERE = "elsewhere.yaml"
PASSAGE = "blockera-person"
ANSWERS = ["a0", "a1", "a2"]
NOTHING: dict[str, Any] = {"lang": "sv", "files": []}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
async def database(tmp_path: Path) -> str:
    return await a_database(tmp_path, missed(*MERMAIDS))


@pytest.fixture
async def bench(tmp_path: Path, cache: Path, database: str) -> AsyncIterator[Workbench]:
    async with opened(a_copy(tmp_path), cache, database=database) as bench:
        yield bench


async def stored(database: str) -> list[Gap]:
    async with existing_database(database) as opened_database:
        return list(await SqlTransactions(opened_database).read(lambda uow: uow.gaps.all()))


async def handled_in_teams(database: str) -> None:
    def work(uow: SqlUnitOfWork) -> Gap:
        now = utc_now()
        selected = still_missed(uow, "a0", ANSWERS, now=now)
        return decide(uow, selected, Handling.NOT_OURS, lambda: None, by=RUT, at=now, nonce="n")

    async with existing_database(database) as opened_database:
        await SqlTransactions(opened_database).write(work)


async def planned(bench: Workbench, what: str, name: str, **target: str) -> dict[str, Any]:
    """Return what the workshop would make of the mermaids in the file *name*."""
    draft = {"draft": {"name": name, "text": bench.text(name)}}
    return await bench.told(what, draft | {"language": "sv", "asked": list(MERMAIDS)} | target)


async def decision(
    bench: Workbench, plan: dict[str, Any], handling: str, name: str = BLOCKING
) -> dict[str, Any]:
    version = {"name": name, "text": plan["text"], "begun_with": await bench.begun_with(name)}
    made = {"made": plan["made"]} if "made" in plan else {}
    return {"files": [version], "asked": "a0", "answers": ANSWERS, "handling": handling} | made


async def phrasings(bench: Workbench) -> dict[str, Any]:
    plan = await planned(bench, "gap-phrasings", BLOCKING, passage=PASSAGE)
    return await decision(bench, plan, "phrasing")


async def test_phrasings_are_saved_and_the_gap_waits_until_the_bot_answers(
    bench: Workbench, database: str
) -> None:
    told = await bench.told("handle-gap", await phrasings(bench))
    [gap] = await stored(database)

    for wording in MERMAIDS:
        assert f"- {wording}" in bench.text()
    assert told["hashes"] == {BLOCKING: await bench.begun_with()}
    assert (told["gap"]["id"], told["gap"]["handling"]) == (gap.id, "phrasing")
    assert (gap.state, gap.count, gap.by.name) == ("taken", 3, "Redaktörernas verkstad")
    assert gap.draft is not None
    assert (gap.draft.passage, gap.draft.phrasings) == (PASSAGE, MERMAIDS)


async def test_a_question_that_belongs_elsewhere_stands_in_its_area(
    bench: Workbench, database: str
) -> None:
    area = yaml.safe_load(bench.text(ELSEWHERE))["areas"][0]
    plan = await planned(bench, "gap-area", ELSEWHERE, area=area["id"])
    await bench.told("handle-gap", await decision(bench, plan, "not-ours", ELSEWHERE))
    [gap] = await stored(database)
    after = yaml.safe_load(bench.text(ELSEWHERE))["areas"][0]

    assert after["sv"]["asked_as"] == [*area["sv"]["asked_as"], *MERMAIDS]
    assert after["en"] == area["en"]
    assert (gap.state, gap.draft) == ("not-ours", None)


async def test_wordings_that_an_area_or_a_passage_has_are_not_added_twice(bench: Workbench) -> None:
    area = yaml.safe_load(bench.text(ELSEWHERE))["areas"][0]
    body = {
        "draft": {"name": BLOCKING, "text": bench.text()},
        "language": "sv",
        "asked": area["sv"]["asked_as"][:3],
    }
    added = await bench.told("gap-phrasings", body | {"passage": PASSAGE})

    assert (added["added"], added["text"]) == (0, bench.text())


async def test_junk_changes_no_file(bench: Workbench, database: str) -> None:
    before = bench.text()
    body = NOTHING | {"asked": "a0", "answers": ANSWERS, "handling": "junk", "routine": "r"}
    told = await bench.told("handle-gap", body)
    [gap] = await stored(database)

    assert (told["hashes"], bench.text()) == ({}, before)
    assert (gap.state, gap.routine) == ("junk", "r")


async def test_a_passage_that_is_begun_is_somebodys_until_it_is_saved(
    bench: Workbench, database: str
) -> None:
    plan = await planned(bench, "gap-passage", BLOCKING, topic="blockera")
    body = NOTHING | {"asked": "a0", "answers": ANSWERS, "handling": "passage"}
    told = await bench.told("handle-gap", body | {"made": plan["made"]})
    [begun] = await stored(database)
    assert (begun.state, begun.has_draft_to_take) == ("passage", True)

    saved = await bench.save(finished(plan["text"]), await bench.begun_with())
    assert saved.status == 200, await saved.text()
    await bench.told("take-gap", {"gap": told["gap"]["id"]})
    [taken] = await stored(database)

    assert taken.state == "taken"
    assert taken.is_open


async def test_the_second_to_decide_is_told_who_did_and_nothing_is_written(
    bench: Workbench, database: str
) -> None:
    body = await phrasings(bench)
    await handled_in_teams(database)
    before = bench.text()
    refused = await bench.post("handle-gap", body)
    told = await refused.json()

    assert (refused.status, told["error"], told["by"]) == (409, "already-handled", RUT.name)
    assert bench.text() == before
    assert len(await stored(database)) == 1


async def test_which_groups_others_have_handled_is_told(bench: Workbench, database: str) -> None:
    before = await bench.told("handled-gaps", {"asked": ["a0", "a9"]})
    await handled_in_teams(database)
    after = await bench.told("handled-gaps", {"asked": ["a0", "a9"]})

    assert before == {"handled": {}}
    assert list(after["handled"]) == ["a0"]
    assert after["handled"]["a0"]["by"] == RUT.name


async def test_a_group_whose_questions_are_gone_is_told_of(bench: Workbench) -> None:
    body = await phrasings(bench)
    before = bench.text()
    refused = await bench.post("handle-gap", body | {"asked": "gone", "answers": []})

    assert (refused.status, (await refused.json())["error"]) == (409, "nothing-left")
    assert bench.text() == before


async def test_a_file_saved_meanwhile_stays_and_the_gap_stays_open(
    bench: Workbench, database: str
) -> None:
    body = await phrasings(bench)
    theirs = bench.text() + "# Deras rad.\n"
    (bench.folder / BLOCKING).write_text(theirs, "utf-8")
    refused = await bench.post("handle-gap", body)

    assert (refused.status, await refused.json()) == (409, {"error": "changed", "name": BLOCKING})
    assert bench.text() == theirs
    assert await stored(database) == []


async def test_a_file_that_can_not_be_written_leaves_the_gap_open(
    bench: Workbench, database: str
) -> None:
    body = await phrasings(bench)
    (bench.folder / BLOCKING).unlink()
    (bench.folder / BLOCKING).symlink_to(bench.folder / "topics.yaml")
    refused = await bench.post("handle-gap", body)

    assert refused.status == 404
    assert await stored(database) == []


async def test_a_text_with_faults_is_not_saved_and_the_gap_stays_open(
    bench: Workbench, database: str
) -> None:
    plan = await planned(bench, "gap-passage", BLOCKING, topic="blockera")
    refused = await bench.post("handle-gap", await decision(bench, plan, "passage"))
    told = await refused.json()

    assert (refused.status, told["error"]) == (422, "faulty")
    assert all(mark["file"] == BLOCKING for mark in told["marks"])
    assert await stored(database) == []


@pytest.mark.parametrize("target", [{"area": "no-such"}, {"area": ""}])
async def test_what_is_no_area_is_refused(bench: Workbench, target: dict[str, str]) -> None:
    draft = {"draft": {"name": ELSEWHERE, "text": bench.text(ELSEWHERE)}}
    refused = await bench.post(
        "gap-area", draft | {"language": "sv", "asked": list(MERMAIDS)} | target
    )

    assert refused.status in (400, 404)


async def test_areas_that_are_faulty_are_not_added_to(bench: Workbench) -> None:
    for text in ("areas: [", "areas:\n", "a: b\n", ""):
        body = {"draft": {"name": ELSEWHERE, "text": text}, "language": "sv"}
        area = yaml.safe_load(bench.text(ELSEWHERE))["areas"][0]["id"]
        refused = await bench.post("gap-area", body | {"asked": list(MERMAIDS), "area": area})

        assert refused.status in (404, 422), text


@pytest.mark.parametrize(
    "body",
    [
        {"handling": "junk", "made": {"passage": "x", "topic": "x", "text": "x"}},
        {"handling": "passage"},
        {"handling": "in-base"},
        {"handling": "junk", "asked": ""},
        {"handling": "junk", "answers": ["a"] * 10_001},
    ],
)
async def test_a_decision_of_the_wrong_shape_is_refused(
    bench: Workbench, database: str, body: dict[str, Any]
) -> None:
    refused = await bench.post("handle-gap", NOTHING | {"asked": "a0", "answers": []} | body)

    assert refused.status == 400
    assert await stored(database) == []


async def test_a_decision_taken_back_puts_the_file_and_the_gap_back(
    bench: Workbench, database: str
) -> None:
    before = bench.text()
    told = await bench.told("handle-gap", await phrasings(bench))
    version = {"name": BLOCKING, "text": before, "begun_with": await bench.begun_with()}
    gap = {"gap": told["gap"]["id"], "version": told["gap"]["version"]}
    await bench.told("reopen-gap", {"files": [version]} | gap)
    [reopened] = await stored(database)

    assert bench.text() == before
    assert reopened.reopened
    assert await bench.told("handled-gaps", {"asked": ["a0"]}) == {"handled": {}}


async def test_one_that_has_changed_meanwhile_is_not_taken_back(
    bench: Workbench, database: str
) -> None:
    told = await bench.told("handle-gap", await phrasings(bench))
    gap = {"gap": told["gap"]["id"], "version": told["gap"]["version"] + 1}
    after = bench.text()
    refused = await bench.post("reopen-gap", {"files": []} | gap)
    unknown = await bench.post("reopen-gap", {"files": [], "gap": "lucka-x", "version": 1})

    assert (refused.status, (await refused.json())["error"]) == (409, "out-of-date")
    assert (unknown.status, (await unknown.json())["error"]) == (409, "no-such-case")
    assert bench.text() == after


@pytest.mark.parametrize("what", ["handle-gap", "reopen-gap", "take-gap", "handled-gaps"])
async def test_without_a_database_nothing_is_decided(
    tmp_path: Path, cache: Path, what: str
) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "handle-gap": {"files": [], "asked": "a0", "answers": [], "handling": "junk"},
        "reopen-gap": {"files": [], "gap": "lucka-x", "version": 1},
        "take-gap": {"gap": "lucka-x"},
        "handled-gaps": {"asked": ["a0"]},
    }
    async with opened(a_copy(tmp_path), cache, database=NO_DATABASE) as bench:
        refused = await bench.post(what, bodies[what])

        assert (refused.status, await refused.json()) == (422, {"error": "no-database"})


@pytest.mark.parametrize("what", ["handle-gap", "reopen-gap", "take-gap", "handled-gaps"])
async def test_nobody_else_may_decide(bench: Workbench, database: str, what: str) -> None:
    body = NOTHING | {"asked": "a0", "answers": ANSWERS, "handling": "junk"}
    other_site = await bench.post(what, body, Origin="https://example.org")
    form = await bench.post(what, body, **{"Content-Type": "text/plain"})
    no_origin = await bench.client.post(f"/workshop/{what}", json=body)

    assert [each.status for each in (other_site, form, no_origin)] == [403, 415, 403]
    assert await stored(database) == []
