"""Bases that have been in use are stored, the last of them, and given back as they were."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.live.versions import MAX_VERSIONS, BaseVersions
from knowledge.source.files import MAX_FILE_BYTES, Content

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def versions(tmp_path: Path) -> BaseVersions:
    return BaseVersions(tmp_path / "bases")


def content(number: int) -> Content:
    return Content(Path(), {"routine.yaml": f"number: {number}\n".encode()})


def add(versions: BaseVersions, number: int, at: datetime) -> str:
    versions.add(content(number), passages=number, at=at)
    return content(number).hash


def test_nothing_is_kept_before_anything_was_in_use(versions: BaseVersions) -> None:
    assert versions.all() == []


def test_a_base_kept_is_given_back_as_it_was(versions: BaseVersions) -> None:
    assert versions.read(add(versions, 1, START)) == content(1)


def test_what_was_used_last_comes_first_with_when_and_how_much(versions: BaseVersions) -> None:
    first, second = add(versions, 1, START), add(versions, 2, START + timedelta(hours=1))
    add(versions, 1, START + timedelta(hours=2))

    assert [(base.hash, base.used_at, base.passages) for base in versions.all()] == [
        (first, START + timedelta(hours=2), 1),
        (second, START + timedelta(hours=1), 2),
    ]


def test_only_the_last_used_are_kept(versions: BaseVersions) -> None:
    hashes = [
        add(versions, number, START + timedelta(minutes=number))
        for number in range(MAX_VERSIONS + 2)
    ]

    assert [base.hash for base in versions.all()] == hashes[:1:-1]


def test_the_base_pinned_is_kept_however_old(versions: BaseVersions) -> None:
    oldest = add(versions, 0, START)
    versions.pin(oldest)
    for number in range(1, MAX_VERSIONS + 2):
        add(versions, number, START + timedelta(minutes=number))

    assert versions.read(oldest) == content(0)


def test_what_is_pinned_is_so_until_it_is_let_go_of(versions: BaseVersions) -> None:
    pinned = [versions.pinned()]
    versions.pin(add(versions, 1, START))
    pinned.append(versions.pinned())
    versions.unpin()
    versions.unpin()

    assert [*pinned, versions.pinned()] == [None, content(1).hash, None]


@pytest.mark.parametrize("named", ["", "../../etc/passwd", "0123456789abcdef", "x" * 400, "a\nb"])
def test_a_base_that_is_not_kept_is_a_fault(versions: BaseVersions, named: str) -> None:
    add(versions, 1, START)
    read = versions.read(named)

    assert (read.files, list(read.unreadable.values())) == ({}, ["base-not-kept"])


def damage_by_cutting(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def damage_by_another_text(file: Path) -> None:
    file.write_bytes(b"number: 2\n")


def damage_by_a_link_out(file: Path) -> None:
    outside = file.parent.parent / "outside.yaml"
    file.replace(outside)
    file.symlink_to(outside)


def damage_by_a_file_too_large(file: Path) -> None:
    file.write_bytes(b"#" * (MAX_FILE_BYTES + 1))


def damage_by_a_file_more(file: Path) -> None:
    (file.parent / "topics.yaml").write_bytes(b"groups: []\n")


@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        damage_by_cutting,
        damage_by_another_text,
        damage_by_a_link_out,
        damage_by_a_file_too_large,
        damage_by_a_file_more,
    ],
)
def test_a_damaged_version_is_a_fault(
    versions: BaseVersions, damage: Callable[[Path], object]
) -> None:
    content_hash = add(versions, 1, START)
    damage(versions.folder / f"{content_hash}-1" / "routine.yaml")

    assert versions.read(content_hash).unreadable == {content_hash: "base-damaged"}


def test_a_version_under_anothers_name_is_a_fault(versions: BaseVersions) -> None:
    first, second = add(versions, 1, START), add(versions, 2, START)
    shutil.rmtree(versions.folder / f"{first}-1")
    (versions.folder / f"{second}-2").rename(versions.folder / f"{first}-1")

    assert list(versions.read(first).unreadable.values()) == ["base-damaged"]


def test_a_version_that_cannot_be_stored_whole_is_not_there(versions: BaseVersions) -> None:
    strange = Content(Path(), {"routine.yaml": b"a: b\n", "../outside.yaml": b"a: b\n"})
    with pytest.raises(ValueError, match="no files of a base"):
        versions.add(strange, passages=1, at=START)

    assert versions.all() == []
    assert list(versions.folder.iterdir()) == []


def test_other_files_in_the_folder_are_left_alone(versions: BaseVersions) -> None:
    add(versions, 1, START)
    for name in ("notes-1", "0123456789abcdef", ".0123456789abcdef-1"):
        (versions.folder / name).mkdir()
    (versions.folder / "0123456789abcdef-1").write_text("mine", "utf-8")

    assert len(versions.all()) == 1
