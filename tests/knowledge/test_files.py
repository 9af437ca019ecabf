"""A base's files are read whole, and what can't be read is told."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.source.files import (
    FILE_KINDS,
    KNOWN_MISSES,
    MAX_FILE_BYTES,
    MAX_FILES,
    OWN_WORDS,
    Content,
    FileKind,
    is_within_limits,
    read_content,
    write_content,
)
from knowledge.source.loader import read_folder
from tests.world.bases import a_copy

STEMS = st.from_regex(r"[a-zåäö0-9_-]{1,12}", fullmatch=True)
NAMES = st.builds("passages/{}.yaml".format, STEMS) | st.sampled_from(
    [kind.pattern for kind in FILE_KINDS if "*" not in kind.pattern]
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_copy(tmp_path)


def faults(folder: Path) -> list[tuple[str, str]]:
    problems = read_folder(folder).problems
    return [(problem.path.relative_to(folder).as_posix(), problem.code) for problem in problems]


def test_the_hash_changes_with_any_byte_and_any_name(folder: Path) -> None:
    hashes = {read_content(folder).hash}
    path = folder / "passages/bilder.yaml"
    path.write_bytes(path.read_bytes() + b"\n")
    hashes.add(read_content(folder).hash)
    path.rename(folder / "passages/foton.yaml")
    hashes.add(read_content(folder).hash)

    assert len(hashes) == 3


@pytest.mark.parametrize(
    ("kind", "text"),
    [(KNOWN_MISSES, "misses: []\n"), (OWN_WORDS, "sv: [zorgblatt]\n")],
    ids=["known misses", "own words"],
)
def test_what_no_answer_is_made_from_changes_the_state_but_not_the_hash(
    folder: Path, kind: FileKind[object], text: str
) -> None:
    before = read_content(folder)
    (folder / kind.pattern).write_text(text, "utf-8")
    after = read_content(folder)

    assert after.hash == before.hash
    assert after.state != before.state


@pytest.mark.parametrize("name", [".bilder.yaml", "._bilder.yaml", "bilder.yaml~", "#bilder.yaml#"])
def test_what_an_editors_program_leaves_behind_is_not_read(folder: Path, name: str) -> None:
    before = read_content(folder)
    (folder / "passages" / name).write_text("half written", "utf-8")

    assert read_content(folder) == before


@pytest.mark.parametrize("name", ["other.yaml", "passages/routine.yml", "texts/bilder.yaml"])
def test_a_file_of_no_kind_is_no_part_of_the_base(folder: Path, name: str) -> None:
    before = read_content(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("something: else\n", "utf-8")

    assert read_content(folder) == before


@pytest.mark.parametrize(
    "name",
    ["../outside.yaml", "/etc/passwd", "passages/../../outside.yaml", "other.yaml", ".yaml", ""],
)
def test_what_is_no_file_of_a_base_is_not_taken_as_saved(folder: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no files of a base"):
        read_content(folder, {name: b"a: b\n"})


def test_an_unsaved_file_is_measured_as_a_saved_one(folder: Path) -> None:
    content = read_content(folder, {"routine.yaml": b"#" * (MAX_FILE_BYTES + 1)})

    assert content.unreadable == {"routine.yaml": "file-too-large"}
    assert "routine.yaml" not in content.files


def test_the_lock_that_emacs_makes_is_no_fault(folder: Path) -> None:
    (folder / "passages/.#bilder.yaml").symlink_to("editor@machine.1234")

    assert faults(folder) == []


def test_a_link_out_of_the_folder_is_a_fault(folder: Path) -> None:
    secret = folder.parent / "secret.yaml"
    secret.write_text("password: hush\n", "utf-8")
    (folder / "passages/secret.yaml").symlink_to(secret)

    assert ("passages/secret.yaml", "file-outside") in faults(folder)


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    shutil.move(folder / "passages", folder / "texts")
    (folder / "passages").symlink_to("texts")

    assert faults(folder) == []


def test_a_link_that_leads_nowhere_is_a_fault(folder: Path) -> None:
    (folder / "passages/gone.yaml").symlink_to("nowhere.yaml")

    assert ("passages/gone.yaml", "file-missing") in faults(folder)


def test_what_is_no_file_is_a_fault_and_never_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "passages/pipe.yaml")
    (folder / "passages/folder.yaml").mkdir()

    assert ("passages/folder.yaml", "file-missing") in faults(folder)
    assert ("passages/pipe.yaml", "file-missing") in faults(folder)


def test_a_file_that_is_far_too_large_is_a_fault(folder: Path) -> None:
    (folder / "passages/large.yaml").write_bytes(b"#" * (MAX_FILE_BYTES + 1))

    assert faults(folder) == [("passages/large.yaml", "file-too-large")]


def test_one_unreadable_file_hides_no_other_fault(folder: Path) -> None:
    (folder / "topics.yaml").unlink()
    (folder / "topics.yaml").symlink_to("nowhere.yaml")
    (folder / "sources.yaml").write_text("sources: {}\n", "utf-8")

    assert {("topics.yaml", "file-missing"), ("sources.yaml", "not-a-list")} <= set(faults(folder))


def test_a_missing_folder_is_one_fault(tmp_path: Path) -> None:
    assert faults(tmp_path / "gone") == [(".", "folder-missing")]


def test_an_empty_folder_is_one_fault(tmp_path: Path) -> None:
    assert faults(tmp_path) == [(".", "folder-empty")]


@given(st.dictionaries(NAMES, st.binary(max_size=200), min_size=1, max_size=8))
def test_what_is_written_is_read_again(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as name:
        content = Content(Path(name), files)
        write_content(content, Path(name))

        assert read_content(Path(name)) == content


@pytest.mark.parametrize(
    "name",
    [
        "../routine.yaml",
        "/etc/routine.yaml",
        "passages/../../routine.yaml",
        "passages\\..\\routine.yaml",
        "passages/deep/er.yaml",
        "passages/.hidden.yaml",
        "other/routine.yaml",
        "other.yaml",
        "passages/routine.yaml/x.yaml",
        "routine.py",
        "passages/",
        "C:/routine.yaml",
    ],
)
def test_a_name_that_no_base_has_is_never_written(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    with pytest.raises(ValueError, match="no files of a base"):
        write_content(Content(Path(), {"routine.yaml": b"x", name: b"x"}), folder)

    assert list(tmp_path.iterdir()) == []


def test_a_base_may_be_of_a_certain_size() -> None:
    one, many = b"x" * 1_000_000, {f"passages/{n}.yaml": b"" for n in range(MAX_FILES)}
    large = {f"passages/{n}.yaml": one for n in range(100)}

    assert is_within_limits(Content(Path(), many))
    assert is_within_limits(Content(Path(), large))
    assert not is_within_limits(Content(Path(), many | {"routine.yaml": b""}))
    assert not is_within_limits(Content(Path(), large | {"routine.yaml": b"x"}))
