"""What people ask most, with what the base answers and what readers thought of it."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from editor.most_asked import SHOWN, most_asked, most_asked_as_json
from knowledge.search.snapshot import Snapshot
from questions.asked import AskedQuestion, Outcome, Verdict, Vote
from tests.editor.bots_database import NOW, a_database, vote_in
from tests.editor.workbench import opened
from tests.world.bases import a_copy
from tests.world.services import WordReader


def asked(*questions: str, language: str = "sv") -> list[AskedQuestion]:
    return [
        AskedQuestion(
            f"{language}{n}",
            NOW + timedelta(minutes=n),
            language,
            each,
            Outcome.ANSWER,
            (),
            1.0,
            "h",
        )
        for n, each in enumerate(questions)
    ]


def counted(questions: Sequence[AskedQuestion]) -> list[tuple[str, int]]:
    return [(each.question, each.count) for each in most_asked(questions, {}, WordReader())]


def test_questions_that_are_alike_are_counted_together_the_most_asked_first() -> None:
    questions = asked("bild barn", "får vi flyga", "bild barn", "Bild barn?", "flyga får vi nu")

    assert counted(questions) == [("bild barn", 3), ("får vi flyga", 2)]


def test_the_same_words_in_two_languages_are_two_questions() -> None:
    questions = [*asked("logo"), *asked("logo", language="en")]

    assert [count for _, count in counted(questions)] == [1, 1]


def test_votes_are_those_on_all_the_questions_of_a_group() -> None:
    verdicts = {
        "sv0": {Verdict.HELPFUL: 2},
        "sv1": {Verdict.HELPFUL: 1, Verdict.NOT_HELPFUL: 1},
        "sv2": {Verdict.NOT_HELPFUL: 5},
    }
    often, seldom = most_asked(asked("bild barn", "Bild barn", "lön"), verdicts, WordReader())

    assert often.verdicts == {Verdict.HELPFUL: 3, Verdict.NOT_HELPFUL: 1}
    assert seldom.verdicts == {Verdict.NOT_HELPFUL: 5}


def test_no_more_than_forty_are_told() -> None:
    questions = asked(*(f"ord{number}" for number in range(SHOWN + 5)))

    assert len(most_asked(questions, {}, WordReader())) == SHOWN == 40


def test_each_wording_is_told_once_the_commonest_first() -> None:
    [group] = most_asked(
        asked("bild barn", "barn bild", "barn bild", "BILD BARN", "Barn bild?"), {}, WordReader()
    )

    assert group.wordings == ("barn bild", "bild barn")


@pytest.mark.parametrize(
    ("question", "outcome", "passage", "area"),
    [
        ("Får vi blockera någon?", "answer", "blockera-person", None),
        ("När kommer lönen?", "none", None, "Lön och ersättning"),
    ],
)
def test_what_the_base_answers_is_told(
    small: Snapshot, question: str, outcome: str, passage: str | None, area: str | None
) -> None:
    [group] = most_asked(asked(question), {}, WordReader())
    told = most_asked_as_json(group, small)

    assert (told["outcome"], told["area"]) == (outcome, area)
    assert [each["id"] for each in told["passages"]] == ([passage] if passage else [])


async def test_the_workshop_tells_them_with_their_votes(tmp_path: Path) -> None:
    question = ("sv", "Får vi blockera någon?", Outcome.ANSWER)
    url = await a_database(
        tmp_path, [question, question, ("sv", "När kommer lönen?", Outcome.NONE)]
    )
    vote = Vote("a0", "anna", "blockera-person", Verdict.HELPFUL, NOW)
    await vote_in(url, vote)
    async with opened(a_copy(tmp_path), tmp_path / "cache", database=url) as bench:
        response = await bench.post("most-asked", {})
        lines = [json.loads(line) for line in (await response.text()).splitlines()]
    first, second = lines[-1]["result"]["groups"]

    assert (first["question"], first["count"], first["helpful"]) == (question[1], 2, 1)
    assert (second["count"], second["outcome"], second["helpful"]) == (1, "none", 0)


async def test_without_a_database_it_says_so(tmp_path: Path) -> None:
    async with opened(a_copy(tmp_path), tmp_path / "cache") as bench:
        told = await (await bench.post("most-asked", {})).text()

    assert json.loads(told) == {"stage": "failed", "error": "no-database"}
