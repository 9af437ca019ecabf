"""No change of the base or the code may lose a question that finds its passage today."""

from pathlib import Path

import pytest

from editor.__main__ import main
from editor.golden import with_misses, write_known
from editor.yaml_splice import document_of
from knowledge.live.acceptance import open_snapshot
from knowledge.live.own_questions import misses
from knowledge.passage import Miss
from knowledge.source.loader import load
from tests.knowledge.reloading import lose_a_question
from tests.world.bases import a_copy

BASE = Path("knowledge/base")


def test_no_test_question_is_lost() -> None:
    snapshot = open_snapshot(BASE, Path(".cache"))

    assert set(misses(snapshot)) - snapshot.base.known_misses == set()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found = {Miss("b", "sv", 'Vad är "x": y?'), Miss("a", "en", "- why?")}
    base = a_copy(tmp_path)
    write_known(base, found)

    assert load(base).known_misses == found


def run(base: Path, *options: str) -> int:
    return main(["golden", *options, "--base", str(base)])


def test_a_lost_question_is_told_until_it_is_accepted_by_name(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = lose_a_question(copy)

    assert run(copy) == 1
    assert lost in capsys.readouterr().out
    assert run(copy, "--write") == 1
    assert load(copy).known_misses == frozenset()
    assert run(copy, "--lose", "En annan fråga?") == 1
    assert "En annan fråga?" in capsys.readouterr().err
    assert run(copy, "--lose", lost.upper()) == 0
    assert load(copy).known_misses == {Miss("blockera-person", "sv", lost)}
    assert run(copy) == 0


def test_a_question_that_is_won_is_no_fault_and_goes_off_the_list_when_asked(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    won = "Är det okej att blockera den som är otrevlig?"
    write_known(copy, [Miss("blockera-person", "sv", won)])

    assert run(copy) == 0
    assert won in capsys.readouterr().out
    assert main(["check", "--base", str(copy)]) == 0
    assert won not in capsys.readouterr().out
    assert run(copy, "--write") == 0
    assert load(copy).known_misses == frozenset()


def test_check_tells_of_a_lost_question_as_the_bot_does(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = lose_a_question(copy)

    assert main(["check", "--base", str(copy)]) == 1
    assert lost in capsys.readouterr().out


def test_misses_are_added_to_the_list_as_it_is_written() -> None:
    text = "# Först.\nmisses:\n- {passage: b, language: sv, question: Vad?}\n"
    whole = with_misses(text, [Miss("a", "en", "- why?"), Miss("b", "sv", "Vad?")])

    assert document_of(whole).value(("misses",)) == [
        {"passage": "b", "language": "sv", "question": "Vad?"},
        {"passage": "a", "language": "en", "question": "- why?"},
    ]
    assert whole.startswith("# Först.\n")
    assert document_of(with_misses(None, [])).value(("misses",)) == []
