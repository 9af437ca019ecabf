"""Writing a passage by answering questions: what is written passes, and nothing else is."""

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from editor.__main__ import main
from editor.addition import Addition
from editor.check import inspect
from editor.saving import ChangedMeanwhile
from knowledge.passage import Basis
from knowledge.source.loader import load
from tests.conftest import REAL_BASE
from tests.copies import a_copy

TODAY = date.today()  # noqa: DTZ011 the day that the command writes
SWEDISH = [
    "Får vi varna någon först?",
    "Ja, Storby varnar en gång: sedan blockeras den som fortsätter.",
    "",
    "- Spara varningen.",
    ".",
    "Måste man varna?",
    "12:30",
    "no",
    "",
    "Ska trollet få en varning?",
    "",
]
ENGLISH = [
    "May we warn somebody first?",
    "Yes, Storby warns once, and then blocks whoever goes on.",
    ".",
    "Must one warn?",
    "",
    "Should the troll be warned?",
    "",
]
ANSWERS = [*SWEDISH, "blockera-varna", "storby-handbok", *ENGLISH]


@pytest.fixture
def write(copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Answer the questions on a topic and return the exit status and what was said."""

    def answered(topic: str, answers: list[str], base: Path = copy) -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{one}\n" for one in answers)))
        status = main(["new", topic, "--base", str(base)])
        return status, capsys.readouterr().out

    return answered


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_passage_is_written_as_it_was_told_and_passes(copy: Path, write) -> None:
    status, _ = write("blockera", ANSWERS)
    passage = load(copy).passages["blockera-varna"]

    assert status == 0
    assert passage.sv.title == "Får vi varna någon först?"
    assert passage.sv.text.endswith("fortsätter.\n\n- Spara varningen.")
    assert passage.sv.asked_as == ("Måste man varna?", "12:30", "no")
    assert passage.en.must_answer == ("Should the troll be warned?",)
    assert (passage.source.id, passage.basis) == ("storby-handbok", Basis.PRACTICE)
    assert (passage.confirmed, passage.reviewed) == (False, TODAY)


def test_what_is_written_breaks_no_editorial_rule(copy: Path, write) -> None:
    write("blockera", ANSWERS)
    _, problems = inspect(copy, today=TODAY)

    assert [problem.code for problem in problems] == ["source-not-to-be-found"]


def test_what_stood_before_stands_as_it_was(copy: Path, write) -> None:
    before = (copy / "passages/blockera.yaml").read_text("utf-8")
    with_comment = before.replace("topic:", "# Läs det här först.\ntopic:")
    (copy / "passages/blockera.yaml").write_text(with_comment, "utf-8")
    write("blockera", ANSWERS)

    after = (copy / "passages/blockera.yaml").read_text("utf-8")
    assert after.startswith(with_comment)
    assert "\n\n  - id: blockera-varna\n    basis: practice\n" in after


def test_the_lines_of_a_file_keep_their_ends(copy: Path, write) -> None:
    path = copy / "passages/blockera.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    write("blockera", ANSWERS)

    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")


def test_a_real_file_keeps_every_byte(tmp_path: Path, write) -> None:
    base = a_copy(tmp_path / "real", REAL_BASE)
    before = (base / "passages/blockera.yaml").read_bytes()
    answers = ["varberg-handbok" if one == "storby-handbok" else one for one in ANSWERS]
    status, said = write("blockera", answers, base)

    assert status == 0, said
    assert (base / "passages/blockera.yaml").read_bytes().startswith(before)


@pytest.mark.parametrize(
    ("place", "refused", "reason"),
    [
        (0, ["Nu"], "title är för kort: minst 3 tecken."),
        (0, ["Får vi blockera någon?"], "Rubriken finns redan hos blockera-person."),
        (1, ["Ring 19121212-1212 och fråga.", "."], "Det här ser ut som ett personnummer."),
        (1, ["x" * 1001, "."], "text är för lång: 1001 tecken"),
        (5, ["blockera användare"], "Formuleringen finns redan hos blockera-person."),
        (9, ["Måste man varna?"], "Frågan står också som formulering (asked_as)."),
        (11, ["Blockera varna"], "id får bara innehålla små bokstäver a-z"),
        (11, ["blockera-person"], "Namnet blockera-person används redan."),
    ],
)
def test_what_would_not_pass_is_refused_at_once(
    copy: Path, write, place: int, refused: list[str], reason: str
) -> None:
    status, said = write("blockera", [*ANSWERS[:place], *refused, *ANSWERS[place:]])

    assert status == 0
    assert f"Det går inte: {reason}" in said
    assert load(copy).passages["blockera-varna"].sv.title == SWEDISH[0]


def test_the_name_is_proposed_from_the_title(copy: Path, write) -> None:
    write("blockera", [*SWEDISH, "", "storby-handbok", *ENGLISH])

    assert "blockera-far-vi-varna-nagon" in load(copy).passages


def test_a_new_topic_is_added_where_it_belongs(copy: Path, write) -> None:
    status, _ = write(
        "varningar", ["j", "9", "3", "", "Warnings", "Varningar", "Warnings", *ANSWERS]
    )
    base = load(copy)

    assert status == 0
    assert base.topic("varningar").sv == "Varningar"
    assert base.groups[2].topics[-1].slug == "varningar"
    assert [passage.id for passage in base.passages_about("varningar")] == ["blockera-varna"]


def test_a_misspelt_topic_is_asked_about(copy: Path, write) -> None:
    before = contents(copy)
    status, said = write("blokera", ["n"])

    assert "Menade du blockera?" in said
    assert (status, contents(copy)) == (1, before)


def test_a_new_source_is_added_once_it_passes(copy: Path, write) -> None:
    about = ["Rättens dom", "The court's ruling", "2", "våren 2020", ""]
    right = [*about[:3], "2020", "https://ratten.example"]
    told = ["ratten", "j", *about, "ratten", "j", *right]
    status, said = write("blockera", [*SWEDISH, "blockera-varna", *told, *ENGLISH])
    base = load(copy)

    assert status == 0
    assert "Det går inte: dated ska vara ett årtal" in said
    assert (base.sources["ratten"].basis, base.sources["ratten"].dated) == (Basis.LAW, "2020")
    assert base.passages["blockera-varna"].basis is Basis.LAW


@pytest.mark.parametrize("answered", range(0, len(ANSWERS), 4))
def test_nothing_is_written_until_everything_is_answered(copy: Path, write, answered: int) -> None:
    before = contents(copy)
    status, said = write("blockera", ANSWERS[:answered])

    assert said.endswith("Avbrutet. Inget är sparat.\n")
    assert (status, contents(copy)) == (1, before)


@pytest.mark.parametrize("topic", ["../outside", "a/b", "/tmp/x", "Blockera", "a b", ""])
def test_nothing_is_written_outside_the_folder(copy: Path, write, topic: str) -> None:
    before = contents(copy.parent)
    status, _ = write(topic, ["j", "1", "Ett ämne", "A topic", *ANSWERS])

    assert (status, contents(copy.parent)) == (1, before)


def test_a_link_out_of_the_folder_is_not_written_through(
    copy: Path, tmp_path: Path, write, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / "passages/blockera.yaml").rename(tmp_path / "outside.yaml")
    (copy / "passages/blockera.yaml").symlink_to(tmp_path / "outside.yaml")
    before = contents(copy.parent)

    assert write("blockera", ANSWERS)[0] == 1
    assert contents(copy.parent) == before


def test_a_change_made_while_one_wrote_leaves_every_file_as_it_is(copy: Path) -> None:
    source = load(copy).sources["lagen"]
    addition = Addition(copy, "varningar", source=source, today=TODAY)
    addition.add_topic(0, {"sv": "Varningar", "en": "Warnings"})
    (copy / "passages/varningar.yaml").write_text("topic: varningar\n", "utf-8")
    before = contents(copy)

    with pytest.raises(ChangedMeanwhile):
        addition.save()
    assert contents(copy) == before
