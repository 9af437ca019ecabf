"""Bases that have been in use are kept, a certain number of them, and given back as they were."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.live.versions import AT_MOST, BaseVersions
from knowledge.source.files import Content

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def kept(tmp_path: Path) -> BaseVersions:
    return BaseVersions(tmp_path / "bases")


def content(number: int) -> Content:
    return Content(Path(), {"routine.yaml": f"number: {number}\n".encode()})


def keep(kept: BaseVersions, number: int, at: datetime) -> str:
    kept.keep(content(number), passages=number, at=at)
    return content(number).hash


def test_nothing_is_kept_before_anything_was_in_use(kept: BaseVersions) -> None:
    assert kept.all() == []


def test_a_base_kept_is_given_back_as_it_was(kept: BaseVersions) -> None:
    assert kept.read(keep(kept, 1, START)) == content(1)


def test_what_was_used_last_comes_first_with_when_and_how_much(kept: BaseVersions) -> None:
    first, second = keep(kept, 1, START), keep(kept, 2, START + timedelta(hours=1))
    keep(kept, 1, START + timedelta(hours=2))

    assert [(base.hash, base.used_at, base.passages) for base in kept.all()] == [
        (first, START + timedelta(hours=2), 1),
        (second, START + timedelta(hours=1), 2),
    ]


def test_only_the_last_used_are_kept(kept: BaseVersions) -> None:
    hashes = [
        keep(kept, number, START + timedelta(minutes=number)) for number in range(AT_MOST + 2)
    ]

    assert [base.hash for base in kept.all()] == hashes[:1:-1]


def test_the_base_pinned_is_kept_however_old(kept: BaseVersions) -> None:
    oldest = keep(kept, 0, START)
    kept.pin(oldest)
    for number in range(1, AT_MOST + 2):
        keep(kept, number, START + timedelta(minutes=number))

    assert kept.read(oldest) == content(0)


def test_what_is_pinned_is_so_until_it_is_let_go_of(kept: BaseVersions) -> None:
    pinned = [kept.pinned()]
    kept.pin(keep(kept, 1, START))
    pinned.append(kept.pinned())
    kept.unpin()
    kept.unpin()

    assert [*pinned, kept.pinned()] == [None, content(1).hash, None]


@pytest.mark.parametrize("named", ["", "../../etc/passwd", "0123456789abcdef", "x" * 400, "a\nb"])
def test_a_base_that_is_not_kept_is_a_fault(kept: BaseVersions, named: str) -> None:
    keep(kept, 1, START)
    read = kept.read(named)

    assert (read.files, list(read.unreadable.values())) == ({}, ["base-not-kept"])


@pytest.mark.parametrize("damage", [b"", b"PK", b"\0" * 100])
def test_a_damaged_archive_is_a_fault(kept: BaseVersions, damage: bytes) -> None:
    content_hash = keep(kept, 1, START)
    (path,) = kept.folder.glob("*.zip")
    path.write_bytes(damage)

    assert list(kept.read(content_hash).unreadable.values()) == ["base-damaged"]


def test_an_archive_with_another_base_in_it_is_a_fault(kept: BaseVersions) -> None:
    first, second = keep(kept, 1, START), keep(kept, 2, START)
    os.replace(kept.folder / f"{second}-2.zip", kept.folder / f"{first}-1.zip")

    assert list(kept.read(first).unreadable.values()) == ["base-damaged"]


def test_other_files_in_the_folder_are_left_alone(kept: BaseVersions) -> None:
    keep(kept, 1, START)
    for name in ("notes.zip", "0123456789abcdef.zip", "readme.txt"):
        (kept.folder / name).write_text("mine", "utf-8")

    assert len(kept.all()) == 1
