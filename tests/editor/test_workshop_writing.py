"""What the workshop tells while one writes; nothing is saved by asking."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.check import inspect
from knowledge.source.files import Unsaved
from tests.editor.breaking import FORM, TODAY
from tests.editor.workbench import BLOCKING, Workbench, a_draft, opened
from tests.world.bases import a_copy
from tests.world.made_up_language import a_base
from tests.world.reading import title_of, words_of
from yamlfile.problem import Level, Place, Problem

TITLE = "Får vi blockera någon?"


@pytest.fixture(autouse=True)
def untouched(bench: Workbench) -> Iterator[None]:
    """Nothing that is asked here may change a single byte or name in the folder."""
    before = contents(bench.folder)
    yield
    assert contents(bench.folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    files = (Path(root) / name for root, _, names in os.walk(folder) for name in names)
    return {str(file): file.read_bytes() for file in files}


async def test_marks_have_the_line_and_column_of_the_fault(bench: Workbench) -> None:
    text = bench.text().replace("    confirmed: false", "    confirmd: false")
    marks = (await bench.told("check", a_draft(text)))["marks"]

    places = {(mark["line"], mark["column"]) for mark in marks}
    assert (5, 5) in places
    assert all(mark["level"] == "error" for mark in marks)
    assert any("confirmd" in mark["text"] for mark in marks)


async def test_a_fault_in_the_request_form_is_marked_in_its_file(bench: Workbench) -> None:
    text = bench.text(FORM).replace("draft_days: 60", "draft_days: många")
    [mark] = (await bench.told("check", a_draft(text, FORM)))["marks"]

    assert (mark["file"], mark["line"], mark["column"]) == (FORM, 5, 15)


def with_rules(folder: Path, unsaved: Unsaved) -> list[Problem]:
    return inspect(folder, today=TODAY, unsaved=unsaved)[1]


async def test_a_file_of_no_kind_is_told_of_but_not_listed(tmp_path: Path) -> None:
    folder = a_copy(tmp_path / "other")
    (folder / "topcs.yaml").write_text("groups: []\n", "utf-8")
    async with opened(folder, tmp_path / "cache", with_rules) as bench:
        marks = (await bench.told("check", {}))["marks"]
        base = await (await bench.client.get("/workshop/base")).json()

    assert [mark["text"] for mark in marks if mark["file"] == "topcs.yaml"] == [
        "Boten läser inte den här filen. Rätta namnet eller flytta den. Menade du topics.yaml?"
    ]
    assert "topcs.yaml" not in base["files"]


async def test_a_link_out_of_the_folder_is_an_error_here_as_it_is_for_the_bot(
    tmp_path: Path,
) -> None:
    folder = a_copy(tmp_path / "other")
    (tmp_path / "outside.yaml").write_text("hemligt: ja\n", "utf-8")
    (folder / "passages/lank.yaml").symlink_to(tmp_path / "outside.yaml")
    async with opened(folder, tmp_path / "cache") as bench:
        [mark] = (await bench.told("check", {}))["marks"]

    assert (mark["file"], mark["level"]) == ("passages/lank.yaml", "error")
    assert "hemligt" not in mark["text"]


async def test_broken_yaml_is_marked_where_it_breaks(bench: Workbench) -> None:
    told = await bench.told("check", a_draft(bench.text() + "    - [\n"))

    assert told["passages"] is None
    assert BLOCKING in {mark["file"] for mark in told["marks"]}


async def test_marks_come_in_the_pages_language(bench: Workbench) -> None:
    draft = a_draft(bench.text().replace("basis: practice", "basis: x"))
    swedish = (await bench.told("check", draft))["marks"]
    english = (await bench.told("check", draft | {"lang": "en"}))["marks"]

    assert "ska vara något av" in swedish[0]["text"]
    assert "ska vara" not in english[0]["text"]


async def test_warnings_of_the_checker_are_marks_too(tmp_path: Path) -> None:
    def wary(folder: Path, _unsaved: object) -> list[Problem]:
        facts = {"field": "text"}
        place = folder / BLOCKING
        return [Problem(place, Place(3, 2), "not-text", facts, Level.WARNING)]

    async with opened(a_copy(tmp_path / "other"), tmp_path / "cache", wary) as bench:
        [mark] = (await bench.told("check", {}))["marks"]
        saved = await bench.save(bench.text(), await bench.begun_with())

    assert (mark["file"], mark["line"], mark["level"]) == (BLOCKING, 3, "warning")
    assert saved.status == 200


async def test_a_check_tells_whether_the_file_has_changed(bench: Workbench) -> None:
    told = await bench.told("check", a_draft(bench.text()))

    assert told["hash"] == await bench.begun_with()


async def test_a_passages_card_is_drawn_from_the_text_as_it_is_written(bench: Workbench) -> None:
    draft = a_draft(bench.text().replace("inte för åsikters skull", "aldrig i livet"))
    cards = (await bench.told("passage", draft | {"passage": "blockera-person"}))["cards"]

    assert "aldrig i livet" in words_of(cards["sv"])
    assert title_of(cards["en"]) == "May we block somebody?"


async def test_a_faulty_text_has_no_card_yet(bench: Workbench) -> None:
    draft = a_draft(bench.text().replace("storby-handbok", "ingen-alls"))
    refused = await bench.post("passage", draft | {"passage": "blockera-person"})
    missing = await bench.post("passage", {"passage": "ingen-alls"})

    assert (refused.status, missing.status) == (422, 404)


async def test_the_names_of_the_base_are_told_with_their_places(bench: Workbench) -> None:
    base = await (await bench.client.get("/workshop/base", params={"lang": "en"})).json()
    passages = {each["id"]: each for each in base["names"]["passages"]}

    assert passages["blockera-person"] == {
        "id": "blockera-person",
        "title": "May we block somebody?",
        "file": BLOCKING,
        "line": 3,
    }
    assert {"blockera", "gallring"} <= {each["id"] for each in base["names"]["topics"]}
    assert "storby-handbok" in {each["id"] for each in base["names"]["sources"]}
    assert BLOCKING in base["files"]


async def test_a_question_is_added_and_every_other_line_stays(bench: Workbench) -> None:
    text = bench.text().replace("      asked_as:", "      asked_as:  # så frågar folk", 1)
    question = 'Får man: "stänga av" någon?'
    body = a_draft(text) | {
        "passage": "blockera-person",
        "language": "sv",
        "field": "asked_as",
        "question": question,
    }
    added = (await bench.told("phrasing", body))["text"]

    old, new = text.splitlines(), added.splitlines()
    assert [line for line in new if line not in old] == [f"        - '{question}'"]
    assert [line for line in old if line not in new] == []
    assert len(new) == len(old) + 1
    assert new.index(f"        - '{question}'") < new.index("      must_answer:")


async def test_a_question_that_others_take_for_a_number_is_written_in_quotes(
    bench: Workbench,
) -> None:
    body = a_draft(bench.text()) | {
        "passage": "blockera-person",
        "language": "sv",
        "field": "asked_as",
        "question": "12:30",
    }
    added = (await bench.told("phrasing", body))["text"]

    assert '        - "12:30"\n' in added


async def test_the_form_is_told_which_sentences_a_pattern_makes(bench: Workbench) -> None:
    text = bench.text().replace("- blockera användare", "- blockera (en|två) {plan}")
    told = await bench.told("fields", {**a_draft(text), "passage": "blockera-person"})

    assert told["patterns"] == [
        {
            "field": ["sv", "asked_as", 2],
            "sentences": [
                "blockera en sida",
                "blockera en vägg",
                "blockera två sida",
                "blockera två vägg",
            ],
        }
    ]


async def test_the_page_is_told_what_the_base_speaks_and_what_cannot_be_spelt(
    tmp_path: Path,
) -> None:
    folder = a_base(tmp_path / "other", "sv", "en", "qaa")
    async with opened(folder, tmp_path / "cache") as bench:
        told = await (await bench.client.get("/workshop/base")).json()
        path = folder / "routine.yaml"
        path.write_text(path.read_text("utf-8").replace("- sv", "- sv\n- ../x\n- 7"), "utf-8")
        strange = await (await bench.client.get("/workshop/base")).json()
        path.write_text("languages: [", "utf-8")
        broken = await (await bench.client.get("/workshop/base")).json()

    languages = {"sv": ["sv"], "en": ["en"], "qaa": ["translations", "qaa"]}
    assert told["names"]["languages"] == languages
    assert told["unspelt"] == ["Stavningen kontrolleras inte på qaa: det finns ingen ordlista."]
    assert strange["names"]["languages"] == languages
    assert broken["names"]["languages"] == {"sv": ["sv"], "en": ["en"]}


async def test_a_pattern_in_a_third_language_is_unfolded_too(bench: Workbench) -> None:
    finnish = (
        "    translations: {fi: {title: Saako?, asked_as: [saako (estää|poistaa)]}}\n    en:\n"
    )
    text = bench.text().replace("    en:\n", finnish, 1)
    told = await bench.told("fields", {**a_draft(text), "passage": "blockera-person"})

    assert told["patterns"] == [
        {
            "field": ["translations", "fi", "asked_as", 0],
            "sentences": ["saako estää", "saako poistaa"],
        }
    ]


async def test_a_list_that_isnt_saved_yet_makes_sentences_too(bench: Workbench) -> None:
    text = bench.text().replace("- blockera användare", "- blockera {plan}")
    lists = "lists:\n  - {id: plan, sv: [tak], en: [roof]}\n"
    asked = {**a_draft(text), "passage": "blockera-person"}
    drafted = await bench.told("fields", asked | {"lists": lists})
    gone = await bench.told("fields", asked | {"lists": ""})

    assert [each["sentences"] for each in drafted["patterns"]] == [["blockera tak"]]
    assert gone["patterns"] == []


async def test_a_question_with_the_signs_of_patterns_is_added_as_it_was_asked(
    bench: Workbench,
) -> None:
    question = "Får vi skriva om [namn]?"
    body = {"passage": "blockera-person", "language": "sv", "field": "asked_as"}
    told = await bench.told("phrasing", {**a_draft(bench.text()), **body, "question": question})

    assert r"Får vi skriva om \[namn\]?" in told["text"]


async def test_a_question_finds_no_place_in_a_text_that_is_broken(bench: Workbench) -> None:
    body = {
        "passage": "blockera-person",
        "language": "sv",
        "field": "asked_as",
        "question": "Får man?",
    }
    broken = await bench.post("phrasing", a_draft("passages: [") | body)
    missing = await bench.post("phrasing", a_draft("topic: x\npassages: []\n") | body)
    tagged = await bench.post("phrasing", a_draft("passages: !!python/name:os.system []\n") | body)

    assert [broken.status, missing.status, tagged.status] == [422, 404, 422]


async def test_a_file_that_is_not_utf8_is_told_and_not_opened(bench: Workbench) -> None:
    path, before = bench.folder / BLOCKING, (bench.folder / BLOCKING).read_bytes()
    path.write_bytes(before + "# café".encode("latin-1"))
    refused = await bench.client.get("/workshop/file", params={"name": BLOCKING})
    path.write_bytes(before)

    assert refused.status == 422
    assert (await refused.json()) == {"error": "not-utf8"}
