"""What the base covers, what people ask for, and where it is thin."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from editor.__main__ import main
from editor.coverage import LogSummary, Thin, report, summarised, thin_in
from editor.queries import Query, QueryKind
from knowledge.base import Base
from knowledge.passage import Confirmation, Passage
from knowledge.search.snapshot import Snapshot
from questions.asked import Outcome
from tests.conftest import SMALL_BASE
from texts.catalogue import Catalogue

NOBODY = LogSummary(0, Counter(), Counter())


def in_finnish(passage: Passage, text: str) -> Passage:
    return replace(passage, translations={"fi": replace(passage.sv, text=text)})


def test_each_topic_is_told_with_its_counts(small: Snapshot, swedish: Catalogue) -> None:
    lines = list(report(small.base, None, swedish, "table"))

    row = next(line for line in lines if line.startswith("Diarieföring"))
    assert row.split() == ["Diarieföring", "2", "0", "14", "14", "2", "2"]


def test_a_topic_is_told_passage_by_passage(small: Snapshot, swedish: Catalogue) -> None:
    lines = list(report(small.base, None, swedish, "table", topic="diarieforing"))

    assert [line.split()[0] for line in lines[1:3]] == [
        "diarieforing-kommentarer",
        "diarieforing-meddelanden",
    ]


def test_asked_questions_are_counted_where_they_were_shown(small: Snapshot) -> None:
    texts = ["blockera användare", "blockera användare", "När kommer lönen?"]
    asked = summarised(small, [Query(text, "sv", QueryKind.LOGGED) for text in texts])

    assert asked.total == 3
    assert asked.outcomes == {Outcome.ANSWER: 2, Outcome.NONE: 1}
    assert asked.shown["blockera-person"] == 2


def test_a_passage_is_thin_in_every_way_that_it_is(small: Snapshot) -> None:
    assert thin_in(small.base.passages["blockera-person"], NOBODY) == list(Thin)


@pytest.mark.parametrize(
    ("languages", "told"),
    [
        (("sv",), []),
        (("sv", "en"), []),
        (("sv", "en", "fi"), ["Inte översatta till finska (1 av 7)"]),
    ],
)
@pytest.mark.parametrize("copied", ["sv", "en"])
def test_what_is_not_translated_is_told_of_each_language_beyond_the_first(
    small: Snapshot, swedish: Catalogue, languages: tuple[str, ...], told: list[str], copied: str
) -> None:
    by_topic = {
        topic: tuple(in_finnish(each, f"fi: {each.sv.text}") for each in passages)
        for topic, passages in small.base.by_topic.items()
    }
    [block] = by_topic["blockera"]
    by_topic["blockera"] = (in_finnish(block, block.text_in(copied).text),)
    routine = replace(small.base.routine, languages=languages)
    base = replace(small.base, by_topic=by_topic, routines=(routine,))
    lines = report(base, None, swedish, "table")

    assert [line for line in lines if line.startswith("Inte översatta")] == told


def test_a_rich_passage_is_not_thin(small: Snapshot) -> None:
    passage = small.base.passages["blockera-person"]
    many = tuple(f"Får vi blockera nummer {number}?" for number in range(10))
    rich = replace(
        passage,
        confirmed=Confirmation("kommunikationschefen", date(2026, 11, 28)),
        sv=replace(passage.sv, asked_as=many, must_answer=many[:2]),
        en=replace(passage.text_in("en"), asked_as=many, must_answer=many[:2]),
    )

    assert thin_in(rich, replace(NOBODY, shown=Counter([passage.id]))) == []


def test_without_a_log_nothing_is_said_of_what_nobody_asks(small: Snapshot) -> None:
    assert Thin.NEVER_ASKED not in thin_in(small.base.passages["blockera-person"], None)


def test_the_command_reads_a_log(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps({"question": "blockera användare", "language": "sv"}), "utf-8")
    cache = str(tmp_path_factory.getbasetemp() / "covered")
    common = ["--base", str(SMALL_BASE), "--cache", cache, "--format", "markdown"]

    assert main(["coverage", "--log", str(log), *common]) == 0
    printed = capsys.readouterr().out
    assert "| Blockera | 1 | 0 | 7 | 7 | 1 | 1 | 1 |" in printed
    assert "1 ställd fråga: 1 fick svar, 0 fick förslag, 0 fick inget." in printed
    assert "### Aldrig efterfrågade (6 av 7)" in printed


def test_a_topic_that_is_none_is_told_with_the_one_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["coverage", "--topic", "blokera", "--base", str(SMALL_BASE)]) == 1
    assert "Menade du blockera?" in capsys.readouterr().err


@pytest.mark.parametrize(("languages", "other"), [(("sv",), "en"), (("sv", "en", "fi"), "pl")])
def test_the_languages_of_the_base_are_counted(
    swedish: Catalogue, small: Snapshot, languages: tuple[str, ...], other: str
) -> None:
    routine = replace(small.base.routine, languages=languages)
    base = replace(small.base, routines=(routine,))
    header = next(iter(report(base, None, swedish, "markdown")))

    for each in languages:
        assert f"formuleringar {each} | " in header
        assert f"provfrågor {each} |" in header
    assert f" {other} |" not in header


def test_every_way_of_being_thin_has_its_heading(swedish: Catalogue, small: Snapshot) -> None:
    base: Base = small.base
    told = "\n".join(report(base, NOBODY, swedish, "table"))

    assert "Få formuleringar (7 av 7)" in told
    assert "Få provfrågor (" in told
    assert "Obekräftade av rutinens ägare (" in told
