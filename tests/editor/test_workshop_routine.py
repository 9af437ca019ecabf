"""A new routine by the workshop's form: planned by the server, and saved as anything else."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.source.loader import load
from tests.editor.workbench import Workbench, opened
from tests.world.bases import EXAMPLE, a_copy, alter

TRAVEL = {
    "name": "Rutin för tjänsteresor",
    "owner": "Ekonomiavdelningen",
    "definite_name": "rutinen för tjänsteresor",
    "matter": "tjänsteresor",
}
IN_ENGLISH = {
    "name": "Routine for business travel",
    "owner": "the finance department",
    "definite_name": "the routine for business travel",
    "matter": "business travel",
}
BEGUN = {
    "routine": "tjansteresor",
    "names": {"sv": TRAVEL, "en": IN_ENGLISH},
    "first": {},
    "email": "resor@mellanby.example",
    "files": [],
}
OWN = "routines/tjansteresor.yaml"


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Workbench]:
    async with opened(a_copy(tmp_path, EXAMPLE), tmp_path / "cache") as bench:
        yield bench


def to_save(planned: Any) -> dict[str, Any]:
    kept = ("name", "text", "begun_with")
    return {"files": [{key: each[key] for key in kept} for each in planned["files"]]}


async def test_a_routine_is_planned_without_a_byte_written_and_saved_whole(
    bench: Workbench,
) -> None:
    planned = await bench.told("begin-routine", BEGUN)
    before = [path.name for path in (bench.folder / "routines").glob("*")]
    await bench.told("save-together", to_save(planned))
    base = load(bench.folder)

    told = await (await bench.client.get("/workshop/base")).json()
    [named] = told["names"]["routines"]

    assert before == []
    assert (named["file"], named["title"]) == (OWN, "Rutin för tjänsteresor")
    assert [each["name"] for each in planned["files"]] == [
        "passages/tjansteresor.yaml",
        OWN,
        "sources.yaml",
        "topics.yaml",
    ]
    assert (planned["file"], planned["opens"]) == (OWN, "passages/tjansteresor.yaml")
    assert base.routines[1].text_in("en").owner == "the finance department"
    [contact] = base.routines[1].contacts
    assert (contact.email, contact.phone) == ("resor@mellanby.example", None)
    assert base.passages["vem-ager-tjansteresor"].topic == "tjansteresor"


async def test_the_first_routine_is_told_apart_by_what_it_does_not_say_yet(
    bench: Workbench,
) -> None:
    path = bench.folder / "routine.yaml"
    alter(path, "  matter: distansarbete\n", "")
    asked = await (await bench.client.get("/workshop/base")).json()
    first = {"sv": {"matter": "arbete hemifrån"}}
    planned = await bench.told("begin-routine", BEGUN | {"first": first})
    await bench.told("save-together", to_save(planned))
    now = await (await bench.client.get("/workshop/base")).json()

    assert asked["names"]["untold"] == {"sv": ["matter"]}
    assert load(bench.folder).routine.sv.matter == "arbete hemifrån"
    assert now["names"]["untold"] == {}


async def test_what_another_has_said_of_the_first_routine_meanwhile_stands(
    bench: Workbench,
) -> None:
    first = {"sv": {"matter": "arbete hemifrån"}}
    planned = await bench.told("begin-routine", BEGUN | {"first": first})
    await bench.told("save-together", to_save(planned))

    assert load(bench.folder).routine.sv.matter == "distansarbete"


async def test_what_is_unsaved_in_a_list_is_saved_with_the_routine(bench: Workbench) -> None:
    text = bench.text("sources.yaml").replace("sources:\n", "# Mitt.\nsources:\n", 1)
    begun = await bench.begun_with("sources.yaml")
    drafts = [{"name": "sources.yaml", "text": text, "begun_with": begun}]
    planned = await bench.told("begin-routine", BEGUN | {"files": drafts})
    await bench.told("save-together", to_save(planned))

    assert "# Mitt.\n" in bench.text("sources.yaml")
    assert load(bench.folder).sources["tjansteresor"].url is None


async def test_another_who_saves_meanwhile_keeps_what_they_wrote(bench: Workbench) -> None:
    planned = await bench.told("begin-routine", BEGUN)
    theirs = bench.text("topics.yaml") + "# Deras.\n"
    (bench.folder / "topics.yaml").write_text(theirs, "utf-8")
    response = await bench.post("save-together", to_save(planned))

    assert (response.status, await response.json()) == (
        409,
        {"error": "changed", "name": "topics.yaml"},
    )
    assert bench.text("topics.yaml") == theirs
    assert not (bench.folder / OWN).exists()


async def test_a_name_that_hinders_is_marked_where_its_field_stands(bench: Workbench) -> None:
    name = load(bench.folder).routine.sv.name
    names = {"sv": TRAVEL | {"name": name}, "en": IN_ENGLISH}
    planned = await bench.told("begin-routine", BEGUN | {"names": names})
    response = await bench.post("save-together", to_save(planned))
    marks = [each for each in (await response.json())["marks"] if each["file"] == OWN]

    assert response.status == 422
    [mark] = marks
    before = [
        each["field"]
        for each in planned["places"]
        if (each["line"], each["column"]) <= (mark["line"], mark["column"])
    ]
    assert before[-1] == ["sv", "name"]


@pytest.mark.parametrize(
    ("told", "status", "error"),
    [
        ({"routine": "hr"}, 409, "id-taken"),
        ({"routine": "Stort Namn"}, 400, "bad-request"),
        ({"routine": "../x"}, 400, "bad-request"),
        ({"names": {"sv": TRAVEL}}, 400, "bad-request"),
        ({"names": {"sv": TRAVEL | {"name": "{x}"}, "en": IN_ENGLISH}}, 400, "bad-request"),
        ({"url": "javascript:x"}, 400, "bad-request"),
        ({"first": {"sv": {"name": "X"}}}, 400, "bad-request"),
        (
            {"files": [{"name": "topics.yaml", "text": "groups: [", "begun_with": None}]},
            422,
            "faulty",
        ),
    ],
)
async def test_what_can_be_no_routine_is_refused(
    bench: Workbench, told: dict[str, Any], status: int, error: str
) -> None:
    response = await bench.post("begin-routine", BEGUN | told)

    assert (response.status, await response.json()) == (status, {"error": error})


async def test_an_id_is_taken_by_a_file_that_has_its_name(bench: Workbench) -> None:
    (bench.folder / "passages/utrustning.yaml").rename(bench.folder / "passages/tjansteresor.yaml")
    response = await bench.post("begin-routine", BEGUN)

    assert response.status == 409
