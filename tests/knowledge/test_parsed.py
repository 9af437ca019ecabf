"""A base remembered is the base that was read from the editors' folder, or none."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.live import parsed
from knowledge.source.files import Content, read_content
from knowledge.source.loader import inspect_content, load, parse
from tests.conftest import REAL_BASE, SMALL_BASE


@pytest.mark.parametrize("folder", [SMALL_BASE, REAL_BASE], ids=["small", "real"])
def test_a_base_comes_back_as_it_was(folder: Path, tmp_path: Path) -> None:
    content, path = read_content(folder), tmp_path / "base.jsonl"
    parsed.save(parse(content), path)

    assert inspect_content(content, parsed.load(path, folder)) == (load(folder), [])


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "base.jsonl"
    parsed.save(parse(read_content(SMALL_BASE)), path)
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999))
def test_a_base_that_was_cut_short_is_none(saved: Path, tmp_path: Path, share: float) -> None:
    whole = saved.read_bytes()
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(whole[: int(share * (len(whole) - 2))])

    assert parsed.load(cut, SMALL_BASE) is None


def test_a_base_that_lost_its_last_line_is_none(saved: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(b"".join(saved.read_bytes().splitlines(keepends=True)[:-1]))

    assert parsed.load(cut, SMALL_BASE) is None


@pytest.mark.parametrize("line", [b"[]\n", b"3\n", b'["a", 1, 2]\n', b"[{}, {}]\n", b"\xff\n"])
def test_what_is_not_a_base_is_none(saved: Path, tmp_path: Path, line: bytes) -> None:
    other = tmp_path / "other.jsonl"
    other.write_bytes(line + saved.read_bytes())

    assert parsed.load(other, SMALL_BASE) is None


def test_each_state_has_a_place_of_its_own(tmp_path: Path) -> None:
    content = read_content(SMALL_BASE)
    other = Content(content.folder, {**content.files, "known_misses.yaml": b"misses: []\n"})

    assert parsed.path_of(content, tmp_path) != parsed.path_of(other, tmp_path)
