"""A base read from the cache is the base that was read from the editors' folder, or none."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import saved_base
from knowledge.base import Base
from knowledge.content import read_folder
from knowledge.loader import load
from tests.conftest import REAL_BASE, SMALL_BASE


@pytest.mark.parametrize("folder", [SMALL_BASE, REAL_BASE], ids=["small", "real"])
def test_a_base_comes_back_as_it_was(folder: Path, tmp_path: Path) -> None:
    base = load(folder)
    path = tmp_path / "base.jsonl"
    saved_base.save(base, path)

    assert saved_base.load(path, base.hash) == base


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Base, Path]:
    base, path = load(SMALL_BASE), tmp_path_factory.mktemp("saved") / "base.jsonl"
    saved_base.save(base, path)
    return base, path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999))
def test_a_base_that_was_cut_short_is_none(
    saved: tuple[Base, Path], tmp_path: Path, share: float
) -> None:
    base, path = saved
    whole = path.read_bytes()
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(whole[: int(share * (len(whole) - 2))])

    assert saved_base.load(cut, base.hash) is None


def test_a_base_that_lost_its_last_line_is_none(saved: tuple[Base, Path], tmp_path: Path) -> None:
    base, path = saved
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))

    assert saved_base.load(cut, base.hash) is None


@pytest.mark.parametrize("line", [b"[]\n", b'["unheard", {}]\n', b"\xff\n", b'["routine", {}]\n'])
def test_what_is_not_a_base_is_none(saved: tuple[Base, Path], tmp_path: Path, line: bytes) -> None:
    base, path = saved
    other = tmp_path / "other.jsonl"
    other.write_bytes(line + path.read_bytes())

    assert saved_base.load(other, base.hash) is None


def test_each_state_has_a_place_of_its_own(tmp_path: Path) -> None:
    small, real = read_folder(SMALL_BASE), read_folder(REAL_BASE)

    assert saved_base.path_of(small, tmp_path) != saved_base.path_of(real, tmp_path)
