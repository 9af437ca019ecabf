"""Questions put to a text before it is saved, and what saving would change."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from editor.comparison import ComparedQuery, ResultChange
from editor.queries import Query, QueryKind, QueryResult
from editor.workshop.changes import kind_of
from questions.asked import Outcome
from tests.editor.workbench import BLOCKING, Workbench, a_draft, in_files, opened
from tests.world.bases import a_copy
from tests.world.reading import title_of, words_of

QUESTION = "Får vi blockera någon?"
TITLE = "Får vi blockera någon?"
TEST = "Är det okej att blockera den som är otrevlig?"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
async def bench(tmp_path: Path, cache: Path) -> AsyncIterator[Workbench]:
    """A workshop whose indexes are kept for the next test of this file."""
    async with opened(a_copy(tmp_path), cache) as bench:
        yield bench


async def changes(bench: Workbench, body: object) -> list[dict[str, Any]]:
    response = await bench.post("changes", body)
    assert response.status == 200
    return [json.loads(line) for line in (await response.text()).splitlines()]


async def test_before_the_first_index_there_is_no_answer(bench: Workbench) -> None:
    told = await bench.told("ask", {"question": QUESTION})

    assert told["answer"] is None


async def test_a_question_gets_the_bots_own_card_in_both_languages(bench: Workbench) -> None:
    await bench.told("index", {})
    told = await bench.told("ask", {"question": QUESTION})

    answer = told["answer"]
    assert (answer["outcome"], answer["language"]) == ("answer", "sv")
    assert title_of(answer["cards"]["sv"]) == TITLE
    assert title_of(answer["cards"]["en"]) == "May we block somebody?"
    assert answer["ranked"][0]["id"] == "blockera-person"
    assert told["index"]["is_current"]
    assert told["index"]["is_saved"]


async def test_a_new_text_is_on_the_card_before_the_search_knows_it(bench: Workbench) -> None:
    await bench.told("index", {})
    draft = a_draft(bench.text().replace("inte för åsikters skull", "aldrig i livet"))
    told = await bench.told("ask", draft | {"question": QUESTION})

    assert "aldrig i livet" in words_of(told["answer"]["cards"]["sv"])
    assert not told["index"]["is_current"]
    assert told["index"]["is_saved"]


async def test_a_faulty_text_is_answered_from_the_one_before(bench: Workbench) -> None:
    await bench.told("index", {})
    told = await bench.told("ask", a_draft("topic: [") | {"question": QUESTION})

    assert told["is_faulty"]
    assert title_of(told["answer"]["cards"]["sv"]) == TITLE
    assert (await bench.post("index", a_draft("topic: ["))).status == 422


async def test_personal_data_in_a_question_is_warned_of_as_in_teams(bench: Workbench) -> None:
    await bench.told("index", {})
    told = await bench.told("ask", {"question": f"{QUESTION} 19121212-1212"})

    assert "personuppgifter" in words_of(told["answer"]["cards"]["sv"])
    assert "1212" not in json.dumps(told)


async def test_a_question_in_a_new_text_is_found_once_its_index_is_built(
    bench: Workbench, cache: Path
) -> None:
    phrasing = "        - Hur gör vi med zebror i hissen?\n"
    text = bench.text().replace("        - blockera användare\n", phrasing)
    await bench.told("index", a_draft(text))
    told = await bench.told("ask", a_draft(text) | {"question": "zebror i hissen"})

    assert told["index"] | {"built_at": None} == {
        "is_current": True,
        "is_saved": False,
        "built_at": None,
    }
    assert told["answer"]["ranked"][0]["id"] == "blockera-person"


async def test_what_would_change_is_told_without_writing_anything(bench: Workbench) -> None:
    before = bench.text()
    text = before.replace("Är det okej att blockera den som är otrevlig?", "Vad gäller zebror?")
    told = await changes(bench, in_files(text))

    assert [line["stage"] for line in told][:2] == ["building", "asking"]
    result = told[-1]["result"]
    new = [each for each in result["changes"] if each["kind"] == "new"]
    assert [each["question"]["text"] for each in new] == ["Vad gäller zebror?"]
    assert new[0]["question"]["is_test"]
    assert result["removed"] == 1
    assert result["titles"]["blockera-person"]["sv"] == TITLE
    assert bench.text() == before


async def test_what_a_deleted_passage_loses_is_told_before_it_is_gone(bench: Workbench) -> None:
    what = {"deed": "delete", "passage": "blockera-person"}
    files = (await bench.told("rearrange", {"what": what, "files": []}))["files"]
    kept = [{key: each[key] for key in ("name", "text", "begun_with")} for each in files]
    told = await changes(bench, {"files": kept})

    assert told[-1]["result"]["removed"] == 16
    assert "blockera-person" in bench.text()


async def test_a_passage_that_turns_to_something_else_loses_its_questions(
    bench: Workbench,
) -> None:
    lines = [
        f"        - zebra {number}" if line.startswith("        - ") and TEST not in line else line
        for number, line in enumerate(bench.text().splitlines())
    ]
    turned = "\n".join(lines).replace(f"title: {TITLE}", "title: Vad äter zebror?")
    told = await changes(bench, in_files(turned + "\n"))

    assert told[-1]["stage"] == "done", told[-1]
    lost = [each for each in told[-1]["result"]["changes"] if each["kind"] == "lost"]
    assert (TEST, "blockera-person") in [
        (one["question"]["text"], one["before"]["passages"][0]) for one in lost
    ]


async def test_a_lost_test_question_is_told_until_it_is_accepted(bench: Workbench) -> None:
    lost = {"passage": "blockera-person", "language": "sv", "question": "Sjöhästens flykt?"}
    text = bench.text().replace(TEST, lost["question"])
    before = await changes(bench, in_files(text))
    accepted = await bench.told("accept-lost", {"lost": [lost], **in_files(text)})
    files = [
        {key: each[key] for key in ("name", "text", "begun_with")} for each in accepted["files"]
    ]
    after = await changes(bench, {"files": [*in_files(text)["files"], *files]})

    assert [each["name"] for each in files] == ["known_misses.yaml"]
    assert before[-1]["result"]["lost"] == [lost]
    assert after[-1]["result"]["lost"] == []


@pytest.mark.parametrize(
    ("before", "language", "after"),
    [
        (None, "sv", "sv:\n  - zorgblatt\n"),
        (
            "# Våra.\nsv:\n  - ett # först\n\nen:\n  - two\n",
            "sv",
            "  - ett # först\n  - zorgblatt\n",
        ),
        ("# Våra.\nsv: [ett]\n", "sv", "# Våra.\nsv: [ett, zorgblatt]\n"),
        ("# Våra.\nsv: [ett]\n", "fi", "translations:\n  fi:\n    - zorgblatt\n"),
        ("# Bara en kommentar.\n", "en", "# Bara en kommentar.\nen:\n  - zorgblatt\n"),
    ],
    ids=["no file", "lines", "brackets", "another language", "comments alone"],
)
async def test_a_word_becomes_one_of_the_bases_own_and_comments_stay(
    bench: Workbench, before: str | None, language: str, after: str
) -> None:
    asked = {"word": "zorgblatt", "language": language, **in_files(before, "words.yaml")}
    [listed] = (await bench.told("own-word", asked))["files"]

    assert listed["name"] == "words.yaml"
    assert after in listed["text"]
    assert "# Våra." in listed["text"] or not before or "# Våra." not in before


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [("sv: [", "ord", 422), ("- sv", "ord", 422), ("sv: [ord]", "ord", 422), ("", "å" * 61, 400)],
    ids=["no YAML", "a list", "known already", "very long"],
)
async def test_a_word_that_cant_be_added_is_refused(
    bench: Workbench, text: str, word: str, status: int
) -> None:
    asked = {"word": word, "language": "sv", **in_files(text, "words.yaml")}

    assert (await bench.post("own-word", asked)).status == status


async def test_questions_near_the_change_are_told_of_before_the_others_are_asked(
    bench: Workbench,
) -> None:
    told = await changes(bench, in_files(bench.text().replace(TEST, "Sjöhästens flykt?")))
    near, whole = (each["result"] for each in told if each["stage"] in ("near", "done"))
    stages = [each["stage"] for each in told]

    assert stages.index("near") < stages.index("done")
    assert near["lost"] == whole["lost"] != []
    assert near["unchanged"] < whole["unchanged"]


async def test_with_a_faulty_text_there_is_nothing_to_compare(bench: Workbench) -> None:
    faulty = await changes(bench, in_files("topic: ["))
    (bench.folder / BLOCKING).write_text("topic: [", "utf-8")
    faulty_before = await changes(bench, {"files": []})

    assert faulty == [{"stage": "failed", "error": "faulty"}]
    assert faulty_before == [{"stage": "failed", "error": "faulty-before"}]


async def test_indexes_of_texts_never_saved_are_removed_and_of_saved_ones_kept(
    tmp_path: Path,
) -> None:
    cache = tmp_path / "own"
    async with opened(a_copy(tmp_path), cache) as bench:
        tried, saved = bench.text() + "# prövad\n", bench.text() + "# sparad\n"
        for text in (tried, saved):
            await bench.told("index", a_draft(text))
        assert (await bench.save(saved, await bench.begun_with())).status == 200
        assert len(list(cache.glob("index-*"))) == 2

    assert len(list(cache.glob("index-*"))) == 1


ONE, OTHER = QueryResult(Outcome.ANSWER, ("a",)), QueryResult(Outcome.ANSWER, ("b",))
NONE, ELSEWHERE = QueryResult(Outcome.NONE, ()), QueryResult(Outcome.NONE, ("area",))
QUESTION_ASKED = Query("Får vi?", "sv", QueryKind.PHRASING, "a")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (ONE, ONE, None),
        (ONE, OTHER, ResultChange.CHANGED),
        (ONE, QueryResult(Outcome.SUGGESTIONS, ("a", "b")), ResultChange.LOST),
        (NONE, QueryResult(Outcome.SUGGESTIONS, ("a", "b")), ResultChange.ADDED),
        (
            QueryResult(Outcome.SUGGESTIONS, ("a", "b")),
            QueryResult(Outcome.SUGGESTIONS, ("b", "a")),
            None,
        ),
        (NONE, NONE, None),
        (NONE, ELSEWHERE, ResultChange.CHANGED),
    ],
)
def test_a_change_is_a_gain_a_loss_or_another_answer(
    before: QueryResult, after: QueryResult, change: ResultChange | None
) -> None:
    compared = ComparedQuery(QUESTION_ASKED, before, after)

    assert compared.change is change
    assert kind_of(compared) is change


def test_a_new_question_is_shown_as_new_whatever_it_got_before() -> None:
    compared = ComparedQuery(QUESTION_ASKED, ONE, ONE, is_new=True)

    assert kind_of(compared) == "new"
